"""A Reply as Block Kit: escaped, within Slack's limits, and readable aloud."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, assert_never

from bot.slack.mrkdwn import code, cut, escape, fenced, link
from engine.errors import Problem, Severity
from engine.plan import Action, Change, headed
from handlers.kit.reply import (
    Actions,
    Block,
    Button,
    Card,
    Fields,
    File,
    Mark,
    Outcome,
    PlanView,
    Problems,
    Reply,
    Step,
    Steps,
    Table,
    Text,
    Tone,
    sentence,
    spoken,
)
from handlers.kit.wording import plural, show

Json = dict[str, Any]
MOST_BLOCKS = 50
LONGEST_TEXT = 3000
LONGEST_MESSAGE = (
    12_000  # not documented; msg_blocks_too_long was met at 13,200 (slackapi/bolt-js#2509)
)
LONGEST_VALUE = 2000
MOST_BUTTONS = 25
MOST_TABLE_ROWS, MOST_TABLE_COLUMNS, LONGEST_TABLE = 100, 20, 10_000
LONGEST_FILE_SHOWN = 2500
_SHOWN_CHANGES, _SHOWN_PROBLEMS, _SHOWN_ROWS = 40, 25, 25
_LONG_CELL = 40  # characters from which a cell of Slack's own table may go on below
_WIDEST_CELL, _WIDEST_LINE = 28, 100  # characters of a table drawn in lines

_MARKS: Mapping[Tone, str] = {
    Tone.PLAIN: "",
    Tone.GOOD: ":large_green_circle: ",
    Tone.WARNING: ":warning: ",
    Tone.BAD: ":red_circle: ",
}
_OUTCOMES: Mapping[Outcome, str] = {
    Outcome.DONE: "",
    Outcome.ASKS: "",
    Outcome.WAITS: ":hourglass_flowing_sand: ",
    Outcome.REFUSED: ":no_entry: ",
    Outcome.INVALID: ":x: ",
    Outcome.USAGE: ":grey_question: ",
    Outcome.UNAVAILABLE: ":electric_plug: ",
    Outcome.BUG: ":rotating_light: ",
}
_SIGNS = {Action.ADDED: "+", Action.CHANGED: "~", Action.REMOVED: "\u2212"}


@dataclass(slots=True)
class _Sheet:
    """What one message has used up: action ids are numbered, and Slack takes one table of its own kind."""

    native_tables: int
    buttons: int = 0

    def number(self) -> int:
        self.buttons += 1
        return self.buttons - 1

    def take_table(self) -> bool:
        self.native_tables -= 1
        return self.native_tables >= 0


def message(
    reply: Reply, *, native_tables: int = 1, files: int = 0, longest: int = LONGEST_MESSAGE
) -> Json:
    """Give the text and blocks of a message; the text alone already says what happened.

    ``files`` is how many go along by direct message with what does not fit.
    """
    reply = spoken(reply)
    heads = [] if reply.blocks and isinstance(reply.blocks[0], (Card, PlanView)) else [_head(reply)]
    sheet = _Sheet(native_tables=native_tables)
    blocks = [*heads, *_body(reply.blocks, sheet)]
    if files:
        comes = "file comes" if files == 1 else "files come"
        blocks.append(context(f":paperclip: All of it: {files} {comes} by direct message."))
    return {
        "text": cut(escape(reply.summary), LONGEST_TEXT).strip() or "-",
        "blocks": _fitted(blocks, longest),
    }


def _body(blocks: Sequence[Block], sheet: _Sheet) -> Iterator[Json]:
    """Draw every block; what a plan is called comes last of what is said, just above the buttons."""
    foot: list[Json] = []
    for block in blocks:
        if isinstance(block, Actions):
            yield from foot
            foot = []
        yield from _blocks(block, sheet)
        if isinstance(block, PlanView):
            foot = [_plan_foot(block)]
    yield from foot


def _fitted(blocks: Sequence[Json], longest: int) -> list[Json]:
    """Leave out what is too long for one message; the buttons stay, they are how to go on."""
    actions = [block for block in blocks if block["type"] == "actions"]
    room = longest - sum(map(_size, actions))
    places = MOST_BLOCKS - 1 - len(actions)
    kept: list[Json] = []
    full = False
    for block in blocks:
        if block["type"] == "actions":
            kept.append(block)
        elif not full:
            room, places = room - _size(block), places - 1
            full = room < 0 or places < 0
            kept.append(context("The rest is too long for one message.") if full else block)
    return kept[:MOST_BLOCKS]


def _size(value: Any) -> int:
    """Count the characters Slack counts; a table of its own kind has a limit of its own."""
    if isinstance(value, list):
        return sum(map(_size, value))
    if not isinstance(value, dict) or value.get("type") == "table":
        return 0
    own = sum(len(value[key]) for key in ("text", "value") if isinstance(value.get(key), str))
    return own + sum(map(_size, value.values()))


def _head(reply: Reply) -> Json:
    return section(f"{_OUTCOMES[reply.outcome]}*{escape(reply.summary)}*")


def _blocks(block: Block, sheet: _Sheet) -> Iterable[Json]:
    match block:
        case Text(text, tone):
            return [section(_MARKS[tone] + escape(text))]
        case Fields():
            return _fields(block)
        case Table():
            return _table(block, sheet)
        case Steps():
            return _steps(block)
        case PlanView():
            return _plan(block)
        case Problems(problems):
            return _problems(problems)
        case Card():
            return _card(block, sheet)
        case Actions(buttons):
            return _actions(buttons, sheet)
        case File(name, title, content):
            shown = fenced(cut(content, LONGEST_FILE_SHOWN))
            return [section(f"*{_heading(title)}* ({code(name)})\n{shown}")]
        case _:
            assert_never(block)


def _heading(text: str) -> str:
    """Text that stands before a block of code, which a backtick in it would begin."""
    return escape(text.replace("`", "'"))


def section(text: str) -> Json:
    """A paragraph of markup."""
    return {
        "type": "section",
        "text": {"type": "mrkdwn", "text": cut(text, LONGEST_TEXT) or "-", "verbatim": True},
    }


def context(text: str) -> Json:
    """A small grey line."""
    return {
        "type": "context",
        "elements": [{"type": "mrkdwn", "text": cut(text, LONGEST_TEXT), "verbatim": True}],
    }


def _fields(fields: Fields) -> list[Json]:
    """Two columns of label and value; ten pairs are what one section holds."""
    made = [section(f"*{escape(fields.title)}*")] if fields.title else []
    cells = [_cell(label, value, exact=label in fields.exact) for label, value in fields.pairs]
    waiting = iter(cells)
    while group := list(islice(waiting, 10)):
        made.append({"type": "section", "fields": group})
    return made


def _cell(label: str, value: str, *, exact: bool) -> Json:
    # In code nothing is taken for markup and a double click takes it all; a backtick would be lost there.
    said = code(value) if exact and "`" not in value else escape(value)
    shown = f"*{escape(label)}*\n{said}" if value else code(label)
    return {"type": "mrkdwn", "text": cut(shown, 2000), "verbatim": True}


def _steps(steps: Steps) -> list[Json]:
    """What failed first, then how it got there; what was not looked at in one line below."""
    shown = [step for step in steps.steps if step.mark is not Mark.SKIP]
    shown.sort(key=lambda step: step.mark is not Mark.FAIL)
    left_out = [step for step in steps.steps if step.mark is Mark.SKIP]
    lines = [*([f"*{escape(steps.title)}*"] if steps.title else []), *map(_step, shown)]
    made = [section("\n".join(part)) for part in _parts(lines, escaped=True)]
    if left_out:
        told = "; ".join(f"{step.name}: {step.text}" for step in left_out)
        made.append(context(escape(cut(f"Not looked at: {told}", 1_500))))
    return made


def _step(step: Step) -> str:
    name = (
        f":red_circle: *{escape(step.name)}*"
        if step.mark is Mark.FAIL
        else f"\u2713 *{escape(step.name)}*"
    )
    where = ""
    if step.where:
        where = f"  {link(step.link, step.where) if step.link else code(step.where)}"
    return f"{name}  {escape(cut(step.text, 600))}{where}"


def _table(table: Table, sheet: _Sheet) -> list[Json]:
    """Slack's own table if it holds, else lines of equal columns."""
    native = _native_table(table) if sheet.take_table() else None
    return [native, *_table_notes(table, len(table.rows))] if native else _lined_table(table)


