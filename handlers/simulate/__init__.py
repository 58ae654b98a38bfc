"""Simulate a call: what becomes of it, why, which line decided, and what it costs and earns.

Nothing is sent anywhere. The call is decided by the config of the head, or of the commit, branch, date or instant
given by ``--at``; an instant is also when the call arrives. ``--against`` decides it by another commit too and tells
what differs. A file of calls, or ``-`` for standard input, is a list of calls as JSON. Simulations asked for in Slack
are kept and listed by their SIM- id: ``simulate list``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from engine.book import Book
from engine.calls.config import Config
from engine.calls.model import Answer, Call, Outcome
from engine.calls.path import decide
from engine.errors import Refused
from engine.json_text import read_json
from engine.rating.quotes import as_text
from handlers.kit.call_ways import ways_on
from handlers.kit.calls import answer_blocks, answer_values, sentence
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError
from handlers.kit.fields import split_list
from handlers.kit.files import UploadedText
from handlers.kit.reply import Actions, Block, Button, File, Reply, Table, Text, Tone
from handlers.kit.services import Services
from handlers.kit.standings import standing_of, why
from handlers.kit.wording import plural
from schemas.counters import Account, Counters
from schemas.dates import Instant
from schemas.faults import faults_of
from schemas.network import IPAddress
from schemas.operators import Role
from schemas.quantities import Money, decimal_text
from schemas.scalars import Scalar
from schemas.values import CustomerRef, text_type
from schemas.voice import CallDirection, CallDirectionWord, CodecWord

LONGEST_S = 7 * 86_400
MOST_CALLS = 10_000
SAVED = ("number", "cli", "ip", "customer", "user", "direction", "balance", "time")
"""What a golden call keeps of a simulation."""


def _seconds(value: object) -> Decimal:
    return decimal_text(value, rule="duration", what="a number of seconds", example="61")


Duration = Annotated[Decimal, Scalar(_seconds, {"type": ["string", "number"]})]
Number = Annotated[str, text_type(200)]


class Args(BaseModel):
    """The call, and what is known of the instant it arrives at."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    number: Number = Field(
        "",
        description="Number as it is dialled, with tech prefix.",
        examples=["442079460018"],
    )
    cli: Number = Field(
        "",
        description="Caller number as it is presented; not given: withheld.",
        examples=["12125550123"],
    )
    ip: IPAddress | None = Field(
        None, description="Address the call comes from.", examples=["203.0.113.7"]
    )
    customer: CustomerRef | None = Field(
        None, description="Customer the call belongs to, if no address tells.", examples=["ben-llc"]
    )
    user: Number = Field("", description="SIP user that logged in.", examples=["1001"])
    duration: Duration | None = Field(
        None, description="Seconds the call lasts, to rate it.", examples=["61"]
    )
    time: Instant | None = Field(
        None,
        description="Instant (UTC) the call arrives, if not now.",
        examples=["2026-06-03T10:00:00Z"],
    )
    direction: CallDirectionWord | None = Field(
        None,
        description="termination or origination; not given: as the address and the number tell.",
        examples=["origination"],
    )
    p_asserted_id: Number = Field(
        "", description="P-Asserted-Identity the call carries.", examples=["12125550123"]
    )
    codecs: tuple[CodecWord, ...] = Field(
        (), description="Codecs the caller offers; not given: any.", examples=["pcma, g729"]
    )
    switch: Number = Field("", description="Switch the call reaches.", examples=["london-1"])
    call_id: Number = Field(
        "", description="Call-ID, on which random choices depend.", examples=["a84b4c76e66710"]
    )
    balance: Money | None = Field(
        None, description="Balance of the customer, to see what it affords.", examples=["20.00"]
    )
    counters: UploadedText | None = Field(
        None, description="JSON file of what is counted at the instant.", examples=["counters.json"]
    )
    against: str = Field(
        "", description="Another commit or branch to decide it by as well.", examples=["main~1"]
    )
    raw: bool = Field(
        False, description="Hand over the whole answer as JSON, in a file.", examples=["yes"]
    )
    calls: UploadedText | None = Field(
        None, description="JSON file with a list of calls; - is standard input.", examples=["-"]
    )

    _split = field_validator("codecs", mode="before")(split_list)


