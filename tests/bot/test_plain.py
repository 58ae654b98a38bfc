"""A Reply as plain text, and as JSON."""

from __future__ import annotations

import json

from bot.cli.render import EXIT_CODES, as_json
from bot.plain import as_text
from handlers.kit.catalogue import Catalogue
from handlers.kit.reply import (
    Actions,
    Button,
    Card,
    File,
    Outcome,
    Reply,
    Table,
    Text,
    Tone,
    decode,
    encode,
    refusal,
)
from tests.bot.slack.test_blocks import everything
from tests.builders import a_carrier, a_customer, a_house

CATALOGUE = Catalogue.read()


def text(reply: Reply) -> str:
    return as_text(reply, CATALOGUE)


def test_a_table_is_aligned_and_long_cells_go_on_below() -> None:
    table = Table(("Name", "Id"), (("Ben", "b"), ("x" * 100, "c")), "1-2 of 2")

    lines = text(Reply("2", (table,))).splitlines()
    assert lines[2] == "Name" + " " * 58 + "Id"
    assert lines[3] == "-" * 60 + "  --"
    assert lines[4] == "Ben" + " " * 59 + "b"
    assert lines[5:7] == ["x" * 60 + "  c", "x" * 40]
    assert lines[7] == "1-2 of 2"


def test_numbers_stand_to_the_right_and_what_is_called_by_digits_does_not() -> None:
    rows = (("442079460018", "5"), ("7", "1,000"))
    table = Table(("Username", "Channels"), rows, numbers=("Channels",))

    lines = text(Reply("2", (table,))).splitlines()

    assert lines[4:] == ["442079460018         5", "7                1,000"]


def test_nothing_in_a_reply_controls_the_terminal() -> None:
    shown = text(everything("red\x1b[31m\nline\u202e"))

    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert any("  red[31m line" in line for line in shown.splitlines()), "a row has one line"


def test_buttons_are_commands_to_type() -> None:
    reply = a_house().type("customer add Zed EUR")

    assert f"  Cancel: trunkline cancel {reply.operation}" in text(reply)


def test_what_a_shell_would_act_on_is_quoted() -> None:
    button = Button(
        "Show",
        "auth rewrite show",
        {"customer": "ben-llc", "record": "pbx", "rewrite": "1:^0(.*)$"},
    )

    assert "auth rewrite show ben-llc pbx '1:^0(.*)$'" in text(Reply("-", (Actions((button,)),)))


def test_a_wrong_positional_is_named_as_one_and_a_wrong_flag_as_one() -> None:
    carrier = a_house()
    shown = text(carrier.run("customer edit", customer="nobody", channels="5"))
    flag = text(carrier.run("customer edit", customer="ben-llc", channels="many"))

    assert '  CUSTOMER: there is no customer "nobody"' in shown
    assert '  --channels: "many" is not' in flag


def test_problems_of_files_have_their_place() -> None:
    carrier = a_house(a_carrier({"bad": b"name: Bad\ncurrency: dollars\n"}))

    assert "customers/bad/customer.yaml:2:11: bad currency:" in text(carrier.run("validate"))


def test_a_card_marks_its_open_tab_and_a_tone_is_told_by_a_sign() -> None:
    tabs = tuple(Button(n, "customer show", {"customer": "b", "tab": n}) for n in ("main", "calls"))
    card = Card("Ben", "b", (("Status", "active", Tone.GOOD),), tabs, "calls")

    shown = text(Reply("x", (card, Text("careful", Tone.WARNING), File("a.csv", "A", "1,2"))))
    assert "main  [calls]" in shown
    assert "! careful" in shown
    assert "A (a.csv)\n1,2" in shown


def test_json_has_the_values_at_the_top_and_every_block() -> None:
    carrier = a_house(a_carrier({"zed": a_customer("שקד & <Zed>")}))
    printed = json.loads(as_json(carrier.run("customer list")))

    assert printed["outcome"] == "done"
    assert printed["customers"][0]["name"] == "שקד & <Zed>"
    assert printed["blocks"][0]["kind"] == "table"


def test_every_block_survives_being_stored() -> None:
    reply = everything("any\ntext <b>", many=2)

    assert decode(json.loads(json.dumps(encode(reply)))) == reply
    assert text(reply)


def test_a_plan_tells_signs_values_and_digest() -> None:
    shown = text(a_house().type("customer edit ben-llc --channels 60 --unset tags"))

    assert "  ~ limits.channels: 30 -> 60" in shown
    assert "  - tags: retail" in shown
    assert "  digest " in shown


def test_the_empty_reply_is_empty() -> None:
    assert text(Reply("")) == ""
    assert json.loads(as_json(Reply("", outcome=Outcome.USAGE)))["outcome"] == "usage"


def test_a_refusal_begins_like_a_sentence_and_what_people_wrote_stays() -> None:
    refused = as_text(refusal("there is no operation", "see: undo"), CATALOGUE)
    told = as_text(Reply("limits.channels is 30", (Text("hello"),)), CATALOGUE)

    assert refused == "There is no operation\n\nSee: undo"
    assert told == "limits.channels is 30\n\nhello"


def test_every_outcome_has_an_exit_code() -> None:
    assert {
        "done": 0,
        "refused": 1,
        "invalid": 1,
        "usage": 2,
        "bug": 3,
        "unavailable": 4,
    }.items() <= {str(outcome): code for outcome, code in EXIT_CODES.items()}.items()
    assert set(EXIT_CODES) == set(Outcome)
