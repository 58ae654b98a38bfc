"""From the text of a file to a validated document, or to every problem of it with its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from types import NoneType
from typing import Any

from pydantic import BaseModel, ValidationError
from rapidfuzz import process

from engine.edits import Plain, Pointer
from engine.errors import Problem, Refused, Severity
from engine.ports.repository import BlobId
from engine.ports.texts import DocumentText, Position, Positions
from schemas.faults import Fault, faults_of
from schemas.kinds import KINDS, Kind, kind_of
from schemas.upgrade import candidates, raise_file
from schemas.upgrade.step import Part

RULES: Mapping[str, str] = {
    "unknown-document": "A YAML file stands where no document kind has its place (warning).",
    "unreadable-file": "A file can be read, and no link leads out of the config repository.",
}
"""Rules of this module: id -> what it says. Field rules with ids of their own come from the schemas."""

ARCHIVE = "archive/"
"""What begins so was put away with its history; nothing is wrong with that."""

_TOLD_AT_KEY = frozenset({"unknown-field", "double-field", "missing-field"})


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document as read: its model, or None with the problems that say why.

    ``stands_in`` is set where the file as it is now does not hold: the model is then the one of that blob, the last
    that held, and the problems are those of the file as it is now.
    """

    path: str
    kind: Kind
    id: str
    model: BaseModel | None
    problems: tuple[Problem, ...] = ()
    stands_in: BlobId | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A rate table as it is served: ``blob`` is its file as it is now, and ``read`` gives the bytes of that.

    If ``stands_in``, the file does not hold: ``blob`` is then its last version that did, and ``problems`` say what is wrong now.
    """

    path: str
    blob: BlobId
    read: Callable[[], bytes]
    problems: tuple[Problem, ...] = ()
    stands_in: bool = False


def load_document(path: str, data: bytes, text: DocumentText) -> Loaded | None:
    """Read and validate one file; None if ``path`` is not the place of any document kind."""
    parsed = parse_document(path, data, text)
    return parsed[0] if parsed else None


def parse_document(
    path: str, data: bytes, text: DocumentText
) -> tuple[Loaded, Mapping[str, Plain] | None] | None:
    """Like ``load_document``, with the plain value the file says if it holds."""
    placed = kind_of(path)
    if placed is None:
        return None
    kind, document = placed
    reading = text.read(path, data)
    told = _named(reading.problems, document)
    if reading.says_nothing and kind.may_say_nothing:
        return Loaded(path, kind, document, kind.model()), {}
    value = reading.meant if reading.value is None else reading.value
    if value is None or reading.says_nothing:
        return Loaded(path, kind, document, None, told), None
    try:
        model = kind.model.model_validate(value)
    except ValidationError as error:
        places = text.locate(data)
        found = (_located(path, document, places, fault) for fault in faults_of(error, kind.model))
        return Loaded(path, kind, document, None, (*told, *found)), None
    if reading.value is None:  # nothing is wrong with the fields, but with the text
        return Loaded(path, kind, document, None, told), None
    return Loaded(path, kind, document, model, told), reading.value


def parse_old_file(
    form: int, path: str, data: bytes, text: DocumentText
) -> tuple[tuple[Loaded, Part], ...]:
    """Read a file of an older format: every document it holds, as the present format has it, the main one first.

    Problems are told at their places in the file as it is.
    """
    reading = text.read(path, data)
    main = candidates(form, path)[0]
    raised = raise_file(form, path, reading.value) if reading.value is not None else ()
    made = [
        (_raised(part, placed, path, data, text), part)
        for part in raised
        if (placed := kind_of(part.path)) is not None
    ]
    placed = kind_of(main)
    if placed is None:
        return ()
    told = _named(reading.problems, placed[1])
    if not made:
        return ((Loaded(main, *placed, None, told), Part(main, {})),)
    first, part = made[0]
    return ((replace(first, problems=(*told, *first.problems)), part), *made[1:])


def _raised(
    part: Part, placed: tuple[Kind, str], path: str, data: bytes, text: DocumentText
) -> Loaded:
    kind, document = placed
    try:
        return Loaded(part.path, kind, document, kind.model.model_validate(part.value))
    except ValidationError as error:
        places = OriginPositions(text.locate(data), part)
        found = (_located(path, document, places, fault) for fault in faults_of(error, kind.model))
        return Loaded(part.path, kind, document, None, tuple(found))


@dataclass(frozen=True, slots=True)
class OriginPositions:
    """Where things of a raised document stand in the file it was made of."""

    places: Positions
    part: Part

    def key(self, at: Pointer) -> Position:
        """Place of the key (or of the list item) at ``at``."""
        return self.places.key(self.part.origin(at))

    def value(self, at: Pointer) -> Position:
        """Place of the value at ``at``."""
        return self.places.value(self.part.origin(at))


def unreadable(path: str, refused: Refused) -> Problem:
    """Say that a file of the tree cannot be read, or may not be."""
    placed = kind_of(path)
    return Problem(
        path=path,
        document=placed[1] if placed else "",
        rule="unreadable-file",
        message=refused.message,
        hint=refused.hint,
    )


def misplaced(path: str) -> Problem | None:
    """Say that a YAML file has no place in the tree, with the nearest place that exists."""
    if not path.endswith((".yaml", ".yml")) or kind_of(path) is not None:
        return None
    if path.startswith((".", ARCHIVE)):
        return None
    near, *_ = process.extractOne(path, [kind.pattern for kind in KINDS])
    return Problem(
        path=path,
        rule="unknown-document",
        severity=Severity.WARNING,
        message="no document kind has its place here, so nothing reads this file",
        hint=f"did you mean {near}?",
    )


def to_plain(model: BaseModel) -> dict[str, Plain]:
    """Give what a document says as plain values ready to be written: only keys that were set, money as text."""
    return _plain(model.model_dump(exclude_unset=True, by_alias=False))  # type: ignore[return-value]


def _plain(value: Any) -> Plain:
    if type(value) in (
        str,
        int,
        bool,
        NoneType,
    ):  # most values by far, and the checks below are slow
        return value  # type: ignore[no-any-return]
    if isinstance(value, Mapping):
        return {str(key): _plain(below) for key, below in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if value is None or isinstance(value, (bool, int)):
        return value
    return str(value)


def at_path(document: Mapping[str, Any], path: str) -> Any:
    """Give what stands at a dotted path of a plain document, None if nothing does."""
    here: Any = document
    for part in path.split("."):
        here = here.get(part) if isinstance(here, Mapping) else None
    return here


def _named(problems: tuple[Problem, ...], document: str) -> tuple[Problem, ...]:
    return tuple(replace(problem, document=document) for problem in problems)


def _located(path: str, document: str, places: Positions, fault: Fault) -> Problem:
    on_key = fault.rule in _TOLD_AT_KEY
    place = places.key(fault.pointer) if on_key else places.value(fault.pointer)
    return Problem(
        path=path,
        line=place.line,
        column=place.column,
        document=document,
        field=dotted(fault.pointer),
        rule=fault.rule,
        message=fault.message,
        hint=fault.hint,
    )


def dotted(at: Pointer) -> str:
    """Write a pointer the way people do: ``contacts.1.email``."""
    return ".".join(str(part) for part in at)


def called(document: BaseModel | None, at: Pointer) -> str:
    """Write a pointer as plans do, items by their ids: ``contacts[ben].email``; without a document as ``dotted``.

    An item without an id goes by its place counted from 1, as commands count; a value in a list by the list.
    """
    here: Any = document
    said = ""
    for part in at if document is not None else ():
        if isinstance(part, int):
            here = here[part] if isinstance(here, Sequence) and part < len(here) else None
            if isinstance(here, BaseModel):
                said += f"[{_mark(here) or part + 1}]"
        else:
            here = here.get(part) if isinstance(here, Mapping) else getattr(here, part, None)
            said += f".{part}" if said else part
    return said or dotted(at)


def _mark(item: BaseModel) -> object:
    return getattr(item, "id", None) or getattr(item, "number", None)
