"""``customer bulk``: many customers, one filter, one commit."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.kit.reply import Actions, Outcome, Reply, Text
from tests.builders import Carrier, a_carrier, a_customer, a_house

THREE = {
    "amber": a_customer("Amber", "EUR", limits={"channels": 10}, tags=["retail", "eu"]),
    "borealis": a_customer("Borealis", "USD", limits={"channels": 30}, tags=["retail"]),
    "cobalt": a_customer("Cobalt", "EUR", profile={"website": "https://c.example.com"}),
}
CHANGE = "customer bulk --where tag:retail --set channels=30,cps=5"


@pytest.fixture
def carrier() -> Carrier:
    return a_house(a_carrier(THREE))


def customers(carrier: Carrier) -> Any:
    carrier.clock.advance(60)
    return carrier.house.books.head().book.customers


def problems(reply: Reply) -> list[tuple[str, str]]:
    assert reply.outcome is Outcome.INVALID, reply.summary
    return [(one.field, one.message) for one in reply.blocks[0].problems]


def test_everybody_who_fits_gets_the_values_in_one_commit(carrier: Carrier) -> None:
    assert carrier.change(CHANGE).summary == (
        "Done: change 2 customers where tag:retail: channels 30, cps 5."
    )

    found = {
        name: (one.limits.channels, one.limits.cps) for name, one in customers(carrier).items()
    }
    assert found == {"amber": (30, 5), "borealis": (30, 5), "cobalt": (0, 0)}
    assert len(carrier.repository.log([], at=carrier.repository.fetch(), limit=9)) == 2


def test_the_plan_lists_every_customer_and_asks_twice(carrier: Carrier) -> None:
    plan = carrier.type(CHANGE)

    said = [block.text for block in plan.blocks if isinstance(block, Text)]
    assert "2 customers fit: amber, borealis." in said
    [actions] = [block for block in plan.blocks if isinstance(block, Actions)]
    assert actions.buttons[0].ask.title == "Change 2 customers?"


def test_tags_alone_are_confirmed_too_though_one_edit_of_them_is_not(carrier: Carrier) -> None:
    assert carrier.type("customer edit amber --tags vip").outcome is Outcome.DONE
    assert carrier.type("customer bulk --where status:all --add_tag vip").outcome is Outcome.ASKS


def test_tags_are_added_and_taken_off_beside_those_there(carrier: Carrier) -> None:
    carrier.change("customer bulk --where status:all --add_tag vip --remove_tag retail,eu")

    assert {name: one.tags for name, one in customers(carrier).items()} == {
        "amber": ("vip",),
        "borealis": ("vip",),
        "cobalt": ("vip",),
    }


def test_a_last_tag_taken_off_leaves_no_empty_list(carrier: Carrier) -> None:
    carrier.change("customer bulk --where id:borealis --remove_tag retail")

    assert b"tags" not in (carrier.file("customers/borealis/customer.yaml") or b"")


def test_fields_are_unset(carrier: Carrier) -> None:
    plan = carrier.type("customer bulk --where status:all --unset website,channels")

    assert carrier.confirm(plan).outcome is Outcome.DONE
    assert all(one.profile.website is None for one in customers(carrier).values())
    assert all(one.limits.channels == 0 for one in customers(carrier).values())


def test_who_says_so_already_stays_as_it_is(carrier: Carrier) -> None:
    before = carrier.file("customers/borealis/customer.yaml")
    plan = carrier.type("customer bulk --where tag:retail --set channels=30")

    assert "1 of them say so already" in str(plan.blocks)
    carrier.confirm(plan)
    assert carrier.file("customers/borealis/customer.yaml") == before


def test_an_undo_takes_all_of_them_back(carrier: Carrier) -> None:
    before = carrier.repository.tree(carrier.repository.fetch())
    done = carrier.change(CHANGE)
    carrier.change(f"undo {done.operation}")

    assert carrier.repository.tree(carrier.repository.fetch()) == before


def test_somebody_who_fits_since_the_plan_is_asked_about_again(carrier: Carrier) -> None:
    plan = carrier.type(CHANGE)
    carrier.push({"customers/dune/customer.yaml": a_customer("Dune", tags=["retail"])})

    again = carrier.confirm(plan)
    assert again.outcome is Outcome.ASKS
    assert "3 customers fit: amber, borealis, dune." in str(again.blocks)


def test_nobody_who_fits_changes_nothing(carrier: Carrier) -> None:
    assert carrier.type("customer bulk --where tag:none --set channels=1").summary == (
        "No customer fits tag:none, so nothing is changed."
    )


def test_more_than_one_change_may_touch_are_refused_by_both_numbers() -> None:
    many = {f"c{number}": a_customer(f"C{number}") for number in range(1001)}
    reply = a_house(a_carrier(many)).type("customer bulk --where status:all --set cps=1")

    assert reply.summary == "1001 customers fit, and one change may touch 1000"


@pytest.mark.parametrize(
    ("line", "field", "word"),
    [
        ("customer bulk --set channels=1", "where", "required"),
        ("customer bulk --where status:all", "set", "channels=30"),
        ("customer bulk --where sttus:all --set cps=1", "where", "filters by nothing"),
        ("customer bulk --where status:gone --set cps=1", "where", "is no status"),
        ("customer bulk --where status:all --set chanels=1", "set", 'no field "chanels"'),
        ("customer bulk --where status:all --set channels=lots", "set", "channels:"),
        ("customer bulk --where status:all --set currency=EUR", "set", "never changes"),
        ("customer bulk --where status:all --set name=Same", "set", "two customers"),
        ("customer bulk --where status:all --set cps=1 --unset cps", "unset", "one of them"),
        ("customer bulk --where status:all --set tags=a --add_tag b", "add_tag", "one of them"),
        ("customer bulk --where status:all --set channels", "set", "name=value"),
    ],
)
def test_what_cannot_be_right_is_told_beside_it(
    carrier: Carrier, line: str, field: str, word: str
) -> None:
    found = problems(carrier.type(line))

    assert any(name == field and word in message for name, message in found), found


@pytest.mark.parametrize("who", ["vera", "nora"])
def test_somebody_without_the_role_changes_nobody(carrier: Carrier, who: str) -> None:
    assert carrier.type(CHANGE, who).outcome is Outcome.REFUSED
