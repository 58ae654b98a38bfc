"""The app's own tab as a view: what needs somebody, my latest operations, and the customers, filtered and paged.

A pure function of the facts it is given; ``bot.slack.homes`` gathers them and publishes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.slack.buttons import button_element
from bot.slack.mrkdwn import code, cut, escape
from bot.slack.sections import Json, context, section
from handlers.kit.reply import Ask, Button, Tone
from handlers.kit.wording import plural

STATUS, SEARCH, TURN, PLAN = "home:status", "home:search", "home:turn", "home:plan"
ALL = "all"
STATUSES: Mapping[str, str] = {
    ALL: "Every status",
    "active": "Active",
    "inactive": "Inactive",
    "pending_approval": "Pending approval",
    "suspended": "Suspended",
}
PAGE = 15
MOST_NEEDS, MOST_OPERATIONS = 8, 5
TRAFFIC = (
    "Debit limit, channels and CPS are limits of the card. What passes (balance, live channels, last call, ASR, ACD, PDD) "
    "is not shown: Trunkline does not collect calls yet."
)
_MARKS: Mapping[str, str] = {
    "active": ":large_green_circle:",
    "pending_approval": ":large_yellow_circle:",
    "inactive": ":white_circle:",
    "suspended": ":red_circle:",
}


@dataclass(frozen=True, slots=True)
class Looking:
    """Which customers a person looks at."""

    status: str = ALL
    search: str = ""
    page: int = 1

    def written(self) -> str:
        """Write it where Slack gives it back."""
        return json.dumps({"status": self.status, "search": self.search, "page": self.page})

    def turned(self, page: int) -> Looking:
        """Look at another page."""
        return replace(self, page=max(1, page))


def looking(written: object) -> Looking:
    """Read what ``Looking.written`` wrote; from the start if it is none of ours."""
    try:
        said = json.loads(str(written))
        status = str(said["status"])
        return Looking(
            status if status in STATUSES else ALL,
            str(said["search"])[:200],
            max(1, int(said["page"])),
        )
    except (ValueError, KeyError, TypeError):
        return Looking()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A customer in the grid: configured limits, and the status that counts now."""

    id: str
    name: str
    status: str
    credit: str
    channels: str
    cps: str


@dataclass(frozen=True, slots=True)
class Need:
    """Something that waits for a person: a line of text, and the button that helps, if one does."""

    text: str
    tone: Tone = Tone.WARNING
    button: Button | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One of the person's latest operations. ``undo`` is its id where it may be undone; ``plan`` where it waits."""

    text: str
    undo: str = ""
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything one person's tab shows. ``needs`` None: they are still being looked for."""

    who: str
    carrier: str
    looking: Looking
    rows: Sequence[Row]
    found: int
    needs: Sequence[Need] | None
    latest: Sequence[Done]
    buttons: Sequence[Button]
    notes: Sequence[str] = ()


def home_view(facts: Facts) -> Json:
    """Draw the tab; never more than Slack's hundred blocks."""
    blocks = [
        *_head(facts),
        *_needs(facts.needs),
        *_latest(facts.latest),
        *_customers(facts),
    ]
    return {"type": "home", "private_metadata": facts.looking.written(), "blocks": blocks}


def told_home(text: str) -> Json:
    """Draw the tab of somebody who may see nothing, or while nothing can be read: a sentence says why."""
    return {"type": "home", "blocks": [_header("Trunkline"), section(escape(text))]}


def _head(facts: Facts) -> list[Json]:
    notes = [context(f":warning: {escape(note)}") for note in facts.notes[:3]]
    made = [_header(facts.carrier), context(f"{escape(facts.who)}"), *notes]
    elements = [
        button_element(button, f"run:{place}", primary=place == 0)
        for place, button in enumerate(facts.buttons)
    ]
    return [*made, {"type": "actions", "elements": elements}] if elements else made


def _needs(needs: Sequence[Need] | None) -> list[Json]:
    made: list[Json] = [{"type": "divider"}, section("*Needs attention*")]
    if needs is None:
        return [*made, context(":hourglass_flowing_sand: The config is being checked.")]
    if not needs:
        return [*made, context(":large_green_circle: Nothing waits for anybody.")]
    made += [
        _with_button(f"{_tone(one.tone)} {escape(one.text)}", one.button, f"run:need:{n}")
        for n, one in enumerate(needs[:MOST_NEEDS])
    ]
    left = len(needs) - MOST_NEEDS
    return [*made, context(f"and {left} more")] if left > 0 else made


