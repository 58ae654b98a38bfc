"""Rate calls by cards written out as JSON, or by cards of the config: what each costs, exactly, and why.

Reads one object with ``card`` and ``call``, or a list of them, from a file or standard input (``-``); ``card`` is a card
with its rows, or the id of one of the config. Such a card may have prices that depend on who calls: ``call.cli`` says
it, and without it the caller is withheld. Made for other programs and their test cases.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from engine.calls.config import Config
from engine.calls.model import Call
from engine.calls.numbers import bare_caller
from engine.calls.prices import NoPrice, amount, side_of
from engine.calls.walk import Walk
from engine.errors import Refused as Unwell
from engine.json_text import read_json
from engine.rating.charge import Charge
from engine.rating.quotes import Quote, QuotedCall, Refused, quote, read_call, read_card
from handlers.kit.calls import exact
from handlers.kit.catalogue import Effect, Surface
from handlers.kit.command import Actor, Command
from handlers.kit.files import UploadedText
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from handlers.kit.wording import plural
from schemas.counters import Counters

EXAMPLE = '{"card": "retail-usd", "call": {"number": "442079460018", "duration": 61}}'


class Args(BaseModel):
    """What to rate."""

    model_config = ConfigDict(extra="forbid")

    quotes: UploadedText | None = Field(
        None, description="JSON file of calls and cards; - is standard input.", examples=["-"]
    )


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Rate each."""
    if args.quotes is None:
        raise Unwell("there is nothing to rate", f"pipe in JSON, for example {EXAMPLE}")
    given = read_json(args.quotes.name, args.quotes.text, f"write for example {EXAMPLE}")
    many = given if isinstance(given, list) else [given]
    answers = [_answer(one, services) for one in many]
    refused = sum("refused" in one for one in answers)
    return Reply(
        f"{plural(len(answers), 'call')} rated, {refused} refused.",
        raw=answers if isinstance(given, list) else answers[0],
    )


def _answer(given: Any, services: Services) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        return _refused(Refused("invalid", f"an object with card and call is wanted: {EXAMPLE}"))
    call = read_call(given.get("call"))
    if isinstance(call, Refused):
        return _refused(call)
    card = given.get("card")
    found = _by_config(card, call, services) if isinstance(card, str) else _by_card(card, call)
    return _refused(found) if isinstance(found, Refused) else _values(found)


def _by_card(card: Any, call: QuotedCall) -> Quote | Refused:
    read = read_card(card)
    return read if isinstance(read, Refused) else quote(read, call)


def _by_config(card: str, call: QuotedCall, services: Services) -> Quote | Refused:
    """Rate by a card of the config; from a caller who is withheld what depends on the caller takes its plain rate."""
    config: Config = services.calls(services.book)
    if config.card(card) is None:
        return Refused("invalid", f"card: there is no rate card {card} that holds")
    at = (call.started_at or services.clock.now()).astimezone(UTC)
    cli = bare_caller(call.cli).removeprefix("+")
    asked = Call(number=call.number, cli=cli, at=at, duration_s=call.duration)
    walk = Walk(asked, config, Counters(), number=call.number, cli=cli)
    side = side_of(walk, card)
    if isinstance(side, NoPrice):
        return Refused("blocked" if side.blocked else "no_rate", side.why)
    made = side.charge(call.duration * 1000, answered=call.was_answered)
    return Quote(side.prefix, side.currency, made)


def _refused(refused: Refused) -> dict[str, Any]:
    return {"refused": {"reason": refused.reason, "message": refused.message}}


def _values(made: Quote) -> dict[str, Any]:
    return {
        "matched_prefix": made.prefix,
        "billed_seconds": made.charge.billed_s,
        "charge": str(made.charge.amount),
        "unrounded": exact(made.charge.unrounded),
        "currency": made.currency,
        "steps": _steps(made.charge),
    }


def _steps(made: Charge) -> list[dict[str, Any]]:
    """Tell how the charge came about, in order."""
    steps: list[dict[str, Any]] = [{"step": "duration", "seconds": made.duration_s}]
    if made.why:
        return [*steps, {"step": "free", "why": made.why}]
    steps += [
        {
            "step": "usage",
            "from_seconds": part.from_s,
            "seconds": part.seconds,
            "billed_seconds": part.billed_s,
            "rate": amount(part.rate),
            "per_seconds": part.per_s,
            "amount": exact(part.amount),
        }
        for part in made.parts
    ]
    if made.connect:
        steps.append({"step": "connect", "amount": exact(made.connect)})
    return [*steps, {"step": "rounding", "from": exact(made.unrounded), "to": str(made.amount)}]


COMMAND = Command(
    role=None,
    effect=Effect.READ,
    examples=("rate quotes.json --json", "rate --json -"),
    surfaces=frozenset({Surface.CLI}),
    book=False,
    positional=("quotes",),
    piped="quotes",
)
