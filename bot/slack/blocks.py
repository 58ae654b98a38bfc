"""A Reply as Block Kit: escaped, within Slack's limits, and readable aloud."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, assert_never

from bot.columns import in_lines
from bot.slack.attachments import as_csv, whole
from bot.slack.buttons import button_element
from bot.slack.mrkdwn import code, cut, escape, fenced, link
from bot.slack.sections import LONGEST_TEXT, Json, context, parts, section
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

MOST_BLOCKS = 50
LONGEST_MESSAGE = (
    12_000  # not documented; msg_blocks_too_long was met at 13,200 (slackapi/bolt-js#2509)
)
LONGEST_VALUE = 2000
MOST_BUTTONS = 25
MOST_TABLE_ROWS, MOST_TABLE_COLUMNS, LONGEST_TABLE = 100, 20, 10_000
LONGEST_FILE_SHOWN = 2500
LONGEST_CHANGE = 1000
_SHOWN_CHANGES, _SHOWN_PROBLEMS, _SHOWN_ROWS = 40, 25, 25
_LONG_CELL = 40  # characters from which a cell of Slack's own table may go on below
_WIDEST_CELL, _WIDEST_LINE = 28, 90  # characters of a table drawn in lines

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


@dataclass(frozen=True, slots=True)
class Drawn:
    """A message, and the files that go along with what it shows only the beginning of.

    ``bare`` is the message where Slack takes no blocks, ``behind`` the file that goes along then.
    """

    message: Json
    files: tuple[File, ...]
    bare: Json
    behind: tuple[File, ...]


@dataclass(slots=True)
class _Sheet:
    """What one message has used up and left out.

    Action ids are numbered, and Slack takes one table of its own kind. ``files`` hold what is shown only in part;
    ``is_cut`` tells that something is left out which no file of its own holds.
    """

    native_tables: int
    summary: str
    buttons: int = 0
    files: list[File] = field(default_factory=list)
    is_cut: bool = False

    def number(self) -> int:
        self.buttons += 1
        return self.buttons - 1

    def take_table(self) -> bool:
        self.native_tables -= 1
        return self.native_tables >= 0

    def cut(self, text: str, longest: int) -> str:
        self.is_cut |= len(text) > longest
        return cut(text, longest)


def draw(
    reply: Reply,
    *,
    native_tables: int = 1,
    longest: int = LONGEST_MESSAGE,
    lies: str = "by direct message",
) -> Drawn:
    """Draw a message, and the files with what does not fit it; ``lies`` tells people where those will be."""
    reply = spoken(reply)
    heads = [] if reply.blocks and isinstance(reply.blocks[0], (Card, PlanView)) else [_head(reply)]
    sheet = _Sheet(native_tables, reply.summary)
    blocks = _fitted([*heads, *_body(reply.blocks, sheet)], longest, sheet)
    behind = (whole(reply),)
    files = (*(behind if sheet.is_cut else ()), *sheet.files)
    if files:
        above_buttons = len(blocks) - (blocks[-1]["type"] == "actions")
        blocks.insert(above_buttons, context(_note(len(files), lies)))
    text = cut(escape(reply.summary), LONGEST_TEXT).strip() or "-"
    if not reply.blocks:
        return Drawn({"text": text, "blocks": blocks}, files, {"text": text}, ())
    bare = {"text": f"{text}\n{_note(1, lies)}"}
    return Drawn({"text": text, "blocks": blocks}, files, bare, behind)


def _note(files: int, lies: str) -> str:
    return f":paperclip: Shortened here. All of it: {plural(files, 'file')} {lies}."


def message(reply: Reply) -> Json:
    """Give the text and blocks of a message that is short; the text alone already says what happened."""
    return draw(reply).message


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


def _fitted(blocks: Sequence[Json], longest: int, sheet: _Sheet) -> list[Json]:
    """Leave out what is too long for one message; the buttons stay, they are how to go on.

    Two places stay free: to say how much is left out, and where it is.
    """
    actions = [block for block in blocks if block["type"] == "actions"]
    room = longest - sum(map(_size, actions))
    places = MOST_BLOCKS - 2 - len(actions)
    kept: list[Json] = []
    left: list[Json] = []
    for block in blocks:
        if block["type"] == "actions":
            kept.append(block)
            continue
        room, places = room - _size(block), places - 1
        if not left and room >= 0 and places >= 0:
            kept.append(block)
            continue
        if not left:
            kept.append({})
        left.append(block)
    if not left:
        return kept
    sheet.is_cut = True
    told = context(f"The rest, {plural(len(left), 'paragraph')}, is too long for one message.")
    return [block or told for block in kept]


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
            return _text(text, tone)
        case Fields():
            return _fields(block, sheet)
        case Table():
            return _table(block, sheet)
        case Steps():
            return _steps(block, sheet)
        case PlanView():
            return _plan(block, sheet)
        case Problems(problems):
            return _problems(problems, sheet)
        case Card():
            return _card(block, sheet)
        case Actions(buttons):
            return _actions(buttons, sheet)
        case File():
            return _file(block, sheet)
        case _:
            assert_never(block)


def _heading(text: str) -> str:
    """Text that stands before a block of code, which a backtick in it would begin."""
    return escape(text.replace("`", "'"))


def _text(text: str, tone: Tone) -> list[Json]:
    return [section(_MARKS[tone] + escape("\n".join(part))) for part in parts(text.split("\n"))]


def _file(file: File, sheet: _Sheet) -> list[Json]:
    if len(file.content) > LONGEST_FILE_SHOWN:
        sheet.files.append(file)
    shown = fenced(cut(file.content, LONGEST_FILE_SHOWN))
    return [section(f"*{_heading(file.title)}* ({code(file.name)})\n{shown}")]


def _fields(fields: Fields, sheet: _Sheet) -> list[Json]:
    """Two columns of label and value; ten pairs are what one section holds."""
    made = [section(f"*{escape(fields.title)}*")] if fields.title else []
    cells = [_cell(pair, fields, sheet) for pair in fields.pairs]
    waiting = iter(cells)
    while group := list(islice(waiting, 10)):
        made.append({"type": "section", "fields": group})
    return made


def _cell(pair: tuple[str, str], fields: Fields, sheet: _Sheet) -> Json:
    label, value = pair
    # In code nothing is taken for markup and a double click takes it all; a backtick would be lost there.
    said = code(value) if label in fields.exact and "`" not in value else escape(value)
    shown = f"*{escape(label)}*\n{said}" if value else code(label)
    return {"type": "mrkdwn", "text": sheet.cut(shown, LONGEST_VALUE), "verbatim": True}


def _steps(steps: Steps, sheet: _Sheet) -> list[Json]:
    """What failed first, then how it got there; what was not looked at in one line below."""
    shown = [step for step in steps.steps if step.mark is not Mark.SKIP]
    shown.sort(key=lambda step: step.mark is not Mark.FAIL)
    left_out = [step for step in steps.steps if step.mark is Mark.SKIP]
    lines = [
        *([f"*{escape(steps.title)}*"] if steps.title else []),
        *(_step(step, sheet) for step in shown),
    ]
    made = [section("\n".join(part)) for part in parts(lines, escaped=True)]
    if left_out:
        told = "; ".join(f"{step.name}: {step.text}" for step in left_out)
        made.append(context(escape(sheet.cut(f"Not looked at: {told}", 1_500))))
    return made


def _step(step: Step, sheet: _Sheet) -> str:
    name = (
        f":red_circle: *{escape(step.name)}*"
        if step.mark is Mark.FAIL
        else f"\u2713 *{escape(step.name)}*"
    )
    where = ""
    if step.where:
        where = f"  {link(step.link, step.where) if step.link else code(step.where)}"
    return f"{name}  {escape(sheet.cut(step.text, 600))}{where}"


def _table(table: Table, sheet: _Sheet) -> list[Json]:
    """Slack's own table if it holds, else lines of equal columns, and of a long one only the first."""
    native = _native_table(table) if sheet.take_table() else None
    if native:
        return [native, *_table_notes(table, len(table.rows))]
    if len(table.rows) > _SHOWN_ROWS:
        sheet.files.append(as_csv(table, sheet.summary, len(sheet.files) + 1))
    return _lined_table(table)


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
    first = replace(table, rows=table.rows[:_SHOWN_ROWS])
    lines = in_lines(first, widest=_WIDEST_CELL, line=_WIDEST_LINE, line_of="\u2500")
    made = [section(fenced("\n".join(part))) for part in parts(lines)]
    return [*made, *_table_notes(table, _SHOWN_ROWS)]


