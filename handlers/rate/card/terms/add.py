"""Add an entry to the terms of a rate card: from an instant on, its charges are rounded another way.

Calls that arrived before keep the terms they had. An instant that is over changes what such calls would be rated at
again; the plan says so.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field

from engine.edits import EditDocument, InsertItem, Plain, SetKey
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.document_areas import RATE_CARDS
from handlers.kit.fields import given, with_fields_of
from handlers.kit.item_places import place_of
from handlers.kit.services import Services
from handlers.kit.shared_lists import TERMS, OfRateCard
from handlers.kit.wording import when
from schemas.dates import Instant
from schemas.operators import Role
from schemas.rate_card import RateCard, Terms


@with_fields_of(Terms, without=("since",))
class Args(OfRateCard):
    """Which card, since when, and what is in force then; what is not said stays as it is before."""

    since: Instant = Field(
        description="First instant, in UTC; a day means its first moment.",
        examples=["2027-01-01T00:00:00Z"],
    )


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write it at its place in the order of instants."""
    place = place_of(TERMS, TERMS.whose(args), services)
    card = services.book.tab("rate-card", args.card, RateCard)
    terms = card.terms if card else ()
    spot = sum(1 for one in terms if one.since is None or one.since < args.since)
    entry = _entry(args, terms[spot - 1] if spot else Terms())
    edits = (
        (InsertItem((*place.list_at, spot), entry),)
        if place.listed
        # What holds without any entry is written out: only the first may be in force from the beginning.
        else (SetKey(("terms",), [_entry(None, Terms()), entry], tuple(RateCard.model_fields)),)
    )
    is_over = args.since <= services.clock.now()
    return Intent(
        f"Add terms since {when(args.since)} to rate card {args.card}",
        (EditDocument(place.path, edits),),
        then=(RATE_CARDS.button(args.card),),
        notes=(_OVER,) if is_over else (),
    )


_OVER = "This instant is over: calls since then were charged by other terms, and stay so until they are rated again."


def _entry(args: Any, before: Terms) -> dict[str, Plain]:
    """Write an entry in full, so that a later edit of the one before it changes nothing here."""
    said = dict(given(args, Terms)) if args is not None else {}
    kept: dict[str, Plain] = {
        "precision": before.precision,
        "rounding": str(before.rounding),
        "duration_rounding": str(before.duration_rounding),
    }
    return {**({"since": said["since"]} if "since" in said else {}), **kept, **said}


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.CONFIG,
    examples=("rate card terms add retail-usd 2027-01-01 --rounding up",),
    form=("card", "since", "precision", "rounding", "duration_rounding"),
)
