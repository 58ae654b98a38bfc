"""Format 1: one flat file per customer, provider and rate card. The page docs/explanation/formats.md tells of it."""

from __future__ import annotations

from schemas.upgrade.step import Field, Place, Step, renamings

_IP = (Field("tech_prefix", "numbers.tech_prefix"), Field("rewrites", "numbers.rewrites"))
_ROUTE = (
    Field("card", "rate_card"),
    Field("channels", "capacity.channels"),
    Field("flow_speed", "capacity.cps"),
    Field("max_duration", "capacity.max_duration_s"),
    Field("capped_rate", "price_limits.capped_rate"),
    Field("codecs", "media.codecs"),
)
_CLI_RULE = (
    Field("match", "cli"),
    Field("rewrite", "rewrite_cli"),
)
_CUSTOMER = (
    Field(
        "status",
        "status",
        words={"enabled": "active", "disabled": "inactive", "pending": "pending_approval"},
    ),
    Field("channels", "limits.channels"),
    Field("flow_speed", "limits.cps"),
    Field("debit_limit", "credit.debit_limit"),
    Field("daily_spend_limit", "credit.daily_spend_limit"),
    Field("minimum_topup", "billing.minimum_payment"),
    Field("paypal_email", "billing.paypal_email"),
    Field("ext_accounting_id", "billing.accounting_id"),
    Field("tax", "tax.percent"),
    Field("website", "profile.website"),
    Field("portal_access", "portal.enabled"),
    Field("first_internal_number", "internal_numbers.start"),
    Field("approved_clis_only", "cli.approved_only"),
    Field("contacts", "contacts", file="contacts.yaml"),
    Field("ips", "ip", file="auth.yaml", below=_IP),
    Field("users", "users", file="auth.yaml"),
    Field("routes", "routes", file="routing.yaml", below=_ROUTE),
    Field("cli_rules", "rules", file="cli.yaml", below=_CLI_RULE),
    Field("dids", "dids", file="dids.yaml"),
    Field("packages", "packages", file="packages.yaml"),
    Field("alerts", "alerts", file="alerts.yaml"),
    Field("contracts", "contracts", file="contracts.yaml"),
)
_PROVIDER = (
    Field("channels", "limits.channels"),
    Field("flow_speed", "limits.cps"),
    Field("first_reply_timeout", "timers.first_reply_s"),
    Field("pdd_timeout", "timers.pdd_s"),
    Field("ring_timeout", "timers.ring_s"),
)
_RATE_CARD = (
    Field("minimum", "defaults.minimum_s"),
    Field("increment", "defaults.increment_s"),
    Field("connect", "defaults.connect"),
    Field("parents", "build.parents"),
)
_SETTINGS = (
    Field("sip_realm", "realm"),
    Field("timezone", "zone"),
    Field("number_block_start", "number_blocks.start"),
    Field("number_block_size", "number_blocks.size"),
    Field("changes_channel", "channels.changes"),
    Field("alerts_channel", "channels.alerts"),
)
# A rule that guarded a field must guard it under its new name.
_GUARDED = dict(renamings(_CUSTOMER)) | dict(renamings(_SETTINGS))
_POLICY = (
    Field(
        "rules",
        "rules",
        below=(Field("when", "when", below=(Field("fields", "fields", words=_GUARDED),)),),
    ),
)

FORMAT_1 = Step(
    (
        Place("settings.yaml", "settings.yaml", _SETTINGS),
        Place("policy.yaml", "policy.yaml", _POLICY),
        Place("customers/<id>.yaml", "customers/<id>/customer.yaml", _CUSTOMER),
        Place("providers/<id>.yaml", "providers/<id>/provider.yaml", _PROVIDER),
        Place("rate-cards/<id>.yaml", "rate-cards/<id>/card.yaml", _RATE_CARD),
        Place("rate-cards/<id>.csv", "rate-cards/<id>/rates.csv"),
    )
)
"""From format 1 to format 2."""
