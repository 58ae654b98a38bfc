"""Forms: the arguments of a command as a modal, and what a person typed into it back as arguments."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.slack.blocks import LONGEST_VALUE
from bot.slack.buttons import button_value
from bot.slack.files import held_file
from bot.slack.mrkdwn import cut, escape
from bot.slack.sections import Json, section
from engine.ports.ids import OperationId
from handlers.kit.catalogue import Argument, Entry, label_of
from handlers.kit.every_list import is_said_whose, lists_behind
from handlers.kit.files import FILE_TYPES, SHEET_TYPES
from handlers.kit.reply import Actions, Button, Outcome, Reply
from handlers.kit.secret import secret_arguments
from handlers.kit.wording import as_typed, join_items, plural, split_items

FORM = "form"
SHOW_ALL = "form:all"
VALUE = "value"
_YES_NO = (("true", "Yes"), ("false", "No"))
_MOST_OPTIONS = 100
_LONGEST_INPUT = 3000
_REFUSED = frozenset({Outcome.REFUSED, Outcome.INVALID})


def form_view(
    entry: Entry,
    values: Mapping[str, object],
    operation: str,
    *,
    everything: bool = False,
    also: Collection[str] = (),
) -> Json:
    """Draw the form of a command, filled with ``values``; at first only the fields most people want, and ``also``."""
    chosen = form_arguments(entry, values, everything=everything, also=also)
    hidden = len(entry.arguments) - len(chosen)
    said = _beyond_title(entry)
    blocks: list[Json] = [section(escape(said))] if said else []
    blocks += [
        _input(argument, values.get(argument.name), picked=_picked(entry, argument, values))
        for argument in chosen
    ]
    if hidden > 0:
        blocks.append(_show_all(hidden))
    return {
        "type": "modal",
        "callback_id": FORM,
        "title": _plain(title_of(entry), 24),
        "submit": _plain("Check", 24),
        "close": _plain("Cancel", 24),
        "private_metadata": json.dumps({"operation": operation}),
        "notify_on_close": False,
        "blocks": blocks,
    }


def operation_in(view: Mapping[str, Any]) -> OperationId:
    """Give the operation a form was drawn for; the empty id where the view is none of our forms."""
    try:
        held = json.loads(str(view.get("private_metadata")))
    except ValueError:
        held = None
    return OperationId(str(held.get("operation")) if isinstance(held, dict) else "")


def form_arguments(
    entry: Entry,
    values: Mapping[str, object],
    *,
    everything: bool,
    also: Collection[str] = (),
) -> Sequence[Argument]:
    """Give the arguments a form shows: required ones, those of the short form, and ``also`` these, which were typed.

    A value that is too long for an input stays out of the form, where it could only be cut short.
    """
    names = dict.fromkeys((*(argument.name for argument in entry.required), *entry.form, *also))
    if everything or not entry.form:
        names |= dict.fromkeys(argument.name for argument in entry.arguments)
    chosen = [argument for name in names if (argument := entry.argument(name)) is not None]
    return [one for one in chosen if len(as_text(values.get(one.name))) <= _LONGEST_INPUT]


def working_view(entry: Entry) -> Json:
    """What stands in a modal for the moment until its form is drawn."""
    return {
        "type": "modal",
        "callback_id": "working",
        "title": _plain(title_of(entry), 24),
        "close": _plain("Cancel", 24),
        "blocks": [section(":hourglass_flowing_sand: Working...")],
    }


_NO_VERBS = frozenset({"bulk", "diff", "history", "login", "password", "quiet", "why"})


def title_of(entry: Entry) -> str:
    """Name a command the way a form's title does: ``Add customer``, ``Assign DID``, but ``Rate why``."""
    *area, verb = entry.words
    return label_of("_".join([*area, verb] if verb in _NO_VERBS else [verb, *area]))


