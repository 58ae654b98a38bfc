"""How an operation ends: its answer is remembered with it, or it is left open while the store is away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import structlog

from bot.boundary import answer_to
from bot.changes.answers import left_reply, standing_reply
from engine.errors import Unavailable
from engine.ports.clock import Clock
from engine.ports.effects import Effect
from engine.ports.ids import OperationId
from engine.ports.operations import Operation, Operations, OperationState
from handlers.kit.reply import Outcome, Reply, decode, encode

log = structlog.get_logger()


def told(operation: Operation) -> Reply:
    """Give the answer an operation got, or say that it is still at work."""
    if operation.state is OperationState.PROPOSED:
        return standing_reply(operation)
    if operation.reply is not None and operation.state is not OperationState.QUEUED:
        return decode(operation.reply)
    return Reply(
        f"{operation.command}: still at work.", outcome=Outcome.WAITS, operation=operation.id
    )


class Endings:
    """Ends operations that were received, and knows those this process had to leave; safe for several threads."""

    def __init__(self, *, clock: Clock, open_operations: Callable[[], Operations]) -> None:
        """Remember answers in the store."""
        self._clock = clock
        self._open_operations = open_operations
        self._left: dict[OperationId, Operation] = {}

    def end(self, operation: Operation, reply: Reply, *, effects: Sequence[Effect] = ()) -> Reply:
        """Remember the answer of an operation that ends here; while the store is away, leave it to be worked on again."""
        try:
            return self._closed(operation, reply, effects)
        except Unavailable as away:
            log.warning("command.left", operation=operation.id, why=str(away))
            if operation.origin.get("front_end") != "slack":  # nobody would work on it again
                return answer_to(away)
            self._left[operation.id] = operation
            return replace(left_reply(away.what), operation=operation.id)

    def left(self) -> Sequence[Operation]:
        """Give, once each and as they stand now, the operations that were left open because the store was away.

        Raises:
            Unavailable: it still is.
        """
        found = [
            self._open_operations().get(name) or known for name, known in tuple(self._left.items())
        ]
        for operation in found:
            del self._left[operation.id]
        return found

    def _closed(self, operation: Operation, reply: Reply, effects: Sequence[Effect]) -> Reply:
        """Remember the answer of an operation that ends here; one that already ended keeps its own."""
        final = replace(reply, operation=reply.operation or operation.id)
        moved = self._open_operations().move(
            operation.id,
            expect=(OperationState.RECEIVED,),
            to=_state_of(reply),
            at=self._clock.now(),
            effects=effects,
            reply=encode(final),
        )
        if moved is None and reply.outcome is Outcome.UNAVAILABLE:
            # It had gone on before something went away: it waits, or it is done.
            return told(self._open_operations().get(operation.id) or operation)
        return final


def _state_of(reply: Reply) -> OperationState:
    match reply.outcome:
        # Who confirmed a change that waits has confirmed it: what is refused would not land later.
        case Outcome.DONE | Outcome.WAITS:
            return OperationState.DONE
        case Outcome.BUG:
            return OperationState.FAILED
        case _:
            return OperationState.REFUSED
