"""What a command answers, as a value; each front end has only a renderer for it.

Text in a reply is plain: no markup of any front end, nothing escaped. A renderer escapes and lays out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Discriminator, TypeAdapter

from engine.errors import Problem
from engine.plan import Change
from schemas.policy import Need


class Outcome(StrEnum):
    """How a command ended; the CLI turns it into its exit code."""

    DONE = "done"
    ASKS = "asks"  # nothing has happened yet: a person has to confirm
    WAITS = "waits"  # recorded durably, will be done when the outside is back
    REFUSED = "refused"
    INVALID = "invalid"
    USAGE = "usage"
    UNAVAILABLE = "unavailable"
    BUG = "bug"


class Tone(StrEnum):
    """How a line or a button is meant; told in words or by sign too, never by colour only."""

    PLAIN = "plain"
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Ask:
    """What to ask before a button acts: names the object, and what each answer does."""

    title: str
    text: str
    yes: str
    no: str = "Keep it"


@dataclass(frozen=True, slots=True)
class Button:
    """A button that runs a command: the same words a person could type, with typed arguments."""

    label: str
    command: str
    args: Mapping[str, object]
    tone: Tone = Tone.PLAIN
    ask: Ask | None = None
    form: bool = False  # opens the form of the command, filled with ``args``, instead of running it


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str
    tone: Tone = Tone.PLAIN
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Fields:
    """Labelled values, in order; the label says the unit where the value does not.

    ``exact`` are the labels of values that are copied character by character, such as a password.
    """

    pairs: tuple[tuple[str, str], ...]
    title: str = ""
    exact: tuple[str, ...] = ()
    kind: Literal["fields"] = "fields"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under column names. ``note`` tells which part is shown (``1-10 of 57``).

    ``numbers`` are the columns of counts and amounts, which are compared digit by digit and so stand to the right.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    numbers: tuple[str, ...] = ()
    kind: Literal["table"] = "table"


class Mark(StrEnum):
    """How a step ended."""

    PASS = "pass"  # noqa: S105 -- how a step ends
    FAIL = "fail"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an explanation; ``where`` is the file and line that decided it, ``link`` an address to read it at."""

    mark: Mark
    name: str
    text: str
    where: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Steps:
    """Steps in their order: how something came about."""

    steps: tuple[Step, ...]
    title: str = ""
    kind: Literal["steps"] = "steps"


@dataclass(frozen=True, slots=True)
class PlanView:
    """What a change would do, for a person to judge. ``digest`` names exactly this plan."""

    title: str
    changes: tuple[Change, ...]
    findings: tuple[Problem, ...]
    need: Need
    reasons: tuple[str, ...]
    digest: str
    kind: Literal["plan"] = "plan"


@dataclass(frozen=True, slots=True)
class Problems:
    """Everything found wrong, in reading order."""

    problems: tuple[Problem, ...]
    kind: Literal["problems"] = "problems"


@dataclass(frozen=True, slots=True)
class Card:
    """The head of an object's card: badges are (label, value, tone); tabs are buttons, ``active`` names one."""

    title: str
    subtitle: str
    badges: tuple[tuple[str, str, Tone], ...]
    tabs: tuple[Button, ...]
    active: str
    kind: Literal["card"] = "card"


@dataclass(frozen=True, slots=True)
class Actions:
    """Buttons in a row, the most likely first."""

    buttons: tuple[Button, ...]
    kind: Literal["actions"] = "actions"


@dataclass(frozen=True, slots=True)
class File:
    """A file to hand over."""

    name: str
    title: str
    content: str
    kind: Literal["file"] = "file"


Block: TypeAlias = Annotated[
    Text | Fields | Table | Steps | PlanView | Problems | Card | Actions | File,
    Discriminator("kind"),
]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: one sentence that stands alone (notifications and screen readers use it), then blocks.

    ``operation`` names the operation behind it, if there is one. ``incident`` is set for a bug.
    ``values`` is the answer for machines: JSON values with stable keys, where a command documents one. ``raw`` is that
    answer in a shape of its own, to be printed as it is and nothing else.
    """

    summary: str
    blocks: tuple[Block, ...] = ()
    outcome: Outcome = Outcome.DONE
    operation: str = ""
    incident: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    raw: Any = None


def refusal(message: str, hint: str = "", *, outcome: Outcome = Outcome.REFUSED) -> Reply:
    """Say no in one sentence, and what would be right."""
    blocks = (Text(hint),) if hint else ()
    return Reply(message, blocks, outcome=outcome)


def spoken(reply: Reply) -> Reply:
    """Begin the sentences of a refusal with a capital; what a command answers stays as it is."""
    if reply.outcome not in _SAYS_NO:
        return reply
    blocks = tuple(
        replace(block, text=sentence(block.text)) if isinstance(block, Text) else block
        for block in reply.blocks
    )
    return replace(reply, summary=sentence(reply.summary), blocks=blocks)


_SAYS_NO = frozenset({Outcome.REFUSED, Outcome.USAGE, Outcome.UNAVAILABLE})


def sentence(text: str) -> str:
    """Begin with a capital, unless an id, a flag or the name of a field comes first."""
    first = text.split(" ", 1)[0].rstrip(":,")
    return text[:1].upper() + text[1:] if first.isalpha() else text


@cache
def _adapter() -> TypeAdapter[Reply]:
    return TypeAdapter(Reply)


def encode(reply: Reply) -> dict[str, Any]:
    """Give a reply as JSON values, to be stored or printed."""
    dumped: dict[str, Any] = _adapter().dump_python(reply, mode="json")
    return dumped


def decode(stored: Mapping[str, object]) -> Reply:
    """Read a reply back from its JSON values."""
    return _adapter().validate_python(stored)
