"""``expect``: golden calls are run, and those that are not as expected told with file and line."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.kit.reply import Outcome, Table
from tests.builders import Carrier, a_house, sample_carrier

BEN = "expectations/ben-llc.yaml"
RATES = "rate-cards/retail-usd/rates.csv"


@pytest.fixture
def carrier() -> Carrier:
    return a_house(sample_carrier())


def test_the_golden_calls_of_the_sample_are_all_as_expected(carrier: Carrier) -> None:
    reply = carrier.type("expect", "vera")

    assert (reply.outcome, reply.summary) == (Outcome.DONE, "4 golden calls, all as expected.")
    assert [one["as_expected"] for one in reply.values["calls"]] == [True] * 4


def test_one_file_alone_is_run(carrier: Carrier) -> None:
    assert carrier.type("expect northgate-dental").summary == "1 golden call, all as expected."
    assert carrier.type("expect nobody").outcome is Outcome.REFUSED


def test_what_is_not_as_expected_is_told_with_its_line_and_fails(carrier: Carrier) -> None:
    dearer = (carrier.file(RATES) or b"").replace(b"0.0089", b"0.0099")
    carrier.push({RATES: dearer})
    reply = carrier.type("expect")
    [table] = [block for block in reply.blocks if isinstance(block, Table)]

    assert (reply.outcome, reply.summary) == (Outcome.INVALID, "4 golden calls, 1 not as expected.")
    assert table.rows[0] == (
        f"ben-llc london ({BEN}:4)",
        "rate",
        "0.0089",
        "0.0099",
        "Price list of June.",
    )
    missed: Any = [one for one in reply.values["calls"] if one["misses"]]
    assert (missed[0]["file"], missed[0]["line"], missed[0]["answer"]["outcome"]) == (
        BEN,
        4,
        "routed",
    )


def test_they_are_run_on_another_commit(carrier: Carrier) -> None:
    carrier.push({RATES: (carrier.file(RATES) or b"").replace(b"0.0089", b"0.0099")})

    assert carrier.type("expect").outcome is Outcome.INVALID
    assert carrier.run("expect", at="main~1").outcome is Outcome.DONE


def test_a_carrier_without_golden_calls_is_told_so(carrier: Carrier) -> None:
    carrier.push({BEN: None, "expectations/northgate-dental.yaml": None})

    assert carrier.type("expect").summary == "There are no golden calls yet."
