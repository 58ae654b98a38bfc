"""Blocks of internal numbers: given out, taken back, and who has which."""

from __future__ import annotations

import pytest

from handlers.kit.reply import Outcome, PlanView
from tests.builders import Carrier, a_carrier, a_customer, a_house, sample_carrier


@pytest.fixture
def carrier() -> Carrier:
    return a_house(sample_carrier())


def block(carrier: Carrier, customer: str) -> object:
    return carrier.type(f"number show {customer}").values["block"]


def test_the_next_free_block_is_given_out(carrier: Carrier) -> None:
    assert carrier.type("number list").values["next"] == 4000
    carrier.change("number allocate blue-lagoon-travel")
    carrier.change("number allocate wren-answering")

    assert block(carrier, "blue-lagoon-travel") == {"start": 4000, "size": 1000}
    assert block(carrier, "wren-answering") == {"start": 5000, "size": 1000}


def test_a_small_block_fits_between_two_others(carrier: Carrier) -> None:
    carrier.change("number allocate wren-answering --size 500")

    assert block(carrier, "wren-answering") == {"start": 2500, "size": 500}


def test_a_block_begins_where_one_says(carrier: Carrier) -> None:
    carrier.change("number allocate wren-answering --start 70000 --size 10")

    assert block(carrier, "wren-answering") == {"start": 70000, "size": 10}


def test_a_block_in_the_way_is_told_beside_the_field(carrier: Carrier) -> None:
    reply = carrier.type("number allocate wren-answering --start 1500 --size 100")

    assert reply.outcome is Outcome.INVALID
    [problem] = reply.blocks[0].problems
    assert (problem.field, "1000-1999 of ben-llc" in problem.message) == ("start", True)


def test_a_second_block_is_refused(carrier: Carrier) -> None:
    [problem] = carrier.type("number allocate ben-llc").blocks[0].problems

    assert "release it first" in problem.message


def test_two_who_ask_at_once_get_different_blocks() -> None:
    carrier = a_house(a_carrier({"a": a_customer("A"), "b": a_customer("B")}))
    first, second = carrier.type("number allocate a"), carrier.type("number allocate b")
    assert carrier.confirm(first).outcome is Outcome.DONE

    again = carrier.confirm(second)
    assert again.outcome is Outcome.ASKS
    [plan] = [one for one in again.blocks if isinstance(one, PlanView)]
    assert [str(change.after) for change in plan.changes] == ["2000"]
    carrier.confirm(again)
    assert (block(carrier, "a"), block(carrier, "b")) == (
        {"start": 1000, "size": 1000},
        {"start": 2000, "size": 1000},
    )


def test_a_block_with_sip_users_inside_is_kept(carrier: Carrier) -> None:
    reply = carrier.type("number release ben-llc")

    assert reply.outcome is Outcome.REFUSED
    assert "1001, 1002" in reply.summary


def test_a_released_block_is_free_again_and_the_file_as_before(carrier: Carrier) -> None:
    before = carrier.file("customers/wren-answering/customer.yaml")
    carrier.change("number allocate wren-answering")
    assert carrier.change("number release wren-answering").outcome is Outcome.DONE

    assert carrier.file("customers/wren-answering/customer.yaml") == before
    assert carrier.type("number list").values["next"] == 4000


def test_who_has_no_block_is_told_how_to_get_one(carrier: Carrier) -> None:
    assert block(carrier, "wren-answering") is None
    reply = carrier.type("number release wren-answering")
    assert reply.outcome is Outcome.REFUSED
    assert "number allocate wren-answering" in str(reply.blocks)


def test_blocks_are_listed_in_the_order_of_numbers(carrier: Carrier) -> None:
    blocks = carrier.type("number list").values["blocks"]

    assert [one["customer"] for one in blocks] == ["ben-llc", "northgate-dental", "quokka-health"]
