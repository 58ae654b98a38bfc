"""Save a call as a golden call: what becomes of it now is what is expected from now on.

It is written into ``expectations/``, into the file of the customer if no other is named. A change that makes it
something else says so in its plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from engine.book import Book
from engine.calls.golden import decide_golden
from engine.calls.model import Answer
from engine.calls.prices import amount
from engine.documents import to_plain
from engine.edits import CreateDocument, DocumentEdit, EditDocument, InsertItem, Plain, SetKey
from engine.errors import Refused
from handlers.kit.calls import sentence
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.reply import Button
from handlers.kit.services import Services
from schemas.dates import Instant
from schemas.expectation import CallerID, Dialled, Expectations, GoldenCall
from schemas.kinds import kind_named
from schemas.network import IPAddress
from schemas.operators import Role
from schemas.quantities import Money
from schemas.values import CustomerRef, Line, Slug, slug_from
from schemas.voice import CallDirection, CallDirectionWord

CHARGED_S = (1, 61)


class Args(BaseModel):
    """The call, and where it is kept."""

    model_config = ConfigDict(extra="forbid")

    number: Dialled = Field(
        description="Number as it is dialled, with tech prefix.", examples=["442079460018"]
    )
    cli: CallerID | None = Field(
        None, description="Caller number; not given: withheld.", examples=["12125550123"]
    )
    ip: IPAddress | None = Field(
        None, description="Address the call comes from.", examples=["203.0.113.7"]
    )
    customer: CustomerRef | None = Field(
        None, description="Customer the call belongs to, if no address tells.", examples=["ben-llc"]
    )
    user: str = Field("", description="SIP user that logged in.", examples=["1001"])
    direction: CallDirectionWord = Field(
        CallDirection.TERMINATION,
        description="termination or origination.",
        examples=["termination"],
    )
    time: Instant | None = Field(
        None,
        description="Instant (UTC) the call arrives; not given: that of each check.",
        examples=["2026-06-03T10:00:00Z"],
    )
    balance: Money | None = Field(
        None, description="Balance it is taken to have.", examples=["20.00"]
    )
    why: Line | None = Field(
        None, description="What it guards.", examples=["Price agreed on 3 June."]
    )
    into: Slug | None = Field(
        None,
        description="File it is kept in; not given: that of the customer.",
        examples=["ben-llc"],
    )
    id: Slug | None = Field(
        None,
        description="Id of the golden call; made from the number if not given.",
        examples=["london"],
    )


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    if not (args.ip or args.customer or args.user) and args.direction is CallDirection.TERMINATION:
        yield FieldError(
            "customer", "name the customer, or the address or user the call comes from"
        )
    held = _known(book, args.into) if args.into else ()
    if args.id and any(one.id == args.id for one in held):
        yield FieldError("id", f"there is a golden call {args.id} already; give another id")


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Decide the call and write down what becomes of it."""
    book = services.book
    golden = GoldenCall.model_validate(_golden(args, {"outcome": "routed"}, "new"))
    answer = decide_golden(golden, services.calls(book), services.clock.now())
    file = args.into or answer.customer
    if not file:
        raise Refused("the call belongs to no customer", "say --into which file it is kept in")
    known = _known(book, file)
    if args.id in {one.id for one in known}:
        raise Refused(f"there is a golden call {args.id} already in {file}", "give another id")
    name = args.id or _free(slug_from(f"{args.number}-{answer.outcome.value}"), known)
    item = _golden(args, _expected(answer), name)
    return Intent(
        f"Expect that {_short(args, answer)}",
        (_edit(book, file, known, item),),
        then=(Button("Run golden calls", "expect", {"document": file}),),
        notes=(sentence(answer, book),),
    )


def _short(args: Args, answer: Answer) -> str:
    return f"a call to {args.number} is {answer.outcome.value}"


def _known(book: Book, file: str) -> tuple[GoldenCall, ...]:
    path = book.documents.path_of("expectations", file)
    model = book.documents.load(path).model if path else None
    return model.calls if isinstance(model, Expectations) else ()


def _free(wanted: str, known: tuple[GoldenCall, ...]) -> str:
    taken = {one.id for one in known}
    tries = (wanted if number == 1 else f"{wanted}-{number}" for number in range(1, len(taken) + 2))
    return next(one for one in tries if one not in taken)


def _golden(args: Args, expected: dict[str, Plain], name: str) -> dict[str, Plain]:
    call = {
        "customer": args.customer,
        "ip": args.ip,
        "user": args.user or None,
        "direction": None if args.direction is CallDirection.TERMINATION else args.direction.value,
        "dialled": args.number,
        "cli": args.cli,
        "at": args.time.astimezone(UTC).isoformat().replace("+00:00", "Z") if args.time else None,
    }
    item: dict[str, Plain] = {"id": name}
    if args.why:
        item["why"] = args.why
    item["call"] = {key: value for key, value in call.items() if value is not None}
    if args.balance is not None:
        item["given"] = {"balance": str(args.balance)}
    item["expect"] = expected
    return item


def _expected(answer: Answer) -> dict[str, Plain]:
    """Give what a golden call expects: what matters to people, not every detail."""
    said: dict[str, Plain] = {"outcome": answer.outcome.value}
    if answer.refusal is not None:
        return said | {"code": str(answer.refusal.code), "reason": answer.refusal.reason}
    if answer.route:
        said["route"] = answer.route
    if answer.sell is not None:
        said |= {
            "rate_card": answer.sell.card,
            "prefix": answer.sell.prefix,
            "rate": amount(answer.sell.price.rate),
        }
    tried = [one for one in answer.providers if not one.excluded]
    if tried and not answer.destinations:
        said["providers"] = list(dict.fromkeys(one.provider for one in tried))
    if answer.destinations:
        said["destination"] = answer.destinations[0]
    if answer.sell is not None:
        said["charges"] = {
            str(seconds): f"{answer.sell.charge(Decimal(seconds * 1000)).amount:f}"
            for seconds in CHARGED_S
        }
    return said


def _edit(
    book: Book, file: str, known: tuple[GoldenCall, ...], item: dict[str, Plain]
) -> DocumentEdit:
    path = book.documents.path_of("expectations", file)
    if path is None:
        return CreateDocument(kind_named("expectations").path(file), {"calls": [item]})
    loaded = book.documents.load(path)
    written = to_plain(loaded.model) if loaded.model is not None else {}
    if not written.get("calls"):
        order = tuple(Expectations.model_fields)
        return EditDocument(path, (SetKey(("calls",), [item], order),))
    return EditDocument(path, (InsertItem(("calls", len(known)), item),))


COMMAND = Command(
    role=(Role.OPERATOR, Role.ENGINEER),
    effect=Effect.CONFIG,
    examples=(
        'expect save 011442079460018 --ip 203.0.113.7 --cli 2125550123 --why "Price list of June."',
        "expect save 442079460100 --direction origination --cli 447700900001 --into northgate-dental",
    ),
    form=("number", "cli", "ip", "customer", "user", "balance", "time", "why", "into", "id"),
)
