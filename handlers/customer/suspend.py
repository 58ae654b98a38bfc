"""Suspend a customer: no call passes until it is resumed.

Without --now the status in the config becomes inactive, by a plan that is confirmed. With --now no call passes from this
instant, also while the config repository is out of reach; the commit follows by itself. With --until the suspension
ends by itself, and nothing is committed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from engine.book import Book
from engine.errors import Invalid, Refused
from engine.ports.operations import Operation
from engine.ports.overlays import Overlay, OverlayKind
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, AtOnce, Command, FieldError, Intent
from handlers.kit.customer_edits import with_status
from handlers.kit.instants import read_until, told_in, until_word, zone_of
from handlers.kit.reply import Actions, Ask, Button, Reply
from handlers.kit.services import Services
from schemas.customer import CustomerStatus
from schemas.operators import Role
from schemas.policy import Need
from schemas.quantities import Switch
from schemas.values import CustomerRef, text_type


class Args(BaseModel):
    """Whom, why, and from when to when."""

    model_config = ConfigDict(extra="forbid")

    customer: CustomerRef = Field(description="Whom to suspend.", examples=["ben-llc"])
    reason: Annotated[str, text_type(300)] = Field(
        description="Why; everybody who looks at the customer reads it.",
        examples=["Fraud: calls to Somalia since 02:40"],
    )
    now: Switch = Field(
        False,
        description="Stop the calls at this instant, without being asked again.",
        examples=[True],
    )
    until: Annotated[str, BeforeValidator(until_word)] = Field(
        "",
        description=(
            "When the suspension ends by itself, in your own time zone: 2h, 18:00, fri 18:00 or 2026-11-20 18:00. "
            "Only together with now."
        ),
        examples=["fri 18:00"],
    )


def check(args: Args, book: Book) -> Iterator[FieldError]:
    """Tell what stands against an end."""
    if args.until and not args.now:
        yield FieldError(
            "until",
            "a suspension with an end begins at once and is in no commit, so it needs now too: "
            f'customer suspend {args.customer} --now --until "{args.until}" --reason "..."; or leave the end out',
        )


def run(args: Args, services: Services, actor: Actor) -> Intent | Reply:
    """Set the status to inactive, unless the suspension is over before it could be committed."""
    status = services.book.customer(args.customer).status
    _refuse_pending(args.customer, status)
    if args.now and not services.overlays.in_force(services.clock.now(), customer=args.customer):
        return Reply(f"The suspension of {args.customer} is over, so nothing is committed.")
    if status is CustomerStatus.INACTIVE:
        already = f"{_called(args.customer, services.book)} is inactive already: no call passes."
        return Reply(already, (Actions(_next(args.customer)),))
    return Intent(
        f"Suspend customer {args.customer}: {args.reason}",
        (with_status(args.customer, CustomerStatus.INACTIVE, services),),
        then=_next(args.customer),
        notes=() if args.now else ("Calls pass until you confirm. To stop them at once: --now",),
        least=Need.CONFIRM,
        ask=Ask(
            f"Suspend {args.customer}?",
            "No call of this customer passes any more, in or out, until it is resumed.",
            "Suspend it",
        ),
    )


def at_once(args: Args, services: Services, actor: Actor, operation: Operation) -> AtOnce | None:
    """Lay the suspension over the config."""
    if not args.now:
        return None
    called = _called(args.customer, services.book)
    zone = zone_of(actor, services.book)
    begins = operation.received_at
    ends = read_until(args.until, now=begins, zone=zone) if args.until else None
    laid = _suspension(args, actor, operation, ends)
    services.overlays.lay(laid)
    if not _lies(laid, services):
        return None  # taken up late, and it was lifted or is over meanwhile
    lasts = f"until {told_in(ends, zone)}" if ends else "until somebody resumes it"
    said = f"{called} is suspended since {told_in(begins, zone)}, {lasts}."
    return AtOnce(
        said,
        is_all=ends is not None,
        news=f"{said} Why: {args.reason}",
        then=_next(args.customer),
    )


def _called(customer: str, book: Book) -> str:
    """Give the name of somebody who may be suspended; a file that does not hold is no reason to let calls pass."""
    try:
        found = book.customer(customer)
    except Invalid:
        return customer
    _refuse_pending(customer, found.status)
    return found.name


def _suspension(args: Args, actor: Actor, operation: Operation, until: datetime | None) -> Overlay:
    """Make the overlay; its id is that of the operation, so that doing it again changes nothing."""
    return Overlay(
        id=f"{operation.id}:suspension",
        customer=args.customer,
        kind=OverlayKind.SUSPENSION,
        reason=args.reason,
        by=actor.id,
        since=operation.received_at,
        until=until,
        operation=operation.id,
    )


def _lies(laid: Overlay, services: Services) -> bool:
    now = services.clock.now()
    found = services.overlays.in_force(now, customer=laid.customer)
    return any(one.id == laid.id for one in found)


def _refuse_pending(customer: str, status: CustomerStatus) -> None:
    """Resuming would make it active, and nobody would have approved it."""
    if status is CustomerStatus.PENDING_APPROVAL:
        raise Refused(
            f"{customer} waits for approval, so none of its calls passes",
            "leave it so, or delete it with: customer delete",
        )


def _next(customer: str) -> tuple[Button, ...]:
    named = {"customer": customer}
    return (
        Button("Show card", "customer show", named),
        Button("Resume", "customer resume", named),
    )


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        'customer suspend ben-llc --now --reason "Fraud: calls to Somalia since 02:40"',
        'customer suspend ben-llc --now --until "fri 18:00" --reason "Flood of calls"',
        'customer suspend ben-llc --reason "Invoice 1042 is 60 days late"',
    ),
    urgent="now",
)
