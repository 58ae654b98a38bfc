"""Which fields the forms of items ask for first, alike for a customer's items and a tag's."""

from __future__ import annotations

from typing import Final

CLI_RULE: Final = (
    "cli",
    "rewrite_cli",
    "forced",
    "direction",
    "dialled",
    "types",
    "use_did",
    "database",
    "notes",
)

ROUTE: Final = (
    "name",
    "deliver_to",
    "tech_prefix",
    "dial",
    "channels",
    "cps",
    "max_duration_s",
)

IP_RECORD: Final = (
    "direction",
    "channels",
    "cps",
    "tech_prefix",
    "transport",
    "port",
    "codecs",
)

ALERT: Final = ("name", "notify", "area", "operator")
ALERT_LIMITS: Final = ("threshold", "reset", "level", "repeat_minutes")
