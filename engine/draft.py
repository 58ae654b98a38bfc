"""From what somebody wants done to the bytes of the next commit and the plan that tells what they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.book import Book, Documents
from engine.checks import Scope, run_checks, scope_of
from engine.documents import to_plain
from engine.edits import (
    CreateDocument,
    DeleteDocument,
    DocumentEdit,
    EditDocument,
    Plain,
    RestoreDocument,
)
from engine.errors import Invalid, Problem, Refused, Severity
from engine.plan import Change, Plan, diff_document, order_changes
from engine.policy import judge
from engine.ports import DocumentText
from schemas.kinds import kind_of


@dataclass(frozen=True, slots=True)
class Draft:
    """A change worked out on one commit. ``files`` maps each path that differs to its new bytes (None: gone)."""

    before: Book
    after: Book
    files: Mapping[str, bytes | None]
    plan: Plan


def make_draft(before: Book, edits: Sequence[DocumentEdit], text: DocumentText) -> Draft:
    """Apply ``edits`` to ``before``, check the outcome and say what it means.

    Raises:
        Invalid: a changed document would not hold, or the change breaks a rule that held before.
        Refused: an edit leads nowhere.
        ValueError: an edit is about no place of a document, so that no plan could tell what it does.
    """
    strays = [edit.path for edit in edits if kind_of(edit.path) is None]
    if strays:
        raise ValueError(f"no document has its place at {strays[0]}")
    files = apply_edits(before.documents, edits, text)
    after = Book(before.documents.overlay(files))
    findings = _findings(before, after, files)
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors:
        raise Invalid(errors)
    changes = order_changes(
        change for path in files for change in _changes(before.documents, after.documents, path)
    )
    return Draft(before, after, files, Plan(changes, findings, judge(before.policy, changes)))


def apply_edits(
    documents: Documents, edits: Sequence[DocumentEdit], text: DocumentText
) -> Mapping[str, bytes | None]:
    """Work out the new bytes of every edited file; files that stay as they are do not appear."""
    present = {path: _present(documents, path) for path in dict.fromkeys(edit.path for edit in edits)}
    files = dict(present)
    for edit in edits:
        files[edit.path] = _edited(edit, files[edit.path], text)
    return {path: data for path, data in files.items() if data != present[path]}


def _present(documents: Documents, path: str) -> bytes | None:
    return documents.data(path) if documents.blob(path) is not None else None


def _edited(edit: DocumentEdit, here: bytes | None, text: DocumentText) -> bytes | None:
    match edit:
        case CreateDocument(path, content):
            if here is not None:
                raise Refused(f"{path} is there already", "edit it instead")
            return text.write(content, schema=schema_reference(path))
        case EditDocument(path, field_edits):
            if here is None:
                raise Refused(
                    f"{path} is not there any more", "somebody removed it in the meantime"
                )
            return text.edit(here, field_edits)
        case DeleteDocument(path):
            if here is None:
                raise Refused(
                    f"{path} is not there any more", "somebody removed it in the meantime"
                )
            return None
        case RestoreDocument(_, data):
            return data


def schema_reference(path: str) -> str:
    """Give the JSON Schema that the editor modeline of a document names, relative to the document."""
    placed = kind_of(path)
    return "../" * (path.count("/") + 1) + f"schemas/json/{placed[0].name}.json" if placed else ""


def _findings(before: Book, after: Book, files: Mapping[str, bytes | None]) -> tuple[Problem, ...]:
    """Problems the change brings: all of the documents it touches, and of the checks those that were not there."""
    own = [
        problem
        for path in files
        if after.documents.blob(path) is not None and kind_of(path)
        for problem in after.documents.load(path).problems
    ]
    scope = scope_of(before, after, files)
    known = {_identity(problem) for problem in run_checks(before, Scope(scope.paths))}
    new = [problem for problem in run_checks(after, scope) if _identity(problem) not in known]
    return tuple(sorted(own + new, key=lambda problem: problem.sort_key))


def _identity(problem: Problem) -> tuple[str, str, str, str]:
    return problem.path, problem.field, problem.rule, problem.message


def _changes(before: Documents, after: Documents, path: str) -> tuple[Change, ...]:
    placed = kind_of(path)
    if placed is None:
        return ()
    kind, document = placed
    return diff_document(path, kind.name, document, _meaning(before, path), _meaning(after, path))


def _meaning(documents: Documents, path: str) -> Mapping[str, Plain] | None:
    if documents.blob(path) is None:
        return None
    model = documents.load(path).model
    return to_plain(model) if model is not None else {}
