"""What alerts can be about: which areas there are of a customer, a provider and the carrier, and what a penalty stops."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from schemas.alerts import Alerts, Area, SharedAlerts


class Subject(StrEnum):
    """Whom a watched value belongs to."""

    CUSTOMER = "customer"
    PROVIDER = "provider"
    CARRIER = "carrier"


EVERYBODY = frozenset(Subject)
_CUSTOMER = frozenset({Subject.CUSTOMER})
_OURS = frozenset({Subject.CUSTOMER, Subject.CARRIER})

_NARROW: Mapping[Area, frozenset[Subject]] = {
    Area.BALANCE: _CUSTOMER,
    Area.AVAILABLE_CREDIT: _CUSTOMER,
    Area.DAYS_OF_CREDIT: _CUSTOMER,
    Area.DAILY_SPEND: _OURS,
    Area.PROVIDER_BALANCE: frozenset({Subject.PROVIDER}),
    Area.INVOICE_OVERDUE: _CUSTOMER,
    Area.CONTRACT_GRACE: _CUSTOMER,
    Area.PACKAGE_DUE: _CUSTOMER,
    Area.STALE_CARD: _OURS,
    Area.REGISTRATION_LOST: _OURS,
    Area.AUTH_CHANGED: _OURS,
}

NO_PENALTY = frozenset(
    {
        Area.PROVIDER_BALANCE,
        Area.CONTRACT_GRACE,
        Area.PACKAGE_DUE,
        Area.RATE_CHANGE,
        Area.STALE_CARD,
        Area.REGISTRATION_LOST,
    }
)
"""Areas that tell of paper, not of calls or money: blocking calls would mend nothing."""


def subjects_with(area: Area) -> frozenset[Subject]:
    """Give whom an area can be watched for."""
    return _NARROW.get(area, EVERYBODY)


def subjects_of(document: Alerts) -> frozenset[Subject]:
    """Give whom a document of alerts watches; nobody if it says nothing."""
    if not isinstance(document, SharedAlerts):
        return _CUSTOMER
    watch = document.watch
    said = {
        Subject.CUSTOMER: watch.all_customers or bool(watch.tags),
        Subject.PROVIDER: watch.all_providers or bool(watch.providers),
        Subject.CARRIER: watch.carrier,
    }
    return frozenset(subject for subject, is_watched in said.items() if is_watched)
