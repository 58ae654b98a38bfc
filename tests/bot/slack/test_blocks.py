"""A Reply as Block Kit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bot.console
from bot.console.rules import check_message, check_view
from bot.plain import as_text
from bot.slack.blocks import _MARKS, _OUTCOMES, draw, message
from bot.slack.buttons import button_value
from bot.slack.forms import working_view
from bot.slack.mrkdwn import code, cut, escape
from engine.errors import Problem, Severity
from engine.plan import Action, Change
from handlers.kit.catalogue import Catalogue
from handlers.kit.reply import (
    Actions,
    Ask,
    Block,
    Button,
    Card,
    Fields,
    File,
    Outcome,
    PlanView,
    Problems,
    Reply,
    Table,
    Text,
    Tone,
)
from schemas.policy import Need
from tests.builders import a_carrier, a_customer, a_house, sample_carrier

EVIL = "<!channel> <@U0ADA001> <https://evil.example|click> *b* `c` & &amp; ```"

EMOJI = Path(bot.console.__file__).parent / "static" / "js" / "emoji.js"


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["text"]] if isinstance(value.get("text"), str) else []
        return own + [text for below in value.values() for text in texts(below)]
    return [text for below in value for text in texts(below)] if isinstance(value, list) else []


def a_plan(*, changes: int = 1, value: str = "new", findings: int = 0) -> PlanView:
    path = "customers/ben-llc/customer.yaml"
    made = [
        Change(path, "customer", "ben-llc", f"field{n}", Action.CHANGED, value, value)
        for n in range(changes)
    ]
    found = [
        Problem(path=path, line=n + 1, rule="choice", message=value, hint=value, field=f"f{n}")
        for n in range(findings)
    ]
    return PlanView("Edit", tuple(made), tuple(found), Need.CONFIRM, (value,), "d" * 64)


def test_every_sign_of_ours_is_drawn_where_no_emoji_font_is() -> None:
    drawn = EMOJI.read_text(encoding="utf-8").partition("const DRAWN")[2]
    signs = {sign.strip(" :") for sign in (*_MARKS.values(), *_OUTCOMES.values()) if sign}

    missing = {sign for sign in signs if f"{sign}:" not in drawn and not sign.endswith("_circle")}
    assert missing == set()


def everything(text: str, *, many: int = 3) -> Reply:
    """A reply with every kind of block, all of this text."""
    ask = Ask(text, text, text, text)
    button = Button(text, "customer show", {"customer": text}, Tone.BAD, ask)
    problem = Problem(
        path="a.yaml", document=text, field=text, rule="choice", message=text, hint=text
    )
    warning = Problem(
        path="customer add", field=text, rule="x", message=text, severity=Severity.WARNING
    )
    tab = Button(text, "customer show", {"customer": "b", "tab": "main"})
    return Reply(
        text,
        (
            Card(text, text, ((text, text, Tone.GOOD),) * 4, (tab,) * 5, "main"),
            Text(text, Tone.WARNING),
            Fields(((text, text), (text, "")) * many, text),
            Table((text, text), ((text, text),) * many, text),
            Table((text, text), ((text, text),) * many),
            a_plan(changes=many, value=text, findings=many),
            Problems((problem, warning) * many),
            Actions((button,) * many),
            File(text, text, text),
        ),
    )


def faults(reply: Reply) -> list[str]:
    return [str(one) for one in check_message(message(reply))]


@pytest.mark.parametrize("text", [EVIL, "x" * 3000, "🦊" * 1500, "<" * 3000, "a\nb", "x", "\u202e"])
def test_slack_takes_every_block_with_any_text(text: str) -> None:
    assert faults(everything(text)) == []


@pytest.mark.parametrize("many", [0, 1, 30, 500])
def test_slack_takes_any_number_of_things(many: int) -> None:
    assert faults(everything("word", many=many)) == []


@given(st.text(min_size=1))
@settings(max_examples=60, deadline=None)
def test_slack_takes_any_text_anywhere(text: str) -> None:
    assert faults(everything(text)) == []


def test_nothing_a_customer_is_called_is_markup_a_link_or_a_mention() -> None:
    carrier = a_house(a_carrier({"evil": a_customer(EVIL)}))

    for line in (
        "customer show evil",
        "customer list",
        "customer find evil",
        "customer why evil name",
    ):
        sent = json.dumps(message(carrier.type(line))["blocks"], ensure_ascii=False)
        for mrkdwn in _marked_up(message(carrier.type(line))):
            assert "<" not in mrkdwn, (line, mrkdwn)
        assert "&lt;!channel&gt;" in sent or "<!channel>" in sent
        assert "<" not in message(carrier.type(line))["text"]


def _marked_up(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["text"]] if value.get("type") == "mrkdwn" else []
        return own + [text for below in value.values() for text in _marked_up(below)]
    return (
        [text for below in value for text in _marked_up(below)] if isinstance(value, list) else []
    )


def test_a_plan_of_500_changes_keeps_its_buttons() -> None:
    confirm = Actions((Button("Confirm", "confirm", {"operation": "op-1"}, Tone.GOOD),))
    sent = message(Reply("Plan.", (a_plan(changes=500, value="x" * 3000, findings=100), confirm)))

    assert check_message(sent) == []
    assert sent["blocks"][-1]["elements"][0]["text"]["text"] == "Confirm"
    assert any("too long" in text or "more" in text for text in texts(sent["blocks"]))


def test_a_message_that_is_cut_tells_how_much_is_left_out_and_a_file_has_all_of_it() -> None:
    drawn = draw(Reply("Long.", tuple(Text(f"{n} " + "x" * 2900) for n in range(9))))

    told = texts(drawn.message["blocks"])
    assert "The rest, 5 paragraphs, is too long for one message." in told
    assert ":paperclip: Shortened here. All of it: 1 file by direct message." in told
    [file] = drawn.files
    assert file.name == "long.txt"
    assert all(f"{n} xxx" in file.content for n in range(9))


@pytest.mark.parametrize(
    "block",
    [
        a_plan(changes=41),
        a_plan(value="x" * 1001),
        Problems(a_plan(findings=26).findings),
        Fields((("Notes", "x" * 2001),)),
        Actions((Button("Find", "customer find", {"text": "x" * 2000}),)),
        Actions(tuple(Button(f"No. {n}", "customer find", {"text": str(n)}) for n in range(26))),
    ],
)
def test_whatever_is_shown_in_part_is_whole_in_a_file(block: Block) -> None:
    reply = Reply("So it is", (block,))
    [file] = draw(reply).files

    assert file.content == as_text(reply, Catalogue.read()) + "\n"


def test_what_fits_comes_without_files() -> None:
    assert draw(everything("word")).files == ()
    assert draw(Reply("Long", (Text("several words " * 500),))).files == (), "two sections hold it"


def test_a_long_text_is_divided_between_its_words() -> None:
    text = "a & b " * 1000

    [_, *sections] = texts(message(Reply("Long", (Text(text),)))["blocks"])

    assert " ".join(sections) == escape(text)
    assert max(map(len, sections)) <= 3000


def test_a_long_second_table_is_a_file_that_tells_itself_from_the_first() -> None:
    table = Table(("Name",), tuple((f"customer-{n}",) for n in range(150)))

    one, two = draw(Reply("All of them", (table, table))).files

    assert (one.name, two.name) == ("all-of-them.csv", "all-of-them-2.csv")
    assert one.content.count("customer-") == 150


def test_text_alone_says_what_happened() -> None:
    sent = message(Reply("Done: add customer zed.", outcome=Outcome.DONE))

    assert sent["text"] == "Done: add customer zed."
    assert texts(sent["blocks"]) == ["*Done: add customer zed.*"]


def test_signs_and_words_tell_what_colour_does() -> None:
    assert ":no_entry:" in texts(message(Reply("No.", outcome=Outcome.REFUSED))["blocks"])[0]
    shown = texts(message(Reply("x", (a_plan(),)))["blocks"])
    assert any("~ field0: new → new" in text for text in shown)


def test_a_button_carries_the_command_and_its_arguments() -> None:
    button = Button("Show", "customer show", {"customer": "ben-llc"})
    form = Button("Edit", "customer edit", {"customer": "ben-llc"}, form=True)

    assert json.loads(button_value(button)) == {
        "command": "customer show",
        "args": {"customer": "ben-llc"},
    }
    assert json.loads(button_value(form))["form"] is True


def test_a_button_that_cannot_carry_its_arguments_is_not_drawn_and_told_as_a_command() -> None:
    reply = Reply("x", (Actions((Button("Find", "customer find", {"text": "x" * 3000}),)),))
    drawn = draw(reply)

    assert [block["type"] for block in drawn.message["blocks"]] == ["section", "context"]
    assert "  Find: trunkline customer find xxx" in drawn.files[0].content


@pytest.mark.parametrize(
    "line",
    ["help", "help customer add", "whoami", "customer list", "customer show ben-llc --tab calls",
     "customer why ben-llc channels", "customer history ben-llc", "customer find e", "repo status",
     "undo", "customer add Zed EUR", "customer add", "customer show nobody", "customer lst",
     "contact list northgate-dental", "contact northgate-dental", "auth ip show ben-llc office-pbx",
     "route show ben-llc standard", "did show northgate-dental reception", "alert list ben-llc",
     "customer show northgate-dental --tab dids", "customer show wren-answering --tab contacts",
     "did release northgate-dental reception", "contact add ben-llc A a@b.example.com", "auth ip"],
)  # fmt: skip
def test_slack_takes_the_answer_to_every_command(line: str) -> None:
    reply = a_house(sample_carrier()).type(line)

    assert faults(reply) == []
    modal = working_view(_entry("customer add")) | {
        "blocks": draw(reply, native_tables=0).message["blocks"]
    }
    assert check_view(modal) == []


def _entry(name: str) -> Any:
    return Catalogue.read().get(name)


def test_escaping_and_cutting() -> None:
    assert escape("<a & b>") == "&lt;a &amp; b&gt;"
    assert code("a`b\nc<d") == "`a'b c&lt;d`"
    assert code(" ") == "-"
    assert (cut("abc", 3), cut("abcd", 3)) == ("abc", "ab…")


def test_a_document_that_goes_is_one_line_of_the_plan():
    def change(path: str, field: str, action: Action) -> Change:
        return Change(path, "customer", "ben", field, action, before="x", after="y")

    gone, edited = "customers/ben/auth.yaml", "customers/al/customer.yaml"
    changes = (
        change(gone, "", Action.REMOVED),
        change(gone, "ip[pbx].channels", Action.REMOVED),
        change(edited, "notes", Action.CHANGED),
    )
    plan = PlanView("Delete", changes, (), Need.CONFIRM, (), "d" * 64)

    shown = message(Reply("Delete", (plan,)))["blocks"][1]["text"]["text"]

    assert shown == f"```\u2212 {gone}\n{edited}:\n~ notes: x \u2192 y```"


def test_a_problem_names_the_item_by_its_id_and_leaves_ids_as_they_are_written():
    problem = Problem(
        path="customers/ben/auth.yaml",
        line=9,
        field="ip.0.hosts.1",
        called="ip[pbx].hosts",
        rule="shared-address",
        message="ben-llc and tide call from it",
    )

    told = message(Reply("No", (Problems((problem,)),)))["blocks"][1]["text"]["text"]

    assert told.startswith(":x: *ip[pbx].hosts* ben-llc and tide call from it")


@pytest.mark.parametrize(("secret", "shown"), [("a*b_c<d", "`a*b_c&lt;d`"), ("a`b", "a`b")])
def test_what_is_copied_as_it_stands_is_code_unless_code_would_change_it(
    secret: str, shown: str
) -> None:
    fields = Fields((("Password", secret), ("Realm", "sip")), exact=("Password",))

    [made] = message(Reply("Once", (fields,)))["blocks"][1:]

    assert [cell["text"].partition("\n")[2] for cell in made["fields"]] == [shown, "sip"]


def test_numbers_stand_to_the_right_and_long_text_goes_on_below() -> None:
    words = "a reason that is much longer than what fits beside the others"
    rows = (("Ben LLC", "30", words), ("Wren", "unlimited", "-"))
    table = Table(("Name", "Channels", "Why"), rows, numbers=("Channels",))
    drawn = message(Reply("2", (table,)))["blocks"][-1]

    assert [one["align"] for one in drawn["column_settings"]] == ["left", "right", "left"]
    assert [one.get("is_wrapped", False) for one in drawn["column_settings"]] == [
        False,
        False,
        True,
    ]


def test_a_second_table_keeps_its_numbers_in_line_and_its_last_words_whole() -> None:
    words = "sees everything that is not secret, and changes nothing"
    rows = (("viewer", "7", words), ("admin", "12", "all of it"))
    table = Table(("Role", "People", "Who"), rows, numbers=("People",))

    drawn = texts(message(Reply("2", (table, table)))["blocks"][-1])[0]

    assert "viewer       7  sees everything that is not secret, and changes nothing" in drawn
    assert "admin       12  all of it" in drawn
