"""Interactive elements: what a person enters, as Slack sends it, and the checks Slack's client makes before sending."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from bot.console.model import JSON

Values = Mapping[str, Mapping[str, Any]]
"""Block id -> action id -> what was entered, in the plain form of `entered`."""

_TEXT = frozenset(
    {"plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input"}
)
_SINGLE_OPTION = frozenset({"static_select", "external_select", "radio_buttons"})
_MANY_OPTIONS = frozenset({"multi_static_select", "multi_external_select", "checkboxes"})
_SINGLE_KEYS = {
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}
_MANY_KEYS = {
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
}
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
REQUIRED = "Please complete this required field."


def elements(blocks: list[JSON]) -> Iterator[tuple[JSON, JSON]]:
    """Every interactive element with its block, in reading order."""
    for block in blocks:
        listed = block.get("elements", ()) if block.get("type") == "actions" else ()
        for element in (block.get("accessory"), block.get("element"), *listed):
            if isinstance(element, dict) and "action_id" in element:
                yield block, element


def has_state(element: JSON) -> bool:
    """Whether Slack reports the element under ``state.values``."""
    kind = element["type"]
    known = (_TEXT, _SINGLE_OPTION, _MANY_OPTIONS, _SINGLE_KEYS, _MANY_KEYS)
    return kind == "file_input" or any(kind in group for group in known)


def entered(element: JSON, plain: Any, *, file: Callable[[str], JSON], offered: list[JSON]) -> JSON:
    """The element's part of ``state.values``.

    ``plain`` is text, an option value (or the option), a list of those, or file ids; ``offered`` are options that an
    external select was given by the app.
    """
    kind: str = element["type"]
    value: JSON = {"type": kind}
    if kind == "rich_text_input":
        value["rich_text_value"] = _rich_text(plain) if plain else None
    elif kind in _TEXT:
        value["value"] = str(plain) if plain not in (None, "") else None
    elif kind in _SINGLE_OPTION:
        value["selected_option"] = _option(element, plain, offered) if plain is not None else None
    elif kind in _MANY_OPTIONS:
        value["selected_options"] = [_option(element, item, offered) for item in plain or ()]
    elif kind in _SINGLE_KEYS:
        value[_SINGLE_KEYS[kind][0]] = plain or None
    elif kind in _MANY_KEYS:
        value[_MANY_KEYS[kind][0]] = list(plain or ())
    elif kind == "file_input":
        value["files"] = [file(name) for name in plain or ()]
    elif kind == "overflow":
        value["selected_option"] = _option(element, plain, offered)
    return value


def initial(element: JSON) -> Any:
    """What the element holds before a person touches it, in plain form."""
    kind = element["type"]
    if kind in _TEXT:
        return element.get("initial_value")
    if kind in _SINGLE_OPTION:
        option = element.get("initial_option")
        return option["value"] if option and kind != "external_select" else option
    if kind in _MANY_OPTIONS:
        return list(element.get("initial_options", ()))
    if kind in _SINGLE_KEYS:
        return element.get(_SINGLE_KEYS[kind][1])
    if kind in _MANY_KEYS:
        return element.get(_MANY_KEYS[kind][1])
    return None


def problems(blocks: list[JSON], values: Values, file_name: Callable[[str], str]) -> dict[str, str]:
    """Faults that Slack's own client shows under a field before it asks the app: block id -> message.

    ``file_name`` gives the name of an uploaded file by its id.
    """
    found: dict[str, str] = {}
    for block, element in elements(blocks):
        if block["type"] != "input":
            continue
        plain = current(values, block, element)
        empty = plain is None or plain in ("", [])
        if empty and not block.get("optional", False):
            found[block["block_id"]] = REQUIRED
        elif not empty and (problem := _problem(element, plain, file_name)):
            found[block["block_id"]] = problem
    return found


def current(values: Values, block: JSON, element: JSON) -> Any:
    """What an element holds now: entered, else initial."""
    given = values.get(block["block_id"], {})
    return given[element["action_id"]] if element["action_id"] in given else initial(element)


def options_of(element: JSON) -> list[JSON]:
    """All options of an element, those in groups included."""
    grouped = [option for group in element.get("option_groups", ()) for option in group["options"]]
    return [*element.get("options", ()), *grouped]


def _problem(element: JSON, plain: Any, file_name: Callable[[str], str]) -> str:
    match element["type"]:
        case "plain_text_input":
            return _length_problem(element, str(plain))
        case "email_text_input" if not _EMAIL.fullmatch(str(plain)):
            return "Please enter a valid email address."
        case "url_text_input" if not re.match(
            r"[a-z][a-z0-9+.-]*://\S+", str(plain), re.IGNORECASE
        ):
            return "Please enter a valid URL."
        case "number_input":
            return _number_problem(element, str(plain))
        case "file_input":
            return _files_problem(element, [file_name(name) for name in plain])
    return _count_problem(element, plain)


def _files_problem(element: JSON, names: list[str]) -> str:
    most: int = element.get("max_files", 10)
    kinds: list[str] = element.get("filetypes") or []
    if len(names) > most:
        return f"Please choose at most {most} file{'s' if most > 1 else ''}."
    wrong = [name for name in names if kinds and name.rpartition(".")[2].lower() not in kinds]
    if wrong:
        return f"{wrong[0]} is not a supported file type. Please choose {' or '.join(kinds)}."
    return ""


def _count_problem(element: JSON, plain: Any) -> str:
    most = element.get("max_selected_items")
    if most and isinstance(plain, list) and len(plain) > most:
        return f"Please choose at most {most}."
    return ""


def _length_problem(element: JSON, text: str) -> str:
    if len(text) < element.get("min_length", 0):
        return f"Please enter at least {element['min_length']} characters."
    if len(text) > element.get("max_length", 3000):
        return f"Please enter at most {element.get('max_length', 3000)} characters."
    return ""


def _number_problem(element: JSON, text: str) -> str:
    if not _NUMBER.fullmatch(text):
        return "Please enter a number."
    if "." in text and not element.get("is_decimal_allowed"):
        return "Please enter a whole number."
    low, high = element.get("min_value"), element.get("max_value")
    if low is not None and Decimal(text) < Decimal(low):
        return f"Please enter a number of at least {low}."
    if high is not None and Decimal(text) > Decimal(high):
        return f"Please enter a number of at most {high}."
    return ""


def _option(element: JSON, plain: Any, offered: list[JSON]) -> JSON:
    if isinstance(plain, dict):
        return plain
    for option in (*options_of(element), *offered):
        if option.get("value") == plain:
            return option
    raise LookupError(f"{element['action_id']} has no option {plain!r}")


def _rich_text(text: str) -> JSON:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}
