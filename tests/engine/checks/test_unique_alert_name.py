from __future__ import annotations

from tests.engine.checks.telling import BEN, a_customer, is_quiet, tells

RULE = "unique-alert-name"

ALERT = "{id: ID, name: NAME, notify: [contacts], area: balance, operator: below, threshold: 5}"


def an_alert(name: str, title: str) -> str:
    return ALERT.replace("ID", name).replace("NAME", title)


def test_two_alerts_of_a_customer_do_not_share_a_name() -> None:
    files = {f"{BEN}alerts.yaml": f"alerts: [{an_alert('a', 'Low')}, {an_alert('b', 'LOW')}]"}

    tells(RULE, files, f"{BEN}alerts.yaml", "alerts.1.name", "alerts.0")


def test_shared_alerts_of_two_files_do_not_share_a_name() -> None:
    shared = "watch: {all_customers: true}\nalerts: "
    files = {
        "alerts/a.yaml": f"{shared}[{an_alert('a', 'Low')}]",
        "alerts/b.yaml": f"{shared}[{an_alert('b', 'Low')}]",
    }

    tells(RULE, files, "alerts/b.yaml", "alerts.0.name", "alerts/a.yaml")


def test_two_customers_may_use_the_same_name() -> None:
    files = {
        f"{BEN}alerts.yaml": f"alerts: [{an_alert('a', 'Low')}]",
        "customers/zoe/customer.yaml": a_customer(name="Zoe"),
        "customers/zoe/alerts.yaml": f"alerts: [{an_alert('a', 'Low')}]",
    }

    assert is_quiet(RULE, files)
