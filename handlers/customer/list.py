"""List customers, filtered by status or tag, searched, sorted, page by page.

The status is the one that counts: a suspension lies over what the config says. The statuses dialling and penalty come
from live calls and from alerts; until a switch is connected nobody has them, and the list says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.customer_filter import (
    LIVE,
    Listed,
    StatusFilter,
    Term,
    filter_word,
    in_use,
    matching,
    read_terms,
)
from handlers.kit.paging import page_of
from handlers.kit.reply import Actions, Block, Button, Reply, Table, Text
from handlers.kit.services import Services
from handlers.kit.standings import status_words
from handlers.kit.wording import plural, show_limit
from schemas.operators import Role
from schemas.quantities import Count
from schemas.scalars import choice
from schemas.values import text_type


class Order(StrEnum):
    """What to sort by."""

    NAME = "name"
    ID = "id"
    STATUS = "status"
    CURRENCY = "currency"
    CHANNELS = "channels"
    CREDIT = "credit"


_UNLIMITED = 10**9
_MOST_KNOWN = 20

_KEYS: Mapping[Order, Callable[[Listed], tuple[object, ...]]] = {
    Order.NAME: lambda one: (one.customer.name.casefold(),),
    Order.ID: lambda one: (one.id,),
    Order.STATUS: lambda one: (one.standing.status, one.customer.name.casefold()),
    Order.CURRENCY: lambda one: (one.customer.currency, one.customer.name.casefold()),
    Order.CHANNELS: lambda one: (-(one.customer.limits.channels or _UNLIMITED), one.id),
    Order.CREDIT: lambda one: (-Decimal(one.customer.credit.debit_limit), one.id),
}


class Args(BaseModel):
    """Which customers, in which order."""

    model_config = ConfigDict(extra="forbid")

    where: Annotated[str, text_type(500), BeforeValidator(filter_word)] = Field(
        "",
        description=(
            "Which customers: status:active tag:retail currency:EUR manager:ada reseller:west country:US, words to look for, "
            "and a dash before what to leave out."
        ),
        examples=["tag:retail currency:EUR"],
    )
    status: Annotated[StatusFilter, choice(StatusFilter)] = Field(
        StatusFilter.ALL,
        description="Only customers of this status.",
        examples=["pending_approval"],
    )
    tag: str = Field("", description="Only customers with this tag.", examples=["retail"])
    search: Annotated[str, text_type(200)] = Field(
        "",
        description="Only customers in which this text occurs.",
        examples=["nordic"],
    )
    sort: Annotated[Order, choice(Order)] = Field(
        Order.NAME, description="What to sort by; channels and credit start with the highest."
    )
    page: Count = Field(1, description="Which page of ten.", examples=[2])


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Filter, sort, cut out the page."""
    found = sorted(matching(_terms(args), services), key=_KEYS[args.sort])
    page = page_of(found, args.page)
    shown, said = page.rows, args.model_dump(mode="json", exclude_defaults=True)
    blocks: list[Block] = [customer_table(shown, page.note)] if shown else []
    blocks += _remarks(args, services)
    blocks += [] if found else _instead(args, services)
    blocks += [Actions(turns)] if (turns := page.turns("customer list", said)) else []
    blocks += [Actions(_open(shown))] if shown else []
    return Reply(
        f"{plural(len(found), 'customer')}{_said(args)}",
        tuple(blocks),
        values={
            "customers": [_value(one) for one in shown],
            "total": len(found),
            "page": page.number,
        },
    )


def customer_table(rows: Sequence[Listed], note: str) -> Table:
    """Lay out customers as rows."""
    return Table(
        ("Name", "Id", "Status", "Currency", "Debit limit", "Channels", "CPS"),
        tuple(
            (
                one.customer.name,
                one.id,
                status_words(one.standing),
                one.customer.currency,
                f"{one.customer.credit.debit_limit:,.2f}",
                show_limit(one.customer.limits.channels),
                show_limit(one.customer.limits.cps),
            )
            for one in rows
        ),
        note,
        ("Debit limit", "Channels", "CPS"),
    )


def _terms(args: Args) -> tuple[Term, ...]:
    status = () if args.status is StatusFilter.ALL else (Term("status", str(args.status)),)
    tag = (Term("tag", args.tag.casefold()),) if args.tag else ()
    return (
        *read_terms(args.where),
        *status,
        *tag,
        *((Term("", args.search),) if args.search else ()),
    )


def _said(args: Args) -> str:
    parts = [
        f"where {args.where}" if args.where else "",
        "" if args.status is StatusFilter.ALL else f"with status {args.status.replace('_', ' ')}",
        f"tagged {args.tag}" if args.tag else "",
        f'matching "{args.search}"' if args.search else "",
    ]
    return "".join(f" {part}" for part in parts if part)


def _remarks(args: Args, services: Services) -> list[Block]:
    remarks = [
        f"Nobody can be seen {term.value} until a switch reports live calls and alerts."
        for term in _terms(args)
        if term.value in LIVE
    ]
    broken = sorted(set(services.book.paths("customer")) - set(services.book.customers))
    if broken:
        remarks.append(
            f"Left out, because their files do not hold: {', '.join(broken)}. See: validate"
        )
    return [Text(remark) for remark in remarks]


def _instead(args: Args, services: Services) -> list[Block]:
    """Say what could have been filtered by, and offer everybody."""
    keys = dict.fromkeys(term.key for term in _terms(args) if term.key not in ("", "status", "id"))
    known = ((key, ", ".join(in_use(key, services)[:_MOST_KNOWN])) for key in keys)
    return [
        *(Text(f"In use as {key}: {values or 'nothing yet'}") for key, values in known),
        Actions((Button("Every customer", "customer list", {}),)),
    ]


def _open(rows: Sequence[Listed]) -> tuple[Button, ...]:
    return tuple(Button(one.customer.name, "customer show", {"customer": one.id}) for one in rows)


def _value(one: Listed) -> dict[str, object]:
    customer = one.customer
    return {
        "id": one.id,
        "name": customer.name,
        "status": str(one.standing.status),
        "config_status": str(customer.status),
        "currency": customer.currency,
        "debit_limit": str(customer.credit.debit_limit),
        "channels": customer.limits.channels,
        "cps": customer.limits.cps,
        "tags": list(customer.tags),
    }


COMMAND = Command(
    role=Role.VIEWER,
    effect=Effect.READ,
    examples=(
        "customer list",
        "customer list --status pending_approval",
        "customer list tag:retail currency:EUR --sort credit",
    ),
    positional=("where",),
    rest="where",
)