def is_cut(table: Table, *, native: bool) -> bool:
    """Whether a message shows only the beginning of a table; ``native``: Slack's own kind is free for it."""
    if native and _native_table(table) is not None:
        return False
    return len(table.rows) > _SHOWN_ROWS


def _native_table(table: Table) -> Json | None:
    rows = [table.columns, *table.rows]
    size = sum(len(cell) for row in rows for cell in row)
    if (
        len(rows) > MOST_TABLE_ROWS
        or len(table.columns) > MOST_TABLE_COLUMNS
        or size > LONGEST_TABLE
    ):
        return None
    # Slack refuses an empty cell.
    cells = [[{"type": "raw_text", "text": cell.strip() or "-"} for cell in row] for row in rows]
    settings = [_column(table, place) for place in range(len(table.columns))]
    return {"type": "table", "rows": cells, "column_settings": settings}


def _column(table: Table, place: int) -> Json:
    """Set numbers to the right, so that they can be compared, and let long text go on below."""
    is_long = any(len(row[place]) > _LONG_CELL for row in table.rows)
    side = "right" if table.columns[place] in table.numbers else "left"
    return {"align": side, **({"is_wrapped": True} if is_long else {})}


def _lined_table(table: Table) -> list[Json]:
    rows = [table.columns, *table.rows[:_SHOWN_ROWS]]
    widths = [max(len(row[place]) for row in rows) for place in range(len(table.columns))]
    widths[:-1] = [min(_WIDEST_CELL, width) for width in widths[:-1]]
    widths[-1] = min(widths[-1], max(_WIDEST_CELL, _WIDEST_LINE - sum(widths[:-1])))
    right = [name in table.numbers for name in table.columns]
    lines = [_row(row, widths, right) for row in rows]
    lines.insert(1, "  ".join("\u2500" * width for width in widths))
    made = [section(fenced("\n".join(part))) for part in _parts(lines)]
    return [*made, *_table_notes(table, _SHOWN_ROWS)]


