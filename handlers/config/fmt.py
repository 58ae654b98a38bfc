"""Bring files into their canonical form: key order, indentation, quotes around identifiers, rows in order.

No comment is lost and nothing changes its meaning. ``--check`` changes nothing: it lists the files that are not in
canonical form, of a folder or of the head of the branch, and leaves with exit code 1 if there are any.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from engine.book import Documents
from engine.canonical import not_canonical
from engine.edits import RestoreDocument
from engine.errors import Invalid, Problem, Refused
from handlers.kit.catalogue import Effect, Surface
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.reply import Block, Outcome, Problems, Reply, Table
from handlers.kit.services import Services
from handlers.kit.wording import few, plural
from schemas.operators import Role
from schemas.quantities import Switch
from schemas.settings import FORMAT

NAMED = 10


class Args(BaseModel):
    """What to format, or only to look at."""

    model_config = ConfigDict(extra="forbid")

    path: str = Field(
        "",
        description="With --check: a folder, or a file in one; the head of the branch if not given.",
        examples=["config"],
    )
    check: Switch = Field(False, description="Change nothing; list the files that would change.")


def run(args: Args, services: Services, actor: Actor) -> Intent | Reply:
    """Format every file that differs from its canonical form."""
    if args.check:
        return _look(services.open_folder(args.path) if args.path else _head(services), services)
    if args.path:
        raise Refused(
            "files are formatted at the head of the branch, by a commit",
            f"leave out the path, or look with: config fmt --check {args.path}",
        )
    found = list(not_canonical(_head(services), services.text))
    broken = [problem for _, form in found if isinstance(form, tuple) for problem in form]
    if broken:
        raise Invalid(broken)
    edits = tuple(RestoreDocument(path, form) for path, form in found if isinstance(form, bytes))
    named = few([edit.path for edit in edits], NAMED)
    return Intent(
        f"Format {plural(len(edits), 'file')}",
        edits,
        notes=(f"Layout only, every value stays what it is: {named}",) if edits else (),
    )


def _head(services: Services) -> Documents:
    documents = services.book.documents
    if documents.form != FORMAT:
        raise Refused(
            f"the config repository has format {documents.form}", "raise it with: config upgrade"
        )
    return documents


def _look(documents: Documents, services: Services) -> Reply:
    if documents.form != FORMAT:
        raise Refused(
            f"these files have format {documents.form}", "raise them with: config upgrade"
        )
    found = list(not_canonical(documents, services.text))
    rows = tuple((path,) for path, form in found if isinstance(form, bytes))
    broken: tuple[Problem, ...] = tuple(
        problem for _, form in found if isinstance(form, tuple) for problem in form
    )
    blocks: list[Block] = [Table(("Not in canonical form",), rows)] if rows else []
    blocks += [Problems(broken)] if broken else []
    return Reply(
        f"{plural(len(rows), 'file')} not in canonical form."
        if found
        else "Every file is in canonical form.",
        tuple(blocks),
        outcome=Outcome.INVALID if found else Outcome.DONE,
        values={"files": [path for path, _ in found]},
    )


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=("config fmt", "config fmt --check config"),
    surfaces=frozenset({Surface.CLI}),
    positional=("path",),
    look="check",
)
