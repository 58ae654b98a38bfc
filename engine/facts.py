"""Facts: what a document says that others must be able to find.

A fact is small and flat, so that whoever keeps documents can index facts without knowing what they mean. Which facts a
document has is in ``engine.document_facts``, in which form values are compared in ``engine.fact_keys``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from engine.edits import Pointer


class Index(StrEnum):
    """What facts are about. References have one index for each kind they may name: ``ref:provider``."""

    NAME = "name"
    PAYPAL_EMAIL = "paypal-email"
    PORTAL_EMAIL = "portal-email"
    NETWORK = "network"
    SIP_USER = "sip-user"
    DID = "did"
    TECH_PREFIX = "tech-prefix"
    TAG = "tag"
    NUMBER_BLOCK = "number-block"
    PROVIDER_NETWORK = "provider-network"
    NUMBER_RANGE = "number-range"
    CALLER = "caller"
    DID_TARGET = "did-target"
    PROVIDER_NAME = "provider-name"
    CARD_NAME = "card-name"
    SHARED_ALERT_NAME = "shared-alert-name"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a document says; ``value`` is in the form in which it is compared, ``at`` where it stands."""

    index: str
    value: str
    at: Pointer


@dataclass(frozen=True, slots=True)
class Held:
    """A fact and the document that says it."""

    path: str
    fact: Fact


class Facts(Protocol):
    """Facts of all documents of one commit."""

    def find(self, index: str, value: str) -> Iterable[Held]:
        """Give every holder of a value, in the order of paths."""
        ...

    def span(self, index: str, low: str, high: str) -> Iterable[Held]:
        """Give every holder of a value from ``low`` to ``high``, both included, in the order of values."""
        ...

    def doubles(self, index: str) -> Iterable[Held]:
        """Give every holder of a value that has more than one, in the order of values and paths."""
        ...

    def all(self, index: str) -> Iterable[Held]:
        """Give every holder of any value, in the order of values and paths."""
        ...