def _beyond_title(entry: Entry) -> str:
    """Give the help of a command, unless it says no more than its title, as ``Add a customer`` does."""
    words = [word for word in entry.help.lower().rstrip(".").split() if word not in ("a", "an")]
    return "" if words == title_of(entry).lower().split() else entry.help


def _picked(entry: Entry, argument: Argument, values: Mapping[str, object]) -> str:
    """Give the noun of the items an argument is chosen from; empty where it is typed."""
    lists = lists_behind(entry.words, argument.name)
    return " or ".join(items.noun for items in lists) if is_said_whose(lists, values) else ""


def _input(argument: Argument, value: object, *, picked: str = "") -> Json:
    made: Json = {
        "type": "input",
        "block_id": argument.name,
        "optional": not argument.required or bool(_kept(argument, value)),
        "label": _plain(argument.label, 2000),
        "hint": _plain(_kept(argument, value) + _hint(argument), 2000),
        "element": {
            "action_id": VALUE,
            **(_choice_of(picked, argument, value) if picked else _element(argument, value)),
        },
    }
    return made


def _kept(argument: Argument, value: object) -> str:
    """Say that a file handed in before need not be handed in again."""
    if argument.type != "file" or not isinstance(value, Mapping) or "lies_at" not in value:
        return ""
    return f"{value.get('name')} is kept unless you choose another. "


def _hint(argument: Argument) -> str:
    how = {
        "list": ' Separate with commas; an item with a comma goes in "double quotes".',
        "map": " One name=value per line.",
        "secret": " It can be read on the screen while it is typed, and nowhere afterwards.",
    }.get(argument.type, "")
    is_chosen = argument.reference or argument.choices
    return argument.description + ("" if is_chosen else how)


