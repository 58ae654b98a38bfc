"""The kinds of documents, and where each has its place in a config repository."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from schemas.alerts import Alerts, SharedAlerts
from schemas.auth import Auth
from schemas.base import Document, DocumentKind
from schemas.cli import CLI
from schemas.contacts import Contacts
from schemas.contracts import Contract, ContractAssignments
from schemas.customer import Customer
from schemas.dids import DIDs
from schemas.expectation import Expectations
from schemas.fx import FX
from schemas.operators import Operators
from schemas.packages import Package, PackageAssignments
from schemas.policy import Policy
from schemas.prefix_set import PrefixSet
from schemas.provider import Provider
from schemas.rate_card import RateCard
from schemas.routing import Routing
from schemas.settings import Settings
from schemas.stock import Stock
from schemas.strategy import Strategy
from schemas.values import SLUG_PATTERN

_SLUG = SLUG_PATTERN.removeprefix("^").removesuffix("$")
_FAN = "[0-9a-f]{2}"


_HEADS: Mapping[str, str] = {
    "customers/<id>": DocumentKind.CUSTOMER,
    "providers/<id>": DocumentKind.PROVIDER,
}
"""Folder with several documents -> the kind of the one that the others belong to."""


@dataclass(frozen=True)
class Kind:
    """A kind of document. ``pattern`` is its place below the root, ``<id>`` standing for the id."""

    name: DocumentKind
    pattern: str
    model: type[Document]
    title: str

    @property
    def single(self) -> bool:
        """Whether a repository has at most one document of this kind."""
        return "<id>" not in self.pattern

    @property
    def fans_out(self) -> bool:
        """Whether big repositories keep the documents of this kind in 256 folders."""
        return self.pattern.startswith("customers/")

    @property
    def head(self) -> str:
        """Name of the kind whose document stands in the same folder and owns it; empty if there is no such kind."""
        return _HEADS.get(self.pattern.rpartition("/")[0], "")

    @property
    def may_say_nothing(self) -> bool:
        """Whether a file with nothing but comments means what no file means: so with the lists of an owner."""
        return self.head not in ("", self.name) or self.pattern.startswith("templates/tags/")

    def path(self, document: str, *, fan_out: bool = False) -> str:
        """Give the place of the document with this id; the id of a single document does not matter."""
        folder = f"{fan_out_folder(document)}/{document}" if fan_out and self.fans_out else document
        return self.pattern.replace("<id>", folder)

    @cached_property
    def _form(self) -> re.Pattern[str]:
        fan = f"(?:{_FAN}/)?" if self.fans_out else ""
        return re.compile(re.escape(self.pattern).replace("<id>", f"{fan}(?P<id>{_SLUG})") + r"\Z")

    def id_in(self, path: str) -> str | None:
        """Give the id of the document at ``path``, None if the path is no place of this kind."""
        found = self._form.match(path)
        if found is None:
            return None
        return str(self.name) if self.single else found["id"]


def fan_out_folder(document: str) -> str:
    """Give the folder of a fanned-out document: the first two hex digits of the SHA-256 of its id."""
    return hashlib.sha256(document.encode()).hexdigest()[:2]


KINDS: tuple[Kind, ...] = (
    Kind(DocumentKind.SETTINGS, "settings.yaml", Settings, "Settings"),
    Kind(DocumentKind.OPERATORS, "operators.yaml", Operators, "Operators"),
    Kind(DocumentKind.POLICY, "policy.yaml", Policy, "Policy"),
    Kind(DocumentKind.FX, "fx.yaml", FX, "Exchange rates"),
    Kind(DocumentKind.CUSTOMER, "customers/<id>/customer.yaml", Customer, "Customer"),
    Kind(DocumentKind.CONTACTS, "customers/<id>/contacts.yaml", Contacts, "Contacts of a customer"),
    Kind(DocumentKind.AUTH, "customers/<id>/auth.yaml", Auth, "Auth records of a customer"),
    Kind(DocumentKind.ROUTING, "customers/<id>/routing.yaml", Routing, "Routes of a customer"),
    Kind(DocumentKind.CLI, "customers/<id>/cli.yaml", CLI, "CLI rules of a customer"),
    Kind(DocumentKind.DIDS, "customers/<id>/dids.yaml", DIDs, "DIDs of a customer"),
    Kind(
        DocumentKind.PACKAGES,
        "customers/<id>/packages.yaml",
        PackageAssignments,
        "Packages of a customer",
    ),
    Kind(DocumentKind.ALERTS, "customers/<id>/alerts.yaml", Alerts, "Alerts about a customer"),
    Kind(
        DocumentKind.CONTRACTS,
        "customers/<id>/contracts.yaml",
        ContractAssignments,
        "Contracts of a customer",
    ),
    Kind(DocumentKind.PROVIDER, "providers/<id>/provider.yaml", Provider, "Provider"),
    Kind(
        DocumentKind.STOCK, "providers/<id>/numbers.yaml", Stock, "Numbers in stock of a provider"
    ),
    Kind(DocumentKind.RATE_CARD, "rate-cards/<id>/card.yaml", RateCard, "Rate card"),
    Kind(DocumentKind.PACKAGE, "packages/<id>.yaml", Package, "Package"),
    Kind(DocumentKind.CONTRACT, "contracts/<id>.yaml", Contract, "Contract"),
    Kind(DocumentKind.PREFIX_SET, "prefix-sets/<id>.yaml", PrefixSet, "Prefix set"),
    Kind(DocumentKind.STRATEGY, "strategies/<id>.yaml", Strategy, "Strategy"),
    Kind(DocumentKind.SHARED_ALERTS, "alerts/<id>.yaml", SharedAlerts, "Shared alerts"),
    Kind(
        DocumentKind.TAG_ROUTING,
        "templates/tags/<id>/routing.yaml",
        Routing,
        "Routes of every customer with a tag",
    ),
    Kind(
        DocumentKind.TAG_CLI,
        "templates/tags/<id>/cli.yaml",
        CLI,
        "CLI rules of every customer with a tag",
    ),
    Kind(DocumentKind.EXPECTATIONS, "expectations/<id>.yaml", Expectations, "Expectations"),
)
"""Every kind, in the order in which a reader meets them."""


def _corner(path: str) -> tuple[str, str]:
    """Give the first folder and the file name of a path, ``<id>.yaml`` standing for any name."""
    first, _, rest = path.partition("/")
    return (first, rest.rpartition("/")[2]) if rest else ("", first)


_KINDS_AT: Mapping[tuple[str, str], Kind] = {_corner(kind.pattern): kind for kind in KINDS}
"""First folder and file name -> kind; looking a path up does not try every pattern."""


def kind_of(path: str) -> tuple[Kind, str] | None:
    """Tell which kind of document has its place at ``path`` (relative to the root), and the document's id.

    The id of a single document is the name of its kind. None if no document has its place there.
    """
    first, name = _corner(path)
    kind = _KINDS_AT.get((first, name)) or _KINDS_AT.get((first, "<id>.yaml"))
    found = kind.id_in(path) if kind else None
    return (kind, found) if kind and found is not None else None


def kind_named(name: str) -> Kind:
    """Give a kind by its name. Raises ``KeyError`` if there is none."""
    return next(kind for kind in KINDS if kind.name == name)
