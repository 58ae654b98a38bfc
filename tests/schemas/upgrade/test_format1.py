"""Format 1 as it was: where its files stood, and what became of its fields."""

from __future__ import annotations

import pytest

from schemas.kinds import kind_of
from schemas.settings import FORMAT
from schemas.upgrade import STEPS, belongs, candidates, raise_file, source
from tests.format1 import format1


def test_there_is_a_step_from_every_older_format() -> None:
    assert sorted(STEPS) == list(range(1, FORMAT))


@pytest.mark.parametrize("path", sorted(format1()))
def test_every_file_of_the_sample_has_its_place(path: str) -> None:
    assert belongs(1, path)
    assert {source(1, one) for one in candidates(1, path)} == {path}


def test_every_tab_of_a_customer_comes_from_its_one_file() -> None:
    assert all(kind_of(path) for path in candidates(1, "customers/ben-llc.yaml"))
    assert source(1, "customers/ben-llc/routing.yaml") == "customers/ben-llc.yaml"


@pytest.mark.parametrize("path", ["customers/ben-llc/customer.yaml", "rate-cards/a/rates.csv"])
def test_places_of_the_present_format_are_none_of_the_old(path: str) -> None:
    assert not belongs(1, path)


def test_a_policy_goes_on_guarding_the_fields_under_their_new_names() -> None:
    rules = [{"id": "money", "when": {"fields": ["debit_limit", "tax", "notes"]}}]

    [policy] = raise_file(1, "policy.yaml", {"rules": rules})

    assert policy.value["rules"][0]["when"]["fields"] == [
        "credit.debit_limit",
        "tax.percent",
        "notes",
    ]
