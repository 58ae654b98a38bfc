"""The kinds of documents, and where each has its place in a config repository."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property

from schemas.base import Document, DocumentKind
from schemas.customer import Customer
from schemas.operators import Operators
from schemas.policy import Policy
from schemas.settings import Settings
from schemas.values import SLUG_PATTERN

_SLUG = SLUG_PATTERN.removeprefix("^").removesuffix("$")
_FAN = "[0-9a-f]{2}"


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
    Kind(DocumentKind.CUSTOMER, "customers/<id>/customer.yaml", Customer, "Customer"),
)
"""Every kind, in the order in which a reader meets them."""


def kind_of(path: str) -> tuple[Kind, str] | None:
    """Tell which kind of document has its place at ``path`` (relative to the root), and the document's id.

    The id of a single document is the name of its kind. None if no document has its place there.
    """
    for kind in KINDS:
        found = kind.id_in(path)
        if found is not None:
            return kind, found
    return None


def kind_named(name: str) -> Kind:
    """Give a kind by its name. Raises ``KeyError`` if there is none."""
    return next(kind for kind in KINDS if kind.name == name)
