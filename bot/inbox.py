"""What comes in: a request is written down before it is acknowledged, and told from its own repetition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import structlog

from bot.people import Identity
from bot.sealing import Sealing
from engine.errors import Unavailable
from engine.ports.clock import Clock
from engine.ports.ids import Ids
from engine.ports.operations import Operation, OperationState
from engine.ports.store import Store
from handlers.kit.catalogue import Catalogue

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A command to run, as a front end understood it. ``args`` are raw: text as typed, or JSON values.

    ``delivery`` is the same for repeated deliveries of one request and for nothing else. ``origin`` is where the
    answer goes, for the front end itself.
    """

    command: str
    args: Mapping[str, object]
    identity: Identity
    delivery: str
    origin: Mapping[str, object] = field(default_factory=dict)
    at: str | None = None


class Inbox:
    """Takes requests and events; safe for several threads and processes."""

    def __init__(
        self,
        *,
        catalogue: Catalogue,
        sealing: Sealing,
        clock: Clock,
        ids: Ids,
        open_store: Callable[[], Store],
    ) -> None:
        """Write down what comes in; ``sealing`` comes before that."""
        self._catalogue = catalogue
        self._sealing = sealing
        self._clock = clock
        self._ids = ids
        self._open_store = open_store

    def receive(
        self, request: Request, *, state: OperationState = OperationState.RECEIVED
    ) -> tuple[Operation, bool]:
        """Record a request durably before it is acknowledged; False if this delivery is known already.

        Raises:
            Invalid, Refused: a secret among its arguments cannot be taken.
            Unavailable: the store is away; nothing was recorded.
        """
        now = self._clock.now()
        entry = self._catalogue.get(request.command)
        operation = Operation(
            id=self._ids.operation(),
            delivery=request.delivery,
            received_at=now,
            updated_at=now,
            actor=str(request.identity),
            command=request.command,
            args=self._sealing.sealed(entry, request.args, request.identity)
            if entry
            else dict(request.args),
            drawn={},
            origin={**request.origin, "identity": str(request.identity), "at": request.at},
            state=state,
        )
        return self._open_store().operations.receive(operation)

    def take_event(self, event: str) -> bool:
        """Remember that an event from outside was taken; False if it was before. A store out of reach takes all: nothing that an event
        starts changes anything, and drawing twice is better than not at all."""
        try:
            return self._open_store().events.take(event, at=self._clock.now())
        except Unavailable as unavailable:
            log.warning("event.not_remembered", event_id=event, why=unavailable.why)
            return True
