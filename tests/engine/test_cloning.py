"""A new customer made from another."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.cloning import Clone, clone
from engine.errors import Refused
from tests.builders import TEXT, a_book, a_carrier, a_customer, sample_carrier

TODAY = date(2026, 11, 20)


def cloned(source: str = "ben-llc", currency: str | None = None, **tabs: Any) -> Clone:
    """Clone a customer of the sample, some of whose tabs are replaced."""
    files = sample_carrier()
    for tab, content in tabs.items():
        files[f"customers/{source}/{tab}.yaml"] = TEXT.write(content)
    return clone(a_book(files), source, "Another", currency, TODAY)


def test_only_tabs_that_say_something_are_made() -> None:
    files = a_carrier({"ben-llc": a_customer(tags=["x"])})

    made = clone(a_book(files), "ben-llc", "Another", None, TODAY)
    assert made.files == {
        "customer": {
            "name": "Another",
            "currency": "USD",
            "tags": ["x"],
            "status": "pending_approval",
        }
    }
    assert made.left_out == ()


def test_nothing_secret_and_nothing_of_one_company_is_in_it() -> None:
    said = str(cloned().files)

    for word in ("203.0.113.7", "1001", "pay@ben.example.com", "C-10441", "Congress", "ben@ben"):
        assert word not in said


def test_packages_begin_today_at_the_earliest_and_those_that_are_over_stay_behind() -> None:
    some = [
        {"id": "a", "package": "trunk-rental-usd", "quantity": 1, "start": "2026-02-01"},
        {"id": "b", "package": "trunk-rental-usd", "quantity": 1, "start": "2026-12-01"},
        {
            "id": "c",
            "package": "trunk-rental-usd",
            "quantity": 1,
            "start": "2026-02-01",
            "end": "2026-11-20",
        },
    ]
    made = cloned(packages={"packages": some})

    kept: Any = made.files["packages"]["packages"]
    assert [(one["id"], one["start"]) for one in kept] == [("a", "2026-11-20"), ("b", "2026-12-01")]
    assert any(said.startswith("the packages c (they are over)") for said in made.left_out)


def test_an_alert_loses_the_people_of_the_source_and_stays_for_the_others() -> None:
    alert = {"id": "a", "name": "A", "area": "asr", "operator": "below", "threshold": "9"}
    told = {"notify": ["contact:ben", "ben@example.com", "#noc", "operator:ada"]}
    alone = {"id": "b", "name": "B", "notify": ["contact:ben"]}
    made = cloned(alerts={"alerts": [alert | told, alert | alone]})

    kept: Any = made.files["alerts"]["alerts"]
    assert [(one["id"], one["notify"]) for one in kept] == [("a", ["#noc", "operator:ada"])]
    assert "the alerts b (they tell contacts of the source only)" in made.left_out


def test_tags_that_bring_prices_of_another_currency_stay_behind() -> None:
    files = sample_carrier()
    files["templates/tags/us/routing.yaml"] = TEXT.write(
        {"routes": [{"id": "all", "rate_card": "retail-usd"}]}
    )
    made = clone(a_book(files), "ben-llc", "Another", "EUR", TODAY)

    kept: Any = made.files["customer"]
    assert "us" not in kept.get("tags", [])
    assert any("tags us" in said for said in made.left_out)


def test_amounts_lose_their_meaning_in_another_currency_only() -> None:
    same, other = cloned(), cloned(currency="EUR")

    assert "credit" in same.files["customer"]
    assert "credit" not in other.files["customer"]
    assert same.files["customer"]["currency"] == "USD"


def test_who_is_not_there_is_not_cloned() -> None:
    with pytest.raises(Refused):
        cloned("nobody")
