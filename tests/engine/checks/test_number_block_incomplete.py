from __future__ import annotations

from tests.engine.checks.telling import BEN, a_customer, is_quiet, tells

RULE = "number-block-incomplete"


def test_a_size_alone_reserves_nothing() -> None:
    files = {BEN + "customer.yaml": a_customer("internal_numbers: {size: 50}")}

    tells(RULE, files, BEN + "customer.yaml", "internal_numbers.size", "50")


def test_a_start_alone_takes_the_size_of_the_carrier() -> None:
    assert is_quiet(RULE, {BEN + "customer.yaml": a_customer('internal_numbers: {start: "1000"}')})
