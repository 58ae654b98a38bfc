"""settings.yaml: what holds for the whole carrier; the file whose folder is the root of a config repository."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.addresses import BranchUrl, HostName, Url, Zone
from schemas.base import Document, Section
from schemas.quantities import Count, Currency, Limit, PositiveDays, Switch, whole
from schemas.recipients import AgeRecipient
from schemas.scalars import choice
from schemas.shared import Alias, ItemId
from schemas.values import Name, Slug, identifier_type
from schemas.voice import SIPAnswer, SIPCode

FORMAT = 2
"""The format this program writes; older ones are raised in memory when they are read."""

SlackTeam = Annotated[
    str, identifier_type(20, r"^T[A-Z0-9]{2,19}$", "a Slack workspace id such as T0AB12CD3")
]
SlackChannel = Annotated[
    str,
    identifier_type(
        80,
        r"^([CG][A-Z0-9]{2,20}|#[a-z0-9_-]{1,79})$",
        'a Slack channel id such as C0AB12CD3, or its name in quotes: "#changes"',
    ),
]
SlashCommand = Annotated[
    str,
    identifier_type(
        31, r"^[a-z][a-z0-9-]{0,30}$", "a command area without slash, for example route"
    ),
]
FirstNumber = Annotated[
    str, identifier_type(15, r"^[1-9][0-9]{0,14}$", 'a number in quotes, for example "1000"')
]


class NumberBlocks(Section):
    """How internal number blocks are given out."""

    start: FirstNumber = Field(
        default="1000",
        description="First internal number that is given out, in quotes.",
        examples=["1000"],
    )
    size: Count = Field(
        default=1000,
        description="How many numbers a block holds unless the customer says otherwise.",
        examples=[1000],
    )


class Retention(Section):
    """How long things are kept, in days. What a law or an open invoice needs is never dropped earlier."""

    cdr_hot_days: PositiveDays = Field(
        default=92,
        description="Days CDRs stay in the fast store before they are archived.",
        examples=[92],
    )
    minute_rollup_days: PositiveDays = Field(
        default=35,
        description="Days statistics are kept per minute; hours and days stay.",
        examples=[35],
    )
    sip_trace_days: PositiveDays = Field(
        default=7, description="Days SIP traces are kept.", examples=[7]
    )
    debug_log_days: PositiveDays = Field(
        default=14, description="Days debug logs are kept.", examples=[14]
    )
    mail_log_days: PositiveDays = Field(
        default=30, description="Days the log of sent messages is kept.", examples=[30]
    )
    recordings_days: PositiveDays | None = Field(
        default=None,
        description="Days call recordings are kept. Absent: until somebody removes them.",
        examples=[180],
    )
    operation_payload_days: PositiveDays = Field(
        default=400,
        description="Days the arguments and answers of operations are kept; that they happened stays.",
        examples=[400],
    )


class Channels(Section):
    """Slack channels the carrier posts to."""

    changes: SlackChannel | None = Field(
        default=None,
        description="Where plans, approvals and finished changes are posted. Absent: direct messages.",
        examples=["C0ADA0CHG"],
    )
    alerts: SlackChannel | None = Field(
        default=None,
        description="Where alerts without a channel of their own are posted. Absent: nowhere.",
        examples=["C0ADA0ALR"],
    )


class Slack(Section):
    """What Slack offers besides /trunkline, /customer, /simulate and /cdr."""

    commands: tuple[SlashCommand, ...] = Field(
        default=(),
        description="Further command areas that get a slash command of their own, without the slash.",
        examples=[["route", "did"]],
    )
    links: tuple[Url, ...] = Field(
        default=(),
        description=(
            "Addresses under which people read this repository in a browser; a link to a customer's folder "
            "below one of them is shown as a card. At most five hosts."
        ),
        examples=[["https://git.example.com/carrier/config"]],
    )


class RoutingDefaults(Section):
    """What routes follow that say nothing of their own."""

    profit_assurance: Switch = Field(
        default=True,
        description="Leave out providers that cost more per minute than the customer pays.",
        examples=[False],
    )


class AlertLimits(Section):
    """Limits of what alerts may do by themselves."""

    penalty_max_per_run: Limit = Field(
        default=3,
        description="When one run would start more penalties, none starts and a person is asked.",
        examples=[3],
    )


class RuleSet(StrEnum):
    """Sets of rules that a repository may lower as a whole."""

    TELEPHONY = "telephony"
    MONEY = "money"
    TIDINESS = "tidiness"


class Landing(StrEnum):
    """How changes come into the branch of the config."""

    DIRECT = "direct"
    PULL_REQUEST = "pull_request"


class CheckLevels(Section):
    """How grave findings are in this repository."""

    warn_only: tuple[Slug, ...] = Field(
        default=(),
        description="Rule ids whose errors are told as warnings and stop nothing.",
        examples=[["unique-name"]],
    )
    sets_off: tuple[
        Annotated[
            RuleSet,
            choice(
                RuleSet,
                notes={
                    "integrity": "integrity always counts; name single rules in checks.warn_only"
                },
            ),
        ],
        ...,
    ] = Field(
        default=(),
        description=(
            "Sets of rules whose errors are told as warnings and stop nothing: telephony, money, tidiness. "
            "integrity always counts."
        ),
        examples=[["tidiness"]],
    )


class SecretReader(Section):
    """Somebody, or something, that holds a key which opens the carrier's secrets."""

    id: ItemId = Field(
        description="Whose key it is: the bot, a person, the one in the safe.", examples=["bot"]
    )
    key: AgeRecipient = Field(
        description="Public half of the age key: age1 and 58 letters. The other half stands in no repository.",
        examples=["age1rylfuf4puh8q3qt7zzqc94j0r09f5sgtuuxxpxkwxgs2477phels0rn75e"],
    )


