"""``customer show``, ``customer why`` and ``customer history``."""

from __future__ import annotations

import pytest

from handlers.customer.show import Tab
from handlers.kit.reply import Actions, Card, Fields, Outcome, Table, Text
from tests.builders import HAND, Carrier, a_carrier, a_customer, a_house, sample_carrier

OLD = b"name: Old\ncurrency: USD\nlimits:\n  channels: 3\n  # kept\n  flow_speed: 5\nportal: {access: false}\n"


@pytest.fixture
def carrier() -> Carrier:
    return a_house(a_carrier({"ben-llc": a_customer(limits={"channels": 30}), "old": OLD}))


def test_the_card_has_badges_tabs_and_the_file(carrier: Carrier) -> None:
    reply = carrier.run("customer show", "vera", customer="ben-llc")

    [card] = [block for block in reply.blocks if isinstance(block, Card)]
    assert reply.summary == "Ben LLC (ben-llc): active"
    assert [badge[:2] for badge in card.badges] == [
        ("Status", "active"),
        ("Debit limit", "0.00 USD"),
        ("Channels", "30"),
        ("CPS", "unlimited"),
    ]
    labels = (
        "Main Billing Calls Portal Contacts Auth Routes CLI DIDs Packages Alerts Contracts Notes"
    )
    assert [tab.label for tab in card.tabs] == labels.split()
    assert any("customers/ben-llc/customer.yaml" in getattr(b, "text", "") for b in reply.blocks)


@pytest.mark.parametrize("tab", list(Tab))
def test_every_tab_of_every_sample_customer_can_be_drawn(tab: str) -> None:
    carrier = a_house(sample_carrier())

    for name in carrier.house.books.head().book.customers:
        reply = carrier.run("customer show", customer=name, tab=tab)
        assert reply.outcome is Outcome.DONE
        assert len(reply.blocks) > 1


def test_every_tab_button_draws_its_tab(carrier: Carrier) -> None:
    card = carrier.run("customer show", customer="ben-llc").blocks[0]

    for tab in card.tabs:
        assert carrier.run(tab.command, **tab.args).blocks[0].active == tab.args["tab"]


def test_the_past_offers_no_buttons_that_change(carrier: Carrier) -> None:
    head = carrier.repository.head()

    assert not any(
        isinstance(block, Actions)
        for block in carrier.run("customer show", customer="ben-llc", at=head).blocks
    )


def test_the_past_shows_what_was_said_then(carrier: Carrier) -> None:
    before = carrier.repository.head()
    carrier.change("customer edit ben-llc --channels 60")

    def channels(at: str | None) -> int:
        shown = carrier.run("customer show", customer="ben-llc", at=at).values["customer"]
        return int(shown["limits"]["channels"])

    assert (channels(before), channels(None)) == (30, 60)
    assert channels(before[:10]) == 30
    assert channels("2026-11-20") == 60


def test_an_unknown_customer_is_told_with_the_nearest(carrier: Carrier) -> None:
    reply = carrier.run("customer show", customer="ben-lc")

    assert reply.outcome is Outcome.INVALID
    problem = reply.blocks[0].problems[0]
    assert "did you mean ben-llc?" in f"{problem.message} {problem.hint}"


# --- why --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["limits.channels", "channels"])
def test_why_names_value_line_commit_and_hand(carrier: Carrier, field: str) -> None:
    reply = carrier.run("customer why", customer="ben-llc", field=field)

    values = reply.values
    assert (values["value"], values["path"]) == (30, "customers/ben-llc/customer.yaml")
    line = (carrier.file("customers/ben-llc/customer.yaml") or b"").decode().splitlines()
    assert line[int(str(values["line"])) - 1].strip() == "channels: 30"
    assert (values["author"], values["operation"]) == (HAND.name, None)
    assert "committed by hand" in str(reply.blocks[0])


def test_why_names_the_operation_of_a_change_by_a_command(carrier: Carrier) -> None:
    done = carrier.change("customer edit ben-llc --channels 60")
    reply = carrier.run("customer why", customer="ben-llc", field="channels")

    assert reply.values["value"] == 60
    assert reply.values["operation"] == done.operation
    assert reply.values["commit"] == done.values["commit"]
    assert reply.values["author"] == "Ada Larsen"
    assert reply.summary.startswith("limits.channels of ben-llc is 60: Ada Larsen wrote it on")


@pytest.mark.parametrize(("field", "line"), [("cps", 6), ("portal", 7), ("limits", 3)])
def test_why_finds_a_field_under_its_old_name(carrier: Carrier, field: str, line: int) -> None:
    assert carrier.run("customer why", customer="old", field=field).values["line"] == line


def test_why_tells_the_default_of_what_is_not_set(carrier: Carrier) -> None:
    reply = carrier.run("customer why", customer="ben-llc", field="tax_percent")

    assert reply.summary == "tax.percent of ben-llc is not set; its default is 0"
    assert (reply.values["value"], reply.values["default"]) == (None, "0")


def test_why_says_so_where_there_is_no_default(carrier: Carrier) -> None:
    reply = carrier.run("customer why", customer="ben-llc", field="website")

    assert reply.summary == "profile.website of ben-llc is not set; it has no default"


def test_why_guesses_at_a_field_that_does_not_exist(carrier: Carrier) -> None:
    reply = carrier.run("customer why", customer="ben-llc", field="limits.chanels")

    assert reply.outcome is Outcome.REFUSED
    assert "limits.channels" in reply.blocks[0].text


# --- history ----------------------------------------------------------------------------------------------------


def test_why_offers_each_near_field_once_and_no_far_one(carrier: Carrier) -> None:
    near = carrier.run("customer why", customer="ben-llc", field="note")
    far = carrier.run("customer why", customer="ben-llc", field="xyzzy")

    assert near.blocks == (Text("did you mean notes?"),)
    assert far.blocks == (Text("see: help customer edit"),)


def test_history_is_newest_first_and_names_operations(carrier: Carrier) -> None:
    first = carrier.change("customer edit ben-llc --channels 60")
    carrier.push({"customers/ben-llc/customer.yaml": a_customer(notes="x")}, "Note by hand")
    rows = carrier.run("customer history", customer="ben-llc").values["commits"]

    assert [(row["subject"], row["operation"]) for row in rows] == [
        ("Note by hand", None),
        ("Edit limits.channels of customer ben-llc", first.operation),
        ("Start", None),
    ]


def test_history_may_be_shorter_and_leaves_out_others(carrier: Carrier) -> None:
    carrier.change("customer edit old --channels 60")
    carrier.change("customer edit ben-llc --channels 60")
    reply = carrier.run("customer history", customer="ben-llc", limit="1")

    assert reply.summary == "The latest change of Ben LLC"
    [table] = [block for block in reply.blocks if isinstance(block, Table)]
    assert [row[2] for row in table.rows] == ["Edit limits.channels of customer ben-llc"]


def test_history_of_the_past_ends_there(carrier: Carrier) -> None:
    before = carrier.repository.head()
    carrier.change("customer edit ben-llc --channels 60")

    rows = carrier.run("customer history", customer="ben-llc", at=before).values["commits"]
    assert [row["subject"] for row in rows] == ["Start"]


def test_values_are_shown_with_labels_people_know(carrier: Carrier) -> None:
    reply = carrier.run("customer show", customer="old", tab="portal")

    [fields] = [block for block in reply.blocks if isinstance(block, Fields)]
    assert ("Portal", "no") in fields.pairs
