"""Which need a change meets."""

from __future__ import annotations

from typing import Any

import pytest

from engine.plan import Action, Change, Verdict
from engine.policy import judge
from schemas.policy import Need, Policy


def a_change(
    field: str = "limits.channels", action: Action = Action.CHANGED, **more: str
) -> Change:
    values: dict[str, Any] = {
        "path": "customers/ben-llc/customer.yaml",
        "kind": "customer",
        "document": "ben-llc",
        "field": field,
        "action": action,
    }
    return Change(**(values | more))


def a_policy(*rules: dict[str, Any], default: str = "confirm") -> Policy:
    named = [{"id": f"r{place}"} | rule for place, rule in enumerate(rules, 1)]
    return Policy.model_validate({"default": default, "rules": named})


def need(policy: Policy, *changes: Change) -> Need:
    return judge(policy, changes).need


def test_a_change_without_a_rule_needs_the_default() -> None:
    assert need(a_policy(default="confirm"), a_change()) is Need.CONFIRM
    assert need(a_policy(default="direct"), a_change()) is Need.DIRECT
    assert need(Policy(), a_change()) is Need.CONFIRM


def test_a_rule_that_fits_replaces_the_default() -> None:
    policy = a_policy({"when": {"fields": ["notes"]}, "needs": "direct"})

    assert need(policy, a_change("notes")) is Need.DIRECT
    assert need(policy, a_change("name")) is Need.CONFIRM


def test_of_the_rules_that_fit_the_strictest_counts() -> None:
    loose = {"when": {"fields": ["limits.*"]}, "needs": "direct"}
    strict = {"when": {"fields": ["limits.channels"]}, "needs": "confirm", "why": "It is traffic."}

    assert judge(a_policy(loose, strict), [a_change()]) == Verdict(
        Need.CONFIRM, ("It is traffic.",), {"r1": "direct", "r2": "confirm"}
    )
    assert need(a_policy(strict, loose), a_change()) is Need.CONFIRM


def test_a_pull_request_is_stricter_than_a_confirmation() -> None:
    asked = {"when": {"fields": ["limits.*"]}, "needs": "confirm"}
    merged = {"when": {"fields": ["limits.channels"]}, "needs": "pull_request"}

    assert need(a_policy(asked, merged), a_change()) is Need.PULL_REQUEST
    assert need(a_policy(asked), a_change()) is Need.CONFIRM
    protected = a_policy(default="pull_request")
    assert need(protected, a_change("land", path="settings.yaml", kind="settings")) is (
        Need.PULL_REQUEST
    )


def test_of_several_changes_the_strictest_counts() -> None:
    policy = a_policy({"when": {"fields": ["notes"]}, "needs": "direct"})

    assert need(policy, a_change("notes"), a_change("name")) is Need.CONFIRM


def test_reasons_name_the_rules_that_decided_each_once() -> None:
    policy = a_policy(
        {"when": {"fields": ["credit.*"]}, "needs": "confirm", "why": "Money."},
        {"when": {"fields": ["name"]}, "needs": "confirm"},
        {"when": {"fields": ["notes"]}, "needs": "direct", "why": "Harmless."},
    )
    changes = [a_change("notes"), a_change("credit.a"), a_change("credit.b"), a_change("name")]

    assert judge(policy, changes).reasons == ("Money.", "r2")


@pytest.mark.parametrize(
    ("pattern", "field", "fits"),
    [
        ("credit.*", "credit.debit_limit", True),
        ("credit.*", "credit", False),
        ("*", "billing.invoice.due_days", True),
        ("*.due_days", "billing.invoice.due_days", True),
        ("limits.channels", "limits.channels", True),
        ("limits.channels", "limits.channels_b", False),
        ("limits", "limits.channels", False),
    ],
)
def test_a_star_stands_for_any_part_of_a_field(pattern: str, field: str, fits: bool) -> None:
    policy = a_policy({"when": {"fields": [pattern]}, "needs": "direct"})

    assert (need(policy, a_change(field)) is Need.DIRECT) is fits


def test_a_rule_may_be_about_some_kinds_only() -> None:
    policy = a_policy({"when": {"kind": ["provider"]}, "needs": "direct"})

    assert need(policy, a_change(kind="provider")) is Need.DIRECT
    assert need(policy, a_change(kind="customer")) is Need.CONFIRM


def test_creating_deleting_and_editing_are_told_apart() -> None:
    policy = a_policy({"when": {"action": ["edit"], "fields": ["notes"]}, "needs": "direct"})
    whole = a_change("", Action.ADDED)
    gone = a_change("", Action.REMOVED)

    assert need(policy, a_change("notes", Action.ADDED)) is Need.DIRECT
    assert need(policy, whole, a_change("notes", Action.ADDED)) is Need.CONFIRM
    assert need(policy, gone, a_change("notes", Action.REMOVED)) is Need.CONFIRM


def test_a_rule_for_creation_covers_every_field_of_the_new_document() -> None:
    policy = a_policy({"when": {"action": ["create"]}, "needs": "direct"})

    assert need(policy, a_change("", Action.ADDED), a_change("name", Action.ADDED)) is Need.DIRECT


def test_a_change_of_bytes_without_meaning_needs_the_default() -> None:
    assert judge(Policy(), []) == Verdict(Need.CONFIRM, (), {})
    assert judge(a_policy(default="direct"), []) == Verdict(Need.DIRECT, (), {})


def test_what_decides_who_may_do_what_is_confirmed_whatever_the_rules_say() -> None:
    policy = a_policy({"when": {"kind": ["operators"]}, "needs": "direct"}, default="direct")
    change = a_change("operators[ada].roles", path="operators.yaml", kind="operators")

    verdict = judge(policy, [change, a_change()])
    assert verdict.need is Need.CONFIRM
    assert verdict.reasons == ("Operators, policy and settings decide who may do what.",)
