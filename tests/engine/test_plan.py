"""What a change means, and when two plans are the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine.errors import Problem
from engine.plan import Action, Change, Plan, Verdict, diff_document, headed, order_changes
from schemas.policy import Need

PATH = "customers/ben-llc/customer.yaml"
VERDICT = Verdict(Need.CONFIRM, (), {})


def diff(before: Any, after: Any) -> list[tuple[str, str, Any, Any]]:
    found = diff_document(PATH, "customer", "ben-llc", before, after)
    return [(change.field, str(change.action), change.before, change.after) for change in found]


def a_plan(**more: Any) -> Plan:
    change = Change(PATH, "customer", "ben-llc", "limits.channels", Action.CHANGED, 30, 60)
    return Plan(**{"changes": (change,), "findings": (), "verdict": VERDICT, **more})


def a_finding(**more: Any) -> Problem:
    return Problem(**{"path": PATH, "rule": "unique-name", "message": "taken", **more})


def test_a_new_document_is_told_as_a_whole_and_field_by_field() -> None:
    assert diff(None, {"name": "Ben", "limits": {"cps": 5}}) == [
        ("", "added", None, None),
        ("name", "added", None, "Ben"),
        ("limits.cps", "added", None, 5),
    ]


def test_a_removed_document_names_what_is_lost() -> None:
    assert diff({"name": "Ben"}, None) == [
        ("", "removed", None, None),
        ("name", "removed", "Ben", None),
    ]


def test_only_fields_that_differ_are_told() -> None:
    before = {"name": "Ben", "limits": {"cps": 5, "channels": 30}, "website": "x"}
    after = {"name": "Ben", "limits": {"cps": 5, "channels": 60}, "notes": "new"}

    assert diff(before, after) == [
        ("limits.channels", "changed", 30, 60),
        ("notes", "added", None, "new"),
        ("website", "removed", "x", None),
    ]


def test_the_order_of_keys_is_no_change() -> None:
    assert diff({"a": "1", "b": "2"}, {"b": "2", "a": "1"}) == []
    assert diff(None, None) == []


def test_a_list_without_ids_is_one_value() -> None:
    assert diff({"tags": ["a", "b"]}, {"tags": ["b", "a"]}) == [
        ("tags", "changed", ["a", "b"], ["b", "a"])
    ]


def test_a_new_revision_of_a_contract_does_not_tell_the_old_ones_again() -> None:
    first = {"number": 1, "date": "2026-01-15", "text": "1. Pay."}
    second = {"number": 2, "date": "2026-06-01", "text": "1. Pay early."}

    assert diff({"revisions": [first]}, {"revisions": [first, second]}) == [
        ("revisions[2].date", "added", None, "2026-06-01"),
        ("revisions[2].text", "added", None, "1. Pay early."),
    ]


def test_items_with_ids_are_compared_by_id_so_that_moving_one_changes_none() -> None:
    ops, noc = {"id": "ops", "email": "a@x"}, {"id": "noc", "email": "b@x"}

    assert diff({"contacts": [ops, noc]}, {"contacts": [noc, ops]}) == []
    assert diff({"contacts": [ops, noc]}, {"contacts": [noc | {"email": "c@x"}, ops]}) == [
        ("contacts[noc].email", "changed", "b@x", "c@x")
    ]


def test_changes_of_several_documents_come_by_path_and_keep_the_order_of_fields() -> None:
    two = Change("b.yaml", "customer", "b", "z", Action.ADDED)
    one = Change("b.yaml", "customer", "b", "a", Action.ADDED)
    first = Change("a.yaml", "customer", "a", "m", Action.ADDED)

    assert order_changes([two, first, one]) == (first, two, one)


def test_changes_of_several_documents_stand_under_their_paths() -> None:
    changes = [
        Change("customers/a/customer.yaml", "customer", "a", "limits.cps", Action.CHANGED),
        Change("customers/b/cli.yaml", "cli", "b", "", Action.ADDED),
        Change("customers/b/cli.yaml", "cli", "b", "rules", Action.ADDED),
    ]

    assert [path for path, _ in headed(changes)] == ["customers/a/customer.yaml", ""]
    assert [path for path, _ in headed(changes[:1])] == [""]


def test_the_digest_does_not_know_lines_and_columns() -> None:
    here, there = a_finding(line=3, column=1), a_finding(line=30, column=9)

    assert a_plan(findings=(here,)).digest == a_plan(findings=(there,)).digest


def test_the_digest_changes_with_a_value() -> None:
    plan = a_plan()
    other = replace(plan.changes[0], after=61)
    before = replace(plan.changes[0], before=31)

    digests = {plan.digest, a_plan(changes=(other,)).digest, a_plan(changes=(before,)).digest}
    assert len(digests) == 3


def test_the_digest_tells_a_number_from_its_text() -> None:
    change = a_plan().changes[0]

    assert a_plan(changes=(replace(change, after="60"),)).digest != a_plan().digest


def test_the_digest_changes_with_findings() -> None:
    digests = {
        a_plan().digest,
        a_plan(findings=(a_finding(),)).digest,
        a_plan(findings=(a_finding(message="other"),)).digest,
        a_plan(findings=(a_finding(rule="archived-id"),)).digest,
    }
    assert len(digests) == 4


def test_the_digest_changes_with_what_policy_said_and_used() -> None:
    digests = {
        a_plan().digest,
        a_plan(verdict=Verdict(Need.DIRECT, (), {})).digest,
        a_plan(verdict=Verdict(Need.CONFIRM, ("money",), {})).digest,
        a_plan(verdict=Verdict(Need.CONFIRM, (), {"money": "confirm"})).digest,
    }
    assert len(digests) == 4


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(min_size=1), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.text(min_size=1), PLAIN))
def test_a_document_never_differs_from_itself(document: dict[str, Any]) -> None:
    assert diff(document, document) == []


@given(PLAIN, PLAIN)
def test_any_plain_values_have_a_digest(before: Any, after: Any) -> None:
    change = Change(PATH, "customer", "ben-llc", "x", Action.CHANGED, before, after)

    assert len(a_plan(changes=(change,)).digest) == 64