def _table_notes(table: Table, shown: int) -> list[Json]:
    left = len(table.rows) - shown
    notes = [table.note, f"and {plural(left, 'row')} more" if left > 0 else ""]
    said = ", ".join(note for note in notes if note)
    return [context(escape(said))] if said else []


def _row(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    return "  ".join(
        cut(cell, width).rjust(width) if is_number else cut(cell, width).ljust(width)
        for cell, width, is_number in zip(row, widths, right, strict=True)
    ).rstrip()


def _parts(lines: list[str], *, escaped: bool = False) -> Iterator[list[str]]:
    """Cut lines into parts that fit one section each; ``escaped``: they are written as Slack takes them."""
    part: list[str] = []
    for line in lines:
        sizes = (len(one if escaped else escape(one)) + 1 for one in [*part, line])
        if part and sum(sizes) > LONGEST_TEXT - 10:
            yield part
            part = []
        part.append(line)
    yield part


def _plan(plan: PlanView) -> list[Json]:
    told = _without_fields_of_the_gone(plan.changes)
    shown = [
        line
        for path, group in headed(told[:_SHOWN_CHANGES])
        for line in (*([f"{path}:"] if path else []), *map(_change, group))
    ]
    left = len(told) - _SHOWN_CHANGES
    if left > 0:
        shown.append(f"  and {plural(left, 'change')} more")
    return [
        section(f"*{escape(plan.title)}*\nNothing has changed yet. This is what would:"),
        *(section(fenced("\n".join(part))) for part in _parts(shown)),
        *_problems(plan.findings),
    ]


def _plan_foot(plan: PlanView) -> Json:
    """Say why one is asked, and by which name the plan is known."""
    reasons = "".join(f"Why you are asked: {escape(reason)}\n" for reason in plan.reasons)
    return context(f"{reasons}Plan {code(plan.digest[:12])}")


def _without_fields_of_the_gone(changes: Sequence[Change]) -> list[Change]:
    """Leave out the fields of a document that goes as a whole: its name says it."""
    gone = {
        change.path for change in changes if not change.field and change.action is Action.REMOVED
    }
    return [change for change in changes if not change.field or change.path not in gone]


def _change(change: Change) -> str:
    sign = _SIGNS[change.action]
    if not change.field:
        return f"{sign} {change.path}"
    said = f"{show(change.before)} \u2192 {show(change.after)}"
    if change.action is not Action.CHANGED:
        said = show(change.after if change.action is Action.ADDED else change.before)
    return cut(f"{sign} {change.field}: {said}", 300)


def _problems(problems: Sequence[Problem]) -> list[Json]:
    made = [_problem(problem) for problem in problems[:_SHOWN_PROBLEMS]]
    left = len(problems) - _SHOWN_PROBLEMS
    return [*made, context(f"and {plural(left, 'problem')} more")] if left > 0 else made


def _problem(problem: Problem) -> Json:
    mark = ":warning:" if problem.severity is Severity.WARNING else ":x:"
    advice = f"\n{escape(sentence(problem.hint))}" if problem.hint else ""
    if problem.line == 1 and " " in problem.path:
        return section(f"{mark} *{escape(problem.field)}*: {escape(problem.message)}{advice}")
    place = f"{problem.path}:{problem.line}:{problem.column}"
    field = f" *{escape(problem.called or problem.field)}*" if problem.field else ""
    return section(
        f"{mark}{field} {escape(sentence(problem.message))}{advice}\n{code(place)}  {code(problem.rule)}"
    )


def _card(card: Card, sheet: _Sheet) -> list[Json]:
    badges = [
        {
            "type": "mrkdwn",
            "text": f"*{escape(label)}*\n{_MARKS[tone]}{escape(value)}",
            "verbatim": True,
        }
        for label, value, tone in card.badges
    ]
    tabs = [_button(tab, sheet, primary=tab.args.get("tab") == card.active) for tab in card.tabs]
    return [
        {
            "type": "header",
            "text": {"type": "plain_text", "text": cut(card.title, 150), "emoji": False},
        },
        context(escape(card.subtitle)),
        {"type": "section", "fields": badges[:10]},
        {"type": "actions", "elements": tabs[:MOST_BUTTONS]},
        {"type": "divider"},
    ]


def _actions(buttons: Sequence[Button], sheet: _Sheet) -> list[Json]:
    made = [_button(button, sheet, primary=button.tone is Tone.GOOD) for button in buttons]
    fitting = [button for button in made if len(button["value"]) <= LONGEST_VALUE][:MOST_BUTTONS]
    return [{"type": "actions", "elements": fitting}] if fitting else []


def _button(button: Button, sheet: _Sheet, *, primary: bool) -> Json:
    return button_element(button, f"run:{sheet.number()}", primary=primary)


def button_element(button: Button, action: str, *, primary: bool = False) -> Json:
    """Draw a button; ``action`` is its id, which no other in the same message or view has."""
    made: Json = {
        "type": "button",
        "action_id": action,
        "text": {"type": "plain_text", "text": cut(button.label, 75), "emoji": False},
        "value": button_value(button),
    }
    if button.tone is Tone.BAD:
        made["style"] = "danger"
    elif primary:
        made["style"] = "primary"
    if button.ask is not None:
        made["confirm"] = {
            "title": {"type": "plain_text", "text": cut(button.ask.title, 100)},
            "text": {"type": "plain_text", "text": cut(button.ask.text, 300)},
            "confirm": {"type": "plain_text", "text": cut(button.ask.yes, 30)},
            "deny": {"type": "plain_text", "text": cut(button.ask.no, 30)},
        }
        if button.tone is Tone.BAD:
            made["confirm"]["style"] = "danger"
    return made


def button_value(button: Button) -> str:
    """Write what a button runs; it is checked and authorised like any typed command when it comes back."""
    said: Json = {"command": button.command, "args": dict(button.args)}
    return json.dumps(
        said | {"form": True} if button.form else said, ensure_ascii=False, separators=(",", ":")
    )
