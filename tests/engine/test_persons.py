"""By which text a person is found in what was remembered."""

from __future__ import annotations

import pytest

from engine.persons import names_any


@pytest.mark.parametrize(
    ("word", "value", "is_named"),
    [
        ("Ben Archer", {"name": "Ben Archer"}, True),
        ("Ben", {"name": "Ben Archer"}, False),
        ("ben@example.com", {"said": ["mail to ben@example.com now"]}, True),
        ("+442079460018", {"said": "call +442079460018"}, True),
        ("Zoë 😀", {"name": "Zoë 😀"}, True),
        ("Ben Archer", None, False),
        ("Ben Archer", {"note": "first\nBen Archer, then"}, True),
        ("Ben Archer", {"note": "Ben Archers"}, False),
        ("ben-archer", {"Add contact ben-archer to": 1}, True),
        ("+442079460018", {"said": "+4420794600180"}, False),
    ],
)
def test_names_count_whole_and_addresses_anywhere(word: str, value: object, is_named: bool) -> None:
    assert names_any([word], value) is is_named
