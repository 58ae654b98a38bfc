from __future__ import annotations

import pytest

from tests.engine.checks.telling import BEN, a_customer, is_quiet, tells

RULE = "number-block-overlap"


def carrier(ben: str, zoe: str) -> dict[str, str]:
    return {
        BEN + "customer.yaml": a_customer(f"internal_numbers: {ben}"),
        "customers/zoe/customer.yaml": a_customer(f"internal_numbers: {zoe}", name="Zoe"),
    }


@pytest.mark.parametrize(
    ("ben", "zoe"),
    [
        ('{start: "1000"}', '{start: "1999"}'),
        ('{start: "1000", size: 500}', '{start: "1499", size: 2}'),
        ('{start: "1000", size: 90000}', '{start: "70000", size: 5}'),
        ('{start: "1000", size: 90000}', '{start: "70000"}'),
        ('{start: "1000", size: 5}', '{start: "1000", size: 5}'),
    ],
)
def test_blocks_that_overlap_are_told(ben: str, zoe: str) -> None:
    tells(RULE, carrier(ben, zoe), "customers/zoe/customer.yaml", "internal_numbers.start", "ben")


@pytest.mark.parametrize(
    ("ben", "zoe"),
    [
        ('{start: "1000"}', '{start: "2000"}'),
        ('{start: "1000", size: 500}', '{start: "1500", size: 500}'),
        ('{start: "1000", size: 5}', '{start: "10000", size: 5}'),
    ],
)
def test_blocks_side_by_side_are_fine(ben: str, zoe: str) -> None:
    assert is_quiet(RULE, carrier(ben, zoe))
