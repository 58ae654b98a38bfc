"""``simulate list`` and ``simulate show``: what was simulated in Slack, as it was answered."""

from __future__ import annotations

import pytest

from bot.inbox import Request
from bot.people import Identity
from handlers.kit.reply import Actions, Outcome, Reply, Table
from tests.builders import Carrier, a_house, sample_carrier


@pytest.fixture
def carrier() -> Carrier:
    return a_house(sample_carrier())


def in_slack(carrier: Carrier, who: str = "ada", **call: object) -> Reply:
    """Simulate the way Slack does: the request is kept before it is answered."""
    identity = Identity("operator", who)
    request: Request = carrier.request(identity, "simulate", {"number": "442079460018", **call})
    operation, _ = carrier.house.inbox.receive(request)
    carrier.clock.advance(60)
    return carrier.house.dispatcher.work(operation)


def rows(reply: Reply) -> list[tuple[str, ...]]:
    return [row for block in reply.blocks if isinstance(block, Table) for row in block.rows]


def test_the_newest_comes_first_with_its_outcome(carrier: Carrier) -> None:
    sent = in_slack(carrier, ip="203.0.113.7", cli="12125550123")
    shut = in_slack(carrier, "vera", ip="203.0.113.7", cli="12125550123", balance="0")
    reply = carrier.type("simulate list", "vera")

    assert reply.summary == "The newest 2 simulations, 1 refused."
    assert [row[1:] for row in rows(reply)] == [
        (shut.values["id"], "vera", "ben-llc: 442079460018", "402 Payment Required"),
        (sent.values["id"], "ada", "ben-llc: 442079460018", "to atlas-carrier"),
    ]


def test_it_is_narrowed_to_a_customer_or_to_ones_own(carrier: Carrier) -> None:
    in_slack(carrier, ip="203.0.113.7", cli="12125550123")
    in_slack(carrier, "vera", ip="192.0.2.99")

    assert len(rows(carrier.type("simulate list --customer ben-llc"))) == 1
    assert [row[2] for row in rows(carrier.type("simulate list --mine yes", "vera"))] == ["vera"]


def test_a_kept_one_is_shown_as_it_was_answered(carrier: Carrier) -> None:
    then = in_slack(carrier, ip="203.0.113.7", cli="12125550123")
    routing = "customers/ben-llc/routing.yaml"
    carrier.push({routing: (carrier.file(routing) or b"").replace(b"id: standard", b"id: usual")})
    shown = carrier.type(f"simulate show {then.values['id']}")

    assert (shown.summary, shown.values) == (then.summary, then.values)
    assert shown.values["route"] == "standard"


def test_what_the_command_line_simulates_leaves_no_trace(carrier: Carrier) -> None:
    carrier.run("simulate", number="442079460018", ip="203.0.113.7")
    reply = carrier.type("simulate list")

    assert reply.summary == "No simulation is kept yet."
    assert [
        one.command for block in reply.blocks if isinstance(block, Actions) for one in block.buttons
    ] == ["simulate"]


def test_what_was_refused_for_its_arguments_is_no_simulation(carrier: Carrier) -> None:
    in_slack(carrier, ip="x")

    assert carrier.type("simulate list").summary == "No simulation is kept yet."


def test_an_id_that_is_none_is_told(carrier: Carrier) -> None:
    reply = carrier.type("simulate show SIM-0")

    assert (reply.outcome, reply.summary) == (Outcome.REFUSED, "there is no simulation SIM-0")
