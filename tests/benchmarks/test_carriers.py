from __future__ import annotations

from benchmarks.carriers import carrier_files
from benchmarks.cases.validate import read_all, validate


def test_a_carrier_made_for_measuring_holds() -> None:
    files = carrier_files(20)

    assert validate(files) == 22
    assert len(read_all(files)) == 22


def test_a_fanned_out_carrier_has_the_same_customers_in_other_places() -> None:
    flat, fanned = carrier_files(5), carrier_files(5, fan_out=True)

    assert len(flat) == len(fanned)
    assert {path.split("/")[-2] for path in flat if "/" in path} == {
        path.split("/")[-2] for path in fanned if "/" in path
    }
