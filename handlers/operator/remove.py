"""Remove an operator: they may do nothing any more. What they did keeps their name."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.documents import refuse_if_used
from handlers.kit.item_args import OfCarrier
from handlers.kit.items import removed
from handlers.kit.services import Services
from handlers.kit.shared_lists import OPERATORS
from schemas.operators import Role
from schemas.values import OperatorRef


class Args(OfCarrier):
    """Who."""

    operator: OperatorRef = Field(description="Which operator.", examples=["tama"])


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take them out of the operators."""
    refuse_if_used(services.book, "operator", args.operator, f"operator {args.operator}")
    notes = (_YOURSELF,) if args.operator == actor.id else ()
    return removed(OPERATORS, args, services, notes=notes)


_YOURSELF = (
    "This is you: once it is done you may do nothing here, and only another admin can take it back."
)

COMMAND = Command(role=Role.ADMIN, effect=Effect.CONFIG, examples=("operator remove tama",))
