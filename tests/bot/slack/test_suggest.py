"""Suggestions for fields and for half-typed commands."""

from __future__ import annotations

import pytest

from bot.console.rules import check_options
from bot.slack.suggest import complete, suggest_references
from handlers.kit.catalogue import Catalogue
from tests.builders import a_book, a_carrier, a_customer, sample_carrier

CATALOGUE = Catalogue.read()
BOOK = a_book(
    a_carrier(
        {
            "ben-llc": a_customer(),
            "zed": a_customer("Ben's rival"),
            "two-words": a_customer("x" * 80),
        }
    )
)


def words(command: str, text: str) -> list[str]:
    return [one.word for one in complete(CATALOGUE, BOOK, command, text)]


@pytest.mark.parametrize(
    ("kind", "typed", "expected"),
    [
        ("customer", "ben", ["ben-llc", "zed"]),
        ("customer", "RIVAL", ["zed"]),
        ("operator", "ada", ["ada"]),
        ("currency", "usd", ["USD"]),
        ("nonsense", "", []),
    ],
)
def test_references_are_found_by_id_and_by_name(kind: str, typed: str, expected: list[str]) -> None:
    assert [one["value"] for one in suggest_references(BOOK, kind, typed)] == expected


def test_slack_takes_any_number_of_suggestions() -> None:
    many = a_book(a_carrier({f"c{n}": a_customer(f"C{n}") for n in range(150)}))

    assert check_options({"options": suggest_references(many, "customer", "")}) == []
    assert check_options({"options": suggest_references(BOOK, "customer", "")}) == []


def test_a_command_is_completed_word_by_word() -> None:
    assert set(words("/customer", "")) >= {"add", "edit", "list", "show"}
    assert words("/customer", "sh") == ["show"]
    assert "customer" in words("/trunkline", "")
    assert words("/trunkline", "customer wh") == ["why"]
    assert "validate" not in words("/trunkline", "")


def test_values_and_flags_are_completed() -> None:
    assert words("/customer", "show ben")[:1] == ["ben-llc"]
    assert words("/customer", "list --status pend")[:2] == ["pending", "pending_approval"]
    assert "--channels" in words("/customer", "edit ben-llc --ch")
    assert words("/customer", "edit ben-llc --portal ") == ["true", "false"]


@pytest.mark.parametrize(
    "text", ['"', "'", "--", "list --status", "show \u202e", "zzz " * 50, "list --nonsense x"]
)
def test_any_half_typed_text_has_some_completions_or_none(text: str) -> None:
    assert isinstance(words("/customer", text), list)


SAMPLE_BOOK = a_book(sample_carrier())


def sample_words(text: str) -> list[str]:
    return [one.word for one in complete(CATALOGUE, SAMPLE_BOOK, "/trunkline", text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("route show ben-llc ch", "cheap"),
        ("cli rule edit ben-llc ", "main-number"),
        ("tag route show uk ", "home-only"),
        ("auth rewrite list ben-llc ben", "ben-desk"),
        ("auth rewrite remove ben-llc office-pbx 011", "1:^011(.*)$"),
        ("provider gateway show atlas-carrier ", "london-1"),
    ],
)
def test_items_are_suggested_once_it_is_said_whose(text: str, expected: str) -> None:
    assert expected in sample_words(text)


def test_nobody_names_an_item_that_is_only_about_to_be() -> None:
    assert "main-number" not in sample_words("cli rule add ben-llc ")
    assert "cheap" not in sample_words("route show nobody ")


def test_tags_are_those_there_are_and_one_that_is_only_typed() -> None:
    offered = [one["value"] for one in suggest_references(SAMPLE_BOOK, "tag", "dial")]

    assert offered == ["dialler", "dial"]
    assert "retail" in sample_words("tag route list ")
