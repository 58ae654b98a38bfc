"""From what somebody wants done to the bytes of the next commit and the plan that tells what they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from engine.book import Book, Documents, file_blob
from engine.checks import Scope, run_checks, scope_of
from engine.documents import to_plain
from engine.edits import (
    CreateDocument,
    DeleteDocument,
    DocumentEdit,
    EditDocument,
    EditTable,
    FieldEdit,
    MoveDocument,
    Plain,
    RestoreDocument,
)
from engine.errors import Invalid, Problem, Refused, Severity
from engine.formats import SETTINGS
from engine.plan import Action, Change, Plan, Verdict, diff_document, order_changes
from engine.policy import judge, stricter
from engine.ports.texts import DocumentText
from engine.rate_changes import diff_table
from engine.rate_edits import edit_table
from engine.rate_reading import table_problems
from engine.rate_table import rate_table_at
from schemas.kinds import kind_of
from schemas.policy import Need
from schemas.settings import FORMAT


@dataclass(frozen=True, slots=True)
class Draft:
    """A change worked out on one commit. ``files`` maps each path that differs to its new bytes (None: gone)."""

    before: Book
    after: Book
    files: Mapping[str, bytes | None]
    plan: Plan


@dataclass(frozen=True, slots=True)
class Seen:
    """What a change does beyond the rules; ``why`` it has to be confirmed on account of that, empty if it has not."""

    findings: tuple[Problem, ...] = ()
    why: str = ""


Look: TypeAlias = Callable[[Book, Book, Mapping[str, bytes | None]], Seen]
"""Looks at what a change does: at the book before it, the book after it, and the files that differ."""


def make_draft(
    before: Book,
    edits: Sequence[DocumentEdit],
    text: DocumentText,
    *,
    least: Need = Need.DIRECT,
    look: Look | None = None,
) -> Draft:
    """Apply ``edits`` to ``before``, check the outcome and say what it means.

    It needs at least ``least``, however light the policy takes each of its changes. What ``look`` sees is among the
    findings.

    Raises:
        Invalid: a changed document would not hold, or the change breaks a rule that held before.
        Refused: an edit leads nowhere.
        ValueError: an edit is about no place of a document, so that no plan could tell what it does.
    """
    strays = [
        edit.path
        for edit in edits
        if isinstance(edit, CreateDocument | EditDocument | DeleteDocument)
        and kind_of(edit.path) is None
    ]
    if strays:
        raise ValueError(f"no document has its place at {strays[0]}")
    _refuse_old_format(before.documents, edits)
    files = apply_edits(before.documents, edits, text)
    after = Book(before.documents.overlay(files))
    moved = _net_moves(edits, files)
    findings = _findings(before, after, files, moved)
    _must_hold(findings)
    seen = look(before, after, files) if look is not None and files else Seen()
    _must_hold(seen.findings)
    findings = tuple(sorted((*findings, *seen.findings), key=lambda problem: problem.sort_key))
    changes = order_changes(
        change
        for path in files
        for change in _changes(before.documents, after.documents, path, moved)
    )
    verdict = judge(before.policy, changes)
    if files and not changes:
        # Nothing but layout changes: no rule is about that, so it needs what such a change needs.
        verdict = Verdict(before.policy.default, (), {})
    verdict = stricter(verdict, least)
    if seen.why:
        verdict = stricter(verdict, Need.CONFIRM, seen.why)
    return Draft(before, after, files, Plan(changes, findings, verdict))


def _must_hold(findings: Sequence[Problem]) -> None:
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors:
        raise Invalid(errors)


def apply_edits(
    documents: Documents, edits: Sequence[DocumentEdit], text: DocumentText
) -> Mapping[str, bytes | None]:
    """Work out the new bytes of every edited file; files that stay as they are do not appear."""
    present: dict[str, bytes | None] = {}
    files: dict[str, bytes | None] = {}

    def now(path: str) -> bytes | None:
        if path not in present:
            present[path] = files[path] = _present(documents, path)
        return files[path]

    for edit in edits:
        if isinstance(edit, MoveDocument):
            files |= _moved(edit, now(edit.path), now(edit.to))
        else:
            files[edit.path] = _edited(edit, now(edit.path), text)
    return {path: data for path, data in files.items() if data != present[path]}


def _refuse_old_format(documents: Documents, edits: Sequence[DocumentEdit]) -> None:
    """Files of an older format are changed by raising them, or by putting them back."""
    if documents.form != FORMAT and all(edit.path != SETTINGS for edit in edits):
        raise Refused(
            f"the config repository has format {documents.form}, which is read but not changed",
            "raise it first with: config upgrade",
        )


def _moved(edit: MoveDocument, here: bytes | None, there: bytes | None) -> dict[str, bytes | None]:
    if here is None:
        raise _gone(edit.path)
    if there is not None:
        raise Refused(f"{edit.to} is there already", "remove it first")
    return {edit.path: None, edit.to: _with_modeline_of(edit.path, edit.to, here)}


def _with_modeline_of(path: str, to: str, data: bytes) -> bytes:
    """Let the editor modeline of a moved document lead to the same schema from its new place."""
    old, new = schema_reference(path), schema_reference(to)
    if not old or not new or old == new:
        return data
    said, wanted = f"$schema={old}".encode(), f"$schema={new}".encode()
    lines = data.split(b"\n")
    for place, line in enumerate(lines):
        if line.strip() and not line.startswith((b"#", b"\xef\xbb\xbf#")):
            break
        if said in line and b"yaml-language-server:" in line:
            lines[place] = line.replace(said, wanted)
            break
    return b"\n".join(lines)


def _gone(path: str) -> Refused:
    return Refused(f"{path} is not there any more", "somebody removed it in the meantime")


def _present(documents: Documents, path: str) -> bytes | None:
    """Give the bytes of a file; a place that is only part of another file has none of its own."""
    return documents.data(path) if file_blob(documents, path) is not None else None


def _edited(
    edit: CreateDocument | EditDocument | DeleteDocument | RestoreDocument | EditTable,
    here: bytes | None,
    text: DocumentText,
) -> bytes | None:
    if isinstance(edit, EditDocument | DeleteDocument | EditTable) and here is None:
        raise _gone(edit.path)
    match edit:
        case CreateDocument(path, content):
            if here is not None:
                raise Refused(f"{path} is there already", "edit it instead")
            return text.write(content, schema=schema_reference(path))
        case EditDocument(path, field_edits):
            return _edited_text(path, here or b"", field_edits, text)
        case EditTable(path, row_edits):
            return edit_table(path, here or b"", row_edits)
        case DeleteDocument():
            return None
        case RestoreDocument(_, data):
            return data


def _edited_text(path: str, here: bytes, edits: Sequence[FieldEdit], text: DocumentText) -> bytes:
    """Edit the text of a document; what is wrong with it is told with the name of the file."""
    try:
        return text.edit(here, edits)
    except Invalid as invalid:
        placed = kind_of(path)
        name = placed[1] if placed else ""
        raise Invalid(
            [replace(problem, path=path, document=name) for problem in invalid.problems]
        ) from invalid


def schema_reference(path: str) -> str:
    """Give the JSON Schema that the editor modeline of a document names, relative to the document."""
    placed = kind_of(path)
    return "../" * (path.count("/") + 1) + f"schemas/json/{placed[0].name}.json" if placed else ""


def _net_moves(
    edits: Sequence[DocumentEdit], files: Mapping[str, bytes | None]
) -> Mapping[str, str]:
    """Give where each moved file that exists now stood before the change: new path -> old path."""
    came: dict[str, str] = {}
    for edit in edits:
        if isinstance(edit, MoveDocument):
            came[edit.to] = came.pop(edit.path, edit.path)
    return {new: old for new, old in came.items() if new != old and files.get(new) is not None}


def _renamed(moved: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    """Of the moved documents, give those that got another id: (kind, old id, new id)."""
    found = ((kind_of(old), kind_of(new)) for new, old in moved.items())
    return tuple(
        (str(was[0].name), was[1], now[1])
        for was, now in found
        if was and now and was[0] is now[0] and was[1] != now[1]
    )


def _findings(
    before: Book, after: Book, files: Mapping[str, bytes | None], moved: Mapping[str, str]
) -> tuple[Problem, ...]:
    """Problems the change brings: all of the documents it touches, and of the checks those that were not there."""
    own = [
        problem
        for path, data in files.items()
        if data is not None
        for problem in _own_problems(after.documents, path, data)
    ]
    scope = replace(scope_of(before, after, files), renamed=_renamed(moved))
    old = run_checks(before, Scope(scope.paths))
    known = {_identity(problem) for problem in old}
    left = {_meant(problem) for problem in old if file_blob(after.documents, problem.path) is None}
    new = [
        problem
        for problem in run_checks(after, scope)
        if _identity(problem) not in known
        and not (_meant(problem) in left and file_blob(before.documents, problem.path) is None)
    ]
    return tuple(sorted(own + new, key=lambda problem: problem.sort_key))


def _own_problems(documents: Documents, path: str, data: bytes) -> Sequence[Problem]:
    if rate_table_at(path) is not None:
        return table_problems(path, data)
    if documents.form != FORMAT or kind_of(path) is None:
        return ()  # files that an undo puts back into an older format were read before
    return documents.load(path).problems


def _identity(problem: Problem) -> tuple[str, str, str, str]:
    return problem.path, *_meant(problem)[1:]


def _meant(problem: Problem) -> tuple[str, str, str, str]:
    """Tell a problem wherever its document stands: one that moves to another file takes its problems along."""
    return problem.document, problem.field, problem.rule, problem.message


def _changes(
    before: Documents, after: Documents, path: str, moved: Mapping[str, str]
) -> Iterator[Change]:
    """Say what one changed file means; a document that moved is compared with what it was where it stood."""
    if rate_table_at(path) is not None:
        yield from _table_changes(before, after, path, moved)
        return
    placed = kind_of(path)
    if placed is None:
        return
    kind, document = placed
    old, new = before.path_of(kind.name, document), after.path_of(kind.name, document)
    if path in moved and path == new:
        was = kind_of(moved[path])
        old = moved[path]
        if was and was[1] != document:
            yield Change(path, kind.name, document, "id", Action.CHANGED, was[1], document)
    elif path in moved.values() or path not in (old, new) or (new is not None and path != new):
        return  # told at the place where the document stands now, or no document of this id stands here
    yield from diff_document(path, kind.name, document, _meaning(before, old), _meaning(after, new))


def _table_changes(
    before: Documents, after: Documents, path: str, moved: Mapping[str, str]
) -> Sequence[Change]:
    """Tell the rows of a table that differ from those where it stood before."""
    if path in moved.values():
        return ()
    old = _present(before, moved.get(path, path))
    return diff_table(path, old, _present(after, after.file_of(path)))


def _meaning(documents: Documents, path: str | None) -> Mapping[str, Plain] | None:
    if path is None:
        return None
    model = documents.load(path).model
    return to_plain(model) if model is not None else {}
