"""What leaves for Slack: once, in spite of limits, lost answers and refused blocks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.schedule import start_schedule
from bot.slack.posts import SlackPosts
from engine.ports.effects import Effect, EffectState
from handlers.kit.reply import Reply, encode
from tests.builders import CHANGES
from tests.scenarios.steps import ADA, Office, an_office, labels_of

pytestmark = pytest.mark.wall_clock  # Slack's library judges signatures by it
SAID = "Ada Larsen: edit limits.channels of customer ben-llc."


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with an_office(tmp_path, faultless=False) as opened:
        yield opened


@pytest.fixture
def announced(office: Office) -> Office:
    """An office with one message waiting for the channel of changes."""
    office.slash("/customer edit ben-llc --channels 60")
    office.press(office.told(), "Confirm")
    return office


def posts(office: Office) -> list[str]:
    return [message["text"] for message in office.workspace.messages(CHANGES)]


def counts(office: Office) -> dict[EffectState, int]:
    return {state: n for state, n in office.carrier.store.effects.count().items() if n}


def test_a_change_is_told_once_in_the_channel_for_changes(announced: Office) -> None:
    assert announced.outbox().send_due() == 1
    assert announced.outbox().send_due() == 0

    [message] = announced.workspace.messages(CHANGES)
    assert message["text"] == SAID
    assert labels_of(message) == ["Show card", "Undo"]
    assert counts(announced) == {EffectState.SENT: 1}


def test_a_rate_limit_is_honoured(announced: Office) -> None:
    announced.workspace.state.faults.rate_limit("chat.postMessage", retry_after_s=30)

    assert announced.outbox().send_due() == 0
    announced.carrier.clock.advance(29)
    assert announced.outbox().send_due() == 0
    assert posts(announced) == []
    announced.carrier.clock.advance(2)
    assert announced.outbox().send_due() == 1
    assert posts(announced) == [SAID]


def test_a_lost_answer_is_looked_up_and_not_said_twice(announced: Office) -> None:
    announced.workspace.state.faults.lose_answer("chat.postMessage")

    assert announced.outbox().send_due() == 0
    assert counts(announced) == {EffectState.PENDING: 1}
    announced.carrier.clock.advance(60)
    assert announced.outbox().send_due() == 1
    assert posts(announced) == [SAID]


def test_a_crash_after_the_post_is_looked_up_too(announced: Office) -> None:
    store, clock = announced.carrier.store, announced.carrier.clock
    [claimed] = store.effects.claim_due(now=clock.now(), limit=10)
    SlackPosts(announced.client, announced.carrier.house.safe.vault).send(
        claimed
    )  # and then the process ends, with nothing written down

    clock.advance(61)
    assert announced.outbox().send_due() == 1
    assert posts(announced) == [SAID]


def test_refused_blocks_fall_back_to_text(announced: Office) -> None:
    announced.workspace.state.faults.refuse("chat.postMessage", "invalid_blocks")

    assert announced.outbox().send_due() == 1
    message, file = announced.workspace.messages(CHANGES)
    assert message["text"].startswith(SAID)
    assert "blocks" not in message
    assert file["thread_ts"] == message["ts"]


def test_what_no_waiting_mends_is_given_up_and_counted(announced: Office) -> None:
    announced.workspace.state.faults.refuse("chat.postMessage", "channel_not_found")

    assert announced.outbox().send_due() == 0
    assert counts(announced) == {EffectState.FAILED: 1}


def test_what_waiting_may_mend_is_tried_later_and_later(announced: Office) -> None:
    announced.workspace.state.faults.refuse("chat.postMessage", "internal_error", times=3)
    tries = 0
    for _ in range(200):
        announced.carrier.clock.advance(1)
        before = len([c for c in announced.workspace.calls if c.method == "chat.postMessage"])
        announced.outbox().send_due()
        after = len([c for c in announced.workspace.calls if c.method == "chat.postMessage"])
        tries += after - before
        if counts(announced) == {EffectState.SENT: 1}:
            break

    assert tries == 4
    assert posts(announced) == [SAID]


def refused_for(office: Office, seconds: int, error: str) -> dict[EffectState, int]:
    """Let Slack refuse every message for so long, and give how the messages stand then."""
    office.workspace.state.faults.refuse("chat.postMessage", error, times=10_000)
    for _ in range(0, seconds, 60):
        office.carrier.clock.advance(60)
        office.outbox().send_due()
    return counts(office)


def test_a_message_is_not_given_up_while_slack_is_away_for_a_night(announced: Office) -> None:
    assert refused_for(announced, 12 * 3600, "service_unavailable") == {EffectState.PENDING: 1}
    announced.carrier.clock.advance(12 * 3600)
    assert refused_for(announced, 120, "service_unavailable") == {EffectState.FAILED: 1}


def test_a_message_that_slack_keeps_refusing_makes_way_for_the_next(announced: Office) -> None:
    assert refused_for(announced, 1800, "odd_refusal") == {EffectState.FAILED: 1}


def test_who_was_told_to_wait_hears_the_end_in_a_direct_message(office: Office) -> None:
    office.slash("/customer edit ben-llc --channels 60")
    remote = office.carrier.remote
    away = remote.with_name("away")
    remote.rename(away)
    office.press(office.told(), "Confirm")
    assert office.told()["text"].startswith("Recorded, but the config remote is out of reach")
    assert office.outbox().send_due() == 1
    [waiting] = office.workspace.messages(ADA)
    assert waiting["text"].startswith("Recorded, but the config remote is out of reach")

    away.rename(remote)
    office.carrier.house.desk.resume()
    while office.outbox().send_due():
        pass
    [message] = office.workspace.messages(ADA)
    assert message["text"] == "Done: edit limits.channels of customer ben-llc."
    assert message["ts"] == waiting["ts"]
    assert posts(office) == [SAID]


def test_a_lost_answer_to_a_direct_message_is_looked_up_too(office: Office) -> None:
    clock = office.carrier.clock
    effect = Effect(
        id="op-1:told:0",
        operation=None,
        kind="slack.post",
        recipient=f"slack:{ADA}",
        payload={"channel": ADA, "reply": encode(Reply("Hello."))},
        created_at=clock.now(),
    )
    office.carrier.store.effects.record((effect,))
    office.workspace.state.faults.lose_answer("chat.postMessage")

    office.outbox().send_due()
    clock.advance(60)
    assert office.outbox().send_due() == 1
    assert [message["text"] for message in office.workspace.messages(ADA)] == ["Hello."]


def test_an_answer_whose_address_is_used_up_comes_as_a_whisper(office: Office) -> None:
    office.workspace.state.faults.refuse("response_url", "expired_url", times=9)
    office.slash("/trunkline whoami")

    assert office.told()["text"] == "You are Ada Larsen (ada), operator."


def test_the_schedule_delivers_by_itself(announced: Office) -> None:
    house = announced.carrier.house
    house.upkeep.connect(announced.outbox())
    scheduler = start_schedule(house)
    try:
        for job in scheduler.get_jobs():
            job.func()
    finally:
        scheduler.shutdown(wait=True)
        house.jobs.close()

    assert posts(announced) == [SAID]


def test_a_message_nobody_can_read_is_given_up_and_holds_up_nothing(announced: Office) -> None:
    store, clock = announced.carrier.store, announced.carrier.clock
    announced.outbox().send_due()
    for name, payload in (("odd", {"channel": CHANGES, "reply": {"summary": 7}}), ("next", None)):
        known = payload or {"channel": CHANGES, "reply": encode(Reply("Hello"))}
        store.effects.record(
            (
                Effect(
                    id=name,
                    operation=None,
                    kind="slack.post",
                    recipient=f"slack:{CHANGES}",
                    payload=known,
                    created_at=clock.now(),
                ),
            )
        )

    announced.outbox().send_due()  # gives the first up
    announced.outbox().send_due()

    assert counts(announced)[EffectState.FAILED] == 1
    assert posts(announced)[-1].startswith("Hello")
