"""Show a customer's card: what the config says about it, tab by tab.

Viewers who are nothing else see e-mail addresses and phones of contacts masked.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from engine.documents import at_path, to_plain
from handlers.kit.catalogue import Effect, label_of
from handlers.kit.command import Actor, Command
from handlers.kit.item_lists import ITEM_LISTS
from handlers.kit.item_places import ItemList
from handlers.kit.item_replies import item_tab_buttons, item_table
from handlers.kit.reply import Actions, Block, Button, Card, Fields, Reply, Text, Tone
from handlers.kit.services import Services
from handlers.kit.wording import show
from schemas.customer import Customer, CustomerStatus
from schemas.fields import Leaf, leaf_fields
from schemas.operators import Role
from schemas.scalars import choice
from schemas.values import CustomerRef


class Tab(StrEnum):
    """The tabs of the card that the config fills."""

    MAIN = "main"
    BILLING = "billing"
    CALLS = "calls"
    PORTAL = "portal"
    CONTACTS = "contacts"
    AUTH = "auth"
    ROUTES = "routes"
    CLI = "cli"
    DIDS = "dids"
    PACKAGES = "packages"
    ALERTS = "alerts"
    CONTRACTS = "contracts"
    NOTES = "notes"


_GROUPS: Mapping[Tab, frozenset[str]] = {
    Tab.BILLING: frozenset({"billing", "tax", "address"}),
    Tab.CALLS: frozenset({"cli", "timers", "hours", "media", "did"}),
    Tab.PORTAL: frozenset({"portal", "verification"}),
    Tab.NOTES: frozenset({"notes", "vars"}),
}
"""Tab -> the groups of the document it shows; the main tab shows whatever no other does."""

_LISTS: Mapping[str, tuple[ItemList, ...]] = {
    tab: tuple(items for items in ITEM_LISTS if items.card_tab == tab) for tab in Tab
}
"""Tab -> the lists it shows of another file of the customer."""

_ON_HEAD = frozenset(
    {"name", "currency", "status", "credit.debit_limit", "limits.channels", "limits.cps"}
)
"""What the head of the card and its badges show already."""

STATUS_TONES: Mapping[CustomerStatus, Tone] = {
    CustomerStatus.ACTIVE: Tone.GOOD,
    CustomerStatus.INACTIVE: Tone.BAD,
    CustomerStatus.PENDING_APPROVAL: Tone.WARNING,
}


class Args(BaseModel):
    """Which customer, which tab."""

    model_config = ConfigDict(extra="forbid")

    customer: CustomerRef = Field(description="Whose card.", examples=["ben-llc"])
    tab: Annotated[Tab, choice(Tab)] = Field(
        Tab.MAIN, description="Which tab of the card.", examples=["billing"]
    )


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Draw the card."""
    book = services.book
    customer = book.customer(args.customer)
    card = Card(
        customer.name,
        f"{args.customer} · {customer.currency}",
        _badges(customer),
        tuple(_tab_button(args.customer, tab) for tab in Tab),
        str(args.tab),
    )
    lists = _LISTS[args.tab]
    blocks: list[Block] = [card]
    if not lists:
        blocks += _fields(customer, args.tab)
    for items in lists:
        blocks += _items(items, args.customer, services, actor, titled=len(lists) > 1)
    if args.tab is Tab.MAIN:
        blocks.append(
            Text(f"File: {book.path_of('customer', args.customer)} at {book.commit[:12]}")
        )
    if services.live:
        blocks.append(Actions(_actions(args.customer, edits=not lists)))
    return Reply(
        f"{customer.name} ({args.customer}): {show(customer.status).replace('_', ' ')}",
        tuple(blocks),
        values={"customer": {"id": args.customer, **to_plain(customer)}, "commit": book.commit},
    )


def _badges(customer: Customer) -> tuple[tuple[str, str, Tone], ...]:
    limits = customer.limits
    return (
        ("Status", str(customer.status).replace("_", " "), STATUS_TONES[customer.status]),
        ("Debit limit", f"{customer.credit.debit_limit:,.2f} {customer.currency}", Tone.PLAIN),
        ("Channels", str(limits.channels or "unlimited"), Tone.PLAIN),
        ("CPS", str(limits.cps or "unlimited"), Tone.PLAIN),
    )


def _tab_button(customer: str, tab: Tab) -> Button:
    return Button(label_of(tab), "customer show", {"customer": customer, "tab": str(tab)})


def _actions(customer: str, *, edits: bool) -> tuple[Button, ...]:
    named = {"customer": customer}
    edit = Button("Edit", "customer edit", named, form=True)
    return (*((edit,) if edits else ()), Button("History", "customer history", named))


def _items(
    items: ItemList, customer: str, services: Services, actor: Actor, *, titled: bool
) -> list[Block]:
    """Show a list of another file, and what can be done with its items."""
    whose = {"customer": customer}
    title = [Text(f"{items.plural[:1].upper() + items.plural[1:]}:")] if titled else []
    blocks: list[Block] = [*title, *item_table(items, whose, services, actor)]
    if services.live:
        blocks.append(Actions(item_tab_buttons(items, whose, services)))
    return blocks


def _fields(customer: Customer, tab: Tab) -> list[Block]:
    """Show what is set; name in one line what is not, with the default where there is one."""
    document = to_plain(customer)
    leaves = [(leaf, at_path(document, leaf.path)) for leaf in _leaves(tab)]
    said = tuple((label_of(leaf.flag), show(value)) for leaf, value in leaves if value is not None)
    unset = ", ".join(_unset(leaf) for leaf, value in leaves if value is None)
    blocks: list[Block] = [Fields(said)] if said else []
    return [*blocks, Text(f"Not set: {unset}")] if unset else blocks


def _leaves(tab: Tab) -> tuple[Leaf, ...]:
    elsewhere = frozenset().union(*_GROUPS.values())
    return tuple(
        leaf
        for leaf in leaf_fields(Customer)
        if (leaf.pointer[0] in _GROUPS[tab] if tab in _GROUPS else leaf.pointer[0] not in elsewhere)
        and leaf.path not in _ON_HEAD
    )


def _unset(leaf: Leaf) -> str:
    default = show(leaf.default)
    return leaf.flag.replace("_", " ") + ("" if default == "-" else f" ({default})")


COMMAND = Command(
    role=Role.VIEWER,
    effect=Effect.READ,
    examples=("customer show ben-llc", "customer show ben-llc --tab billing"),
)
