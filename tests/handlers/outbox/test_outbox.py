"""``outbox list``, ``outbox retry`` and ``outbox drop``: what did not leave is seen, and a person decides on it."""

from __future__ import annotations

import pytest

from engine.ports.effects import Effect, EffectState
from handlers.kit.reply import Outcome, Reply, Table, encode
from tests.builders import Carrier, a_house


def an_effect(carrier: Carrier, name: str, **payload: object) -> Effect:
    return Effect(
        id=name,
        operation=None,
        kind="slack.post",
        recipient="slack:C0CHANGES",
        payload=payload or {"channel": "C0CHANGES", "reply": encode(Reply(f"Ada: {name}."))},
        created_at=carrier.clock.now(),
    )


def given_up(carrier: Carrier, name: str, **payload: object) -> None:
    carrier.store.effects.record((an_effect(carrier, name, **payload),))
    now = carrier.clock.now()
    claimed = carrier.store.effects.claim(name, now=now)
    assert claimed
    carrier.store.effects.settle(
        claimed, state=EffectState.FAILED, at=now, error="channel_not_found"
    )


def rows(reply: Reply) -> list[tuple[str, ...]]:
    return [row for block in reply.blocks if isinstance(block, Table) for row in block.rows]


def test_what_left_is_not_listed() -> None:
    assert a_house().run("outbox list", "ada").summary == "Every message has left."


def test_what_waits_and_what_was_given_up_is_listed_with_the_reason() -> None:
    carrier = a_house()
    given_up(carrier, "lost")
    carrier.store.effects.record((an_effect(carrier, "next"),))

    reply = carrier.run("outbox list", "ada")

    assert reply.summary == "1 message waiting to be sent, 1 given up."
    assert [(row[0], row[2], row[4], row[6]) for row in rows(reply)] == [
        ("next", "Ada: next.", "waits", "-"),
        ("lost", "Ada: lost.", "given up", "channel_not_found"),
    ]
    assert "outbox retry" not in str(reply.blocks)
    assert "outbox retry" in str(carrier.run("outbox list", "grace").blocks)


def test_what_was_given_up_is_sent_after_all_when_somebody_says_so() -> None:
    carrier = a_house()
    given_up(carrier, "lost")

    assert carrier.run("outbox retry", "grace", message="lost").outcome is Outcome.DONE

    [due] = carrier.store.effects.claim_due(now=carrier.clock.now(), limit=9)
    assert (due.id, due.attempts) == ("lost", 2)


def test_what_is_dropped_is_never_sent_and_holds_up_nothing() -> None:
    carrier = a_house()
    carrier.store.effects.record((an_effect(carrier, "stuck"), an_effect(carrier, "next")))

    assert carrier.run("outbox drop", "grace", message="stuck").outcome is Outcome.DONE

    assert [
        one.id for one in carrier.store.effects.claim_due(now=carrier.clock.now(), limit=9)
    ] == ["next"]
    found = carrier.store.effects.get("stuck")
    assert found is not None
    assert (found.state, found.error) == (EffectState.DROPPED, "dropped by grace")
    again = carrier.run("outbox retry", "grace", message="stuck")
    assert again.summary == "stuck was dropped already"


def test_a_letter_whose_secret_is_wiped_is_not_sent_again() -> None:
    carrier = a_house()
    given_up(carrier, "letter", title="Your password", sealed={"password": {"sealed": "age"}})

    reply = carrier.run("outbox retry", "grace", message="letter")

    assert reply.outcome is Outcome.REFUSED
    assert "wiped" in reply.summary


@pytest.mark.parametrize("command", ["outbox retry", "outbox drop"])
def test_an_unknown_message_is_refused_and_so_is_who_may_not(command: str) -> None:
    carrier = a_house()
    given_up(carrier, "lost")

    assert (
        'there is no message "odd"' in carrier.run(command, "grace", message="odd").summary.lower()
    )
    assert "needs the role engineer" in carrier.run(command, "ada", message="lost").summary
    found = carrier.store.effects.get("lost")
    assert found is not None
    assert found.state is EffectState.FAILED
