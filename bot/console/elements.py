"""Slack's limits for text objects, options, confirm dialogs and interactive elements.

Source: the Block Kit reference of Slack's documentation.
"""

from __future__ import annotations

from typing import Any

from bot.console.shapes import (
    Rule,
    Sheet,
    anything,
    both,
    by_type,
    flag,
    list_of,
    one_of,
    pattern,
    record,
    string,
    whole,
)

ID = string(255)
_URL = string(3000)
IMAGE_URL = both(_URL, pattern(r"https?://\S+", "an http or https URL"))
_DATE = pattern(r"\d{4}-\d{2}-\d{2}", "a date as YYYY-MM-DD")
_TIME = pattern(r"\d{2}:\d{2}", "a time as HH:mm")


def plain(high: int, low: int = 1) -> Rule:
    """A ``plain_text`` object."""
    fields = {"type": one_of("plain_text"), "text": string(high, low)}
    return by_type({"plain_text": record(fields, {"emoji": flag})}, "text type")


def markup(high: int) -> Rule:
    """A ``mrkdwn`` object."""
    return record({"type": one_of("mrkdwn"), "text": string(high)}, {"verbatim": flag})


def text(high: int) -> Rule:
    """Either kind of text object."""
    kinds = {"plain_text": plain(high), "mrkdwn": markup(high)}
    return by_type(kinds, "text type")


CONFIRM = record(
    {"title": plain(100), "text": text(300)},
    {"confirm": plain(30), "deny": plain(30), "style": one_of("primary", "danger")},
)


def _option(label: Rule) -> Rule:
    return record({"text": label, "value": string(150)}, {"description": text(75), "url": _URL})


OPTION = _option(plain(75))
_RICH_OPTION = _option(text(75))
GROUP = record({"label": plain(75), "options": list_of(OPTION, 100)})


def _typed(kind: str, required: dict[str, Rule] | None = None, /, **optional: Rule) -> Rule:
    common: dict[str, Rule] = {"action_id": ID, "confirm": CONFIRM, "focus_on_load": flag}
    return record({"type": one_of(kind), **(required or {})}, {**common, **optional})


def _choices(sheet: Sheet, pointer: str, value: Any) -> None:
    """Options or groups, not both; what is selected at first must be one of them."""
    if ("options" in value) == ("option_groups" in value):
        sheet.error(pointer, "must provide exactly one of options and option_groups")
    _initial(sheet, pointer, value)


def _initial(sheet: Sheet, pointer: str, value: Any) -> None:
    known = [*_items(value, "options")]
    for group in _items(value, "option_groups"):
        known += _items(group, "options")
    chosen = [("initial_option", value["initial_option"])] if value.get("initial_option") else []
    for place, option in enumerate(_items(value, "initial_options")):
        chosen.append((f"initial_options/{place}", option))
    for name, option in chosen:
        if option not in known:
            sheet.error(f"{pointer}/{name}", "must be one of the provided options")
    values = [str(option.get("value")) for option in known if isinstance(option, dict)]
    if len(values) != len(set(values)):
        sheet.error(f"{pointer}/options", "option values must be unique")


def _items(value: Any, name: str) -> list[Any]:
    items = value.get(name) if isinstance(value, dict) else None
    return items if isinstance(items, list) else []


_HINT = {"placeholder": plain(150)}
_LISTS = {"options": list_of(OPTION, 100), "option_groups": list_of(GROUP, 100)}
_MANY = {**_HINT, "max_selected_items": whole(1, 100)}
_NAMES = list_of(string(255), 100)
_FILTER = {
    "default_to_current_conversation": flag,
    "filter": anything,
    "response_url_enabled": flag,
}

