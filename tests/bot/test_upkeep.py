"""What the program does by itself: dropped when it is too old, told when it is over, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.outbox import Outbox
from engine.errors import Refused, Unavailable
from engine.ports.effects import EffectState
from engine.ports.operations import OperationState
from engine.ports.overlays import Overlay, OverlayKind
from handlers.kit.reply import Outcome
from tests.builders import Carrier, a_house

LINE = "customer edit ben-llc --channels 60"
DAY_S = 86_400


def sent(carrier: Carrier) -> int:
    """Play the sender: take what is due and say that it left."""
    due = carrier.store.effects.claim_due(now=carrier.clock.now(), limit=99)
    for effect in due:
        carrier.store.effects.settle(effect, state=EffectState.SENT, at=carrier.clock.now())
    return len(due)


def test_what_is_older_than_the_settings_keep_it_goes() -> None:
    carrier = a_house()
    done = carrier.change(LINE)
    while sent(carrier):
        pass

    carrier.clock.advance(29 * DAY_S)
    assert carrier.house.upkeep.purge() == 0
    carrier.clock.advance(2 * DAY_S)
    assert carrier.house.upkeep.purge() > 0
    assert sum(carrier.store.effects.count().values()) == 0
    assert carrier.operation(done.operation).plan is not None
    carrier.clock.advance(400 * DAY_S)
    carrier.house.upkeep.purge()
    assert carrier.operation(done.operation).plan is None
    assert carrier.operation(done.operation).state is OperationState.DONE
    assert carrier.operation(done.operation).commit is not None


def test_a_change_whose_details_were_dropped_is_not_undone() -> None:
    carrier = a_house()
    done = carrier.change(LINE)
    carrier.clock.advance(401 * DAY_S)
    carrier.house.upkeep.purge()

    refused = carrier.run("undo", operation=done.operation)

    assert refused.outcome is Outcome.REFUSED
    commit = str(carrier.operation(done.operation).commit)
    assert f"not remembered any more: only its commit {commit[:12]} tells" in refused.summary
    assert carrier.type("undo").summary == "You have changed nothing yet."


def test_the_end_of_a_suspension_is_told_once() -> None:
    carrier = a_house()
    now = carrier.clock.now()
    carrier.overlays.lay(
        Overlay(
            id="op-1:suspension",
            customer="ben-llc",
            kind=OverlayKind.SUSPENSION,
            reason="Flood of calls",
            by="ada",
            since=now,
            until=now + timedelta(hours=2),
        )
    )
    assert carrier.house.upkeep.tell_over() == 0
    carrier.clock.advance(7200)

    for _ in range(3):
        carrier.house.upkeep.tell_over()
    [effect] = carrier.store.effects.claim_due(now=carrier.clock.now(), limit=9)
    assert "ben-llc ended by itself at 2026-11-20 14:00 UTC" in str(effect.payload)
    carrier.clock.advance(2 * DAY_S)
    assert carrier.house.upkeep.tell_over() == 0


def test_a_head_that_a_person_pushed_is_accepted_and_its_faults_are_told() -> None:
    carrier = a_house()
    carrier.house.upkeep.sync()
    carrier.push({"customers/ben-llc/customer.yaml": b"name: [\n"})
    carrier.house.upkeep.sync()

    head = carrier.repository.head()
    assert carrier.store.heads.in_force(carrier.clock.now()) == head
    [effect] = carrier.store.effects.claim_due(now=carrier.clock.now(), limit=9)
    assert "customers/ben-llc/customer.yaml" in str(effect.payload)


def news(carrier: Carrier) -> list[str]:
    """What the channel for changes is told now, in order; it counts as sent."""
    found = []
    while due := carrier.store.effects.claim_due(now=carrier.clock.now(), limit=99):
        found += [str(effect.payload["reply"]["summary"]) for effect in due]
        for effect in due:
            carrier.store.effects.settle(effect, state=EffectState.SENT, at=carrier.clock.now())
    return found


BEN = "customers/ben-llc/customer.yaml"


def test_a_file_that_stops_holding_is_told_once_and_again_when_it_holds() -> None:
    carrier = a_house()
    carrier.house.upkeep.sync()
    whole = carrier.file(BEN)
    broken = carrier.push({BEN: b"name: [\n"})
    for _ in range(2):
        carrier.house.upkeep.sync()
    assert news(carrier) == [f"The config at {broken[:12]} has files that do not hold: {BEN}."]

    carrier.push({"customers/new/customer.yaml": b"name: New\ncurrency: USD\n"})
    carrier.house.upkeep.sync()
    assert news(carrier) == []

    mended = carrier.push({BEN: whole})
    for _ in range(2):
        carrier.house.upkeep.sync()
    assert news(carrier) == [f"Mended at {mended[:12]}, holding again: {BEN}."]


def test_a_file_that_did_not_hold_and_is_gone_is_told_as_gone() -> None:
    carrier = a_house()
    carrier.push({"customers/odd/customer.yaml": b"name: [\n"})
    carrier.house.upkeep.sync()
    news(carrier)
    carrier.push({"customers/odd/customer.yaml": None})
    carrier.house.upkeep.sync()

    [told] = news(carrier)
    assert "gone: customers/odd/customer.yaml" in told


def test_faults_are_told_also_if_a_change_of_ours_landed_on_top_of_them_first() -> None:
    carrier = a_house()
    carrier.house.upkeep.sync()
    carrier.push({"customers/odd/customer.yaml": b"name: [\n"})
    carrier.change(LINE)
    carrier.house.upkeep.sync()

    assert any("do not hold: customers/odd/customer.yaml" in told for told in news(carrier))


def test_a_look_at_the_remote_names_the_files_that_do_not_hold() -> None:
    carrier = a_house()
    carrier.push({"customers/odd/customer.yaml": b"name: [\n"})

    reply = carrier.run("repo sync", "ada")

    assert "customers/odd/customer.yaml" in str(reply.blocks)


def test_a_remote_that_is_away_is_said_so() -> None:
    carrier = a_house()
    carrier.house.upkeep.sync()
    carrier.remote.is_reachable = False

    with pytest.raises(Unavailable):
        carrier.house.upkeep.sync()


def test_only_a_program_that_is_connected_sends() -> None:
    carrier = a_house()
    with pytest.raises(Refused, match="from the running bot"):
        carrier.house.upkeep.deliver()

    carrier.house.upkeep.connect(Outbox(carrier.store, carrier.clock, {}))
    assert carrier.house.upkeep.deliver() == 0


def test_events_are_forgotten_when_slack_repeats_them_no_more() -> None:
    carrier = a_house()
    carrier.store.events.take("slack:Ev1", at=carrier.clock.now())
    carrier.clock.advance(2 * DAY_S)
    assert carrier.house.upkeep.purge() == 0

    carrier.clock.advance(2 * DAY_S)
    assert carrier.house.upkeep.purge() == 1
