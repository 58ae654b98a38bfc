"""Records that the contract of the store is asked with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from engine.ports.effects import Effect
from engine.ports.ids import OperationId
from engine.ports.operations import Operation, OperationState
from engine.ports.store import Store

NOON = datetime(2026, 3, 2, 12, 0, 0, 123_000, tzinfo=UTC)
SECRET = {"sealed": "-----BEGIN AGE ENCRYPTED FILE-----"}
S = OperationState


def an_operation(number: int = 1, *, actor: str = "olga", delivery: str = "") -> Operation:
    return Operation(
        id=OperationId(f"op-{number:026d}"),
        delivery=delivery or f"slack:trigger:{number}",
        received_at=NOON + timedelta(seconds=number),
        updated_at=NOON + timedelta(seconds=number),
        actor=actor,
        command="customer edit",
        args={
            "customer": "ben-llc",
            "name": "Zoë 😀 \x00",
            "limits": {"channels": 20},
            "tags": ["a"],
        },
        drawn={"until": None},
        origin={"front": "slack", "channel": "C1"},
        state=S.RECEIVED,
    )


def an_effect(name: str, *, recipient: str = "C1", operation: int | None = 1) -> Effect:
    return Effect(
        id=name,
        operation=None if operation is None else OperationId(f"op-{operation:026d}"),
        kind="slack.post",
        recipient=recipient,
        payload={"text": name, "blocks": []},
        created_at=NOON,
    )


def with_effects(store: Store, *effects: Effect) -> None:
    operation, _ = store.operations.receive(an_operation())
    store.operations.move(
        operation.id, expect=[operation.state], to=S.DONE, at=NOON, effects=effects
    )


def ids(effects: object) -> list[str]:
    return [effect.id for effect in effects]


def settle(store: Store, name: str, **how: Any) -> None:
    """Settle the newest claim of an effect."""
    claimed = store.effects.get(name)
    assert claimed is not None
    store.effects.settle(claimed, **how)
