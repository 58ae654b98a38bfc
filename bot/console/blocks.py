"""Slack's limits for blocks, and which surface takes which.

Source: the block reference of Slack's documentation; figures without a documented limit say where they come from.
"""

from __future__ import annotations

from typing import Any

from bot.console.elements import ACCESSORY, ACTION, CONTEXT, ID, IMAGE_URL, INPUT, plain, text
from bot.console.figures import DATA_TABLE, DATA_VISUALIZATION
from bot.console.shapes import (
    Rule,
    Sheet,
    anything,
    both,
    by_type,
    flag,
    list_of,
    one_of,
    record,
    string,
    whole,
)

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
TABLE_CHARACTERS = 10_000
MARKDOWN_CHARACTERS = 12_000


def _block(kind: str, required: dict[str, Rule], optional: dict[str, Rule] | None = None) -> Rule:
    return record({"type": one_of(kind), **required}, {"block_id": ID, **(optional or {})})


def _section_says_something(sheet: Sheet, pointer: str, value: Any) -> None:
    if value.get("text") is None and value.get("fields") is None:
        sheet.error(pointer, "missing required field: text or fields")


def _image_has_source(sheet: Sheet, pointer: str, value: Any) -> None:
    if (value.get("image_url") is None) == (value.get("slack_file") is None):
        sheet.error(pointer, "must provide exactly one of image_url and slack_file")


_RICH_PARTS = by_type(
    {
        name: record({"type": anything, "elements": list_of(anything, 1000, 0)}, extra)
        for name, extra in (
            ("rich_text_section", {}),
            ("rich_text_list", {"style": anything, "indent": anything, "offset": anything, "border": anything}),
            ("rich_text_preformatted", {"border": anything, "language": anything}),
            ("rich_text_quote", {"border": anything}),
        )
    },
    "element",
)  # fmt: skip
_RICH = _block("rich_text", {"elements": list_of(_RICH_PARTS, 1000)})
_CELL = by_type(
    {
        "raw_text": record({"type": anything, "text": string(TABLE_CHARACTERS)}),
        "raw_number": record({"type": anything, "value": anything}, {"text": anything}),
        "rich_text": _RICH,
    },
    "cell",
)
_COLUMN = record({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag})
_CELLS = list_of(_CELL, 20)

_EVERYWHERE: dict[str, Rule] = {
    "section": both(
        _block(
            "section",
            {},
            {
                "text": text(3000),
                "fields": list_of(text(2000), 10),
                "accessory": ACCESSORY,
                "expand": flag,
            },
        ),
        _section_says_something,
    ),
    "header": _block("header", {"text": plain(150)}, {"level": whole(1, 4)}),
    "divider": _block("divider", {}),
    "context": _block("context", {"elements": list_of(CONTEXT, 10)}),
    "actions": _block("actions", {"elements": list_of(ACTION, 25)}),
    "input": _block(
        "input",
        {"label": plain(2000), "element": INPUT},
        {"hint": plain(2000), "optional": flag, "dispatch_action": flag},
    ),
    "image": both(
        _block(
            "image",
            {"alt_text": string(2000)},
            {"image_url": IMAGE_URL, "slack_file": anything, "title": plain(2000)},
        ),
        _image_has_source,
    ),
    "rich_text": _RICH,
    "video": _block(
        "video",
        {
            "alt_text": string(2000),
            "title": plain(200),
            "video_url": string(3000),
            "thumbnail_url": string(3000),
        },
        dict.fromkeys(
            ("title_url", "description", "author_name", "provider_name", "provider_icon_url"),
            anything,
        ),
    ),
}
_NOT_JUDGED = dict.fromkeys(("context_actions", "plan", "task_card", "file"), anything)
_IN_MESSAGES: dict[str, Rule] = {
    "markdown": _block("markdown", {"text": string(MARKDOWN_CHARACTERS)}),
    "table": _block(
        "table", {"rows": list_of(_CELLS, 100)}, {"column_settings": list_of(_COLUMN, 20)}
    ),
    "data_table": DATA_TABLE,
    "data_visualization": DATA_VISUALIZATION,
    **_NOT_JUDGED,
}
_IN_MODALS: dict[str, Rule] = {
    "alert": _block(
        "alert",
        {"text": text(200)},
        {"level": one_of("default", "info", "warning", "error", "success")},
    )
}
KNOWN = frozenset({*_EVERYWHERE, *_IN_MESSAGES, *_IN_MODALS})

# Slack's list also names the home tab for tables, which it then does not draw.
SURFACES: dict[str, tuple[dict[str, Rule], int]] = {
    "message": (_EVERYWHERE | _IN_MESSAGES, MESSAGE_BLOCKS),
    "modal": (_EVERYWHERE | _IN_MODALS, VIEW_BLOCKS),
    "home": (_EVERYWHERE, VIEW_BLOCKS),
}
