from __future__ import annotations

from engine.checks import alert_contact_shared
from tests.engine.checks.carriers import told


def alerts(watch: str, who: str) -> dict[str, str]:
    return {
        "alerts/shared.yaml": (
            f"watch: {watch}\nalerts:\n  - id: a\n    name: A\n    area: asr\n    operator: below\n"
            f"    threshold: 1\n    notify: [{who}]\n"
        )
    }


def test_one_persons_contact_in_a_file_about_many_is_wrong() -> None:
    assert told(alert_contact_shared, alerts("{tags: [retail]}", "contact:ben")) == [
        "alerts/shared.yaml:8:14 alerts.0.notify.0"
    ]


def test_contacts_where_no_customer_is_watched_are_nobody() -> None:
    assert told(alert_contact_shared, alerts("{all_providers: true}", "contacts")) == [
        "alerts/shared.yaml:8:14 alerts.0.notify.0"
    ]


def test_all_contacts_of_watched_customers_are_right() -> None:
    assert told(alert_contact_shared, alerts("{tags: [retail]}", "contacts, operator:ada")) == []
