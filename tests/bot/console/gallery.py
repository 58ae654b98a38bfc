"""Messages and views that use every block and element the console draws."""

from __future__ import annotations

import re
import struct
import zlib
from typing import Any

ANYTHING = re.compile("any_.*")


def _text(value: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": value}


def _mrkdwn(value: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": value}


def _option(label: str, description: str = "") -> dict[str, Any]:
    more = {"description": _text(description)} if description else {}
    return {"text": _text(label), "value": label.lower(), **more}


_THREE = [_option("Low"), _option("Middle", "what most take"), _option("High")]

_PROSE = (
    "*Bold*, _italic_, ~struck~, `code` and <https://example.org/a?b=1&amp;c=2|a link> for <@U0ADA>"
    " in <#C0OPS>, at <!date^1795500000^{date_short_pretty} {time}|a fixed time>. "
    ":white_check_mark: done :warning: careful :rotating_light: now\n"
    "&gt; A quoted line\n&gt; and another\n• one\n• two &lt;not a tag&gt;\n"
    "```\nroute  price   margin\ngold   0.0210  12.4 %\nsilver 0.0185   9.1 %\n```"
)

MESSAGES: list[tuple[list[dict[str, Any]] | None, list[dict[str, Any]] | None]] = [
    (
        [
            {"type": "header", "text": _text("Weekly report")},
            {"type": "section", "text": _mrkdwn(_PROSE)},
            {"type": "divider"},
            {
                "type": "section",
                "fields": [
                    _mrkdwn("*Calls*\n12,480"),
                    _mrkdwn("*Minutes*\n48,112.5"),
                    _mrkdwn("*Answered*\n61.2 %"),
                    _mrkdwn("*Margin*\n€ 1,204.77"),
                ],
                "accessory": {
                    "type": "overflow",
                    "action_id": "any_more",
                    "options": [_option("Export"), _option("Archive")],
                },
            },
            {
                "type": "context",
                "elements": [
                    _mrkdwn("Counted at 06:00 UTC"),
                    _text("plain *stays* plain"),
                ],
            },
        ],
        None,
    ),
    (
        [
            {
                "type": "section",
                "text": _mrkdwn("Pick a level"),
                "accessory": {
                    "type": "static_select",
                    "action_id": "any_level",
                    "placeholder": _text("Level"),
                    "options": _THREE,
                },
            },
            {
                "type": "actions",
                "elements": [
                    {"type": "button", "text": _text("Plain"), "action_id": "any_b1"},
                    {
                        "type": "button",
                        "text": _text("Go"),
                        "style": "primary",
                        "action_id": "any_b2",
                    },
                    {
                        "type": "button",
                        "text": _text("Stop"),
                        "style": "danger",
                        "action_id": "any_b3",
                    },
                    {"type": "datepicker", "action_id": "any_day", "initial_date": "2026-11-23"},
                    {"type": "timepicker", "action_id": "any_time", "initial_time": "09:30"},
                    {
                        "type": "checkboxes",
                        "action_id": "any_checks",
                        "options": _THREE[:2],
                        "initial_options": _THREE[:1],
                    },
                    {"type": "users_select", "action_id": "any_user"},
                ],
            },
        ],
        None,
    ),
    (
        [
            {
                "type": "table",
                "column_settings": [{}, {"align": "right"}, {"align": "right"}],
                "rows": [
                    [{"type": "raw_text", "text": cell} for cell in row]
                    for row in (
                        ("Destination", "Rate", "Change"),
                        ("Germany, mobile", "0.0410", "+0.0010"),
                        ("Germany, fixed", "0.0052", "-0.0003"),
                        ("United Kingdom, London", "0.0031", "0"),
                    )
                ],
            },
            {
                "type": "markdown",
                "text": "## Notes\n\n**Bold** and *italic*\n\n- first\n- second `x`",
            },
        ],
        [
            {
                "color": "#b91c1c",
                "blocks": [
                    {
                        "type": "section",
                        "text": _mrkdwn("*Route gold is failing*\nASR 12 % over 15 minutes"),
                    },
                    {
                        "type": "rich_text",
                        "elements": [
                            {
                                "type": "rich_text_section",
                                "elements": [
                                    {"type": "text", "text": "Seen by "},
                                    {"type": "user", "user_id": "U0BEN"},
                                    {"type": "text", "text": " twice", "style": {"bold": True}},
                                ],
                            },
                            {
                                "type": "rich_text_list",
                                "style": "bullet",
                                "elements": [
                                    {
                                        "type": "rich_text_section",
                                        "elements": [{"type": "text", "text": "a list item"}],
                                    }
                                ],
                            },
                        ],
                    },
                ],
            }
        ],
    ),
]


def _input(label: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "input", "label": _text(label), "element": element, "optional": True, **more}


MODAL: dict[str, Any] = {
    "type": "modal",
    "callback_id": "everything",
    "title": _text("Every input"),
    "submit": _text("Save"),
    "close": _text("Cancel"),
    "blocks": [
        {"type": "section", "text": _mrkdwn("Everything that can be *entered*.")},
        _input("Text", {"type": "plain_text_input", "action_id": "text"}, hint=_text("A hint")),
        _input("E-mail", {"type": "email_text_input", "action_id": "mail"}),
        _input("Address", {"type": "url_text_input", "action_id": "url"}),
        _input(
            "Level",
            {"type": "static_select", "action_id": "level", "options": _THREE},
        ),
        _input(
            "Levels",
            {
                "type": "multi_static_select",
                "action_id": "levels",
                "option_groups": [
                    {"label": _text("Usual"), "options": _THREE[:2]},
                    {"label": _text("Rare"), "options": _THREE[2:]},
                ],
                "initial_options": _THREE[:1],
            },
        ),
        _input(
            "Checks",
            {"type": "checkboxes", "action_id": "checks", "options": _THREE},
        ),
        _input("People", {"type": "multi_users_select", "action_id": "people"}),
        _input("Channel", {"type": "conversations_select", "action_id": "channel"}),
        _input("Day", {"type": "datepicker", "action_id": "day"}),
        _input("Time", {"type": "timepicker", "action_id": "time"}),
        _input("Moment", {"type": "datetimepicker", "action_id": "moment"}),
        _input("File", {"type": "file_input", "action_id": "file", "filetypes": ["csv"]}),
    ],
}


def home(orders: list[str]) -> dict[str, Any]:
    """An App Home that lists orders."""
    lines = "\n".join(f"• {name}" for name in orders) or "_No orders yet._"
    return {
        "type": "home",
        "blocks": [
            {"type": "header", "text": _text("Your orders")},
            {"type": "section", "text": _mrkdwn(lines)},
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "button",
                        "text": _text("Refresh"),
                        "style": "primary",
                        "action_id": "any_refresh",
                    }
                ],
            },
        ],
    }


def chart() -> bytes:
    """A PNG of a bar chart, drawn by hand."""
    width, height, bars = 480, 180, (30, 44, 61, 92, 128, 150, 139, 120, 84, 70, 52, 40)
    rows = []
    for y in range(height):
        row = bytearray(b"\xff" * width * 3)
        for number, bar in enumerate(bars):
            if height - 12 - bar <= y < height - 12:
                start = (12 + number * 38) * 3
                row[start : start + 26 * 3] = bytes((15, 118, 110)) * 26
        rows.append(b"\0" + bytes(row))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b"")
    chunks = [
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
