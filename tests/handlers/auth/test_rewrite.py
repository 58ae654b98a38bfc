"""Rewrites stand inside IP records and SIP users and have no ids: a position, or what is replaced, names one."""

from __future__ import annotations

import pytest

from handlers.kit.reply import Actions, Button, Outcome, Reply
from tests.builders import Carrier, a_house, sample_carrier

AUTH = "customers/ben-llc/auth.yaml"
TEN = "^([2-9][0-9]{9})$"


@pytest.fixture
def carrier() -> Carrier:
    return a_house(sample_carrier())


def rewrites(carrier: Carrier, record: str = "office-pbx") -> list[tuple[str, str]]:
    listed = carrier.type(f"auth rewrite list ben-llc {record}").values["rewrites"]
    return [(one["type"], one["current"]) for one in listed]


def buttons(reply: Reply) -> list[Button]:
    return [one for block in reply.blocks if isinstance(block, Actions) for one in block.buttons]


def test_they_are_listed_in_their_order(carrier: Carrier) -> None:
    assert rewrites(carrier) == [("destination", "^011(.*)$"), ("destination", TEN), ("cli", TEN)]


def test_a_position_names_one(carrier: Carrier) -> None:
    carrier.change("auth rewrite edit ben-llc office-pbx 2 --new 44$1")

    shown = carrier.type("auth rewrite show ben-llc office-pbx 2").values["rewrite"]
    assert shown == {"type": "destination", "current": TEN, "new": "44$1"}


def test_what_is_replaced_names_one_if_it_is_the_only_one(carrier: Carrier) -> None:
    carrier.change('auth rewrite remove ben-llc office-pbx "^011(.*)$"')

    assert rewrites(carrier) == [("destination", TEN), ("cli", TEN)]


def test_one_of_two_alike_has_to_be_named_by_its_position_too(carrier: Carrier) -> None:
    reply = carrier.type(f'auth rewrite remove ben-llc office-pbx "{TEN}"')

    assert reply.outcome is Outcome.REFUSED
    assert f"2:{TEN} or 3:{TEN}" in str(reply.blocks)
    carrier.change(f'auth rewrite remove ben-llc office-pbx "3:{TEN}"')
    assert rewrites(carrier) == [("destination", "^011(.*)$"), ("destination", TEN)]


def test_an_old_button_means_what_it_meant_or_nothing(carrier: Carrier) -> None:
    shown = carrier.type("auth rewrite show ben-llc office-pbx 1")
    [remove] = [button for button in buttons(shown) if button.label == "Remove"]
    carrier.change("auth rewrite move ben-llc office-pbx 1 3")

    assert carrier.confirm(carrier.run(remove.command, **remove.args)).outcome is Outcome.DONE
    assert rewrites(carrier) == [("destination", TEN), ("cli", TEN)]
    assert carrier.run(remove.command, **remove.args).outcome is Outcome.REFUSED


def test_a_plain_digit_that_is_also_a_prefix_is_ambiguous(carrier: Carrier) -> None:
    carrier.change("auth rewrite add ben-llc office-pbx destination 2 442")
    reply = carrier.type("auth rewrite show ben-llc office-pbx 2")

    assert reply.outcome is Outcome.REFUSED
    assert "4:2" in str(reply.blocks)


def test_the_first_of_a_sip_user_begins_its_group_and_the_last_ends_it(carrier: Carrier) -> None:
    before = carrier.file(AUTH)
    carrier.change('auth rewrite add ben-llc 1001 cli "^0([1-9].*)$" "44$1"')
    assert rewrites(carrier, "ben-desk") == [("cli", "^0([1-9].*)$")]

    carrier.change("auth rewrite remove ben-llc ben-desk 1")
    assert carrier.file(AUTH) == before


def test_an_unknown_record_is_told_with_the_nearest(carrier: Carrier) -> None:
    reply = carrier.type("auth rewrite list ben-llc office-pxb")

    assert reply.outcome is Outcome.REFUSED
    assert "did you mean office-pbx" in str(reply.blocks)
    [problem] = carrier.type("auth rewrite add ben-llc nobody cli ^0 44").blocks[0].problems
    assert problem.field == "record"


def test_an_id_that_both_a_record_and_a_user_have_is_told_apart(carrier: Carrier) -> None:
    carrier.change("auth user add ben-llc 1009 --id office-pbx")
    reply = carrier.type("auth rewrite list ben-llc office-pbx")
    assert "ip:office-pbx or users:office-pbx" in str(reply.blocks)

    assert rewrites(carrier, "users:office-pbx") == []
    card = carrier.type("auth user show ben-llc office-pbx")
    [lead] = [button for button in buttons(card) if button.label == "Rewrites"]
    told = carrier.run(lead.command, **lead.args)
    assert told.summary == "0 rewrites of office-pbx of ben-llc"


def test_a_list_under_its_old_name_takes_a_new_one() -> None:
    old = b'ip:\n  - {id: a, hosts: [203.0.113.9], numbers: {parameter_rewrite: [{type: cli, current: "1"}]}}\n'
    carrier = a_house(sample_carrier() | {"customers/wren-answering/auth.yaml": old})
    carrier.change("auth rewrite add wren-answering a cli 2 3")

    listed = carrier.type("auth rewrite list wren-answering a").values["rewrites"]
    assert [one["current"] for one in listed] == ["1", "2"]
