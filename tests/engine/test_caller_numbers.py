from __future__ import annotations

import pytest

from engine.caller_numbers import fits_caller, fits_line
from schemas.cli import CLIRule
from tests.engine.checks.carriers import book_of

BOOK = book_of(
    {
        "customers/ben/dids.yaml": (
            'dids: [{id: a, number: "442079460100", provider: thames, provider_card: thames-did}]'
        )
    }
)


@pytest.mark.parametrize(
    ("line", "number", "fits"),
    [
        ("4420", "4420", True),
        ("4420", "44207", False),
        ("^4420", "44207", True),
        ("7$", "447", True),
    ],
)
def test_a_plain_line_is_the_whole_number_and_a_pattern_a_search(
    line: str, number: str, fits: bool
) -> None:
    assert fits_line(line, number) is fits


@pytest.mark.parametrize(
    ("rule", "number", "fits"),
    [
        ({}, "1", True),
        ({"use_did": "filter"}, "442079460100", True),
        ({"use_did": "filter"}, "442079460199", False),
        ({"use_did": "filter", "cli": "^1"}, "442079460100", False),
        ({"database": "approved", "cli": "^1"}, "442079460100", True),
    ],
)
def test_a_rule_asks_for_the_number_and_for_the_dids_of_the_customer(
    rule: dict[str, str], number: str, fits: bool
) -> None:
    assert fits_caller(BOOK, "ben", CLIRule.model_validate({"id": "a", **rule}), number) is fits
