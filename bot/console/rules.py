"""Whether Slack would take a message or a view: blocks, counts, lengths, names, surfaces.

Source: Slack's Block Kit and method reference; figures without a documented limit say where they come from.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.console.blocks import KNOWN, MARKDOWN_CHARACTERS, SURFACES, TABLE_CHARACTERS
from bot.console.elements import GROUP, OPTION, plain
from bot.console.model import JSON, Finding
from bot.console.shapes import (
    Rule,
    Sheet,
    anything,
    by_type,
    flag,
    list_of,
    pattern,
    record,
    string,
    type_of,
)
from bot.console.values import elements

MESSAGE_TEXT = 40_000
BLOCKS_CHARACTERS = 13_200  # not documented; where slackapi/bolt-js#2509 met msg_blocks_too_long
DATA_TABLE_CHARACTERS = 20_000
CHARTS = 2
ATTACHMENTS = 100


_VIEW_COMMON: dict[str, Rule] = {
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
_VIEWS: dict[str, Rule] = {
    "modal": record(
        {"type": anything, "title": plain(24), "blocks": anything},
        {
            **_VIEW_COMMON,
            "submit": plain(24),
            "close": plain(24),
            "clear_on_close": flag,
            "notify_on_close": flag,
            "submit_disabled": flag,
        },
    ),
    "home": record({"type": anything, "blocks": anything}, _VIEW_COMMON),
}
_ATTACHMENT_WORDS = (
    "author_icon author_link author_name callback_id fallback fields footer footer_icon hide_color id "
    "image_url mrkdwn_in pretext preview text thumb_url title title_link ts"
)
_ATTACHMENT = record(
    {},
    {
        **dict.fromkeys(_ATTACHMENT_WORDS.split(), anything),
        "color": pattern(r"#?[0-9A-Fa-f]{6}|good|warning|danger", "a colour"),
        "blocks": anything,
    },
)


def check_message(content: JSON) -> list[Finding]:
    """Judge the blocks, attachments and text of a message."""
    sheet = Sheet()
    blocks, attachments = content.get("blocks"), content.get("attachments")
    if blocks:
        _check_blocks(sheet, "/blocks", blocks, "message")
    listed = attachments if isinstance(attachments, list) else []
    if len(listed) > ATTACHMENTS:
        sheet.error("/attachments", f"no more than {ATTACHMENTS} items allowed")
    for place, attachment in enumerate(listed):
        _check_attachment(sheet, f"/attachments/{place}", attachment)
    _check_totals(sheet, content)
    if blocks and not (content.get("text") or "").strip():
        sheet.warning("/text", "a message with blocks needs top-level text for notifications")
    return sheet.findings


def check_preview(url: str, preview: Any) -> list[Finding]:
    """Judge what is to hang on a link that somebody posted."""
    sheet = Sheet()
    pointer = "/unfurls/" + url.replace("~", "~0").replace("/", "~1")
    _check_attachment(sheet, pointer, preview)
    if isinstance(preview, dict) and not (preview.keys() & {"blocks", "text", "title", "fallback"}):
        sheet.error(pointer, "must provide blocks, or the text of an attachment")
    return sheet.findings


def _check_attachment(sheet: Sheet, pointer: str, attachment: Any) -> None:
    _ATTACHMENT(sheet, pointer, attachment)
    if isinstance(attachment, dict) and attachment.get("blocks"):
        _check_blocks(sheet, f"{pointer}/blocks", attachment["blocks"], "message")


def check_view(view: Any) -> list[Finding]:
    """Judge a modal or a home tab."""
    sheet = Sheet()
    kind = type_of(view)
    if kind not in _VIEWS:
        sheet.error("/view/type", f"unsupported type: {kind}")
        return sheet.findings
    _VIEWS[kind](sheet, "/view", view)
    if isinstance(view.get("blocks"), list):
        _check_blocks(sheet, "/view/blocks", view["blocks"], kind)
        inputs = any(isinstance(b, dict) and b.get("type") == "input" for b in view["blocks"])
        if kind == "modal" and inputs and not view.get("submit"):
            sheet.error("/view", "missing required field: submit (there are input blocks)")
    return sheet.findings


def check_options(answer: Any) -> list[Finding]:
    """Judge the answer to a suggestion request."""
    sheet = Sheet()
    lists = {"options": list_of(OPTION, 100, 0), "option_groups": list_of(GROUP, 100, 0)}
    record({}, lists)(sheet, "", answer)
    if isinstance(answer, dict) and len(answer) != 1:
        sheet.error("", "must provide exactly one of options and option_groups")
    return sheet.findings


def _check_blocks(sheet: Sheet, pointer: str, blocks: Any, surface: str) -> None:
    kinds, most = SURFACES[surface]
    before = len(sheet.findings)
    list_of(_on_surface(kinds, surface), most, 0)(sheet, pointer, blocks)
    if len(sheet.findings) == before:  # names are compared only where the shape holds
        _check_names(sheet, pointer, blocks)
        _check_places(sheet, pointer, blocks, surface)


def _check_places(sheet: Sheet, pointer: str, blocks: list[JSON], surface: str) -> None:
    for place, block in enumerate(blocks):
        if type_of(block.get("element")) == "file_input" and surface != "modal":
            sheet.error(f"{pointer}/{place}/element", f"file_input is not allowed in a {surface}")


def _on_surface(kinds: dict[str, Rule], surface: str) -> Rule:
    judge = by_type(kinds, "block type")

    def rule(sheet: Sheet, pointer: str, value: Any) -> None:
        kind = type_of(value)
        if kind in KNOWN and kind not in kinds:
            sheet.error(f"{pointer}/type", f"block type {kind} is not allowed in a {surface}")
        else:
            judge(sheet, pointer, value)

    return rule


def _check_names(sheet: Sheet, pointer: str, blocks: list[JSON]) -> None:
    for place, name in _repeated([block.get("block_id") for block in blocks]):
        sheet.error(f"{pointer}/{place}/block_id", f"block_id {name} already exists")
    focused = 0
    for place, block in enumerate(blocks):
        inside = [element for _, element in elements([block])]
        for _, name in _repeated([element["action_id"] for element in inside]):
            sheet.error(f"{pointer}/{place}", f"action_id {name} already exists in this block")
        focused += sum(bool(element.get("focus_on_load")) for element in inside)
    if focused > 1:
        sheet.error(pointer, "only one element may have focus_on_load")


def _repeated(names: list[Any]) -> Iterator[tuple[int, Any]]:
    seen: set[Any] = set()
    for place, name in enumerate(names):
        if name is not None and name in seen:
            yield place, name
        seen.add(name)


def _check_totals(sheet: Sheet, content: JSON) -> None:
    blocks = list(_all_blocks(content))
    by_kind: dict[str, list[JSON]] = {}
    for block in blocks:
        by_kind.setdefault(type_of(block), []).append(block)
    tables, documents = by_kind.pop("table", []), by_kind.pop("markdown", [])
    if len(tables) > 1:
        sheet.error("/blocks", "only_one_table_allowed")
    if len(by_kind.pop("data_visualization", [])) > CHARTS:
        sheet.error("/blocks", f"no more than {CHARTS} data_visualization blocks allowed")
    for kind, found, most in (
        ("tables", tables, TABLE_CHARACTERS),
        ("data tables", by_kind.pop("data_table", []), DATA_TABLE_CHARACTERS),
        ("markdown", documents, MARKDOWN_CHARACTERS),
    ):
        if _characters(found) > most:
            sheet.error("/blocks", f"{kind} must be less than {most + 1} characters in all")
    if _characters(list(by_kind.values())) > BLOCKS_CHARACTERS:
        sheet.error("/blocks", "msg_blocks_too_long")


def _all_blocks(content: JSON) -> Iterator[JSON]:
    holders = [content, *(content.get("attachments") or ())]
    for holder in holders:
        blocks = holder.get("blocks") if isinstance(holder, dict) else None
        yield from (b for b in (blocks if isinstance(blocks, list) else ()) if isinstance(b, dict))


def _characters(value: Any) -> int:
    """Count the characters of everything called ``text`` or ``value`` inside."""
    if isinstance(value, list):
        return sum(map(_characters, value))
    if not isinstance(value, dict):
        return 0
    own = sum(len(value[key]) for key in ("text", "value") if isinstance(value.get(key), str))
    return own + sum(_characters(entry) for entry in value.values())
