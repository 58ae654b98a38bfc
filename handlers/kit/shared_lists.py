"""The lists inside documents that all customers share, and in the carrier's own files, with their words.

``handlers.kit.item_places`` tells how a list is declared; those of customers stand in ``handlers.kit.item_lists``.
"""

from __future__ import annotations

from pydantic import Field

from handlers.kit.item_args import OfCarrier
from handlers.kit.item_places import CARRIER, PROVIDER, RATE_CARD, ItemList, Owner
from schemas.operators import Operator
from schemas.provider import Gateway, ProviderContact
from schemas.rate_card import ProfitRule, Terms
from schemas.shared import Alias, Rewrite
from schemas.strategy import StrategyCard
from schemas.values import ProviderRef, RateCardRef, StrategyRef

STRATEGY = Owner(argument="strategy", noun="strategy", kind="strategy", card="strategy show")

GATEWAYS = ItemList(
    tab="provider",
    key="gateways",
    model=Gateway,
    noun="gateway",
    plural="gateways",
    area="provider gateway",
    argument="gateway",
    named_by=("host",),
    columns=("host", "direction", "enabled", "transport", "weight", "channels", "cps"),
    owner=PROVIDER,
    sealed=("secret",),
)
PROVIDER_CONTACTS = ItemList(
    tab="provider",
    key="contacts",
    model=ProviderContact,
    noun="contact",
    plural="contacts",
    area="provider contact",
    argument="contact",
    named_by=("name", "email"),
    columns=("name", "purpose", "email", "phone"),
    owner=PROVIDER,
    personal=("email", "phone"),
)
PROVIDER_REWRITES = ItemList(
    tab="provider",
    key="rewrites",
    model=Rewrite,
    noun="rewrite",
    plural="rewrites",
    area="provider rewrite",
    argument="rewrite",
    named_by=("current",),
    columns=("type", "current", "new"),
    owner=PROVIDER,
    ordered=True,
)
TERMS = ItemList(
    tab="rate-card",
    key="terms",
    model=Terms,
    noun="entry of terms",
    plural="terms",
    area="rate card terms",
    argument="entry",
    named_by=("since",),
    columns=("since", "precision", "rounding", "duration_rounding"),
    owner=RATE_CARD,
)
PROFIT_RULES = ItemList(
    tab="rate-card",
    key="build.profit",
    model=ProfitRule,
    noun="profit rule",
    plural="profit rules",
    area="rate card profit",
    argument="rule",
    named_by=("match", "prefix_set"),
    columns=("match", "prefix_set", "action", "type", "value", "apply_to"),
    owner=RATE_CARD,
    ordered=True,
)
STRATEGY_CARDS = ItemList(
    tab="strategy",
    key="cards",
    model=StrategyCard,
    noun="card",
    plural="cards",
    area="strategy card",
    argument="entry",
    named_by=("card",),
    columns=("card", "tier", "weight"),
    owner=STRATEGY,
    ordered=True,
)
CARRIER_ALIASES = ItemList(
    tab="settings",
    key="aliases",
    model=Alias,
    noun="alias",
    plural="aliases",
    area="settings alias",
    argument="alias",
    named_by=("current",),
    columns=("current", "new"),
    owner=CARRIER,
    unique={"current": None},
)
OPERATORS = ItemList(
    tab="operators",
    key="operators",
    model=Operator,
    noun="operator",
    plural="operators",
    area="operator",
    argument="operator",
    named_by=("name", "email"),
    columns=("name", "roles", "email", "slack_id", "os_user", "zone"),
    owner=CARRIER,
    unique={"email": None, "slack_id": None, "forge": None, "os_user": None},
    personal=("email",),
)
SHARED_LISTS = (
    GATEWAYS,
    PROVIDER_CONTACTS,
    PROVIDER_REWRITES,
    TERMS,
    PROFIT_RULES,
    STRATEGY_CARDS,
    CARRIER_ALIASES,
    OPERATORS,
)
"""Every one of them, in the order of the documents."""


class OfProvider(OfCarrier):
    """Arguments of every command about what stands inside a provider."""

    provider: ProviderRef = Field(description="Which provider.", examples=["atlas-carrier"])


class OfRateCard(OfCarrier):
    """Arguments of every command about what stands inside a rate card."""

    card: RateCardRef = Field(description="Which rate card.", examples=["retail-usd"])


class OfStrategy(OfCarrier):
    """Arguments of every command about what stands inside a strategy."""

    strategy: StrategyRef = Field(description="Which strategy.", examples=["uk-mobile-quality"])