_SELECTS: dict[str, Rule] = {
    "static_select": both(
        _typed("static_select", **_HINT, **_LISTS, initial_option=OPTION), _choices
    ),
    "external_select": _typed(
        "external_select", **_HINT, initial_option=OPTION, min_query_length=whole(0, 100)
    ),
    "users_select": _typed("users_select", **_HINT, initial_user=ID),
    "conversations_select": _typed(
        "conversations_select", **_HINT, **_FILTER, initial_conversation=ID
    ),
    "channels_select": _typed(
        "channels_select", **_HINT, initial_channel=ID, response_url_enabled=flag
    ),
}
_MULTI_SELECTS: dict[str, Rule] = {
    "multi_static_select": both(
        _typed("multi_static_select", **_MANY, **_LISTS, initial_options=list_of(OPTION, 100)),
        _choices,
    ),
    "multi_external_select": _typed(
        "multi_external_select",
        **_MANY,
        initial_options=list_of(OPTION, 100),
        min_query_length=whole(0, 100),
    ),
    "multi_users_select": _typed("multi_users_select", **_MANY, initial_users=_NAMES),
    "multi_conversations_select": _typed(
        "multi_conversations_select", **_MANY, **_FILTER, initial_conversations=_NAMES
    ),
    "multi_channels_select": _typed("multi_channels_select", **_MANY, initial_channels=_NAMES),
}
_PICKERS: dict[str, Rule] = {
    "datepicker": _typed("datepicker", **_HINT, initial_date=_DATE),
    "timepicker": _typed("timepicker", **_HINT, initial_time=_TIME, timezone=string(100)),
    "datetimepicker": _typed("datetimepicker", initial_date_time=whole(10**9, 10**10)),
    "checkboxes": both(
        _typed(
            "checkboxes",
            {"options": list_of(_RICH_OPTION, 10)},
            initial_options=list_of(_RICH_OPTION, 10),
        ),
        _initial,
    ),
    "radio_buttons": both(
        _typed(
            "radio_buttons", {"options": list_of(_RICH_OPTION, 10)}, initial_option=_RICH_OPTION
        ),
        _initial,
    ),
}
_BUTTONS: dict[str, Rule] = {
    "button": _typed(
        "button",
        {"text": plain(75)},
        url=_URL,
        value=string(2000, 0),
        style=one_of("primary", "danger"),
        accessibility_label=string(75),
    ),
    "overflow": both(_typed("overflow", {"options": list_of(OPTION, 5)}), _initial),
    "workflow_button": _typed(
        "workflow_button",
        {"text": plain(75), "workflow": anything},
        style=one_of("primary", "danger"),
        accessibility_label=string(75),
    ),
}


def _typing(kind: str, required: dict[str, Rule] | None = None, /, **more: Rule) -> Rule:
    dispatch = record({}, {"trigger_actions_on": anything})
    return _typed(kind, required, **_HINT, **more, dispatch_action_config=dispatch)


_INPUTS: dict[str, Rule] = {
    "plain_text_input": _typing(
        "plain_text_input",
        initial_value=string(3000, 0),
        multiline=flag,
        min_length=whole(0, 3000),
        max_length=whole(1, 3000),
    ),
    "email_text_input": _typing("email_text_input", initial_value=string(3000, 0)),
    "url_text_input": _typing("url_text_input", initial_value=string(3000, 0)),
    "rich_text_input": _typing("rich_text_input", initial_value=anything),
    "number_input": _typing(
        "number_input",
        {"is_decimal_allowed": flag},
        initial_value=string(100),
        min_value=string(100),
        max_value=string(100),
    ),
    "file_input": _typed("file_input", filetypes=list_of(string(50), 100), max_files=whole(1, 10)),
}
IMAGE = record(
    {"type": one_of("image"), "alt_text": string(2000)},
    {"image_url": IMAGE_URL, "slack_file": anything},
)

ACCESSORY = by_type(
    {**_BUTTONS, **_SELECTS, **_MULTI_SELECTS, **_PICKERS, "image": IMAGE}, "element"
)
ACTION = by_type({**_BUTTONS, **_SELECTS, **_MULTI_SELECTS, **_PICKERS}, "element")
INPUT = by_type({**_INPUTS, **_SELECTS, **_MULTI_SELECTS, **_PICKERS}, "element")
CONTEXT = by_type({"plain_text": plain(3000), "mrkdwn": markup(3000), "image": IMAGE}, "element")
