"""Add a rate card: a priced list of prefixes, for what a customer pays us or what we pay a provider.

Side and currency never change. The card comes with an empty table of rates; until that has rows, no call can be priced
by it. Terms that change later are added with ``rate card terms add``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.document_areas import RATE_CARDS
from handlers.kit.documents import NewDocument, check_new_document, document_added
from handlers.kit.fields import given, nested, with_fields_of
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.rate_card import Prices, RateCard, Side, Terms

_COLUMNS = {
    Prices.SINGLE: "prefix,name,rate",
    Prices.INTER_INTRA: "prefix,name,rate,inter,intra",
    Prices.INTER_INTRA_INDETERMINATE: "prefix,name,rate,inter,intra",
    Prices.ORIGIN_ZONES: "prefix,name,rate,local,zone",
}


@with_fields_of(RateCard, required=("name", "side", "currency"))
@with_fields_of(Terms, without=("since",))
class Args(NewDocument):
    """The fields of the rate card and of its first terms, and its id."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    if args.side is Side.PROVIDER and args.provider is None:
        yield FieldError("provider", "a provider card needs its provider")
    elif args.side is Side.CUSTOMER and args.provider is not None:
        yield FieldError("provider", "a customer card has no provider; leave it out")
    yield from check_new_document(RATE_CARDS, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write its document, and an empty table of rates unless the rows are made of parents."""
    said = nested(given(args, RateCard))
    terms = nested(given(args, Terms))
    content = {**said, "terms": [terms]} if terms else said
    order = list(RateCard.model_fields)
    header = _COLUMNS[args.prices or Prices.SINGLE] + "\n"
    return document_added(
        RATE_CARDS,
        args,
        services,
        content={name: content[name] for name in sorted(content, key=order.index)},
        files={} if args.parents else {"rates.csv": header.encode()},
    )


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.CONFIG,
    examples=(
        'rate card add "Retail euro" customer EUR --dynamic_routing "atlas-standard, borealis-premium"',
        'rate card add "Borealis, mobile" provider USD --provider borealis --precision 5 --rounding up',
    ),
    form=(
        "name",
        "side",
        "currency",
        "provider",
        "id",
        "direction",
        "precision",
        "rounding",
        "minimum_s",
        "increment_s",
    ),
    positional=("provider",),
)
