"""The whole validated config at one commit; every answer is a pure function of that commit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Protocol, TypeVar

from pydantic import BaseModel
from rapidfuzz import process

from engine.documents import Loaded, Table, called, dotted
from engine.edits import Pointer
from engine.errors import Invalid, Problem, Refused, Severity
from engine.facts import Facts
from engine.ports.repository import BlobId, CommitId
from engine.ports.texts import Position
from schemas.codes import CODE_KINDS, code_names
from schemas.customer import Customer
from schemas.faults import quoted
from schemas.kinds import KINDS, kind_of
from schemas.operators import Operator, Operators
from schemas.policy import Policy
from schemas.settings import Settings

Model = TypeVar("Model", bound=BaseModel)


class Documents(Protocol):
    """The documents of one commit, parsed on demand. A value: what it gives never changes."""

    @property
    def commit(self) -> CommitId:
        """The commit these documents stand in; for an overlay, the one it lies on."""
        ...

    def blobs(self) -> Mapping[str, BlobId]:
        """Every file: path -> blob id. Costs as much as there are files."""
        ...

    def blob(self, path: str) -> BlobId | None:
        """Give the blob id of the file that holds what has its place at ``path``, None if nothing does."""
        ...

    def paths(self, kind: str) -> Mapping[str, str]:
        """Places of all documents of a kind: id -> path, in the order of ids. Costs as much as there are."""
        ...

    def path_of(self, kind: str, document: str) -> str | None:
        """Give the place of one document, None if there is none."""
        ...

    def data(self, path: str) -> bytes:
        """Give the bytes of a file."""
        ...

    def load(self, path: str) -> Loaded:
        """Read and validate the document at ``path``, which must be the place of a document kind."""
        ...

    def table(self, path: str) -> Table | None:
        """Give the rate table whose place is ``path``, None if there is no such file."""
        ...

    def every(self, kind: str) -> Iterable[Loaded]:
        """Give all documents of a kind, in the order of ids: what ``load`` gives for each, in one go."""
        ...

    def mentioning(self, text: str) -> Iterable[str]:
        """Give the paths of customers' documents that may say ``text`` somewhere, in any case; maybe a few too many.

        The ids of customers count as said.
        """
        ...

    def faults(self) -> Iterator[Problem]:
        """Problems of each document by itself, file by file."""
        ...

    @property
    def facts(self) -> Facts:
        """What the documents say that others must find."""
        ...

    @property
    def form(self) -> int:
        """The format the files have; what is loaded from them has the present one."""
        ...

    def file_of(self, path: str) -> str:
        """Give the file in which the document of this place stands: another one only in older formats."""
        ...

    def place(self, path: str, at: Pointer) -> Position:
        """Tell where the key or item at ``at`` stands in the file, or its nearest parent that exists."""
        ...

    def overlay(self, changes: Mapping[str, bytes | None]) -> Documents:
        """Give these documents with other bytes at some paths (None: no file)."""
        ...


_LISTED = ("customer", "provider", "rate-card", "package", "contract", "prefix-set", "strategy", "operator")  # fmt: skip
"""Kinds that have a command to list them."""


def _near(word: str, known: Sequence[str]) -> str:
    """Name the ids that begin with what was written, or else those that look most like it; at most three."""
    begun = [one for one in known if one.startswith(word)][:3] if word else []
    found = begun or [m[0] for m in process.extract(word, known, limit=3, score_cutoff=55)]
    return " or ".join(found)


def _list_of(kind: str) -> str:
    return f"list them with: {kind.replace('-', ' ')} list" if kind in _LISTED else ""


def file_blob(documents: Documents, path: str) -> BlobId | None:
    """Give the blob id of the file at ``path``; a place that is only part of an older file has none of its own."""
    return documents.blob(path) if documents.file_of(path) == path else None


class Book:
    """Questions about the config at one commit, answered from its documents."""

    def __init__(self, documents: Documents) -> None:
        """Look at ``documents``; nothing is read before it is asked for.

        ``substitutes`` collects the documents and rate tables that were used in an older version, because their file
        does not hold; ``left_out`` those that were not, because no version of theirs holds.
        """
        self.documents = documents
        self.left_out: dict[str, Loaded] = {}
        self.substitutes: dict[str, Loaded | Table] = {}

    @property
    def commit(self) -> CommitId:
        """The commit this book tells of."""
        return self.documents.commit

    def paths(self, kind: str) -> Mapping[str, str]:
        """Places of all documents of a kind: id -> path, in the order of ids."""
        return self.documents.paths(kind)

    def has(self, kind: str, document: str) -> bool:
        """Whether there is a document of this kind and id."""
        return self.documents.path_of(kind, document) is not None

    def path_of(self, kind: str, document: str) -> str:
        """Give the path of a document.

        Raises:
            Refused: there is none of that id; names the nearest ids.
        """
        path = self.documents.path_of(kind, document)
        if path is None:
            raise Refused(*self._unknown(kind, document, self.paths(kind)))
        return path

    def _unknown(self, kind: str, word: str, known: Iterable[str]) -> tuple[str, str]:
        """Say that nothing of a kind has this id, and which may be meant."""
        noun = kind.replace("-", " ")
        near = _near(word, list(known))
        hint = f"did you mean {near}?" if near else _list_of(kind)
        return f"there is no {noun} {quoted(word)}", hint

    def _model(self, path: str, model: type[Model]) -> Model:
        loaded = self._load(path)
        if not isinstance(loaded.model, model):
            raise Invalid(loaded.problems)
        return loaded.model

    def _load(self, path: str) -> Loaded:
        loaded = self.documents.load(path)
        if loaded.stands_in is not None:
            self.substitutes[path] = loaded
        return loaded

    @cached_property
    def customers(self) -> Mapping[str, Customer]:
        """Every customer whose document holds: id -> customer, in the order of ids."""
        return self.every("customer", Customer)

    def every(self, kind: str, model: type[Model]) -> Mapping[str, Model]:
        """Give every document of a kind that holds: id -> content, in the order of ids."""
        loaded = list(self.documents.every(kind))
        self.substitutes.update({one.path: one for one in loaded if one.stands_in is not None})
        self.left_out.update({one.path: one for one in loaded if one.model is None})
        return {one.id: one.model for one in loaded if isinstance(one.model, model)}

    def customer(self, name: str) -> Customer:
        """Give one customer.

        Raises:
            Refused: there is none of that id.
            Invalid: its document does not hold.
        """
        return self._model(self.path_of("customer", name), Customer)

    def tab(self, kind: str, customer: str, model: type[Model]) -> Model | None:
        """Give one of a customer's other documents, None if there is none.

        Raises:
            Invalid: it does not hold.
        """
        path = self.documents.path_of(kind, customer)
        return None if path is None else self._model(path, model)

    @cached_property
    def settings(self) -> Settings:
        """The carrier's settings. Raises ``Invalid`` if they do not hold, ``Refused`` if there are none."""
        return self._single("settings", Settings)

    @cached_property
    def policy(self) -> Policy:
        """Which change needs what; the defaults of the schema if the carrier has no policy."""
        return self._single("policy", Policy) if self.paths("policy") else Policy()

    @cached_property
    def operators(self) -> tuple[Operator, ...]:
        """The people who may do things; nobody if the carrier names nobody."""
        return self._single("operators", Operators).operators if self.paths("operators") else ()

    def _single(self, kind: str, model: type[Model]) -> Model:
        paths = list(self.paths(kind).values())
        if not paths:
            raise Refused(f"{kind}.yaml is missing", "a config repository has it at its root")
        return self._model(paths[0], model)

    def ids(self, kind: str) -> tuple[str, ...] | None:
        """Ids that a reference to this kind may name; None if that cannot be told.

        It cannot if no kind of document of ours is meant, or if ``operators.yaml`` does not hold: that is told of
        its own file, once.
        """
        if kind == "operator":
            return self._operator_ids()
        if kind in CODE_KINDS:
            return tuple(code_names(kind))
        return tuple(self.paths(kind)) if any(kind == known.name for known in KINDS) else None

    def _operator_ids(self) -> tuple[str, ...] | None:
        broken = any(
            self.documents.load(path).model is None for path in self.paths("operators").values()
        )
        return None if broken else tuple(person.id for person in self.operators)

    def wrong_reference(self, kind: str, value: str) -> tuple[str, str] | None:
        """Say why ``value`` is no reference to a document of this kind and what would be; None if it is one."""
        is_document = kind != "operator" and kind not in CODE_KINDS
        if is_document and self.has(kind, value):
            return None
        ids = self.ids(kind)
        if ids is None or value in ids:
            return None
        return self._unknown(kind, value, ids)

    def problems(self) -> Iterator[Problem]:
        """Problems of each document by itself, file by file."""
        return self.documents.faults()

    def problem(
        self,
        path: str,
        at: Pointer,
        rule: str,
        message: str,
        hint: str = "",
        *,
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """Tell of something wrong at a place of one of these documents."""
        place = self.documents.place(path, at)
        placed = kind_of(path)
        return Problem(
            path=self.documents.file_of(path),
            line=place.line,
            column=place.column,
            document=placed[1] if placed else "",
            field=dotted(at),
            rule=rule,
            severity=severity,
            message=message,
            hint=hint,
            called=called(self.documents.load(path).model, at),
        )
