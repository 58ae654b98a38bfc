"""What every ``Effects`` promises, asked of SQLite, of PostgreSQL and of the twin in memory."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from engine.ports.effects import EffectState
from engine.ports.operations import OperationState
from engine.ports.store import Store
from tests.contract.records import NOON, SECRET, an_effect, an_operation, ids, settle, with_effects


def test_an_effect_recorded_twice_is_one(store: Store) -> None:
    with_effects(store, an_effect("e1"), an_effect("e1"))
    operation = an_operation()
    store.operations.move(
        operation.id,
        expect=[OperationState.DONE],
        to=OperationState.DONE,
        at=NOON,
        effects=[an_effect("e1")],
    )

    assert store.effects.count() == {
        EffectState.PENDING: 1,
        EffectState.SENDING: 0,
        EffectState.SENT: 0,
        EffectState.FAILED: 0,
        EffectState.DROPPED: 0,
    }


def test_effects_leave_in_order_for_each_recipient(store: Store) -> None:
    with_effects(
        store,
        an_effect("a1", recipient="A"),
        an_effect("a2", recipient="A"),
        an_effect("b1", recipient="B", operation=None),
    )

    first = store.effects.claim_due(now=NOON, limit=10)
    nothing = store.effects.claim_due(now=NOON, limit=10)
    settle(store, "a1", state=EffectState.SENT, at=NOON)
    second = store.effects.claim_due(now=NOON, limit=10)

    assert ids(first) == ["a1", "b1"]
    assert first[0] == replace(
        an_effect("a1", recipient="A"), state=EffectState.SENDING, attempts=1
    )
    assert ids(nothing) == []
    assert ids(second) == ["a2"]


def test_claims_no_more_than_asked_for(store: Store) -> None:
    with_effects(store, *(an_effect(f"e{n}", recipient=f"C{n}") for n in range(5)))

    assert ids(store.effects.claim_due(now=NOON, limit=2)) == ["e0", "e1"]
    assert ids(store.effects.claim_due(now=NOON, limit=9)) == ["e2", "e3", "e4"]


def test_an_abandoned_claim_is_taken_over_after_a_minute(store: Store) -> None:
    with_effects(store, an_effect("a1"), an_effect("a2"))
    store.effects.claim_due(now=NOON, limit=10)

    early = store.effects.claim_due(now=NOON + timedelta(seconds=59), limit=10)
    late = store.effects.claim_due(now=NOON + timedelta(seconds=60), limit=10)

    assert ids(early) == []
    assert [(effect.id, effect.attempts) for effect in late] == [("a1", 2)]


def test_a_failed_try_waits_and_holds_back_what_follows(store: Store) -> None:
    with_effects(store, an_effect("a1"), an_effect("a2"))
    retry_at = NOON + timedelta(seconds=30)
    store.effects.claim_due(now=NOON, limit=10)

    settle(
        store, "a1", state=EffectState.PENDING, at=NOON, next_try_at=retry_at, error="rate limited"
    )

    assert ids(store.effects.claim_due(now=retry_at - timedelta(seconds=1), limit=10)) == []
    again = store.effects.claim_due(now=retry_at, limit=10)
    assert [(effect.id, effect.attempts, effect.error) for effect in again] == [
        ("a1", 2, "rate limited")
    ]


def test_an_effect_given_up_lets_the_next_one_pass(store: Store) -> None:
    with_effects(store, an_effect("a1"), an_effect("a2"))
    store.effects.claim_due(now=NOON, limit=10)

    settle(store, "a1", state=EffectState.FAILED, at=NOON, error="channel_not_found")

    assert ids(store.effects.claim_due(now=NOON, limit=10)) == ["a2"]
    assert store.effects.count()[EffectState.FAILED] == 1


def test_a_late_answer_does_not_send_again_what_was_sent(store: Store) -> None:
    with_effects(store, an_effect("a1"))
    store.effects.claim_due(now=NOON, limit=10)
    store.effects.claim_due(now=NOON + timedelta(seconds=61), limit=10)
    settle(store, "a1", state=EffectState.SENT, at=NOON)

    settle(store, "a1", state=EffectState.PENDING, at=NOON, error="timed out")
    store.effects.settle(an_effect("unknown"), state=EffectState.SENT, at=NOON)

    assert store.effects.count()[EffectState.SENT] == 1


def test_a_late_answer_does_not_undo_the_claim_of_who_tries_again(store: Store) -> None:
    with_effects(store, an_effect("a1"))
    [paused] = store.effects.claim_due(now=NOON, limit=10)
    [again] = store.effects.claim_due(now=NOON + timedelta(seconds=61), limit=10)

    store.effects.settle(paused, state=EffectState.PENDING, at=NOON, error="timed out")
    store.effects.settle(again, state=EffectState.SENT, at=NOON)

    assert store.effects.count()[EffectState.SENT] == 1
    assert store.effects.claim_due(now=NOON + timedelta(hours=1), limit=10) == ()


def test_many_threads_never_claim_the_same_effect(store: Store) -> None:
    with_effects(store, *(an_effect(f"e{n}", recipient=f"C{n}") for n in range(24)))

    with ThreadPoolExecutor(4) as pool:
        claims = pool.map(lambda _: ids(store.effects.claim_due(now=NOON, limit=3)), range(8))
        claimed = [name for claim in claims for name in claim]

    assert sorted(claimed) == sorted(f"e{n}" for n in range(24))


def test_effects_of_no_operation_are_recorded_once(store):
    effect = an_effect("faults", operation=None)

    store.effects.record((effect,))
    store.effects.record((effect,))

    assert [one.id for one in store.effects.claim_due(now=NOON, limit=5)] == [effect.id]


@pytest.mark.parametrize("end", [EffectState.SENT, EffectState.FAILED])
def test_an_effect_that_is_sent_or_given_up_keeps_nothing_that_was_sealed(
    store: Store, end: EffectState
) -> None:
    with_effects(store, replace(an_effect("letter"), payload={"secrets": {"password": SECRET}}))
    [claimed] = store.effects.claim_due(now=NOON, limit=9)
    settle(store, "letter", state=EffectState.PENDING, at=NOON, next_try_at=NOON)
    [again] = store.effects.claim_due(now=NOON, limit=9)
    settle(store, "letter", state=end, at=NOON)

    assert claimed.payload == again.payload == {"secrets": {"password": SECRET}}
    assert "BEGIN AGE" not in str(store.effects.in_states(EffectState, limit=9))


def test_one_effect_can_be_claimed_before_it_is_due_and_once_only(store: Store) -> None:
    later = replace(an_effect("letter"), next_try_at=NOON + timedelta(days=1))
    with_effects(store, later)

    assert store.effects.claim_due(now=NOON, limit=9) == ()
    claimed = store.effects.claim("letter", now=NOON)
    assert claimed is not None
    assert (claimed.state, claimed.attempts) == (EffectState.SENDING, 1)
    assert store.effects.claim("letter", now=NOON) is None
    assert store.effects.claim("other", now=NOON) is None
    settle(store, "letter", state=EffectState.SENT, at=NOON)
    assert store.effects.count()[EffectState.SENT] == 1


def test_old_messages_are_forgotten_once_they_left(store: Store) -> None:
    effects = [an_effect(name, recipient=name, operation=None) for name in "abc"]
    store.effects.record(effects)
    claimed = store.effects.claim_due(now=NOON + timedelta(hours=1), limit=9)
    for one, state in zip(claimed, (EffectState.SENT, EffectState.FAILED), strict=False):
        store.effects.settle(one, state=state, at=NOON + timedelta(hours=1))

    assert store.effects.forget(before=NOON + timedelta(hours=1), limit=9) == 0
    assert store.effects.forget(before=NOON + timedelta(hours=2), limit=1) == 1
    assert store.effects.forget(before=NOON + timedelta(hours=2), limit=9) == 1
    assert sum(store.effects.count().values()) == 1


def test_a_message_that_waits_or_was_given_up_is_sent_after_all_or_dropped(
    store: Store,
) -> None:
    with_effects(store, *(an_effect(name, recipient=name) for name in ("a", "b", "c", "d")))
    for one in store.effects.claim_due(now=NOON, limit=3):
        state = {"a": EffectState.SENT, "b": EffectState.FAILED, "c": EffectState.PENDING}[one.id]
        later = NOON + timedelta(hours=1) if one.id == "c" else None
        store.effects.settle(one, state=state, at=NOON, next_try_at=later, error="away")
    unsent = [EffectState.PENDING, EffectState.FAILED]
    assert ids(store.effects.in_states(unsent, limit=2)) == ["d", "c"]

    assert [store.effects.retry(name) for name in ("a", "b", "c", "none")] == [
        False,
        True,
        True,
        False,
    ]
    assert store.effects.drop("d", at=NOON, why="by ada")
    assert not store.effects.drop("a", at=NOON, why="by ada")

    assert ids(store.effects.claim_due(now=NOON, limit=9)) == ["b", "c"]
    dropped = store.effects.get("d")
    assert dropped is not None
    assert (dropped.state, dropped.error) == (EffectState.DROPPED, "by ada")
    assert store.effects.get("none") is None
    assert store.effects.forget(before=NOON + timedelta(hours=1), limit=9) == 2
