"""Forms: values to a modal, and what was typed back to arguments."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.console.rules import check_view
from bot.console.values import current, elements, entered
from bot.slack.forms import (
    form_view,
    operation_in,
    said_in_form,
    title_of,
    typed_values,
    working_view,
)
from handlers.kit.catalogue import Catalogue, Entry
from handlers.kit.fields import split_list, split_map

CATALOGUE = Catalogue.read()
HOSTILE = (
    "<!channel> <@U1|x> *b* `c` &amp;",
    "x" * 3000,
    "x" * 9000,
    "\u202eright to left",
    "🦊" * 40,
    '", ", "',
    "",
    None,
    7,
    True,
    ["a, b", "c"],
    {"k": "v, w"},
)


def entry_of(name: str) -> Entry:
    found = CATALOGUE.get(name)
    assert found is not None
    return found


def state_of(view: dict[str, Any], **typed: Any) -> dict[str, Any]:
    """What Slack sends when a form is submitted with these fields typed over."""
    values: dict[str, Any] = {}
    for block, element in elements(view["blocks"]):
        if block["type"] == "input":
            name = block["block_id"]
            value = typed[name] if name in typed else current({}, block, element)
            offered = [element["initial_option"]] if "initial_option" in element else []
            offered += element.get("initial_options", [])
            if element["type"] == "external_select" and name in typed and value:
                offered = [{"text": {"type": "plain_text", "text": value}, "value": value}]
            part = entered(element, value, file=lambda name: {}, offered=offered)
            values.setdefault(name, {})["value"] = part
    return view | {"state": {"values": values}}


def said(entry: Entry, filled: dict[str, Any], **typed: Any) -> dict[str, object]:
    view = state_of(form_view(entry, filled, "op-1", everything=True), **typed)
    return said_in_form(entry, typed_values(entry, view, {}), filled)


FILLED = {
    "customer": "ben-llc",
    "name": "Ben LLC",
    "channels": 30,
    "debit_limit": "0.00",
    "portal": False,
    "tags": ["retail", "uk"],
    "address_lines": ["Suite 9, Floor 2", 'The "Old" Mill'],
    "hours": ["mon,wed 08:00-18:00", "sat 09:00-13:00"],
    "portal_show": ["recordings", "cdrs"],
    "vars": {"cli.persist": "3600", "note": "a, b=c"},
    "notes": "first\nsecond: x",
    "status": "active",
    "account_manager": "ada",
    "currency": "USD",
    "topup_currencies": ["USD", "EUR"],
}


def test_a_form_sent_as_it_came_says_nothing() -> None:
    assert said(entry_of("customer edit"), FILLED) == {"customer": "ben-llc"}


@pytest.mark.parametrize(
    ("field", "typed", "expected"),
    [
        ("channels", "60", "60"),
        ("name", "Ben Ltd", "Ben Ltd"),
        ("portal", "true", "true"),
        ("status", "inactive", "inactive"),
        ("portal_show", ["cdrs"], ["cdrs"]),
        ("topup_currencies", ["EUR"], ["EUR"]),
        ("notes", "first\nsecond: y", "first\nsecond: y"),
        ("account_manager", "grace", "grace"),
        ("website", "https://x.example.com", "https://x.example.com"),
    ],
)
def test_only_what_changed_is_said(field: str, typed: Any, expected: Any) -> None:
    assert said(entry_of("customer edit"), FILLED, **{field: typed}) == {
        "customer": "ben-llc",
        field: expected,
    }


@pytest.mark.parametrize(
    "field",
    [
        "channels",
        "tags",
        "vars",
        "notes",
        "account_manager",
        "portal_show",
        "topup_currencies",
    ],
)
def test_a_field_made_empty_is_unset(field: str) -> None:
    empty: Any = (
        []
        if field in ("portal_show", "topup_currencies")
        else None
        if field == "account_manager"
        else ""
    )

    assert said(entry_of("customer edit"), FILLED, **{field: empty}) == {
        "customer": "ben-llc",
        "unset": [field],
    }


def test_fields_to_unset_add_up() -> None:
    found = said(entry_of("customer edit"), FILLED, unset="website", notes="")

    assert found["unset"] == ["website", "notes"]


def test_a_new_thing_has_nothing_to_unset() -> None:
    found = said(entry_of("customer add"), {}, name="Zed", currency="EUR", notes="")

    assert found == {"name": "Zed", "currency": "EUR"}


def test_lists_and_maps_come_back_as_they_were() -> None:
    view = form_view(entry_of("customer edit"), FILLED, "op-1", everything=True)
    held = typed_values(entry_of("customer edit"), state_of(view), {})

    for field in ("tags", "address_lines", "hours"):
        assert split_list(held[field]) == FILLED[field]
    assert split_map(held["vars"]) == FILLED["vars"]


@given(
    st.lists(
        st.text(
            st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=40
        ),
        max_size=6,
    )
)
@settings(max_examples=50, deadline=None)
def test_any_list_in_an_untouched_form_stays_what_it_is(items: list[str]) -> None:
    filled = {"customer": "ben-llc", "address_lines": items} if items else {"customer": "ben-llc"}

    assert said(entry_of("customer edit"), filled) == {"customer": "ben-llc"}


def test_what_was_typed_is_shown_also_where_the_short_form_hides_it() -> None:
    entry = entry_of("customer add")
    typed = {"name": "Zed", "paypal_email": "pay@example.com", "portal": "yes"}
    shown = {
        b["block_id"]: b["element"]
        for b in form_view(entry, typed, "op-1", also=typed)["blocks"]
        if b["type"] == "input"
    }

    assert shown["paypal_email"]["initial_value"] == "pay@example.com"
    assert shown["portal"]["initial_option"]["value"] == "true"
    assert "timers" not in shown


def test_a_value_too_long_for_an_input_is_left_out_and_so_is_never_cut() -> None:
    filled = FILLED | {"vars": {f"v{n}": "x" * 900 for n in range(5)}}

    assert said(entry_of("customer edit"), filled) == {"customer": "ben-llc"}


@pytest.mark.parametrize("everything", [True, False])
@pytest.mark.parametrize("entry", CATALOGUE.entries, ids=lambda entry: entry.name)
def test_slack_takes_every_form(entry: Entry, everything: bool) -> None:
    filled = {argument.name: argument.example for argument in entry.arguments}

    for values in ({}, filled):
        assert check_view(form_view(entry, values, "op-1", everything=everything)) == []
    assert check_view(working_view(entry)) == []


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: str(value)[:12])
@pytest.mark.parametrize("entry", CATALOGUE.entries, ids=lambda entry: entry.name)
def test_slack_takes_every_form_with_hostile_values(entry: Entry, value: object) -> None:
    values = {argument.name: value for argument in entry.arguments}

    assert check_view(form_view(entry, values, "op-1", everything=True)) == []


def test_a_form_is_named_like_a_sentence() -> None:
    assert title_of(entry_of("customer add")) == "Add customer"
    assert title_of(entry_of("did assign")) == "Assign DID"
    assert title_of(entry_of("undo")) == "Undo"
    assert title_of(entry_of("customer bulk")) == "Customer bulk"


def test_a_form_does_not_say_its_title_twice() -> None:
    said = [form_view(entry_of(name), {}, "op")["blocks"][0] for name in ("customer add", "undo")]

    assert [block["type"] for block in said] == ["input", "section"]


def test_a_state_of_fields_we_did_not_draw_is_not_believed() -> None:
    entry = entry_of("customer show")
    view = {"state": {"values": {"evil": {"value": {"value": "x"}}, "customer": {"other": {}}}}}

    assert typed_values(entry, view, {}) == {}


def test_only_a_list_that_is_typed_is_told_how_to_be_typed() -> None:
    view = form_view(entry_of("customer edit"), FILLED, "op-1", everything=True)
    hints = {b["block_id"]: b["hint"]["text"] for b in view["blocks"] if b["type"] == "input"}

    assert "Separate with commas" in hints["tags"]
    for chosen in ("portal_show", "topup_currencies"):
        assert "commas" not in hints[chosen]


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("direction", ["sends", "receives", "both"]),
        ("transport", ["udp", "tcp", "tls", "tls-srtp"]),
    ],
)
def test_old_words_are_understood_and_not_offered(field: str, words: list[str]) -> None:
    view = form_view(entry_of("auth ip add"), {}, "op-1", everything=True)
    [element] = [one for block, one in elements(view["blocks"]) if block.get("block_id") == field]

    assert [one["value"] for one in element["options"]] == words


def test_a_select_asks_for_what_it_offers_in_words() -> None:
    view = form_view(entry_of("customer edit"), {}, "op-1", everything=True)
    asked = {
        block.get("block_id"): one.get("placeholder") for block, one in elements(view["blocks"])
    }

    assert asked["customer"]["text"] == "Find a customer"
    assert asked["account_manager"]["text"] == "Find an operator"


def test_a_form_knows_the_operation_it_was_drawn_for() -> None:
    view = form_view(entry_of("customer add"), {}, "op-7")

    assert operation_in(view) == "op-7"


@pytest.mark.parametrize("held", ["", None, "not json", "[1]", '"op-7"', "7"])
def test_a_view_that_is_none_of_our_forms_has_no_operation(held: object) -> None:
    assert operation_in({"private_metadata": held}) == ""
