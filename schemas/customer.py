"""customer.yaml: who a customer is and the terms its calls run under."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.addresses import Email, HostName, Url, Zone
from schemas.base import Document, Flag, Immutable, Section, formerly
from schemas.hours import Hours
from schemas.postal import Address
from schemas.quantities import (
    CPS,
    Channels,
    Count,
    Currency,
    Days,
    Money,
    Percent,
    PositiveDays,
    PositiveMoney,
    PositiveSeconds,
    Switch,
)
from schemas.scalars import choice
from schemas.values import (
    Code,
    Name,
    Notes,
    OperatorRef,
    Slug,
    Tag,
    TemplateRef,
    VariableName,
    identifier_type,
    text_type,
)
from schemas.voice import AssertedIdentity, Attestation


class CustomerStatus(StrEnum):
    """What the file says about a customer; penalties and blocks are laid over it at run time."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    PENDING_APPROVAL = "pending_approval"


class MinimumPaymentBasis(StrEnum):
    """What the minimum payment means."""

    TOPUP = "topup"
    KEEP_ACTIVE = "keep_active"


class InvoiceSchedule(StrEnum):
    """How often invoices are made by themselves."""

    NONE = "none"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class TaxBasis(StrEnum):
    """Where tax is taken: on each invoice, or out of each top-up."""

    INVOICE = "invoice"
    TOPUP = "topup"


class RTPFirewall(StrEnum):
    """Whether media may come from addresses that signalling did not announce."""

    LOCKED = "locked"
    UNLOCKED = "unlocked"


class PortalFeature(StrEnum):
    """The sections of the customer portal."""

    DASHBOARD = "dashboard"
    ROUTES = "routes"
    RATE_CARDS = "rate_cards"
    AUTH = "auth"
    CLI = "cli"
    DIDS = "dids"
    CDRS = "cdrs"
    BREAKOUT = "breakout"
    LATEST_CALLS = "latest_calls"
    DIALOGS = "dialogs"
    PAYMENTS = "payments"
    PACKAGES = "packages"
    INVOICES = "invoices"
    CONTRACTS = "contracts"
    DOCUMENTS = "documents"
    ALERTS = "alerts"
    RECORDINGS = "recordings"
    INTERCONNECT = "interconnect"
    REGISTRATIONS = "registrations"
    STATUS_PAGE = "status_page"


_OVERLAY = "that is not written in files: a penalty or block is laid over the status at run time and lifts by itself or by a person"

Status = Annotated[
    CustomerStatus,
    choice(
        CustomerStatus,
        notes={
            "penalty": _OVERLAY,
            "blocked": _OVERLAY,
            "dialling": "that is seen from live calls; write active",
            "pending": "write pending_approval",
            "suspended": "write inactive",
            "disabled": "write inactive",
            "enabled": "write active",
        },
    ),
]
BlockNumber = Annotated[
    str,
    identifier_type(
        15, r"^[1-9][0-9]{0,14}$", 'the first number of the block in quotes, for example "1000"'
    ),
]


class Limits(Section):
    """How much traffic the whole account may carry."""

    channels: Channels = Field(
        default=0,
        description="Most calls at the same time over the whole account. 0 or absent: no limit.",
        examples=[30],
    )
    cps: CPS = Field(
        default=0,
        validation_alias=formerly("cps", "flow_speed"),
        description="Most new calls per second over the whole account. 0 or absent: no limit.",
        examples=[5],
    )


class Credit(Section):
    """How far the customer may spend."""

    debit_limit: Money = Field(
        default=Decimal("0.00"),
        description=(
            "How far the balance may fall below zero before new calls stop, in the customer's currency. "
            "0.00: prepay; above: postpay credit; below: prepay that stops while this much is left."
        ),
        examples=["250.00"],
    )
    daily_spend_limit: PositiveMoney | None = Field(
        default=None,
        description=(
            "Most call charges per day from 00:00 UTC, in the customer's currency; at the limit no new call "
            "connects. Absent: no limit."
        ),
        examples=["500.00"],
    )


class InvoiceTerms(Section):
    """How and when the customer is invoiced."""

    schedule: Annotated[InvoiceSchedule, choice(InvoiceSchedule), Flag("invoice_schedule")] = Field(
        default=InvoiceSchedule.NONE,
        description="How often an invoice is made by itself: none, daily, weekly or monthly.",
        examples=["monthly"],
    )
    due_days: Annotated[Days | None, Flag("invoice_due_days")] = Field(
        default=None,
        description="Days after the invoice date until it has to be paid. Absent: no due date is printed.",
        examples=[14],
    )
    template: Annotated[TemplateRef | None, Flag("invoice_template")] = Field(
        default=None,
        description="Layout of the invoice, an id under templates/. Absent: the stock layout.",
        examples=["invoice-plain"],
    )
    on_payment: Annotated[Switch, Flag("invoice_on_payment")] = Field(
        default=False,
        description="Make an invoice each time a payment completes.",
        examples=[True],
    )


