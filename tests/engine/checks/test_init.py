"""All checks together."""

from __future__ import annotations

from engine.checks import checks, duplicates, run_checks
from tests.builders import a_book, a_carrier


def test_a_faultless_carrier_has_no_problem() -> None:
    assert run_checks(a_book(a_carrier({}))) == ()


def test_every_check_has_an_id_and_says_what_it_is_about() -> None:
    assert len({check.rule for check in checks()}) == len(checks())
    assert all(check.says.endswith(".") for check in checks())


def test_duplicates_name_the_later_one_and_the_first() -> None:
    assert list(duplicates([("a", "x"), ("b", "y"), ("c", "x"), ("d", "x")])) == [
        ("c", "a"),
        ("d", "a"),
    ]
