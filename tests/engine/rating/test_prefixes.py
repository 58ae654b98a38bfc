"""Longest prefix by ranges: equal to trying every length."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.rating.prefixes import code_of, place_of, ranges

DIGITS = st.text("0123456789", min_size=1, max_size=18)
NEAR = st.text("09", min_size=1, max_size=4)


@given(st.sets(st.one_of(NEAR, DIGITS), max_size=40), st.one_of(NEAR, DIGITS))
def test_the_longest_prefix_is_the_one_that_trying_every_length_finds(
    prefixes: set[str], number: str
) -> None:
    ordered = sorted(prefixes)
    starts, longest, _ = ranges(ordered)
    tried = max((one for one in ordered if number.startswith(one)), key=len, default=None)
    found = place_of(number, starts, longest)
    assert (ordered[found] if found >= 0 else None) == tried


@given(st.sets(st.one_of(NEAR, DIGITS), max_size=40))
def test_every_prefix_knows_the_next_shorter_one(prefixes: set[str]) -> None:
    ordered = sorted(prefixes)
    _, _, shorter = ranges(ordered)
    for one, place in zip(ordered, shorter, strict=True):
        inside = max(
            (other for other in ordered if one.startswith(other) and other != one),
            key=len,
            default=None,
        )
        assert (ordered[place] if place >= 0 else None) == inside


@given(DIGITS, DIGITS)
def test_codes_are_ordered_like_digits(one: str, other: str) -> None:
    assert (code_of(one) < code_of(other)) == (one < other)


def test_a_number_shorter_than_a_prefix_does_not_match_it() -> None:
    starts, longest, _ = ranges(["440"])
    assert place_of("44", starts, longest) == -1


def test_a_number_longer_than_any_prefix_matches_by_its_head() -> None:
    starts, longest, _ = ranges(["4" * 18])
    assert place_of("4" * 30, starts, longest) == 0