class Billing(Section):
    """Payments and invoices."""

    minimum_payment: PositiveMoney = Field(
        default=Decimal("0.00"),
        validation_alias=formerly("minimum_payment", "minimum_topup"),
        description="Smallest payment, in the customer's currency; billing.minimum_payment_basis says of what.",
        examples=["100.00"],
    )
    minimum_payment_basis: Annotated[MinimumPaymentBasis, choice(MinimumPaymentBasis)] = Field(
        default=MinimumPaymentBasis.TOPUP,
        description=(
            "What the minimum payment means. topup: the smallest top-up accepted in the portal; "
            "keep_active: what has to be paid to keep the account active."
        ),
        examples=["topup"],
    )
    topup_currencies: tuple[Currency, ...] = Field(
        default=(),
        description="Currencies the customer may top up in. Absent: every currency that is enabled.",
        examples=[["USD", "EUR"]],
    )
    paypal_email: Email | None = Field(
        default=None,
        description="PayPal address whose payments are credited to this customer. One customer per address.",
        examples=["pay@example.com"],
    )
    accounting_id: Code | None = Field(
        default=None,
        validation_alias=formerly("accounting_id", "ext_accounting_id"),
        description="Key of this customer in the accounting software.",
        examples=["C-10441"],
    )
    invoice: InvoiceTerms = Field(
        default_factory=InvoiceTerms, description="How and when the customer is invoiced."
    )


class Tax(Section):
    """Sales tax or VAT; balances and rate cards are always net."""

    percent: Annotated[Percent, Flag("tax_percent")] = Field(
        default=Decimal(0),
        description="Tax on top of costs, in percent. 0: none.",
        examples=["20"],
    )
    basis: Annotated[TaxBasis, choice(TaxBasis), Flag("tax_basis")] = Field(
        default=TaxBasis.INVOICE,
        description="invoice: tax is added to each invoice. topup: tax is taken out of each top-up.",
        examples=["invoice"],
    )


class Profile(Section):
    """What is known about the company."""

    website: Url | None = Field(
        default=None,
        description="Web address of the company.",
        examples=["https://www.example.com"],
    )


Feature = Annotated[PortalFeature, choice(PortalFeature)]


class Portal(Section):
    """What the customer's contacts see when they log in."""

    enabled: Annotated[Switch, Flag("portal")] = Field(
        default=True,
        validation_alias=formerly("enabled", "access"),
        description="Whether contacts of this customer may use the customer portal.",
        examples=[False],
    )
    show: Annotated[tuple[Feature, ...], Flag("portal_show")] = Field(
        default=(),
        description="Sections shown to this customer although the portal hides them by default.",
        examples=[["recordings"]],
    )
    hide: Annotated[tuple[Feature, ...], Flag("portal_hide")] = Field(
        default=(),
        description="Sections hidden from this customer although the portal shows them by default.",
        examples=[["breakout"]],
    )
    domain: Annotated[HostName | None, Flag("portal_domain")] = Field(
        default=None,
        description="Host name of the portal the customer belongs to. Absent: the carrier's own portal.",
        examples=["portal.example.com"],
    )


class InternalNumbers(Section):
    """A contiguous range of extension numbers reserved for this customer; it bans nothing."""

    start: Annotated[BlockNumber | None, Flag("internal_start")] = Field(
        default=None,
        description="First internal number of the block, in quotes. Absent: no block is reserved.",
        examples=["1000"],
    )
    size: Annotated[Count | None, Flag("internal_size")] = Field(
        default=None,
        description="How many numbers the block holds. Absent: number_blocks.size of settings.yaml.",
        examples=[1000],
    )


class CallerPolicy(Section):
    """Rules about the caller identity of every call; single rules stand in cli.yaml."""

    p_asserted_id: Annotated[AssertedIdentity, choice(AssertedIdentity)] = Field(
        default=AssertedIdentity.DEFAULT,
        description=(
            "P-Asserted-Identity of calls from this customer. default: as the provider wants it; remove; "
            "if_available: passed on when present; required: calls without it are not delivered."
        ),
        examples=["if_available"],
    )
    approved_only: Annotated[Switch, Flag("approved_clis_only")] = Field(
        default=False,
        validation_alias=formerly("approved_only", "approved_clis_only"),
        description="Only approved caller numbers pass: with no CLI rule at all, every call is refused.",
        examples=[True],
    )
    attestation: Annotated[Attestation | None, choice(Attestation)] = Field(
        default=None,
        description=(
            "STIR/SHAKEN attestation (A, B or C) for caller numbers the customer verified itself. "
            "Absent: such calls are not signed."
        ),
        examples=["B"],
    )


class Timers(Section):
    """How long a call may stay in each phase; the smaller of the customer's and the provider's value counts."""

    first_reply_s: PositiveSeconds | None = Field(
        default=None,
        validation_alias=formerly("first_reply_s", "first_reply_timeout"),
        description="Seconds without any SIP reply until the next route is tried. Absent: the provider's.",
        examples=[3],
    )
    pdd_s: PositiveSeconds | None = Field(
        default=None,
        validation_alias=formerly("pdd_s", "pdd_timeout"),
        description="Seconds without ringing or answer until the next route is tried. Absent: the provider's.",
        examples=[8],
    )
    ring_s: PositiveSeconds | None = Field(
        default=None,
        validation_alias=formerly("ring_s", "ring_timeout"),
        description="Seconds of ringing until the call counts as unanswered. Absent: the provider's.",
        examples=[120],
    )