def _element(argument: Argument, value: object) -> Json:
    if argument.type == "boolean":
        said = str(value).lower()
        return _select(
            _YES_NO, {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(said, said)
        )
    if argument.type == "file":
        types = SHEET_TYPES if argument.sheet else FILE_TYPES
        return {"type": "file_input", "filetypes": list(types), "max_files": 1}
    if argument.reference:
        return _choice_of(argument.reference, argument, value)
    if argument.choices and argument.type == "choice":
        return _select(
            [(choice, choice.replace("_", " ")) for choice in argument.choices], str(value or "")
        )
    if argument.choices and argument.type == "list":
        return _several(argument.choices, value)
    return _text(argument, value)


def _select(options: Sequence[tuple[str, str]], chosen: str) -> Json:
    made = {value: option(value, label) for value, label in options[:_MOST_OPTIONS]}
    element: Json = {"type": "static_select", "options": list(made.values())}
    return element | {"initial_option": made[chosen]} if chosen in made else element


def _several(choices: Sequence[str], value: object) -> Json:
    options = {
        choice: option(choice, choice.replace("_", " ")) for choice in choices[:_MOST_OPTIONS]
    }
    chosen = [options[one] for one in as_list(value) if one in options]
    element: Json = {"type": "multi_static_select", "options": list(options.values())}
    return element | {"initial_options": chosen} if chosen else element


def _choice_of(noun: str, argument: Argument, value: object) -> Json:
    element: Json = {
        "type": "external_select",
        "min_query_length": 0,
        "placeholder": _plain(f"Find {_article(noun)} {noun}", 150),
    }
    if argument.type == "list":
        element["type"] = "multi_external_select"
        chosen = [option(one, one) for one in dict.fromkeys(as_list(value)) if one]
        return element | {"initial_options": chosen[:_MOST_OPTIONS]} if chosen else element
    return element | {"initial_option": option(str(value), str(value))} if value else element


def _article(noun: str) -> str:
    """``an IP record``, but ``a user``."""
    return "an" if noun[:1].lower() in "aeio" else "a"


def _text(argument: Argument, value: object) -> Json:
    element: Json = {"type": "plain_text_input", "max_length": _LONGEST_INPUT}
    if argument.long or argument.type == "map":
        element["multiline"] = True
    if argument.example:
        element["placeholder"] = _plain(argument.example, 150)
    text = "" if argument.type == "secret" else as_text(value)
    return element | {"initial_value": text[:_LONGEST_INPUT]} if text else element


def as_text(value: object) -> str:
    """Show a value the way a form takes it back."""
    if isinstance(value, Mapping):
        return as_typed(value, between="\n")
    if isinstance(value, (list, tuple)):
        return join_items(value)
    return "" if value is None else str(value)


def as_list(value: object) -> list[str]:
    """Read a list from what a form or a typed command holds."""
    if isinstance(value, (list, tuple)):
        return [str(item) for item in value]
    return split_items(str(value or ""))


def option(value: str, label: str, description: str = "") -> Json:
    """One choice of a select."""
    made: Json = {"value": cut(value, 150), "text": _plain(label or value, 75)}
    return made | {"description": _plain(description, 75)} if description else made


def _show_all(hidden: int) -> Json:
    button = {
        "type": "button",
        "action_id": SHOW_ALL,
        "text": _plain(f"Show {plural(hidden, 'more field')}", 75),
    }
    return {"type": "actions", "block_id": SHOW_ALL, "elements": [button]}


def _plain(text: str, longest: int) -> Json:
    return {"type": "plain_text", "text": cut(text, longest), "emoji": False}


def typed_values(
    entry: Entry, view: Mapping[str, Any], kept: Mapping[str, object]
) -> dict[str, object]:
    """Give what a form holds: argument -> text, list of texts, or None where it was left or made empty.

    A field for a file comes empty; ``kept`` has the one that was handed in before.
    """
    state = view.get("state", {}).get("values", {})
    held = {
        name: _held(state[name][VALUE])
        for name in state
        if entry.argument(name) and VALUE in state[name]
    }
    files = [one.name for one in entry.arguments if one.type == "file"]
    return held | {name: kept.get(name) for name in files if held.get(name, "") is None}


def _held(element: Mapping[str, Any]) -> object:
    if "files" in element:
        return next((held_file(file) for file in element["files"] or ()), None)
    if "selected_options" in element:
        return [one["value"] for one in element["selected_options"] or ()] or None
    chosen = element.get("selected_option")
    if chosen is not None:
        return chosen["value"]
    text = element.get("value")
    return text if text not in (None, "") else None


def said_in_form(
    entry: Entry, held: Mapping[str, object], filled: Mapping[str, object]
) -> dict[str, object]:
    """Give the arguments a person meant: required ones and what differs from what the form came filled with.

    A field that came filled and was made empty is named in ``unset``, where the command has that argument.
    """
    said: dict[str, object] = {}
    emptied: list[str] = []
    for name, value in held.items():
        argument = entry.argument(name)
        if argument is None:
            continue
        before = filled.get(name)
        if value is None:
            emptied += [name] if before not in (None, "") else []
        elif argument.required or _differs(argument, value, before):
            said[name] = value
    if emptied and entry.argument("unset") is not None:
        said["unset"] = [*as_list(said.get("unset")), *emptied]
    return said


def _differs(argument: Argument, value: object, before: object) -> bool:
    if argument.type == "list":
        return as_list(value) != as_list(before)
    return (
        as_text(value).strip()
        != (as_text(before).lower() if argument.type == "boolean" else as_text(before)).strip()
    )


def with_form(reply: Reply, entry: Entry | None, said: Mapping[str, object]) -> Reply:
    """Offer the form again, filled as it was, with an answer that refuses what stood in it; secrets are not kept."""
    if entry is None or reply.outcome not in _REFUSED:
        return reply
    secrets = {one.name for one in secret_arguments(entry)}
    args = {name: value for name, value in said.items() if name not in secrets}
    again = Button("Fill in again", entry.name, args, form=True)
    if len(button_value(again)) > LONGEST_VALUE:
        return reply
    return replace(reply, blocks=(*reply.blocks, Actions((again,))))
