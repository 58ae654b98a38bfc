"""Secrets as arguments: read once, sealed before they are stored, and never written out."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field, ValidationError

from bot.slack.forms import form_view
from bot.slack.text import Typed, parse
from handlers.kit.catalogue import Catalogue, Entry
from handlers.kit.command import Command
from handlers.kit.discovery import describe
from handlers.kit.reply import Outcome, Reply
from handlers.kit.secret import Length, SecretText, with_sealed
from handlers.kit.wording import command_line
from schemas.faults import faults_of
from schemas.operators import Role

PLAIN = "correct horse 7"


class Args(BaseModel):
    """Arguments with secrets."""

    customer: str = Field(description="Whose.", examples=["ben-llc"])
    password: SecretText = Field(description="The password.")
    pin: Annotated[SecretText, Length(4, 8, digits=True)] | None = Field(
        None, description="The PIN."
    )


def an_entry() -> Entry:
    module: Any = type("module", (), {})
    module.__doc__, module.__name__, module.Args = "Set it.", "handlers.x", Args
    module.COMMAND = Command(role=Role.OPERATOR, effect="config", examples=())
    return describe(module, ("login", "set"))


def catalogue() -> Catalogue:
    return Catalogue([replace(an_entry(), words=("login", "set"))])


def wrong(**args: object) -> str:
    with pytest.raises(ValidationError) as caught:
        Args.model_validate({"customer": "ben-llc", "password": PLAIN} | args)
    return "; ".join(f"{one.message} {one.hint}" for one in faults_of(caught.value, Args))


def test_nothing_prints_a_secret() -> None:
    args = Args(customer="ben-llc", password=PLAIN)

    assert PLAIN not in f"{args} {args!r} {args.password} {args.model_dump()}"
    assert PLAIN not in args.model_dump_json()


def test_what_is_stored_is_the_sealed_text_and_reads_back() -> None:
    sealed = with_sealed(an_entry(), {"customer": "ben-llc", "password": PLAIN}, lambda _: "AGE")
    args = Args.model_validate(json.loads(json.dumps(sealed)))

    assert sealed == {"customer": "ben-llc", "password": {"sealed": "AGE"}}
    assert args.password.revealed(lambda text: text + "!") == "AGE!"
    assert args.model_dump(mode="json", exclude_unset=True) == sealed


def test_sealing_twice_changes_nothing() -> None:
    once = with_sealed(an_entry(), {"password": PLAIN}, lambda _: "AGE")

    assert with_sealed(an_entry(), once, lambda _: "other") == once


@pytest.mark.parametrize("text", ["", " hunter", "hunter ", "hun\tter", "hun\nter", "x" * 201])
def test_what_nobody_could_type_again_is_refused_without_repeating_it(text: str) -> None:
    said = wrong(password=text)

    assert said
    assert not text.strip() or text not in said


@pytest.mark.parametrize("text", ["123", "123456789", "12a4"])
def test_the_rules_of_an_argument_are_told_without_its_value(text: str) -> None:
    assert text not in wrong(pin=text)


def test_a_secret_is_never_a_word_of_the_line() -> None:
    entry = an_entry()

    assert [one.type for one in entry.arguments] == ["text", "secret", "secret"]
    assert entry.usage == "login set CUSTOMER"
    assert command_line(entry, {"customer": "ben-llc", "password": {"sealed": "AGE"}}) == (
        "login set ben-llc --password ***"
    )
    assert command_line(entry, {"customer": "ben-llc", "password": PLAIN}).endswith("***")


@pytest.mark.parametrize(
    "line",
    [
        f"login set ben-llc --password {PLAIN}",
        f"login set ben-llc --password={PLAIN}",
        f'login set ben-llc "{PLAIN}"',
        f"login set --pin 1234 --password {PLAIN} ben-llc",
    ],
)
def test_typed_into_slash_text_it_is_refused_and_not_repeated(line: str) -> None:
    said = parse(line, catalogue())

    assert isinstance(said, Reply)
    assert said.outcome is Outcome.USAGE
    assert "login set --form" in str(said.blocks)
    assert not {"correct", "horse", "1234"} & set(str(said).replace('"', " ").split())


def test_a_command_that_needs_one_opens_its_form() -> None:
    for line in ("login set ben-llc", "login set ben-llc --password"):
        found = parse(line, catalogue())
        assert isinstance(found, Typed)
        assert found.form
        assert found.args == {"customer": "ben-llc"}


def test_a_form_that_is_drawn_anew_does_not_send_it_out_again() -> None:
    view = form_view(an_entry(), {"password": PLAIN, "pin": "1234"}, "op-1", everything=True)

    assert PLAIN not in json.dumps(view)
    assert "1234" not in json.dumps(view)
