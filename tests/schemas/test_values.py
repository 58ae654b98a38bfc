from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from schemas.scalars import PlainText
from schemas.values import Code, CustomerRef, Name, Notes, Slug, Tag, slug_from


def accepted(kind: Any, value: object) -> Any:
    return TypeAdapter(kind).validate_python(value)


def refused(kind: Any, value: object) -> tuple[str, str]:
    """Give the rule and the whole sentence."""
    with pytest.raises(ValidationError) as refusal:
        TypeAdapter(kind).validate_python(value)
    error = refusal.value.errors()[0]
    return error["type"], f"{error['ctx']['message']}; {error['ctx']['hint']}"


@pytest.mark.parametrize("text", ["a", "ben-llc", "3com", "a" * 64, "a--b"])
def test_ids_are_lower_case_words_joined_by_hyphens(text: str) -> None:
    assert accepted(CustomerRef, text) == text


@pytest.mark.parametrize(
    "text", ["Ben", "-a", "a-", "a_b", "a b", "", "a" * 65, "ä", "../etc", "a\n", "a/b", "."]
)
def test_other_texts_are_no_ids(text: str) -> None:
    assert refused(Slug, text)[0] == "slug"


def test_a_refused_id_is_answered_with_the_id_meant() -> None:
    assert refused(Slug, "Ben's Café, LLC")[1].endswith("write for example bens-cafe-llc")


def test_an_id_that_looks_like_a_number_is_quoted() -> None:
    assert accepted(Slug, "0044") == "0044"
    rule, told = refused(Slug, PlainText("0044"))
    assert rule == "plain-identifier"
    assert told.endswith('write it in quotes: "0044"')


def test_an_id_made_of_a_number_in_code_is_refused() -> None:
    assert refused(Slug, 44)[0] == "plain-identifier"


@given(st.text(max_size=120))
def test_the_id_suggested_for_any_name_is_an_id_or_nothing(name: str) -> None:
    suggestion = slug_from(name)

    assert not suggestion or accepted(Slug, suggestion) == suggestion


def test_names_are_normalised_and_trimmed() -> None:
    assert accepted(Name, "  Cafe\u0301 ") == "Café"


def test_names_may_be_written_from_right_to_left_and_hold_emoji() -> None:
    assert accepted(Name, "שקד טלקום 👩‍👩‍👧") == "שקד טלקום 👩‍👩‍👧"


@pytest.mark.parametrize(
    "character", ["\u202e", "\u2066", "\u0000", "\u200b", "\n", "\x7f", "\u2028", "\ud800"]
)
def test_names_hold_nothing_hidden(character: str) -> None:
    rule, told = refused(Name, f"Ben{character}LLC")

    assert rule == "text-characters"
    assert f"U+{ord(character):04X}" in told
    assert character not in told


def test_a_name_of_blanks_is_empty() -> None:
    assert refused(Name, " \t ")[0] == "empty-value"


def test_a_name_may_be_a_number_without_quotes() -> None:
    assert accepted(Name, PlainText("3")) == "3"


def test_names_have_at_most_80_characters() -> None:
    assert accepted(Name, "x" * 80)
    assert refused(Name, "x" * 81) == (
        "text-length",
        f'"{"x" * 39}…" has 81 characters; write at most 80 characters',
    )


def test_notes_have_several_lines_and_at_most_3000_characters() -> None:
    assert accepted(Notes, "one\n\ttwo\n") == "one\n\ttwo"
    assert refused(Notes, "x" * 3001)[0] == "text-length"


def test_codes_of_other_software_keep_leading_zeros_by_quotes() -> None:
    assert accepted(Code, "00123") == "00123"
    assert accepted(Code, PlainText("C-10441")) == "C-10441"
    assert refused(Code, PlainText("00123"))[0] == "plain-identifier"


def test_a_list_is_no_text() -> None:
    assert refused(Name, ["Ben"])[0] == "wrong-shape"


def test_tags_are_lower_case() -> None:
    assert accepted(Tag, "sip-trunk-1") == "sip-trunk-1"
    assert refused(Tag, "Retail")[0] == "text-format"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ørsted Tele", "orsted-tele"),
        ("Łódź VoIP", "lodz-voip"),
        ("Straße", "strasse"),
        ("Æther & Co", "aether-co"),
        ("Þór", "thor"),
    ],
)
def test_an_id_keeps_letters_that_have_no_accent_to_drop(name: str, expected: str) -> None:
    assert slug_from(name) == expected
