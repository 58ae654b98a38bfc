from __future__ import annotations

from engine.checks import alert_contact_unknown
from tests.engine.checks.carriers import problems, told

ALERTS = """
    alerts:
      - id: low
        name: Low
        notify: ["#noc", contact:jaon, contacts]
        area: balance
        operator: below
        threshold: 50
    """
CONTACTS = "contacts:\n  - {id: joan, name: Joan, email: joan@ben.example.com}\n"


def test_a_contact_the_customer_does_not_have_is_wrong() -> None:
    files = {"customers/ben/alerts.yaml": ALERTS, "customers/ben/contacts.yaml": CONTACTS}

    [problem] = problems(alert_contact_unknown, files)

    assert (problem.line, problem.column, problem.field) == (4, 22, "alerts.0.notify.1")
    assert problem.message == "ben has no contact jaon"
    assert problem.hint == "its contacts are joan"


def test_without_any_contact_all_of_them_are_nobody() -> None:
    files = {"customers/ben/alerts.yaml": ALERTS}

    assert told(alert_contact_unknown, files) == [
        "customers/ben/alerts.yaml:4:22 alerts.0.notify.1",
        "customers/ben/alerts.yaml:4:36 alerts.0.notify.2",
    ]


def test_removing_a_contact_who_is_told_is_found_in_the_change() -> None:
    both = CONTACTS + "  - {id: jaon, name: Jaon, email: jaon@ben.example.com}\n"
    before = {"customers/ben/alerts.yaml": ALERTS, "customers/ben/contacts.yaml": both}
    after = before | {"customers/ben/contacts.yaml": CONTACTS}

    assert told(alert_contact_unknown, before) == []
    assert told(alert_contact_unknown, after, before=before) == [
        "customers/ben/alerts.yaml:4:22 alerts.0.notify.1"
    ]
