"""List customers, filtered by status or tag, searched, sorted, page by page.

The statuses dialling and penalty come from live calls and from overlays; until a switch is connected nobody has
them, and the list says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.paging import page_of
from handlers.kit.reply import Actions, Block, Button, Reply, Table, Text
from handlers.kit.search import find_customers
from handlers.kit.services import Services
from handlers.kit.wording import plural
from schemas.customer import Customer, CustomerStatus
from schemas.operators import Role
from schemas.quantities import Count
from schemas.scalars import choice
from schemas.values import text_type


class Filter(StrEnum):
    """Statuses to filter by; the last two are seen at run time, not in files."""

    ALL = "all"
    ACTIVE = "active"
    INACTIVE = "inactive"
    PENDING = "pending"
    PENDING_APPROVAL = "pending_approval"
    DIALLING = "dialling"
    PENALTY = "penalty"


class Order(StrEnum):
    """What to sort by."""

    NAME = "name"
    ID = "id"
    STATUS = "status"
    CURRENCY = "currency"
    CHANNELS = "channels"
    CREDIT = "credit"


_STATUSES: Mapping[Filter, CustomerStatus] = {
    Filter.ACTIVE: CustomerStatus.ACTIVE,
    Filter.INACTIVE: CustomerStatus.INACTIVE,
    Filter.PENDING: CustomerStatus.PENDING_APPROVAL,
    Filter.PENDING_APPROVAL: CustomerStatus.PENDING_APPROVAL,
}
_LIVE = frozenset({Filter.DIALLING, Filter.PENALTY})
_UNLIMITED = 10**9

_KEYS: Mapping[Order, Callable[[str, Customer], tuple[object, ...]]] = {
    Order.NAME: lambda name, customer: (customer.name.casefold(),),
    Order.ID: lambda name, customer: (name,),
    Order.STATUS: lambda name, customer: (customer.status, customer.name.casefold()),
    Order.CURRENCY: lambda name, customer: (customer.currency, customer.name.casefold()),
    Order.CHANNELS: lambda name, customer: (-(customer.limits.channels or _UNLIMITED), name),
    Order.CREDIT: lambda name, customer: (-Decimal(customer.credit.debit_limit), name),
}


class Args(BaseModel):
    """Which customers, in which order."""

    model_config = ConfigDict(extra="forbid")

    status: Annotated[Filter, choice(Filter)] = Field(
        Filter.ALL, description="Only customers of this status.", examples=["pending_approval"]
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
    book = services.book
    searched = {hit.customer for hit in find_customers(book, args.search)} if args.search else None
    found = [
        (name, customer)
        for name, customer in book.customers.items()
        if _fits(args, customer) and (searched is None or name in searched)
    ]
    found.sort(key=lambda pair: _KEYS[args.sort](*pair))
    page = page_of(found, args.page)
    shown, said = page.rows, args.model_dump(mode="json", exclude_defaults=True)
    blocks: list[Block] = [customer_table(shown, page.note)] if shown else []
    blocks += _remarks(args, services)
    blocks += [Actions(turns)] if (turns := page.turns("customer list", said)) else []
    blocks += [Actions(_open(shown))] if shown else []
    return Reply(
        f"{plural(len(found), 'customer')}{_said(args)}",
        tuple(blocks),
        values={
            "customers": [_value(name, customer) for name, customer in shown],
            "total": len(found),
            "page": page.number,
        },
    )


def customer_table(rows: Sequence[tuple[str, Customer]], note: str) -> Table:
    """Lay out customers as rows."""
    return Table(
        ("Name", "Id", "Status", "Currency", "Debit limit", "Channels", "CPS"),
        tuple(
            (
                customer.name,
                name,
                str(customer.status).replace("_", " "),
                customer.currency,
                f"{customer.credit.debit_limit:,.2f}",
                str(customer.limits.channels or "unlimited"),
                str(customer.limits.cps or "unlimited"),
            )
            for name, customer in rows
        ),
        note,
    )


def _fits(args: Args, customer: Customer) -> bool:
    if args.tag and args.tag not in customer.tags:
        return False
    return args.status is Filter.ALL or customer.status == _STATUSES.get(args.status)


def _said(args: Args) -> str:
    parts = [
        "" if args.status is Filter.ALL else f"with status {args.status.replace('_', ' ')}",
        f"tagged {args.tag}" if args.tag else "",
        f'matching "{args.search}"' if args.search else "",
    ]
    return "".join(f" {part}" for part in parts if part)


def _remarks(args: Args, services: Services) -> list[Block]:
    remarks = []
    if args.status in _LIVE:
        remarks.append(
            f"Nobody can be seen {args.status} until a switch reports live calls and overlays."
        )
    broken = sorted(set(services.book.paths("customer")) - set(services.book.customers))
    if broken:
        remarks.append(
            f"Left out, because their files do not hold: {', '.join(broken)}. See: validate"
        )
    return [Text(remark) for remark in remarks]


def _open(rows: Sequence[tuple[str, Customer]]) -> tuple[Button, ...]:
    return tuple(
        Button(customer.name, "customer show", {"customer": name}) for name, customer in rows
    )


def _value(name: str, customer: Customer) -> dict[str, object]:
    return {
        "id": name,
        "name": customer.name,
        "status": str(customer.status),
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
        "customer list --tag retail --sort credit",
    ),
)
