"""Tell how the config repository stands: its head, what is invalid in it, what waits."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from engine.checks import run_checks
from engine.errors import Severity
from engine.ports.effects import EffectState
from engine.ports.operations import Operation, OperationState
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.reply import (
    Actions,
    Block,
    Button,
    Fields,
    Problems,
    Reply,
    Table,
    Text,
    Tone,
)
from handlers.kit.rewritten import refusal_of, rewritten, standstill
from handlers.kit.services import Services
from handlers.kit.wording import plural, when
from schemas.operators import Role

WAITING = (OperationState.PLANNED, OperationState.QUEUED)


class Args(BaseModel):
    """Nothing to say."""

    model_config = ConfigDict(extra="forbid")


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Look at the book, the queue and the outbox."""
    book = services.book
    head = services.repository.describe(book.commit)
    problems = (*book.problems(), *run_checks(book))
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    waiting = services.store.operations.unfinished(WAITING)
    queued = sum(operation.state is OperationState.QUEUED for operation in waiting)
    effects = services.store.effects.count()
    unsent = effects.get(EffectState.PENDING, 0) + effects.get(EffectState.SENDING, 0)
    pairs = (
        ("Head", f"{head.id[:12]} {head.subject}"),
        ("By", f"{head.author.name}, {when(head.committed_at)}"),
        ("Documents", str(len(book.documents.blobs()))),
        ("Customers", str(len(book.customers))),
        ("Problems", _counted(errors, len(problems) - errors)),
        ("Plans nobody has confirmed yet", str(len(waiting) - queued)),
        ("Changes waiting to be committed", str(queued)),
        ("Messages waiting to be sent", str(unsent)),
    )
    found = rewritten(services.repository, services.store.heads)
    proposed = services.store.operations.unfinished((OperationState.PROPOSED,))
    blocks: list[Block] = [Fields(pairs), *_to_be_merged(proposed)]
    if not book.paths("settings"):
        gone = "settings.yaml is missing: channels, zone and retention are unknown. Push it again."
        blocks.insert(0, Text(gone, Tone.BAD))
        errors += 1
    if found is not None:
        blocks.insert(0, standstill(refusal_of(book, services.repository, found)))
    if problems:
        blocks.append(Problems(problems[:20]))
    blocks.append(Actions((Button("Sync", "repo sync", {}),)))
    state = f"{plural(errors, 'error')} in the config" if errors else "the config holds"
    return Reply(
        f"At {head.id[:12]}: {state}.",
        tuple(blocks),
        values={
            "commit": head.id,
            "errors": errors,
            "queued": queued,
            "proposed": len(proposed),
            "unsent": unsent,
        },
    )


def _to_be_merged(proposed: Sequence[Operation]) -> tuple[Block, ...]:
    """List what somebody has to merge, the oldest first."""
    rows = tuple(
        (
            str((one.proposal or {}).get("branch")),
            str((one.plan or {}).get("subject")),
            one.actor,
            when(one.received_at),
        )
        for one in proposed
    )
    return (Table(("To be merged", "Change", "By", "Since"), rows),) if rows else ()


def _counted(errors: int, warnings: int) -> str:
    counts = ((errors, "error"), (warnings, "warning"))
    return ", ".join(plural(count, noun) for count, noun in counts if count) or "none"


COMMAND = Command(role=Role.VIEWER, effect=Effect.READ, examples=("repo status",))
