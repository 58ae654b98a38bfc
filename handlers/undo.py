"""Undo a change: put back the values from before by a new commit.

Allowed as long as the fields hold what the change left in them; otherwise the conflict is shown and nothing
happens. It needs the role that making the change needs. Without an operation, your latest changes are listed to
choose from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from engine.book import file_blob
from engine.edits import DocumentEdit, RestoreDocument
from engine.errors import Refused
from engine.ports.ids import OperationId
from engine.ports.operations import Operation, OperationState
from engine.ports.repository import BlobId
from engine.undo import conflicts, inverse_edits, revives_secrets
from handlers.kit.catalogue import Effect
from handlers.kit.command import CHANGERS, Actor, Command, Intent
from handlers.kit.reply import Actions, Ask, Button, Reply, Table, Text, Tone
from handlers.kit.services import Services
from handlers.kit.wording import when
from schemas.kinds import kind_of
from schemas.operators import Role

OFFERED = 5


class Args(BaseModel):
    """Which change."""

    model_config = ConfigDict(extra="forbid")

    operation: str = Field(
        "",
        description="The operation to undo, as its message names it.",
        examples=["op-01kax3v9m2c8r4t6w0y5z7b1nd"],
    )


def run(args: Args, services: Services, actor: Actor) -> Intent | Reply:
    """Work out the inverse on the present book, or offer the latest changes."""
    if not args.operation:
        return _offer(services, actor)
    operation = services.store.operations.get(OperationId(args.operation))
    if operation is None:
        raise Refused(f'there is no operation "{args.operation}"', "list your latest with: undo")
    if operation.state is not OperationState.DONE or operation.commit is None:
        raise Refused(
            f"{operation.id} changed nothing, so there is nothing to undo",
            "list your latest with: undo",
        )
    if operation.after is None:
        raise Refused(
            f"{operation.id} is done, and what it changed is not remembered any more: only its commit {operation.commit[:12]}"
            " tells. It is older than retention.operation_payload_days, or the store was restored from before it",
            "look at that commit and set the fields by hand, or revert it in git and push that",
        )
    if services.repository.rewritten_since(operation.commit):
        raise Refused(
            f"{operation.id} cannot be undone: its commit {operation.commit[:12]} went when the history of the config was rewritten",
            "look at the fields as they are now, and edit them by hand",
        )
    _refuse_stranger(operation, services, actor)
    if revives_secrets(operation.plan or {}):
        raise Refused(
            f"{operation.id} gave a secret another value, and an old one is not brought back to life",
            "give a new one instead, for example with: auth user rotate",
        )
    edits = tuple(edit for path in operation.after for edit in _inverse(operation, path, services))
    return Intent(f"Undo: {_subject(operation)}", edits, then=_card(operation, services))


def _card(operation: Operation, services: Services) -> tuple[Button, ...]:
    """Offer the card of the customer it was about, if it was about one alone that is there."""
    placed = filter(None, map(kind_of, operation.after or ()))
    owners = {document for kind, document in placed if kind.fans_out}
    known = [one for one in owners if services.book.has("customer", one)]
    return (
        (Button("Show card", "customer show", {"customer": known[0]}),) if len(known) == 1 else ()
    )


def _refuse_stranger(operation: Operation, services: Services, actor: Actor) -> None:
    """Make sure that whoever takes a change back may make it: an undo is a change of the same things."""
    role = _role_of(operation, services)
    if not actor.may(role):
        raise Refused(
            f"undoing {operation.command} needs the role {role}, which {actor.name} does not have",
            f"ask somebody who has it, or {operation.actor}, who did it",
        )


def _role_of(operation: Operation, services: Services) -> str:
    """Give the role of the command that made a change; behind an undo stands the change it took back."""
    if operation.command == "undo":
        undone = services.store.operations.get(OperationId(str(operation.args.get("operation"))))
        return _role_of(undone, services) if undone else Role.ADMIN
    entry = services.catalogue.get(operation.command)
    return entry.role if entry else Role.ADMIN


def _inverse(operation: Operation, path: str, services: Services) -> Sequence[DocumentEdit]:
    """Restore the whole file while it is as the change left it; else only the fields, if they are."""
    book = services.book
    before = (operation.before or {}).get(path)
    after = (operation.after or {}).get(path)
    if file_blob(book.documents, path) == after:
        data = services.repository.read([BlobId(before)])[BlobId(before)] if before else None
        return (RestoreDocument(path, data),)
    changes = _changes_of(operation, path)
    clashes = conflicts(book, path, changes)
    if clashes:
        raise Refused(
            f"{operation.id} cannot be undone: {'; '.join(clashes)}",
            "edit the fields by hand, or undo the later change first",
        )
    return inverse_edits(book, path, changes)


def _changes_of(operation: Operation, path: str) -> Sequence[Mapping[str, Any]]:
    changes: Sequence[Mapping[str, Any]] = (operation.plan or {}).get("changes", ())  # type: ignore[assignment]
    return [change for change in changes if change["path"] == path]


def _subject(operation: Operation) -> str:
    subject = str((operation.plan or {}).get("subject") or operation.command)
    return subject[:1].lower() + subject[1:]


def _offer(services: Services, actor: Actor) -> Reply:
    mine = [
        operation
        for operation in services.store.operations.recent(actor=actor.id, limit=50)
        if operation.state is OperationState.DONE
        and operation.commit is not None
        and operation.after is not None
        and not revives_secrets(operation.plan or {})
    ][:OFFERED]
    if not mine:
        return Reply(
            "You have changed nothing yet.", (Text("Changes you make here can be undone."),)
        )
    rows = tuple(
        (when(operation.updated_at), _subject(operation), operation.id) for operation in mine
    )
    return Reply(
        "Which change should be undone?",
        (
            Table(("When", "What", "Operation"), rows),
            Actions(tuple(_button(operation) for operation in mine)),
        ),
    )


def _button(operation: Operation) -> Button:
    subject = _subject(operation)
    ask = Ask(
        "Undo this change?",
        f"{subject}: the values from before are put back by a new commit.",
        "Undo it",
    )
    return Button(f"Undo: {subject}"[:70], "undo", {"operation": operation.id}, Tone.BAD, ask)


COMMAND = Command(
    role=CHANGERS,
    effect=Effect.CONFIG,
    examples=("undo", "undo op-01kax3v9m2c8r4t6w0y5z7b1nd"),
    positional=("operation",),
)
