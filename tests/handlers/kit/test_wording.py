"""Commands and values as words, and back."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from bot.slack.text import Typed, parse
from handlers.kit.catalogue import Catalogue
from handlers.kit.fields import split_list, split_map
from handlers.kit.wording import (
    command_line,
    how_long,
    join_items,
    one_line,
    plural,
    show,
    split_items,
)

CATALOGUE = Catalogue.read()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "-"),
        ("", "-"),
        (True, "yes"),
        (False, "no"),
        (0, "0"),
        (["a", "b"], "a, b"),
        ([], "-"),
        ({"a": 1, "b": True}, "a=1, b=yes"),
        ("two\nlines\x1b[31m", "two lines[31m"),
        ("right\u202eto left", "rightto left"),
    ],
)
def test_a_value_is_shown_on_one_line_with_nothing_hidden_in_it(value: object, shown: str) -> None:
    assert show(value) == shown


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (61, "1 min 1 s"),
        (3600, "1 h"),
        (337_074, "93 h 37 min"),
    ],
)
def test_a_length_is_told_as_people_say_it(seconds: int, said: str) -> None:
    assert how_long(seconds) == said


def test_counts_agree_with_their_nouns() -> None:
    assert (plural(1, "customer"), plural(0, "customer"), plural(2, "row")) == (
        "1 customer",
        "0 customers",
        "2 rows",
    )


@pytest.mark.parametrize(
    ("typed", "items"),
    [
        ("a, b,c", ["a", "b", "c"]),
        ("a\nb\r\nc", ["a", "b", "c"]),
        (" , ,", []),
        ("", []),
        ('"Suite 9, Floor 2", Austin', ["Suite 9, Floor 2", "Austin"]),
        ('"say ""hi"", please"', ['say "hi", please']),
        ('"unclosed, b', ['"unclosed', "b"]),
        ('the "old" mill', ['the "old" mill']),
    ],
)
def test_a_list_is_read_as_people_type_it(typed: str, items: list[str]) -> None:
    assert split_items(typed) == items


LINE = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zl", "Zp", "Zs")), min_size=1
)


@given(st.lists(LINE))
def test_a_list_that_was_written_reads_the_same(items: list[str]) -> None:
    assert split_items(join_items(items)) == items


@given(st.text())
def test_any_text_is_some_list_and_a_map_or_told_why_not(text: str) -> None:
    assert isinstance(split_list(text), list)
    with suppress(PydanticCustomError):
        assert isinstance(split_map(text), dict)


def test_a_map_is_read_by_name_and_value() -> None:
    assert split_map("a=1, b = 2=3\nc=") == {"a": "1", "b": "2=3", "c": ""}
    assert split_map('"a=x, y", b=2') == {"a": "x, y", "b": "2"}
    assert split_map({"a": "1"}) == {"a": "1"}


def test_a_list_of_texts_with_an_equals_sign_stays_a_list() -> None:
    assert split_list("flat=3, left") == ["flat=3", "left"]


@pytest.mark.parametrize(
    ("command", "args"),
    [
        ("customer show", {"customer": "ben-llc", "tab": "billing"}),
        ("customer add", {"name": "Ben LLC", "currency": "USD", "tags": "a, b"}),
        ("customer add", {"name": 'The "Old" Mill\\Co', "currency": "USD", "portal": "yes"}),
        ("customer edit", {"customer": "ben-llc", "address_lines": '"Suite 9, Floor 2", Austin'}),
        ("customer find", {"text": "two words"}),
        ("undo", {"operation": "op-1"}),
    ],
)
def test_a_written_command_line_is_read_back_as_the_same_command(
    command: str, args: dict[str, str]
) -> None:
    entry = CATALOGUE.get(command)
    assert entry is not None

    assert parse(command_line(entry, args), CATALOGUE) == Typed(entry, args)


def test_lists_and_maps_in_a_command_line_can_be_typed_back() -> None:
    entry = CATALOGUE.get("customer edit")
    assert entry is not None
    line = command_line(
        entry,
        {
            "customer": "b",
            "address_lines": ["Suite 9, Floor 2"],
            "vars": {"a": "1"},
            "portal": False,
        },
    )
    back = parse(line, CATALOGUE)

    assert isinstance(back, Typed)
    assert split_list(back.args["address_lines"]) == ["Suite 9, Floor 2"]
    assert split_map(back.args["vars"]) == {"a": "1"}
    assert back.args["portal"] == "no"


@given(st.text())
def test_one_line_is_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1