class AllowedHours(Section):
    """When calls are allowed."""

    zone: Annotated[Zone, Flag("hours_zone")] = Field(
        default="UTC",
        description="Time zone the slots are meant in, an IANA name.",
        examples=["Europe/London"],
    )
    slots: Annotated[tuple[Hours, ...], Flag("hours")] = Field(
        default=(),
        description="Days and clock times in which calls are allowed. Absent: always.",
        examples=[["mon-fri 08:00-18:00", "sat 09:00-13:00"]],
    )


class Media(Section):
    """Voice streams and recordings."""

    rtp_firewall: Annotated[RTPFirewall, choice(RTPFirewall)] = Field(
        default=RTPFirewall.LOCKED,
        description="locked: media only from announced addresses; unlocked: the customer need not obey that.",
        examples=["unlocked"],
    )
    recording_retention_days: PositiveDays | None = Field(
        default=None,
        description="Days recordings of this customer are kept. Absent: retention.recordings_days of settings.yaml.",
        examples=[90],
    )


class Verification(Section):
    """What contacts have to verify before the customer may dial."""

    email: Annotated[Switch, Flag("require_email_verification")] = Field(
        default=False,
        description="The customer cannot dial until a contact verified its e-mail.",
        examples=[True],
    )
    mobile: Annotated[Switch, Flag("require_mobile_verification")] = Field(
        default=False,
        description="The customer cannot dial until a contact verified its mobile.",
        examples=[True],
    )


class InboundTerms(Section):
    """Terms of calls to the customer's own numbers."""

    allow_inbound_without_credit: Switch = Field(
        default=False,
        validation_alias=formerly("allow_inbound_without_credit", "allow_inbound_zero_balance"),
        description="Calls to the customer's DIDs are delivered even when its credit is used up.",
        examples=[True],
    )


class Customer(Document):
    """A company that sends calls through the switch or receives them, and pays for them."""

    name: Name = Field(
        description="Name people know the customer by; unique.", examples=["Ben LLC"]
    )
    status: Status = Field(
        default=CustomerStatus.ACTIVE,
        description=(
            "active: calls pass; inactive: no call passes; pending_approval: a new sign-up, no call passes until "
            "somebody approves it."
        ),
        examples=["active"],
    )
    currency: Annotated[
        Currency,
        Immutable(
            "clone it to a new customer in the other currency: customer clone, with --currency"
        ),
    ] = Field(
        description="Currency of every amount, rate card, payment and invoice of this customer. Never changes.",
        examples=["USD"],
    )
    account_manager: OperatorRef | None = Field(
        default=None, description="Operator who looks after the customer.", examples=["ada"]
    )
    reseller: Slug | None = Field(
        default=None,
        description="Reseller group whose staff sees this customer.",
        examples=["west-partners"],
    )
    tags: tuple[Tag, ...] = Field(
        default=(),
        description="Tags; each pulls in the routes, CLI rules and alerts that carry the same tag.",
        examples=[["retail", "uk"]],
    )
    limits: Limits = Field(
        default_factory=Limits, description="How much traffic the whole account may carry."
    )
    credit: Credit = Field(default_factory=Credit, description="How far the customer may spend.")
    billing: Billing = Field(default_factory=Billing, description="Payments and invoices.")
    tax: Tax = Field(default_factory=Tax, description="Sales tax or VAT.")
    profile: Profile = Field(
        default_factory=Profile, description="What is known about the company."
    )
    address: Address = Field(
        default_factory=Address, description="Postal address, as printed on invoices."
    )
    portal: Portal = Field(
        default_factory=Portal, description="What the customer's contacts see when they log in."
    )
    internal_numbers: InternalNumbers = Field(
        default_factory=InternalNumbers, description="Extension numbers reserved for this customer."
    )
    cli: CallerPolicy = Field(
        default_factory=CallerPolicy, description="Rules about the caller identity of every call."
    )
    timers: Timers = Field(
        default_factory=Timers, description="How long a call may stay in each phase."
    )
    hours: AllowedHours = Field(default_factory=AllowedHours, description="When calls are allowed.")
    media: Media = Field(default_factory=Media, description="Voice streams and recordings.")
    verification: Verification = Field(
        default_factory=Verification,
        description="What contacts verify before the customer may dial.",
    )
    did: InboundTerms = Field(
        default_factory=InboundTerms, description="Terms of calls to the customer's own numbers."
    )
    vars: Mapping[VariableName, Annotated[str, text_type(1000)]] = Field(
        default_factory=dict,
        description="Variables for scripts, name to text. cli.persist: seconds a rotated caller number stays in use.",
        examples=[{"cli.persist": "3600"}],
    )
    notes: Notes | None = Field(
        default=None,
        description="Notes for staff; the customer never sees them.",
        examples=["Prefers e-mail."],
    )
