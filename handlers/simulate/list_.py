"""List the simulations that were asked for in Slack or the console, the newest first.

Each is a simulated call with a SIM- id, kept with its answer as long as requests are. What the command line simulates
leaves no trace.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from engine.ports.operations import Operation
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.paging import page_of
from handlers.kit.reply import Actions, Button, Reply, Table
from handlers.kit.services import Services
from handlers.kit.wording import plural, when
from schemas.operators import Role
from schemas.quantities import Count, Switch
from schemas.values import CustomerRef

LOOKED_AT = 300


class Args(BaseModel):
    """Whose, and which page."""

    model_config = ConfigDict(extra="forbid")

    customer: CustomerRef | None = Field(
        None, description="Only calls of this customer.", examples=["ben-llc"]
    )
    mine: Switch = Field(False, description="Only those asked for by me.", examples=["yes"])
    page: Count = Field(1, description="Which page of the list.", examples=[2])


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """List them."""
    whose = actor.id if args.mine else None
    asked = services.store.operations.recent(actor=whose, limit=LOOKED_AT, command="simulate")
    found = [one for one in kept(asked) if args.customer in (None, one[1]["customer"])]
    if not found:
        return Reply(
            "No simulation is kept yet.",
            (Actions((Button("Simulate", "simulate", {}, form=True),)),),
        )
    page = page_of(found, args.page)
    table = Table(
        ("When", "Id", "By", "Call", "Outcome"), tuple(_row(*one) for one in page.rows), page.note
    )
    shown = [Button(name, "simulate show", {"simulation": name}) for name in _names(page.rows)]
    turns = page.turns("simulate list", args.model_dump(mode="json", exclude_unset=True))
    refused = sum(values["outcome"] == "refused" for _, values in found)
    return Reply(
        f"The newest {plural(len(found), 'simulation')}, {refused} refused.",
        (table, Actions((*shown, *turns))),
        values={"simulations": [_values(*one) for one in page.rows]},
    )


def kept(operations: Any) -> Iterator[tuple[Operation, Mapping[str, Any]]]:
    """Give simulations with their answers, of operations that were answered."""
    for operation in operations:
        values: Any = (operation.reply or {}).get("values") or {}
        if "id" in values:
            yield operation, values


def _names(rows: Any) -> list[str]:
    return list(dict.fromkeys(str(values["id"]) for _, values in rows))


def _row(operation: Operation, values: Mapping[str, Any]) -> tuple[str, ...]:
    refused = f"{values['code']} {values['reason']}" if values["code"] else ""
    tried = [one["provider"] for one in values["providers"] if "excluded" not in one]
    goes = f"to {tried[0]}" if tried else "to " + ", ".join(values.get("destinations", ()))
    whose = f"{values['customer']}: " if values["customer"] else ""
    return (
        when(operation.received_at),
        str(values["id"]),
        operation.actor,
        f"{whose}{operation.args.get('number', '')}",
        refused or goes,
    )


def _values(operation: Operation, values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": values["id"],
        "at": operation.received_at.isoformat().replace("+00:00", "Z"),
        "by": operation.actor,
        "number": operation.args.get("number"),
        "customer": values["customer"],
        "outcome": values["outcome"],
        "code": values["code"],
        "commit": values["commit"],
    }


COMMAND = Command(
    role=Role.VIEWER,
    effect=Effect.READ,
    examples=("simulate list", "simulate list --customer ben-llc", "simulate list --mine yes"),
)
