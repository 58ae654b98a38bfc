from __future__ import annotations

import pytest

from engine.rated import has_rate_for, prefixes_in

PREFIXES = ("1", "4420", "447", "9725")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("44", True),
        ("4420", True),
        ("442079", True),
        ("448", False),
        ("4", True),
        ("12125550100", True),
        ("33", False),
        ("^44(20|7)", True),
        ("^33[1-5]", False),
        ("^33?", False),
        ("(33|44)", True),
        ("^(33|44)", True),
        ("9#", True),
    ],
)
def test_a_line_has_a_rate_if_any_of_its_numbers_may_have_one(line: str, *, found: bool) -> None:
    assert has_rate_for(line, PREFIXES) is found


def test_a_rate_for_everything_is_one_for_every_line() -> None:
    assert has_rate_for("33", ("",))
    assert not has_rate_for("33", ())


def test_the_prefixes_of_a_table_are_those_of_its_rows() -> None:
    table = b'prefix,name,rate\n447,"UK, mobile",0.01\n"1",US,0.01\n\n447,UK,0.02\n'

    assert prefixes_in(table) == ("1", "447")
