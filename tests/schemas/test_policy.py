from __future__ import annotations

from schemas.policy import Need, Policy
from tests.schemas.reading import document, faults


def test_without_a_policy_every_change_is_confirmed() -> None:
    assert Policy().default is Need.CONFIRM


def test_a_rule_fits_everything_it_does_not_name() -> None:
    policy = document(Policy, "rules: [{id: all, needs: direct}]")

    assert (
        policy.rules[0].when.kind
        == policy.rules[0].when.fields
        == policy.rules[0].when.action
        == ()
    )


def test_verdicts_that_nothing_acts_on_are_refused() -> None:
    (fault,) = faults(Policy, "rules: [{id: all, needs: second_person}]")

    assert (fault.pointer, fault.hint) == (
        ("rules", 0, "needs"),
        "write one of direct, confirm, pull_request",
    )


def test_kinds_in_rules_are_kinds_of_documents() -> None:
    (fault,) = faults(Policy, "rules: [{id: a, needs: direct, when: {kind: [custmer]}}]")

    assert fault.pointer == ("rules", 0, "when", "kind", 0)
