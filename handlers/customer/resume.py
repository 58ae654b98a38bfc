"""Resume a suspended customer: its calls pass again.

Lifts a suspension that was laid at once, and sets the status in the config to active. With --now the suspension is lifted
at this instant, also while the config repository is out of reach.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from engine.errors import Refused
from engine.ports.operations import Operation
from engine.ports.overlays import OverlayKind
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, AtOnce, Command, Intent
from handlers.kit.customer_edits import with_status
from handlers.kit.reply import Actions, Ask, Button, Reply, Text
from handlers.kit.services import Services
from handlers.kit.standings import standing_of, why
from schemas.customer import CustomerStatus
from schemas.operators import Role
from schemas.policy import Need
from schemas.quantities import Switch
from schemas.values import CustomerRef


class Args(BaseModel):
    """Whom."""

    model_config = ConfigDict(extra="forbid")

    customer: CustomerRef = Field(description="Whom to resume.", examples=["ben-llc"])
    now: Switch = Field(
        False,
        description="Lift a suspension at this instant, without being asked again.",
        examples=[True],
    )


def run(args: Args, services: Services, actor: Actor) -> Intent | Reply:
    """Set the status to active; where it is so already there is only a suspension to lift, or nothing."""
    status = services.book.customer(args.customer).status
    if status is CustomerStatus.PENDING_APPROVAL:
        raise Refused(
            f"{args.customer} waits for approval and was never active",
            f"approve it with: customer approve {args.customer}",
        )
    laid = why(standing_of(args.customer, services), services, actor)
    if status is CustomerStatus.ACTIVE:
        return _only_laid(args, laid)
    return Intent(
        f"Resume customer {args.customer}",
        (with_status(args.customer, CustomerStatus.ACTIVE, services),),
        then=_card(args.customer),
        notes=(f"{laid} That is lifted too.",) if laid else (),
        least=Need.CONFIRM,
    )


def _only_laid(args: Args, laid: str) -> Reply:
    """Tell what is to be lifted where nothing is to be committed."""
    if not laid:
        return Reply(
            f"The config says that {args.customer} is active.", (Actions(_card(args.customer)),)
        )
    ask = Ask(f"Resume {args.customer}?", "Its calls pass again at once.", "Resume it", "Not yet")
    lift = Button(
        "Lift it now", "customer resume", {"customer": args.customer, "now": True}, ask=ask
    )
    return Reply(
        f"{args.customer} is suspended, and nothing has to be committed to resume it.",
        (
            Text(laid),
            Text(f"Lift it with: customer resume {args.customer} --now"),
            Actions((lift, *_card(args.customer))),
        ),
    )


def at_once(args: Args, services: Services, actor: Actor, operation: Operation) -> AtOnce | None:
    """Lift the suspensions that lay there when this was asked for; one that was laid since stays."""
    # Since when it waits: done again after a crash it is the same lifting, and can still be told.
    lifted = services.overlays.lift(
        args.customer,
        OverlayKind.SUSPENSION,
        laid_by=operation.received_at,
        by=actor.id,
        at=operation.updated_at,
    )
    if lifted:
        said = f"The suspension of {args.customer} is lifted."
        return AtOnce(said, news=said, then=_card(args.customer))
    return AtOnce(f"No suspension lies over {args.customer}.") if args.now else None


def _card(customer: str) -> tuple[Button, ...]:
    return (Button("Show card", "customer show", {"customer": customer}),)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=("customer resume ben-llc", "customer resume ben-llc --now"),
    urgent="now",
)
