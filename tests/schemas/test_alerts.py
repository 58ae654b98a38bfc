from __future__ import annotations

from decimal import Decimal

import pytest

from schemas.alerts import (
    AREAS,
    Alerts,
    Area,
    Comparison,
    Recipient,
    RecipientKind,
    RecipientText,
    SharedAlerts,
    recipient,
)
from tests.schemas.reading import document, faults
from tests.schemas.test_values import refused

MINIMAL = "alerts:\n  - {id: low, name: Low, notify: [contacts], area: balance, operator: below, threshold: 50"


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("ben@example.com", RecipientKind.EMAIL, "ben@example.com"),
        ("+447700900123", RecipientKind.PHONE, "+447700900123"),
        ("#noc", RecipientKind.SLACK, "#noc"),
        ("C0HARBALR", RecipientKind.SLACK, "C0HARBALR"),
        ("contacts", RecipientKind.CONTACTS, ""),
        ("contact:ben", RecipientKind.CONTACT, "ben"),
        ("operator:ada", RecipientKind.OPERATOR, "ada"),
        ("via:pager", RecipientKind.VIA, "pager"),
    ],
)
def test_people_are_told_by_mail_phone_slack_and_name(
    text: str, kind: RecipientKind, value: str
) -> None:
    assert recipient(text) == Recipient(kind, value)


@pytest.mark.parametrize(
    "text", ["ben", "https://hooks.example.com/x", "contact:", "#No C", "a@b\nBcc: c@d.e"]
)
def test_other_texts_name_nobody(text: str) -> None:
    assert refused(RecipientText, text)[0] in {"recipient", "slug"}


def test_a_phone_stands_in_quotes() -> None:
    found = faults(Alerts, MINIMAL.replace("contacts", "+447700900123") + "}")

    assert found[0].rule == "plain-identifier"


@pytest.mark.parametrize(
    ("written", "comparison"),
    [
        ('"<"', "below"),
        ('"<="', "at_most"),
        ('">"', "above"),
        ('">="', "at_least"),
        ("always", "always"),
        ('"="', "equals"),
    ],
)
def test_c15_the_operator_is_only_a_comparison(written: str, comparison: str) -> None:
    alert = document(Alerts, MINIMAL.replace("below", written) + "}").alerts[0]

    assert alert.operator is Comparison(comparison)


def test_c15_a_number_in_the_operator_is_refused() -> None:
    assert faults(Alerts, MINIMAL.replace("below", '">$50"') + "}")[0].rule == "choice"


def test_c17_a_penalty_lasts_what_is_written_and_none_is_the_default() -> None:
    assert document(Alerts, MINIMAL + "}").alerts[0].penalty_minutes == 0
    assert document(Alerts, MINIMAL + ", penalty_minutes: 60}").alerts[0].penalty_minutes == 60


def test_thresholds_are_exact_and_may_be_negative() -> None:
    alert = document(Alerts, MINIMAL + ", reset_threshold: -5.25}").alerts[0]

    assert alert.reset == Decimal("-5.25")


def test_every_area_has_a_unit_and_a_meaning() -> None:
    assert set(AREAS) == set(Area)
    assert all(terms.unit and terms.text for terms in AREAS.values())


def test_c10_the_mean_length_is_of_connected_calls_only() -> None:
    assert AREAS[Area.ACD].text == "mean length of connected calls"


def test_c21_c22_no_alert_promises_a_quality_that_nothing_measures() -> None:
    assert not {"mos", "jitter"} & {str(area) for area in Area}


def test_somebody_has_to_be_told() -> None:
    assert faults(Alerts, MINIMAL.replace("[contacts]", "[]") + "}")[0].rule == "list-length"


def test_shared_alerts_say_what_they_watch() -> None:
    shared = document(SharedAlerts, "watch: {tags: [retail]}\n" + MINIMAL + "}")

    assert shared.watch.tags == ("retail",)
    assert faults(SharedAlerts, MINIMAL + "}")[0].pointer == ("watch",)