def check(args: Args, book: Book) -> Iterator[FieldError]:
    """Tell what stands against the arguments."""
    if not args.number and args.calls is None:
        yield FieldError("number", "name the number that is dialled")
    if args.duration is not None and not 0 <= args.duration <= LONGEST_S:
        yield FieldError("duration", f"a call lasts from 0 to {LONGEST_S:,} seconds")


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Decide the call, and tell it."""
    counters = _counters(args)
    if args.calls is not None:
        return _many(args.calls, services, counters)
    _must_hold(args, services.book)
    config = services.calls(services.book)
    call = _call(args, services, config)
    known = _with_overlays(_with_balance(counters, args, call, config), call, services)
    answer = decide(call, config, known)
    values = _values(answer, known, services.book)
    said = sentence(answer, services.book)
    if args.raw:
        text = json.dumps(values, indent=2, ensure_ascii=False)
        file = File(f"{values['id']}.json", "The whole answer", text)
        return Reply(said, (file,), values=values)
    blocks = [*answer_blocks(answer, services.book)]
    if args.against:
        blocks[:0] = _compared(answer, call, counters, args, services)
    if answer.refusal is not None and answer.customer:
        laid = why(standing_of(answer.customer, services, at=call.at), services, actor)
        blocks[:0] = [Text(laid, Tone.BAD)] if laid else []
    blocks.append(Actions(_buttons(args, answer, services)))
    return Reply(said, tuple(blocks), values=values)


def _must_hold(args: Args, book: Book) -> None:
    for error in check(args, book):
        raise Refused(f"{error.field}: {error.message}", "see: help simulate")


def _values(answer: Answer, counters: Counters, book: Book) -> dict[str, Any]:
    """Give an answer for machines, with its id: the same call on the same config and counters has the same one."""
    told = f"{book.commit}|{answer.call!r}|{counters!r}"
    name = hashlib.sha256(told.encode(errors="backslashreplace")).hexdigest()[:12]
    return {"id": f"SIM-{name}", **answer_values(answer, book)}


def _call(args: Args, services: Services, config: Config) -> Call:
    at = args.time or services.moment or services.clock.now()
    ip = args.ip or ""
    return Call(
        number=args.number,
        cli=args.cli,
        at=at.astimezone(UTC),
        ip=ip,
        user=args.user,
        customer=args.customer or "",
        direction=args.direction or _direction(args, config),
        p_asserted_id=args.p_asserted_id,
        codecs=args.codecs,
        call_id=args.call_id,
        switch=args.switch,
        duration_s=args.duration,
    )


def _direction(args: Args, config: Config) -> CallDirection:
    """Take a call from a provider's gateway, and none of a customer's, for one to a number of ours."""
    ip = args.ip or ""
    if ip and not config.senders(ip) and config.providers_at(ip) and not args.customer:
        return CallDirection.ORIGINATION
    return CallDirection.TERMINATION


def _counters(args: Args) -> Counters:
    if args.counters is None:
        return Counters()
    name, hint = (
        args.counters.name,
        'write for example {"customers": {"ben-llc": {"balance": "20.00"}}}',
    )
    return _read_counters(name, read_json(name, args.counters.text, hint))


def _read_counters(name: str, given: Any) -> Counters:
    try:
        return Counters.model_validate(as_text(given))
    except ValidationError as error:
        first = faults_of(error, Counters)[0]
        where = ".".join(str(part) for part in first.pointer) or "as a whole"
        raise Refused(f"{name}: {where}: {first.message}", first.hint) from error


def _with_balance(counters: Counters, args: Args, call: Call, config: Config) -> Counters:
    """Lay a balance that was given over what is counted of whoever the call belongs to."""
    if args.balance is None:
        return counters
    customer = decide(call, config, Counters()).customer
    known = counters.customers.get(customer)
    account = {**(known.model_dump(exclude_none=True) if known else {}), "balance": args.balance}
    customers = {
        name: one.model_dump(exclude_none=True) for name, one in counters.customers.items()
    }
    merged = counters.model_dump(exclude_none=True) | {"customers": customers | {customer: account}}
    return Counters.model_validate(as_text(merged)) if customer else counters


def _with_overlays(counters: Counters, call: Call, services: Services) -> Counters:
    """Lay what lies over customers at the instant of the call over what was given; at a bare commit nobody knows it."""
    if not services.live and services.moment is None:
        return counters
    laid: dict[str, tuple[str, ...]] = {}
    for one in services.overlays.in_force(call.at):
        laid[one.customer] = (*laid.get(one.customer, ()), str(one.kind))
    accounts = {name: Account() for name in laid} | dict(counters.customers)
    known = {
        name: account
        if account.overlays is not None
        else account.model_copy(update={"overlays": laid.get(name, ())})
        for name, account in accounts.items()
    }
    others = counters.others
    if others.overlays is None:
        others = others.model_copy(update={"overlays": ()})
    return counters.model_copy(update={"customers": known, "others": others})


def _compared(
    answer: Answer, call: Call, counters: Counters, args: Args, services: Services
) -> list[Block]:
    """Decide the call by another commit too, and tell what differs."""
    other_book = services.open_at(args.against)
    other_config = services.calls(other_book)
    known = _with_balance(counters, args, call, other_config)
    other = decide(call, other_config, _with_overlays(known, call, services))
    here, there = _told(answer), _told(other)
    rows = tuple((what, there[what], here[what]) for what in here if here[what] != there[what])
    if not rows:
        return [Text(f"{args.against} decides the call just so.")]
    return [Table(("What", args.against, "Here"), rows, "What differs.")]


def _told(answer: Answer) -> dict[str, str]:
    tried = [one for one in answer.providers if not one.excluded]
    return {
        "Outcome": answer.outcome.value
        + (f", {answer.refusal.code} {answer.refusal.reason}" if answer.refusal else ""),
        "Customer": answer.customer,
        "Route": answer.route,
        "Number": answer.number,
        "CLI": answer.cli,
        "Rate": _rate(answer),
        "Providers": ", ".join(one.card for one in tried),
        "First buys at": _buys(tried),
        "Destinations": ", ".join(answer.destinations),
    }


def _rate(answer: Answer) -> str:
    from engine.calls.prices import worded

    return f"{worded(answer.sell)} ({answer.sell.card} {answer.sell.prefix})" if answer.sell else ""


def _buys(tried: list[Any]) -> str:
    from engine.calls.prices import worded

    return worded(tried[0].buy) if tried and tried[0].buy else ""


def _buttons(args: Args, answer: Answer, services: Services) -> tuple[Button, ...]:
    """Give what people do next, the most likely first: mend what refused the call, or go on with it."""
    again = {
        name: value
        for name, value in args.model_dump(mode="json", exclude_unset=True).items()
        if name not in ("counters", "calls", "against", "raw") and value not in (None, "", [])
    }
    saved = {name: value for name, value in again.items() if name in SAVED}
    buttons = [*ways_on(answer, services.book)] if services.live else []
    buttons += [
        Button("Simulate again", "simulate", again),
        Button("Change the call", "simulate", again, form=True),
        Button("Compare", "simulate", {**again, "against": "HEAD~1"}, form=True),
    ]
    if services.live:
        buttons.append(Button("Save as expectation", "expect save", saved, form=True))
    if answer.customer:
        buttons.append(Button("Show card", "customer show", {"customer": answer.customer}))
    return (*buttons, Button("Raw", "simulate", {**again, "raw": True}))


# --- many calls ----------------------------------------------------------------------------------------------------


def _many(file: UploadedText, services: Services, counters: Counters) -> Reply:
    """Decide every call of a list, or the one call of an object; one that is wrong is told in its place."""
    hint = 'write for example [{"number": "442079460018", "ip": "203.0.113.7"}]'
    given = read_json(file.name, file.text, hint)
    listed = given if isinstance(given, list) else [given]
    if len(listed) > MOST_CALLS:
        raise Refused(f"{len(listed):,} calls are too many at once", f"give at most {MOST_CALLS:,}")
    config = services.calls(services.book)
    answers = [_one(one, services, config, counters) for one in listed]
    refused = sum(one.get("outcome") != Outcome.ROUTED for one in answers)
    return Reply(
        f"{plural(len(answers), 'call')} simulated, {refused} refused.",
        raw=answers if isinstance(given, list) else answers[0],
    )


def _one(given: Any, services: Services, config: Config, counters: Counters) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        return _wrong("a call is an object with a number", "")
    own = given.get("counters")
    # What is empty was not given, as on the command line: a caller number of nothing is one that is withheld.
    plain = as_text(
        {name: value for name, value in given.items() if name != "counters" and value != ""}
    )
    if "at" in plain:
        plain["time"] = plain.pop("at")
    try:
        args = Args.model_validate(plain)
        _must_hold(args, services.book)
        counters = counters if own is None else _read_counters("counters", own)
    except ValidationError as error:
        first = faults_of(error, Args)[0]
        where = ".".join(str(part) for part in first.pointer)
        return _wrong(f"{where}: {first.message}", first.hint)
    except Refused as refused:
        return _wrong(refused.message, refused.hint)
    call = _call(args, services, config)
    known = _with_overlays(_with_balance(counters, args, call, config), call, services)
    return _values(decide(call, config, known), known, services.book)


def _wrong(message: str, hint: str) -> dict[str, Any]:
    return {"error": {"message": message, "hint": hint}}


COMMAND = Command(
    role=Role.VIEWER,
    effect=Effect.READ,
    examples=(
        "simulate 442079460018 --cli 12125550123 --ip 203.0.113.7",
        "simulate 9#442079460018 --cli 2125550123 --customer ben-llc --duration 61 --balance 20",
        "simulate 442079460100 --cli 447700900001 --direction origination",
    ),
    form=("number", "cli", "customer", "ip", "user", "duration", "balance", "time", "against"),
    positional=("number",),
    moment=True,
    piped="calls",
)