class Secrets(Section):
    """Who may read the secrets that stand encrypted in the files of customers and providers."""

    recipients: tuple[SecretReader, ...] = Field(
        default=(),
        description=(
            "Everybody whose key opens the secrets; changed by `trunkline secrets rekey`, which encrypts them anew. "
            "Absent: no secret can be set."
        ),
        examples=[
            [
                {
                    "id": "bot",
                    "key": "age1rylfuf4puh8q3qt7zzqc94j0r09f5sgtuuxxpxkwxgs2477phels0rn75e",
                }
            ]
        ],
    )


class Settings(Document):
    """What holds for the whole carrier."""

    format: Annotated[int, whole(1, FORMAT, "a format number")] = Field(
        description="Format of the documents of this repository; raised by `trunkline config upgrade`.",
        examples=[FORMAT],
    )
    name: Name = Field(
        description="Name of the carrier, as people and invoices say it.",
        examples=["Harbour Voice"],
    )
    workspace: SlackTeam | None = Field(
        default=None,
        description="Slack workspace this carrier is run from; `doctor` compares it with that of the bot's token. Absent: not compared.",
        examples=["T0AB12CD3"],
    )
    base_currency: Currency = Field(
        description="Currency in which totals over several customers are shown.", examples=["USD"]
    )
    realm: HostName = Field(
        description="SIP realm of digest passwords. Changing it makes every SIP password invalid.",
        examples=["sip.example.com"],
    )
    zone: Zone = Field(
        default="UTC",
        description="Time zone of the carrier, an IANA name, used where nobody's own zone is known.",
        examples=["Europe/London"],
    )
    number_blocks: NumberBlocks = Field(
        default_factory=NumberBlocks, description="How internal number blocks are given out."
    )
    retention: Retention = Field(
        default_factory=Retention, description="How long things are kept, in days."
    )
    sip_codes: Mapping[SIPCode, SIPAnswer] = Field(
        default_factory=dict,
        description=(
            "Answers sent instead of our own refusals: SIP code -> SIP code and text, both in quotes. "
            "A text alone is kept if none is given."
        ),
        examples=[{"402": "503 Funds Required"}],
    )
    channels: Channels = Field(
        default_factory=Channels, description="Slack channels the carrier posts to."
    )
    slack: Slack = Field(
        default_factory=Slack, description="What Slack offers besides the standing commands."
    )
    routing: RoutingDefaults = Field(
        default_factory=RoutingDefaults,
        description="What routes follow that say nothing of their own.",
    )
    aliases: tuple[Alias, ...] = Field(
        default=(),
        description="Dialled numbers that mean others, for every customer, after the customer's own.",
        examples=[[{"id": "faults", "current": "100", "new": "442079460018"}]],
    )
    alerts: AlertLimits = Field(
        default_factory=AlertLimits, description="Limits of what alerts may do by themselves."
    )
    checks: CheckLevels = Field(
        default_factory=CheckLevels, description="How grave findings are in this repository."
    )
    secrets: Secrets = Field(
        default_factory=Secrets, description="Who may read the secrets in the files."
    )
    land: Annotated[Landing, choice(Landing)] = Field(
        default=Landing.DIRECT,
        description=(
            "How changes come into the branch: direct pushes them, pull_request puts each on a branch of its own for "
            "somebody to merge. Where the branch takes no pushes, direct comes to the same after a try."
        ),
        examples=["pull_request"],
    )
    pull_request_url: BranchUrl | None = Field(
        default=None,
        description=(
            "Address at which the pull request of a branch is opened, {branch} standing for the branch. Absent: only "
            "the branch is named."
        ),
        examples=["https://git.example.com/carrier/config/compare/main...{branch}"],
    )
    fan_out: Switch = Field(
        default=False,
        description=(
            "Keep customers in 256 folders by the first two hex digits of the SHA-256 of their id; for "
            "repositories with many thousand customers. Changed by `trunkline repo fanout` only."
        ),
        examples=[True],
    )
