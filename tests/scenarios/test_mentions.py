"""Text of customers, files and people that would be a mention, a link or a code block in Slack, in everything drawn."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

from bot.slack.blocks import draw
from engine.errors import Problem, Severity
from engine.plan import Action, Change
from handlers.kit.reply import (
    Actions,
    Ask,
    Block,
    Button,
    Card,
    Fields,
    File,
    Mark,
    PlanView,
    Problems,
    Reply,
    Step,
    Steps,
    Table,
    Text,
    Tone,
)
from schemas.policy import Need
from tests.builders import OPERATORS, TEXT, a_carrier, a_customer
from tests.git_remote import human_commit
from tests.scenarios.steps import ADA, VERA, Office, an_office, command_body, labels_of

pytestmark = pytest.mark.wall_clock  # Slack's library judges signatures by it

EVIL = "E <!channel> <@U0ADA001> <#C0NOC> <http://evil.example|bank> ```x``` `y` &lt;"
RAW = ("<!channel", "<@U0ADA001", "<#C0NOC", "<http://evil", "|bank>")
TURNING = "\u202e\u202a\u2066\u2067\u200f"
FILES = a_carrier(
    {
        "evil": a_customer(EVIL, notes=EVIL, tags=["retail"], limits={"channels": 3}),
        "ben-llc": a_customer(limits={"channels": 30, "cps": 5}),
    },
    operators=OPERATORS.replace("name: Ada Larsen", f"name: {json.dumps(EVIL)}").replace(
        "name: Rosa Delgado", f"name: {json.dumps(EVIL[:-1])}"
    ),
    extra={
        "customers/evil/contacts.yaml": TEXT.write(
            {"contacts": [{"id": "eve", "name": EVIL, "email": "eve@evil.example"}]}
        ),
    },
)
LINES = (
    "/customer list", "/customer show evil", "/customer show evil contacts", "/customer find evil",
    "/customer history evil", "/customer why evil notes", "/contact list evil", "/contact show evil eve",
    f"/customer show {EVIL}", f"/customer edit evil --notes {EVIL}", f"/customer add {EVIL} USD",
    f"/customer find {EVIL}", f"/trunkline {EVIL}", f"/trunkline help {EVIL}",
    "/operator list", "/operator show ada", "/trunkline whoami", "/validate", "/repo status", "/undo",
    f"/customer show ben-llc --at {EVIL}", f"/undo {EVIL}", f"/confirm {EVIL} {EVIL}",
)  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with an_office(tmp_path, FILES) as opened:
        yield opened


def drawn(office: Office) -> list[Any]:
    """Everything that was sent to Slack: the arguments of every call, and the body of every acknowledgement."""
    answers = (one.answer.body for one in office.workspace.sent)
    return [*(parsed(call.arguments) for call in office.workspace.calls), *answers]


def parsed(value: Any) -> Any:
    """What was sent as JSON inside of a form, as what it says."""
    if isinstance(value, str) and value[:1] in "{[":
        try:
            return parsed(json.loads(value))
        except ValueError:
            return value
    if isinstance(value, dict):
        return {key: parsed(one) for key, one in value.items()}
    return [parsed(one) for one in value] if isinstance(value, list) else value


def marked_up(value: Any) -> Iterator[str]:
    """Every text that Slack reads as markup: ``mrkdwn`` and the text of a message itself."""
    if isinstance(value, dict):
        if isinstance(value.get("text"), str) and value.get("type") not in (
            "plain_text",
            "raw_text",
        ):
            yield value["text"]
        for key, one in value.items():
            if key not in ("event_payload", "value", "private_metadata"):
                yield from marked_up(one)
    elif isinstance(value, list):
        for one in value:
            yield from marked_up(one)


def is_harmless(text: str) -> bool:
    """Whether nothing of what was supplied works: no mention, no link, and no way out of a code block."""
    broken = text.endswith("```") and text.count("```") != 2
    return not broken and not any(raw in text for raw in RAW)


def injected(office: Office) -> list[str]:
    return [text for one in drawn(office) for text in marked_up(one) if not is_harmless(text)]


def send_all(office: Office) -> None:
    for number, line in enumerate(LINES):
        name, _, text = line.partition(" ")
        trigger = office.workspace.state.tickets.trigger(ADA) if number % 2 else f"t.{number}"
        body = command_body(text, command=name, trigger_id=trigger)
        assert office.send(body) in (200, 404), line


def test_nothing_that_is_drawn_mentions_links_or_breaks_out(office: Office) -> None:
    send_all(office)
    office.slash("/customer edit ben-llc --channels 5", VERA)
    assert "can grant it" in json.dumps(office.told(VERA))
    assert office.workspace.open_home(ADA).ok
    office.workers.settle()

    shown = json.dumps(drawn(office))
    assert shown.count("|bank") > 20  # it was shown, and often
    assert "&lt;!channel&gt;" in shown
    assert injected(office) == []


def test_neither_does_a_form_a_plan_or_what_the_channel_is_told(office: Office) -> None:
    office.slash("/customer edit evil")
    assert office.submit({"channels": "9", "notes": f"new {EVIL}"}).ok
    plan = office.told()
    assert "Confirm" in labels_of(plan)
    office.press(plan, "Confirm")
    while office.outbox().send_due():
        pass
    office.press(office.told(), "Undo")

    assert "&lt;!channel&gt;" in json.dumps(drawn(office))
    assert injected(office) == []


def test_neither_do_suggestions(office: Office) -> None:
    office.slash("/trunkline contact add")
    found = office.workspace.suggest(ADA, office.view(), "value", "ev", block_id="customer")

    assert "|bank" in json.dumps(found.options)
    assert {option["text"]["type"] for option in found.options} == {"plain_text"}


def test_a_file_that_does_not_hold_is_told_of_without_harm(office: Office) -> None:
    human_commit(
        office.carrier.remote,
        {
            "customers/bad/customer.yaml": TEXT.write({"name": EVIL, "currency": EVIL, EVIL: EVIL}),
            "customers/ben-llc/customer.yaml": f"name: {EVIL}\ncurrency: [\n".encode(),
        },
    )
    office.carrier.clock.advance(60)
    for line in ("/customer show bad", "/customer show ben-llc", "/customer list", "/validate"):
        office.send(command_body(line.partition(" ")[2], command=line.partition(" ")[0],
                                 trigger_id=f"bad.{line}"))  # fmt: skip
    changes = office.carrier.house.changes
    changes.telling.tell_faults(office.carrier.house.books.head().book)
    while office.outbox().send_due():
        pass

    assert "&lt;!channel&gt;" in json.dumps(office.workspace.messages("C0CHANGES"))
    assert injected(office) == []


def test_what_turns_the_direction_of_text_is_not_passed_on(office: Office) -> None:
    turned = f"Ben {TURNING} CLL"
    human_commit(
        office.carrier.remote, {"customers/bad/customer.yaml": f"name: '{turned}'\n".encode()}
    )
    office.carrier.clock.advance(60)
    for line in (f"edit ben-llc --notes '{turned}'", "show bad", "list", f"find '{turned}'"):
        office.send(command_body(line, command="/customer", trigger_id=f"turn.{line}"))
    changes = office.carrier.house.changes
    changes.telling.tell_faults(office.carrier.house.books.head().book)
    while office.outbox().send_due():
        pass

    shown = json.dumps(drawn(office), ensure_ascii=False)
    assert "CLL" in shown
    assert [hex(ord(one)) for one in TURNING if one in shown] == []


_PROBLEM = Problem(path=EVIL, document=EVIL, field=EVIL, rule="r", message=EVIL, hint=EVIL)
_BUTTON = Button(EVIL, "help", {"topic": EVIL}, ask=Ask(EVIL, EVIL, EVIL))
EVERY_BLOCK: tuple[Any, ...] = (
    Text(EVIL, Tone.BAD),
    Fields(((EVIL, EVIL), (EVIL, "")), EVIL),
    Table((EVIL, "b"), ((EVIL, EVIL),), EVIL),
    PlanView(
        EVIL,
        tuple(
            Change(EVIL, "customer", EVIL, field, action, EVIL, (EVIL,))
            for field in ("", EVIL)
            for action in Action
        ),
        (_PROBLEM,),
        Need.CONFIRM,
        (EVIL,),
        EVIL,
    ),
    Steps(tuple(Step(mark, EVIL, EVIL, EVIL, f"https://ok.example/{EVIL}") for mark in Mark), EVIL),
    Problems((_PROBLEM, replace(_PROBLEM, severity=Severity.WARNING, line=7))),
    Card(EVIL, EVIL, ((EVIL, EVIL, Tone.GOOD),), (_BUTTON,), EVIL),
    Actions((_BUTTON,)),
    File(EVIL, EVIL, EVIL),
)


@pytest.mark.parametrize("block", EVERY_BLOCK, ids=lambda block: str(block.kind))
@pytest.mark.parametrize("native_tables", [0, 1])
def test_no_kind_of_block_lets_it_through(block: Any, native_tables: int) -> None:
    said = draw(Reply(EVIL, (block,)), native_tables=native_tables).message

    assert "|bank" in json.dumps(said["blocks"])
    assert [text for text in marked_up(said) if not is_harmless(text)] == []


def test_every_kind_of_block_is_tried() -> None:
    union = get_args(Block)[0]

    assert {type(block) for block in EVERY_BLOCK} == set(get_args(union))
