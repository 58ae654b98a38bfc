"""Approve a new customer: its status becomes active, and its calls pass.

Looks for a contract, an auth record, a route, a limit and a contact first. What is missing is told; --anyway approves
all the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from engine.approval import Requirement, checklist
from engine.errors import Refused
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.customer_edits import with_status
from handlers.kit.reply import Actions, Button, Outcome, Reply, Table, Text, Tone
from handlers.kit.services import Services
from schemas.customer import CustomerStatus
from schemas.operators import Role
from schemas.policy import Need
from schemas.quantities import Switch
from schemas.values import CustomerRef


class Args(BaseModel):
    """Whom."""

    model_config = ConfigDict(extra="forbid")

    customer: CustomerRef = Field(description="Whom to approve.", examples=["wren-answering"])
    anyway: Switch = Field(
        False, description="Approve although something is missing.", examples=[True]
    )


def run(args: Args, services: Services, actor: Actor) -> Intent | Reply:
    """Go through the checklist, then set the status to active."""
    status = services.book.customer(args.customer).status
    if status is CustomerStatus.ACTIVE:
        return Reply(f"{args.customer} is approved already: the config says active.")
    if status is not CustomerStatus.PENDING_APPROVAL:
        raise Refused(
            f"{args.customer} does not wait for approval: the config says {status}",
            f"let its calls pass again with: customer resume {args.customer}",
        )
    found = checklist(services.book, args.customer)
    if any(not one.found for one in found) and not args.anyway:
        return _incomplete(args.customer, found)
    return Intent(
        f"Approve customer {args.customer}",
        (with_status(args.customer, CustomerStatus.ACTIVE, services),),
        then=(_card(args.customer),),
        notes=tuple(_line(one) for one in found),
        least=Need.CONFIRM,
    )


def _incomplete(customer: str, found: Sequence[Requirement]) -> Reply:
    missing = [one for one in found if not one.found]
    named = {"customer": customer}
    return Reply(
        f"{customer} is not complete, so it is not approved: no {', no '.join(one.name for one in missing)}.",
        (
            Table(
                ("Asked", "There is", "To add it"),
                tuple((one.name, one.found or "nothing", _remedy(one)) for one in found),
            ),
            Text(f"To approve it all the same: customer approve {customer} --anyway", Tone.WARNING),
            Actions(
                (
                    _card(customer),
                    Button(
                        "Approve anyway", "customer approve", named | {"anyway": True}, Tone.BAD
                    ),
                )
            ),
        ),
        outcome=Outcome.REFUSED,
        values={"missing": [one.name for one in missing]},
    )


def _line(one: Requirement) -> str:
    return f"{one.name}: {one.found}" if one.found else f"{one.name}: MISSING. {one.remedy}"


def _remedy(one: Requirement) -> str:
    return "" if one.found else one.remedy


def _card(customer: str) -> Button:
    return Button("Show card", "customer show", {"customer": customer})


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=("customer approve wren-answering", "customer approve wren-answering --anyway"),
)
