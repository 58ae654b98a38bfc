"""The lists that files have, with the words of their commands; ``handlers.kit.item_places`` tells how one is declared."""

from __future__ import annotations

from engine.facts import Index
from handlers.kit.item_places import ItemList
from schemas.alerts import Alert
from schemas.auth import IPRecord
from schemas.contacts import Contact
from schemas.dids import DID
from schemas.routing import Route

CONTACTS = ItemList(
    tab="contacts",
    key="contacts",
    model=Contact,
    noun="contact",
    plural="contacts",
    area="contact",
    argument="contact",
    named_by=("name", "email"),
    columns=("name", "type", "email", "phone", "mobile"),
    card_tab="contacts",
    unique={"email": Index.PORTAL_EMAIL},
    personal=("email", "phone", "mobile"),
)
ADDRESSES = ItemList(
    tab="auth",
    key="ip",
    model=IPRecord,
    noun="IP record",
    plural="IP records",
    area="auth ip",
    argument="record",
    named_by=("hosts",),
    columns=("hosts", "direction", "enabled", "channels", "cps", "tech_prefix"),
    card_tab="auth",
    sealed=("secret",),
)
ROUTES = ItemList(
    tab="routing",
    key="routes",
    model=Route,
    noun="route",
    plural="routes",
    area="route",
    argument="route",
    named_by=("name", "rate_card", "deliver_to"),
    columns=("name", "tech_prefix", "rate_card", "dial", "enabled", "channels", "cps"),
    card_tab="routes",
)
NUMBERS = ItemList(
    tab="dids",
    key="dids",
    model=DID,
    noun="DID",
    plural="DIDs",
    area="did",
    argument="did",
    named_by=("number",),
    columns=("number", "destinations", "enabled", "customer_card", "retail", "tags"),
    card_tab="dids",
    unique={"number": Index.DID},
    new="assign",
    gone="release",
)
ALERTS = ItemList(
    tab="alerts",
    key="alerts",
    model=Alert,
    noun="alert",
    plural="alerts",
    area="alert",
    argument="alert",
    named_by=("name",),
    columns=("name", "area", "operator", "threshold", "notify", "enabled"),
    card_tab="alerts",
    unique={"name": None},
    personal=("notify",),
)
ITEM_LISTS = (CONTACTS, ADDRESSES, ROUTES, NUMBERS, ALERTS)
"""Every list with commands of its own, in the order of the customer's card."""
