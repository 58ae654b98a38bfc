"""The inverse of a change in a file that others have edited since."""

from __future__ import annotations

from typing import Any

import pytest

from engine.book import Book
from engine.draft import make_draft
from engine.undo import conflicts, inverse_edits
from tests.builders import TEXT, a_book, a_carrier, a_customer

BEN = "customers/ben-llc/customer.yaml"


def a_record(field: str, before: Any, after: Any, action: str = "changed") -> dict[str, Any]:
    return {"field": field, "action": action, "before": before, "after": after}


def book(**more: Any) -> Book:
    return a_book(a_carrier({"ben-llc": a_customer(**more)}))


def undone(now: Book, *changes: dict[str, Any]) -> Book:
    assert conflicts(now, BEN, changes) == ()
    return make_draft(now, inverse_edits(now, BEN, changes), TEXT).after


def test_a_changed_value_gets_its_old_value_back() -> None:
    now = book(limits={"channels": 60, "cps": 5})

    after = undone(now, a_record("limits.channels", 30, 60))

    assert after.customer("ben-llc").limits.channels == 30


def test_an_added_value_is_taken_out() -> None:
    now = book(notes="new")

    assert undone(now, a_record("notes", None, "new", "added")).customer("ben-llc").notes is None


def test_a_removed_value_comes_back() -> None:
    after = undone(book(), a_record("tags", ["retail", "uk"], None, "removed"))

    assert after.customer("ben-llc").tags == ("retail", "uk")


def test_a_variable_with_a_dot_in_its_name_is_undone_too() -> None:
    now = book(vars={"cli.persist": "60", "other": "1"})

    after = undone(now, a_record("vars.cli.persist", "3600", "60"))

    assert after.customer("ben-llc").vars == {"cli.persist": "3600", "other": "1"}


def test_a_removed_variable_with_a_dot_comes_back_under_its_name() -> None:
    now = book(vars={"other": "1"})

    after = undone(now, a_record("vars.cli.persist", "3600", None, "removed"))

    assert after.customer("ben-llc").vars == {"cli.persist": "3600", "other": "1"}


def test_an_added_variable_with_a_dot_is_taken_out() -> None:
    now = book(vars={"cli.persist": "60", "other": "1"})

    after = undone(now, a_record("vars.cli.persist", None, "60", "added"))

    assert after.customer("ben-llc").vars == {"other": "1"}


def test_a_value_that_somebody_changed_since_is_a_conflict_that_shows_both() -> None:
    [said] = conflicts(book(limits={"channels": 99}), BEN, [a_record("limits.channels", 30, 60)])

    assert "limits.channels" in said
    assert "99" in said
    assert "60" in said


def test_every_conflict_is_told_and_fields_that_match_are_none() -> None:
    now = book(limits={"channels": 99, "cps": 5}, notes="mine")
    changes = [
        a_record("limits.channels", 30, 60),
        a_record("limits.cps", 4, 5),
        a_record("notes", "a", "b"),
    ]

    assert len(conflicts(now, BEN, changes)) == 2


def test_a_document_that_is_gone_or_was_made_by_the_change_is_a_conflict() -> None:
    gone = conflicts(a_book(), "customers/zed/customer.yaml", [])
    made = conflicts(a_book(), BEN, [a_record("", None, None, "added")])

    assert "not there any more" in gone[0]
    assert "would be lost" in made[0]


def test_an_item_of_a_list_is_never_guessed_at() -> None:
    [said] = conflicts(a_book(), BEN, [a_record("contacts[ops].email", "a", "b")])

    assert "list" in said


@pytest.mark.parametrize("value", [True, False])
def test_a_switch_is_compared_as_a_switch(value: bool) -> None:
    now = book(portal={"enabled": value})

    assert conflicts(now, BEN, [a_record("portal.enabled", not value, value)]) == ()
