"""Arguments as typed: read by the command's model, looked up in the book, and every problem told at once."""

from __future__ import annotations

import pytest

from bot.arguments import argument_errors, typed
from engine.errors import Invalid
from handlers.kit.catalogue import Catalogue, Entry
from tests.builders import a_book, a_carrier, readers

CATALOGUE = Catalogue.read()


def an_entry(name: str) -> Entry:
    entry = CATALOGUE.get(name)
    assert entry is not None
    return entry


@pytest.mark.parametrize(
    ("said", "meant"), [("yes", True), ("On", True), ("no", False), ("OFF", False), ("true", True)]
)
def test_a_switch_is_read_as_people_say_it(said: str, meant: bool) -> None:
    args = typed(an_entry("customer edit"), {"customer": "ben-llc", "portal": said}, None)

    assert args.model_dump()["portal"] is meant


def test_yes_stays_a_word_where_no_switch_is_meant() -> None:
    args = typed(an_entry("customer add"), {"name": "yes", "currency": "EUR"}, None)

    assert args.model_dump()["name"] == "yes"


def test_every_problem_of_what_is_typed_is_told_at_once() -> None:
    with pytest.raises(Invalid) as told:
        typed(
            an_entry("customer edit"), {"customer": "B N", "channels": "many", "sky": "blue"}, None
        )

    assert {problem.field for problem in told.value.problems} == {"customer", "channels", "sky"}
    assert {problem.path for problem in told.value.problems} == {"customer edit"}


def test_what_it_refers_to_is_looked_up_only_where_there_is_a_book() -> None:
    entry, raw = an_entry("customer show"), {"customer": "nobody-inc"}

    assert typed(entry, raw, None).model_dump()["customer"] == "nobody-inc"
    with pytest.raises(Invalid) as told:
        typed(entry, raw, a_book())
    assert told.value.problems[0].field == "customer"
    assert "nobody-inc" in told.value.problems[0].message


def test_a_form_is_told_at_once_that_nobody_could_read_its_secret() -> None:
    entry = an_entry("auth user add")
    raw = {"customer": "ben-llc", "username": "1001", "password": "a-long-enough-Passw0rd"}

    without = argument_errors(entry, raw, a_book())
    with_readers = argument_errors(entry, raw, a_book(a_carrier(secrets=readers())))

    assert [error.field for error in without] == ["password"]
    assert with_readers == ()


def test_a_wrong_item_of_a_list_is_told_of_the_list_as_it_is_typed() -> None:
    with pytest.raises(Invalid) as told:
        typed(
            an_entry("auth ip edit"),
            {"customer": "ben-llc", "record": "office", "codecs": "mp3"},
            None,
        )

    [problem] = told.value.problems
    assert problem.field == "codecs"
    assert '"mp3"' in problem.message
