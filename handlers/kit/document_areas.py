"""The kinds of whole documents that have commands, with the words of those."""

from __future__ import annotations

from engine.facts import Index
from handlers.kit.documents import DocumentArea

CUSTOMERS = DocumentArea(
    kind="customer",
    noun="customer",
    plural="customers",
    area="customer",
    argument="customer",
    columns=("name", "status", "currency", "debit_limit", "channels", "cps"),
    example="--channels 30",
    name_index=Index.NAME,
    card="card",
)
PROVIDERS = DocumentArea(
    kind="provider",
    noun="provider",
    plural="providers",
    area="provider",
    argument="provider",
    columns=("name", "status", "currency", "channels", "cps"),
    example="--channels 500",
    name_index=Index.PROVIDER_NAME,
    sealed=("portal_secret",),
)
RATE_CARDS = DocumentArea(
    kind="rate-card",
    noun="rate card",
    plural="rate cards",
    area="rate card",
    argument="card",
    columns=("name", "side", "provider", "currency", "direction", "prices"),
    example="--strategy random",
    name_index=Index.CARD_NAME,
    beside=("rates.csv",),
)
PACKAGES = DocumentArea(
    kind="package",
    noun="package",
    plural="packages",
    area="package",
    argument="package",
    columns=("name", "currency", "cost", "retail", "frequency", "type", "minutes"),
    example="--retail 12.50",
)
CONTRACTS = DocumentArea(
    kind="contract",
    noun="contract",
    plural="contracts",
    area="contract",
    argument="contract",
    columns=("name", "notes"),
    example='--name "Terms of service"',
)
PREFIX_SETS = DocumentArea(
    kind="prefix-set",
    noun="prefix set",
    plural="prefix sets",
    area="prefix set",
    argument="prefix_set",
    columns=("name", "lines", "block_cli", "block_dialled", "allow_cli"),
    example="--block_dialled yes",
)
STRATEGIES = DocumentArea(
    kind="strategy",
    noun="strategy",
    plural="strategies",
    area="strategy",
    argument="strategy",
    columns=("name", "type", "override_routing"),
    example="--type tier",
)
SETTINGS = DocumentArea(
    kind="settings",
    noun="settings",
    plural="settings",
    area="settings",
    argument="",
    columns=(),
    example="--zone Europe/London",
)
SHARED_AREAS = (PROVIDERS, RATE_CARDS, PACKAGES, CONTRACTS, PREFIX_SETS, STRATEGIES)
"""Those that all customers share, in the order in which one comes to need them."""
