from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import pytest
from pydantic import TypeAdapter, ValidationError

from schemas.scalars import PlainText, choice, looks_like_another_type, text_of


class Colour(StrEnum):
    RED = "red"
    DEEP_BLUE = "deep_blue"


COLOUR: TypeAdapter[Colour] = TypeAdapter(
    Annotated[
        Colour, choice(Colour, aliases={"crimson": Colour.RED}, notes={"green": "paint it red"})
    ]
)


def hint_for(word: str) -> str:
    with pytest.raises(ValidationError) as refusal:
        COLOUR.validate_python(word)
    return str(refusal.value.errors()[0]["ctx"]["hint"])


@pytest.mark.parametrize(
    "text",
    [
        "0044",
        "12",
        "-1",
        "+44",
        "1e3",
        "1_000",
        "0x1F",
        "0b1",
        "1:20",
        "1.5",
        ".5",
        "5.",
        "yes",
        "Off",
        "TRUE",
        "~",
        "null",
        "2026-05-10",
        "2026-05-10 12:00",
        ".inf",
        "-.Inf",
        ".NaN",
        "0o17",
        "y",
        "1:20:30.5",
    ],
)
def test_text_that_some_yaml_reader_takes_for_another_type_is_recognised(text: str) -> None:
    assert looks_like_another_type(text)


@pytest.mark.parametrize(
    "text", ["ben-llc", "NE1 5XX", "9#", "+44 20", "e3", "1.2.3", "3a", "-", "x1", "1,5", "a:1"]
)
def test_ordinary_text_is_not_taken_for_another_type(text: str) -> None:
    assert not looks_like_another_type(text)


def test_the_mark_of_plain_text_does_not_reach_the_model() -> None:
    assert type(text_of(PlainText("x"), wanted="a text")) is str


def test_a_word_is_read_as_its_choice() -> None:
    assert COLOUR.validate_python(PlainText("deep_blue")) is Colour.DEEP_BLUE


def test_an_old_word_is_read_as_its_choice() -> None:
    assert COLOUR.validate_python("crimson") is Colour.RED


def test_a_choice_made_in_code_stays_itself() -> None:
    assert COLOUR.validate_python(Colour.RED) is Colour.RED


def test_a_word_in_other_spelling_is_answered_with_the_right_one() -> None:
    assert hint_for("Deep Blue") == "write deep_blue"


def test_a_word_that_is_known_to_be_wrong_has_its_own_hint() -> None:
    assert hint_for("Green") == "paint it red"


def test_any_other_word_is_answered_with_the_list() -> None:
    assert hint_for("7") == "write one of red, deep_blue"


def test_a_long_list_is_answered_with_the_nearest_word() -> None:
    months = StrEnum("months", "january february march april may june july august")
    adapter: TypeAdapter[StrEnum] = TypeAdapter(Annotated[months, choice(months)])

    with pytest.raises(ValidationError) as refusal:
        adapter.validate_python("februray")

    assert refusal.value.errors()[0]["ctx"]["hint"] == "did you mean february?"
