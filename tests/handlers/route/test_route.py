"""The commands about routes: what they need, and what their plans say."""

from __future__ import annotations

import pytest

from handlers.kit.reply import Outcome, PlanView, Problems, Reply
from tests.builders import Carrier, a_house, sample_carrier


@pytest.fixture
def carrier() -> Carrier:
    return a_house(sample_carrier())


def rules(reply: Reply) -> set[str]:
    """What a plan warns of, or what a refusal names."""
    told = [b.findings for b in reply.blocks if isinstance(b, PlanView)]
    told += [b.problems for b in reply.blocks if isinstance(b, Problems)]
    return {problem.rule for some in told for problem in some}


@pytest.mark.parametrize("more", ["", "--deliver_to providers"])
def test_calls_to_providers_need_a_rate_card(carrier: Carrier, more: str) -> None:
    [problem] = carrier.type(f"route add wren-answering {more}".strip()).blocks[0].problems

    assert problem.field == "rate_card"


def test_an_id_is_made_from_the_rate_card(carrier: Carrier) -> None:
    carrier.change("route add wren-answering retail-gbp")

    [route] = carrier.type("route list wren-answering").values["routes"]
    assert route == {"id": "retail-gbp", "rate_card": "retail-gbp"}


def test_a_second_route_for_every_number_is_refused_by_the_check(carrier: Carrier) -> None:
    reply = carrier.type("route add northgate-dental retail-gbp")

    assert reply.outcome is Outcome.INVALID
    assert "route-ambiguous-dial" in rules(reply)


def test_a_card_in_another_currency_is_refused_by_the_check(carrier: Carrier) -> None:
    assert "route-card-currency" in rules(carrier.type("route add wren-answering retail-usd"))


def test_an_unknown_card_is_told_with_the_nearest(carrier: Carrier) -> None:
    [problem] = carrier.type("route add wren-answering retail-gpb").blocks[0].problems

    assert problem.field == "rate_card"
    assert "did you mean retail-gbp" in problem.message


def test_a_group_that_an_edit_begins_comes_with_it_and_goes_field_by_field(
    carrier: Carrier,
) -> None:
    carrier.change("route add wren-answering retail-gbp")
    carrier.change("route edit wren-answering retail-gbp --channels 5 --script hlr-check")
    [route] = carrier.type("route list wren-answering").values["routes"]
    assert (route["capacity"], route["script"]) == ({"channels": 5}, {"name": "hlr-check"})

    carrier.change("route edit wren-answering retail-gbp --unset channels,script")
    shown = carrier.type("route show wren-answering retail-gbp").values["route"]
    assert not shown.get("capacity")
    assert not shown.get("script")
