"""The lists that files have, with the words of their commands; ``handlers.kit.item_places`` tells how one is declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain, count

from engine.book import Book
from engine.edits import Plain
from engine.errors import Refused
from engine.facts import Index
from handlers.kit.item_places import TAG, ItemList, Owner
from schemas.alerts import Alert, SharedAlerts, Watch
from schemas.auth import IPRecord, SIPUser
from schemas.cli import CLIRule
from schemas.contacts import Contact
from schemas.contracts import ContractAssignment
from schemas.dids import DID
from schemas.faults import quoted
from schemas.packages import PackageAssignment
from schemas.routing import PrefixStrategy, Route
from schemas.shared import Alias, Rewrite

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
USERS = ItemList(
    tab="auth",
    key="users",
    model=SIPUser,
    noun="SIP user",
    plural="SIP users",
    area="auth user",
    argument="user",
    named_by=("username",),
    columns=("username", "enabled", "channels", "cps", "ip_whitelist"),
    card_tab="auth",
    unique={"username": Index.SIP_USER},
    personal=("voicemail_email",),
    sealed=("secret", "voicemail_secret"),
)
ALIASES = ItemList(
    tab="auth",
    key="aliases",
    model=Alias,
    noun="alias",
    plural="aliases",
    area="auth alias",
    argument="alias",
    named_by=("current",),
    columns=("current", "new"),
    card_tab="auth",
    unique={"current": None},
)
REWRITES = ItemList(
    tab="auth",
    key="numbers.rewrites",
    model=Rewrite,
    noun="rewrite",
    plural="rewrites",
    area="auth rewrite",
    argument="rewrite",
    named_by=("current",),
    columns=("type", "current", "new"),
    card_tab="auth",
    within=(ADDRESSES, USERS),
    inside="record",
    ordered=True,
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
    ordered=True,
)
STRATEGIES = ItemList(
    tab="routing",
    key="strategies",
    model=PrefixStrategy,
    noun="strategy",
    plural="strategies",
    area="route strategy",
    argument="entry",
    named_by=("prefix", "prefix_set"),
    columns=("prefix", "prefix_set", "strategy"),
    card_tab="routes",
    within=(ROUTES,),
    inside="route",
    ordered=True,
)
RULES = ItemList(
    tab="cli",
    key="rules",
    model=CLIRule,
    noun="CLI rule",
    plural="CLI rules",
    area="cli rule",
    argument="rule",
    named_by=("cli", "database"),
    columns=("cli", "forced", "rewrite_cli", "direction", "dialled", "enabled"),
    card_tab="cli",
    ordered=True,
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
PACKAGES = ItemList(
    tab="packages",
    key="packages",
    model=PackageAssignment,
    noun="package",
    plural="packages",
    area="customer package",
    argument="assignment",
    named_by=("package",),
    columns=("package", "quantity", "start", "end", "auto_decrement", "minutes"),
    card_tab="packages",
)
CONTRACTS = ItemList(
    tab="contracts",
    key="contracts",
    model=ContractAssignment,
    noun="contract",
    plural="contracts",
    area="customer contract",
    argument="assignment",
    named_by=("contract",),
    columns=("contract", "revision", "required", "grace_date"),
    card_tab="contracts",
    unique={"contract": None},
)
ITEM_LISTS = (
    CONTACTS,
    ADDRESSES,
    USERS,
    ALIASES,
    ROUTES,
    RULES,
    NUMBERS,
    PACKAGES,
    ALERTS,
    CONTRACTS,
)
"""Every list in the files of a customer with commands of its own, in the order of the customer's card."""

INNER_LISTS = (REWRITES, STRATEGIES)
"""Lists inside the items of those."""


def alerts_of_tag(tag: str, book: Book) -> str:
    """Give the id of the file of alerts that watches the customers with this tag and nothing else.

    If there is none, an id that no file has yet: that of the tag where it is free.
    """
    return _alerts_watching(Watch(tags=(tag,)), tag, book)


def _alerts_watching(watch: Watch, name: str, book: Book) -> str:
    """Give the id of the file that watches just this or, if there is none, the first like ``name`` that is free."""
    for loaded in book.documents.every("shared-alerts"):
        if isinstance(loaded.model, SharedAlerts) and loaded.model.watch == watch:
            return loaded.id
    taken = book.paths("shared-alerts")
    tries = chain((name,), (f"{name}-{number}" for number in count(2)))
    return next(one for one in tries if one not in taken)


def _watching(tag: str) -> Mapping[str, Plain]:
    return {"watch": {"tags": [tag]}}


TAG_ROUTES = replace(ROUTES, tab="tag-routing", area="tag route", owner=TAG, card_tab="")
TAG_RULES = replace(RULES, tab="tag-cli", area="tag rule", owner=TAG, card_tab="")
TAG_ALERTS = replace(
    ALERTS,
    tab="shared-alerts",
    area="tag alert",
    owner=replace(TAG, document=alerts_of_tag, begin=_watching),
    card_tab="",
    unique={"name": Index.SHARED_ALERT_NAME},
)
TOGETHER = ("carrier", "all-providers", "all-customers")
"""What shared alerts can watch without naming anybody."""


def alerts_shared(watched: str, book: Book) -> str:
    """Give the id of the file of alerts that watches one of ``TOGETHER``, or this provider, and nothing else.

    Raises:
        Refused: it is neither.
    """
    if watched not in TOGETHER and not book.has("provider", watched):
        raise Refused(
            f"{quoted(watched)} is no provider, and nothing that can be watched as a whole",
            f"say {', '.join(TOGETHER)}, or a provider: provider list",
        )
    return _alerts_watching(Watch.model_validate(_watch_of(watched)), watched, book)


def _watch_of(watched: str) -> dict[str, Plain]:
    if watched in TOGETHER:
        return {watched.replace("-", "_"): True}
    return {"providers": [watched]}


def _watching_shared(watched: str) -> Mapping[str, Plain]:
    return {"watch": _watch_of(watched)}


SHARED_ALERTS = replace(
    TAG_ALERTS,
    area="alert shared",
    owner=Owner(
        argument="watched", noun="the watch on", document=alerts_shared, begin=_watching_shared
    ),
)
TAG_LISTS = (TAG_ROUTES, TAG_RULES, TAG_ALERTS)
"""What a tag brings to every customer that has it."""
