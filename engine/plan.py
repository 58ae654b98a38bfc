"""What a change means: the semantic difference between two versions of documents, and its digest.

Line numbers and blob ids stay out of the digest: an edit by somebody else in another place of the same file must
not void what a person has confirmed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from engine.edits import Plain
from engine.errors import Problem
from schemas.network import is_sealed
from schemas.policy import Need

SET, ANEW = "set", "sealed anew"
"""What a plan says of a secret: that there is one, and that it is another text than before."""


class Action(StrEnum):
    """What happens to a field or to a whole document."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one document that gets another value.

    ``field`` is the dotted path, empty if the whole document comes or goes. ``before`` and ``after`` are plain
    values as the file says them, None if absent. Of a secret (``sealed``) they only say that it is there: it is
    another text each time it is encrypted, and a plan that is worked out again must be the same plan.
    """

    path: str
    kind: str
    document: str
    field: str
    action: Action
    before: Plain = None
    after: Plain = None
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What policy says: the strictest need of all rules that fit, why, and the values it looked at."""

    need: Need
    reasons: tuple[str, ...]
    used: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """Changes in canonical order, findings about them, and the verdict of policy."""

    changes: tuple[Change, ...]
    findings: tuple[Problem, ...]
    verdict: Verdict

    @property
    def digest(self) -> str:
        """Hash of all that a person judges when confirming; equal plans on different commits have equal digests."""
        meaning = {
            "changes": [
                [change.path, change.field, change.action, change.before, change.after]
                for change in self.changes
            ],
            "findings": [
                [finding.rule, finding.severity, finding.document, finding.field, finding.message]
                for finding in self.findings
            ],
            "verdict": [self.verdict.need, list(self.verdict.reasons), dict(self.verdict.used)],
        }
        text = json.dumps(meaning, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def diff_document(
    path: str,
    kind: str,
    document: str,
    before: Mapping[str, Plain] | None,
    after: Mapping[str, Plain] | None,
) -> tuple[Change, ...]:
    """Compare two versions of a document field by field; None stands for no document.

    Lists of mappings with an ``id`` (or a ``number``) are compared by that, so that a moved item is not a change of
    its fields; any other list is one value.
    """
    if before is None and after is None:
        return ()
    flat_before = dict(_leaves("", before or {}))
    flat_after = dict(_leaves("", after or {}))
    changes = [
        _change(path, kind, document, name, flat_before, flat_after)
        for name in flat_after | flat_before
    ]
    found = [change for change in changes if change is not None]
    if before is None:
        found.insert(0, Change(path, kind, document, "", Action.ADDED))
    if after is None:
        found.insert(0, Change(path, kind, document, "", Action.REMOVED))
    return tuple(found)


def _change(
    path: str,
    kind: str,
    document: str,
    name: str,
    before: Mapping[str, Plain],
    after: Mapping[str, Plain],
) -> Change | None:
    old, new = before.get(name), after.get(name)
    sealed = is_sealed(old) or is_sealed(new)
    if name not in before:
        return Change(path, kind, document, name, Action.ADDED, None, _told(new), sealed)
    if name not in after:
        return Change(path, kind, document, name, Action.REMOVED, _told(old), None, sealed)
    if old == new:
        return None
    told = ANEW if is_sealed(old) and is_sealed(new) else _told(new)
    return Change(path, kind, document, name, Action.CHANGED, _told(old), told, sealed)


def _told(value: Plain) -> Plain:
    """Say of a secret, also of one inside a list, only that it is there."""
    if isinstance(value, Mapping):
        return {key: _told(below) for key, below in value.items()}
    if isinstance(value, (list, tuple)):
        return [_told(item) for item in value]
    return SET if is_sealed(value) else value


def _leaves(prefix: str, value: Plain) -> Iterator[tuple[str, Plain]]:
    """Flatten a document to dotted path -> value; an empty list is a leaf, an empty group says nothing."""
    if isinstance(value, Mapping):
        for key, below in value.items():
            yield from _leaves(f"{prefix}.{key}" if prefix else key, below)
    elif items := _keyed_items(value):
        for name, item in items:
            yield from _leaves(f"{prefix}[{name}]", item)
    else:
        yield prefix, value


def _keyed_items(value: Plain) -> list[tuple[Plain, Mapping[str, Plain]]]:
    """Give the items of a list whose items all carry an id, as (id, the other keys); else nothing.

    The revisions of a contract carry a number instead.
    """
    if isinstance(value, str) or not isinstance(value, Sequence):
        return []
    items = [item for item in value if isinstance(item, Mapping)]
    for mark in ("id", "number"):
        if items and len(items) == len(value) and all(mark in item for item in items):
            return [
                (item[mark], {key: below for key, below in item.items() if key != mark})
                for item in items
            ]
    return []


def headed(changes: Sequence[Change]) -> Iterator[tuple[str, tuple[Change, ...]]]:
    """Give changes document by document, each with the path to write above them.

    It is empty where they say it themselves: a document comes or goes, or there is only one.
    """
    several = len({change.path for change in changes}) > 1
    for path, group in groupby(changes, key=lambda change: change.path):
        found = tuple(group)
        yield (path if several and found[0].field else ""), found


def order_changes(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Bring changes of several documents into canonical order, keeping the field order within a document."""
    return tuple(sorted(changes, key=lambda change: change.path))
