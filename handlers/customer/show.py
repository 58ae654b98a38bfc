"""Show a customer's card: what the config says about it, tab by tab.

Viewers who are nothing else see e-mail addresses and phones of contacts masked.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from engine.documents import to_plain
from engine.overlays import EffectiveStatus, Standing
from handlers.kit.catalogue import Effect, label_of
from handlers.kit.command import Actor, Command
from handlers.kit.item_lists import ITEM_LISTS
from handlers.kit.item_places import ItemList
from handlers.kit.item_replies import brought_by_tags, item_tab_buttons, item_table
from handlers.kit.leaves import told
from handlers.kit.reply import Actions, Block, Button, Card, Reply, Text, Tone
from handlers.kit.services import Services
from handlers.kit.standings import TONES, standing_of, standing_values, status_words, why
from handlers.kit.wording import show_limit
from schemas.customer import Customer
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

_LIFE: Mapping[EffectiveStatus, tuple[str, str]] = {
    EffectiveStatus.ACTIVE: ("Suspend", "suspend"),
    EffectiveStatus.INACTIVE: ("Resume", "resume"),
    EffectiveStatus.SUSPENDED: ("Resume", "resume"),
    EffectiveStatus.PENDING_APPROVAL: ("Approve", "approve"),
}
"""Effective status -> the label and verb of what mostly comes next."""


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
    found = standing_of(args.customer, services)
    card = Card(
        customer.name,
        f"{args.customer} · {customer.currency}",
        _badges(customer, found),
        tuple(_tab_button(args.customer, tab) for tab in Tab),
        str(args.tab),
    )
    lists = _LISTS[args.tab]
    laid = why(found, services, actor)
    blocks: list[Block] = [card, *([Text(laid, Tone.BAD)] if laid else [])]
    if not lists:
        blocks += told(_leaves(args.tab), to_plain(customer))
    for items in lists:
        blocks += _items(items, args.customer, services, actor, titled=len(lists) > 1)
    if args.tab is Tab.MAIN:
        blocks.append(
            Text(f"File: {book.path_of('customer', args.customer)} at {book.commit[:12]}")
        )
    if services.live:
        blocks.append(Actions(_actions(args.customer, found, edits=not lists)))
    return Reply(
        f"{customer.name} ({args.customer}): {status_words(found)}",
        tuple(blocks),
        values={
            "customer": {"id": args.customer, **to_plain(customer)},
            "effective": standing_values(found),
            "commit": book.commit,
        },
    )


def _badges(customer: Customer, found: Standing) -> tuple[tuple[str, str, Tone], ...]:
    limits = customer.limits
    return (
        ("Status", status_words(found), TONES[found.status]),
        ("Debit limit", f"{customer.credit.debit_limit:,.2f} {customer.currency}", Tone.PLAIN),
        ("Channels", show_limit(limits.channels), Tone.PLAIN),
        ("CPS", show_limit(limits.cps), Tone.PLAIN),
    )


def _tab_button(customer: str, tab: Tab) -> Button:
    return Button(label_of(tab), "customer show", {"customer": customer, "tab": str(tab)})


def _actions(customer: str, found: Standing, *, edits: bool) -> tuple[Button, ...]:
    named = {"customer": customer}
    edit = Button("Edit", "customer edit", named, form=True)
    label, verb = _LIFE[found.status]
    return (
        *((edit,) if edits else ()),
        Button("History", "customer history", named),
        Button(label, f"customer {verb}", named, form=verb == "suspend"),
    )


def _items(
    items: ItemList, customer: str, services: Services, actor: Actor, *, titled: bool
) -> list[Block]:
    """Show a list of another file, and what can be done with its items."""
    whose = {"customer": customer}
    title = [Text(f"{items.plural[:1].upper() + items.plural[1:]}:")] if titled else []
    table = item_table(items, whose, services, actor)
    blocks: list[Block] = [*title, *table, *brought_by_tags(items, whose, services.book)]
    if services.live:
        blocks.append(Actions(item_tab_buttons(items, whose, services)))
    return blocks


def _leaves(tab: Tab) -> tuple[Leaf, ...]:
    elsewhere = frozenset().union(*_GROUPS.values())
    return tuple(
        leaf
        for leaf in leaf_fields(Customer)
        if (leaf.pointer[0] in _GROUPS[tab] if tab in _GROUPS else leaf.pointer[0] not in elsewhere)
        and leaf.path not in _ON_HEAD
    )


COMMAND = Command(
    role=Role.VIEWER,
    effect=Effect.READ,
    examples=("customer show ben-llc", "customer show ben-llc --tab billing"),
)
