from __future__ import annotations

import json

from benchmarks.report import Report, as_json, as_table
from tests.benchmarks.test_harness import a_row


def test_a_missed_target_is_told() -> None:
    table = as_table([Report("start", "Start-up.", (a_row(at_most=1.5),))])

    assert table.splitlines()[1].split() == [
        *("start:", "n", "10.00", "ms", "5.00", "ms", "2.00x", "<=", "1.5x", "no", "3", "p")
    ]


def test_the_figures_come_as_json_with_the_machine_they_were_measured_on() -> None:
    told = json.loads(as_json([Report("start", "Start-up.", (a_row(),))]))

    assert told["benchmarks"][0]["rows"][0]["ratio"] == 2.0
    assert set(told["machine"]) == {"python", "system", "processor", "cores"}