def _table_notes(table: Table, shown: int) -> list[Json]:
    left = len(table.rows) - shown
    notes = [table.note, f"and {plural(left, 'row')} more" if left > 0 else ""]
    said = ", ".join(note for note in notes if note)
    return [context(escape(said))] if said else []


def _plan(plan: PlanView, sheet: _Sheet) -> list[Json]:
    told = _without_fields_of_the_gone(plan.changes)
    shown = [
        line
        for path, group in headed(told[:_SHOWN_CHANGES])
        for line in (*([f"{path}:"] if path else []), *(_change(one, sheet) for one in group))
    ]
    left = len(told) - _SHOWN_CHANGES
    if left > 0:
        sheet.is_cut = True
        shown.append(f"  and {plural(left, 'change')} more")
    return [
        section(f"*{escape(plan.title)}*\nNothing has changed yet. This is what would:"),
        *(section(fenced("\n".join(part))) for part in parts(shown)),
        *_problems(plan.findings, sheet),
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


def _change(change: Change, sheet: _Sheet) -> str:
    sign = _SIGNS[change.action]
    if not change.field:
        return f"{sign} {change.path}"
    said = f"{show(change.before)} \u2192 {show(change.after)}"
    if change.action is not Action.CHANGED:
        said = show(change.after if change.action is Action.ADDED else change.before)
    return sheet.cut(f"{sign} {change.field}: {said}", LONGEST_CHANGE)


def _problems(problems: Sequence[Problem], sheet: _Sheet) -> list[Json]:
    made = [_problem(problem) for problem in problems[:_SHOWN_PROBLEMS]]
    left = len(problems) - _SHOWN_PROBLEMS
    sheet.is_cut |= left > 0
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
    sheet.is_cut |= len(fitting) < len(made)
    return [{"type": "actions", "elements": fitting}] if fitting else []


def _button(button: Button, sheet: _Sheet, *, primary: bool) -> Json:
    return button_element(button, f"run:{sheet.number()}", primary=primary)
