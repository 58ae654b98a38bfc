from __future__ import annotations

from bot.docs.rules import all_rules, rules_page
from engine.checks import checks
from engine.errors import Severity


def severities() -> dict[str, Severity]:
    return {rule.id: rule.severity for rules in all_rules().values() for rule in rules}


def test_every_rule_has_an_anchor_of_its_own_id() -> None:
    page = rules_page()

    assert [rule for rule in severities() if f'<a id="{rule}"></a>' not in page] == []


def test_a_rule_is_as_grave_as_the_code_tells_it() -> None:
    told = severities()

    assert told["yaml-bom"] is Severity.WARNING
    assert told["yaml-tab"] is Severity.ERROR
    assert told["unknown-document"] is Severity.WARNING
    assert {check.rule: told[check.rule] for check in checks()} == {
        check.rule: check.severity for check in checks()
    }


def test_the_reason_of_a_check_is_told_with_it() -> None:
    told = rules_page().partition('<a id="unique-paypal-email"></a>')[2].partition("<a id=")[0]

    assert "No two customers have the same PayPal e-mail address." in told
    assert "An incoming PayPal payment is booked" in told