def _tone(tone: Tone) -> str:
    return {Tone.BAD: ":x:", Tone.WARNING: ":warning:"}.get(tone, ":small_blue_diamond:")


def _with_button(text: str, button: Button | None, action: str) -> Json:
    made = section(text)
    return made if button is None else made | {"accessory": button_element(button, action)}


def _latest(latest: Sequence[Done]) -> list[Json]:
    if not latest:
        return []
    made: list[Json] = [{"type": "divider"}, section("*My latest operations*")]
    return made + [_operation(one, place) for place, one in enumerate(latest[:MOST_OPERATIONS])]


def _operation(one: Done, place: int) -> Json:
    if one.plan:
        element = {
            "type": "button",
            "action_id": f"{PLAN}:{place}",
            "text": {"type": "plain_text", "text": "Show plan", "emoji": False},
            "value": one.plan,
        }
        return section(escape(one.text)) | {"accessory": element}
    return _with_button(
        escape(one.text), undo_button(one) if one.undo else None, f"run:undo:{place}"
    )


def undo_button(one: Done) -> Button:
    """Offer to undo an operation."""
    ask = Ask(
        "Undo this change?",
        f"{one.text} The values from before are put back by a new commit.",
        "Undo it",
    )
    return Button("Undo", "undo", {"operation": one.undo}, Tone.BAD, ask)


def _customers(facts: Facts) -> list[Json]:
    view = facts.looking
    pages = max(1, -(-facts.found // PAGE))
    page = min(view.page, pages)
    first = (page - 1) * PAGE + 1
    note = f"{first}-{first + len(facts.rows) - 1} of {plural(facts.found, 'customer')}"
    made: list[Json] = [{"type": "divider"}, section("*Customers*"), _filter(view), _search(view)]
    made += [_customer(row, place) for place, row in enumerate(facts.rows)]
    made.append(context(note if facts.rows else "No customer fits."))
    turns = [_turn("Previous", page - 1)] * (page > 1) + [_turn("Next", page + 1)] * (page < pages)
    made += [{"type": "actions", "block_id": TURN, "elements": turns}] if turns else []
    return [*made, context(TRAFFIC)]


def _customer(row: Row, place: int) -> Json:
    status = row.status.replace("_", " ")
    text = (
        f"{_MARKS.get(row.status, ':white_circle:')} *{escape(row.name)}*  {code(row.id)}  {escape(status)}\n"
        f"Debit limit {escape(row.credit)} \u00b7 channels {escape(row.channels)} \u00b7 CPS {escape(row.cps)}"
    )
    card = Button("Open", "customer show", {"customer": row.id})
    return _with_button(text, card, f"run:card:{place}")


def _filter(view: Looking) -> Json:
    options = {
        value: {"value": value, "text": {"type": "plain_text", "text": label, "emoji": False}}
        for value, label in STATUSES.items()
    }
    select: Json = {
        "type": "static_select",
        "action_id": STATUS,
        "options": list(options.values()),
        "initial_option": options[view.status],
    }
    return {"type": "actions", "block_id": STATUS, "elements": [select]}


def _search(view: Looking) -> Json:
    element: Json = {
        "type": "plain_text_input",
        "action_id": SEARCH,
        "max_length": 200,
        "placeholder": {"type": "plain_text", "text": "A name, an address, a number; then Enter"},
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    }
    if view.search:
        element["initial_value"] = view.search
    return {
        "type": "input",
        # A block that keeps its id keeps what was typed, whatever is drawn: another search needs another block.
        "block_id": f"{SEARCH}:{view.search[:100]}",
        "dispatch_action": True,
        "optional": True,
        "label": {"type": "plain_text", "text": "Search in every document"},
        "element": element,
    }


def _turn(label: str, page: int) -> Json:
    return {
        "type": "button",
        "action_id": f"{TURN}:{label.lower()}",
        "text": {"type": "plain_text", "text": label, "emoji": False},
        "value": str(page),
    }


def _header(text: str) -> Json:
    return {
        "type": "header",
        "text": {"type": "plain_text", "text": cut(text, 150), "emoji": False},
    }


def acted(view: Looking, action: Mapping[str, Any]) -> Looking:
    """Tell what is looked at after somebody used the filter, the search or a page button."""
    name = str(action.get("action_id"))
    if name == STATUS:
        chosen = str((action.get("selected_option") or {}).get("value"))
        return Looking(chosen if chosen in STATUSES else ALL, view.search)
    if name == SEARCH:
        return Looking(view.status, str(action.get("value") or "").strip()[:200])
    value = str(action.get("value"))
    return view.turned(int(value)) if value.isdigit() and len(value) < 7 else view
