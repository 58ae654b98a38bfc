"""What every ``OperationStore`` promises, asked of SQLite, of PostgreSQL and of the twin in memory."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.memory.store import MemoryOperationStore
from adapters.store.opening import open_store
from adapters.store.operations import SqlOperationStore
from engine.ports.ids import OperationId
from engine.ports.operations import (
    FINAL_STATES,
    Adoption,
    Effect,
    EffectState,
    Operation,
    OperationState,
    OperationStore,
)
from engine.ports.repository import BlobId, CommitId
from tests.stores import url_of

NOON = datetime(2026, 3, 2, 12, 0, 0, 123_000, tzinfo=UTC)
S = OperationState


@pytest.fixture(params=["sqlite", "postgresql", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OperationStore]:
    if request.param == "memory":
        yield MemoryOperationStore()
        return
    sql = open_store(url_of(request, tmp_path), create=True)
    yield sql
    sql.close()


def an_operation(number: int = 1, *, actor: str = "olga", delivery: str = "") -> Operation:
    return Operation(
        id=OperationId(f"op-{number:026d}"),
        delivery=delivery or f"slack:trigger:{number}",
        received_at=NOON + timedelta(seconds=number),
        updated_at=NOON + timedelta(seconds=number),
        actor=actor,
        command="customer edit",
        args={
            "customer": "ben-llc",
            "name": "Zoë 😀 \x00",
            "limits": {"channels": 20},
            "tags": ["a"],
        },
        drawn={"until": None},
        origin={"front": "slack", "channel": "C1"},
        state=S.RECEIVED,
    )


def an_effect(name: str, *, recipient: str = "C1", operation: int | None = 1) -> Effect:
    return Effect(
        id=name,
        operation=None if operation is None else OperationId(f"op-{operation:026d}"),
        kind="slack.post",
        recipient=recipient,
        payload={"text": name, "blocks": []},
        created_at=NOON,
    )


def with_effects(store: OperationStore, *effects: Effect) -> None:
    operation, _ = store.receive(an_operation())
    store.move(operation.id, expect=[operation.state], to=S.DONE, at=NOON, effects=effects)


def ids(effects: object) -> list[str]:
    return [effect.id for effect in effects]


def test_gives_back_what_was_received(store: OperationStore) -> None:
    operation = an_operation()

    assert store.receive(operation) == (operation, True)
    assert store.get(operation.id) == operation
    assert store.get(OperationId("op-unknown")) is None


def test_a_second_delivery_gets_the_first_operation(store: OperationStore) -> None:
    first = an_operation(1, delivery="slack:trigger:x")
    second = an_operation(2, delivery="slack:trigger:x")
    store.receive(first)

    assert store.receive(second) == (first, False)
    assert store.get(second.id) is None


def test_a_repeated_delivery_sees_how_far_the_first_one_is(store: OperationStore) -> None:
    operation, _ = store.receive(an_operation())
    store.move(operation.id, expect=[S.RECEIVED], to=S.DONE, at=NOON, reply={"text": "Done"})

    known, is_new = store.receive(an_operation())

    assert (known.state, known.reply, is_new) == (S.DONE, {"text": "Done"}, False)


def test_an_id_is_given_to_one_delivery_only(store: OperationStore) -> None:
    store.receive(an_operation(1))

    with pytest.raises(Exception, match=r"(?i)two deliveries|unique"):
        store.receive(an_operation(1, delivery="another"))


def test_instants_are_kept_to_the_millisecond(store: OperationStore) -> None:
    precise = replace(an_operation(), received_at=NOON.replace(microsecond=123_999))

    received, _ = store.receive(precise)

    assert received.received_at == NOON.replace(microsecond=123_000)
    assert received.received_at.tzinfo is UTC


def test_moves_an_operation_with_its_changes(store: OperationStore) -> None:
    operation, _ = store.receive(an_operation())
    later = NOON + timedelta(minutes=1)

    moved = store.move(
        operation.id,
        expect={S.FORM, S.RECEIVED},
        to=S.PLANNED,
        at=later,
        base=CommitId("b" * 40),
        commit=CommitId("c" * 40),
        digest="d1",
        plan={"changes": [1, 2]},
        before={"a.yaml": None},
        after={"a.yaml": BlobId("e" * 40)},
        reply={"text": "ok"},
        args={"customer": "ben-llc"},
    )

    assert moved == replace(
        operation,
        state=S.PLANNED,
        updated_at=later,
        base=CommitId("b" * 40),
        commit=CommitId("c" * 40),
        digest="d1",
        plan={"changes": [1, 2]},
        before={"a.yaml": None},
        after={"a.yaml": "e" * 40},
        reply={"text": "ok"},
        args={"customer": "ben-llc"},
    )
    assert store.get(operation.id) == moved


def test_the_loser_of_a_race_learns_it_and_leaves_no_effect(store: OperationStore) -> None:
    operation, _ = store.receive(an_operation())
    store.move(operation.id, expect=[S.RECEIVED], to=S.CANCELLED, at=NOON)

    lost = store.move(
        operation.id, expect=[S.RECEIVED], to=S.QUEUED, at=NOON, effects=[an_effect("e1")]
    )

    assert lost is None
    assert store.count_effects()[EffectState.PENDING] == 0
    assert store.move(OperationId("op-none"), expect=list(S), to=S.DONE, at=NOON) is None


def test_a_field_that_is_fixed_cannot_change(store: OperationStore) -> None:
    operation, _ = store.receive(an_operation())

    for change in ({"delivery": "x"}, {"id": "y"}, {"no_such_field": 1}):
        with pytest.raises(TypeError, match="cannot change"):
            store.move(operation.id, expect=[S.RECEIVED], to=S.DONE, at=NOON, **change)
    assert store.get(operation.id) == operation


def test_one_of_many_threads_moves_an_operation(store: OperationStore) -> None:
    operation, _ = store.receive(an_operation())

    def confirm(_: int) -> bool:
        return bool(store.move(operation.id, expect=[S.RECEIVED], to=S.QUEUED, at=NOON))

    with ThreadPoolExecutor(4) as pool:
        winners = list(pool.map(confirm, range(20)))

    assert winners.count(True) == 1


def test_one_of_many_threads_receives_a_delivery(store: OperationStore) -> None:
    def deliver(number: int) -> bool:
        return store.receive(an_operation(number, delivery="same"))[1]

    with ThreadPoolExecutor(4) as pool:
        winners = list(pool.map(deliver, range(1, 21)))

    assert winners.count(True) == 1
    assert len(store.recent(actor=None, limit=50)) == 1


def test_lists_the_newest_of_everybody_or_one_person(store: OperationStore) -> None:
    for number in range(1, 6):
        store.receive(an_operation(number, actor="olga" if number % 2 else "sam"))

    everybody = store.recent(actor=None, limit=3)
    sam = store.recent(actor="sam", limit=3)

    assert [operation.id[-1] for operation in everybody] == ["5", "4", "3"]
    assert [operation.id[-1] for operation in sam] == ["4", "2"]


def test_lists_the_newest_of_one_command(store: OperationStore) -> None:
    for number in range(1, 4):
        one = replace(an_operation(number), command="simulate" if number % 2 else "whoami")
        store.receive(one)

    found = store.recent(actor=None, limit=9, command="simulate")

    assert [operation.id[-1] for operation in found] == ["3", "1"]


def test_lists_what_is_unfinished_oldest_first(store: OperationStore) -> None:
    for number in (3, 1, 2):
        store.receive(an_operation(number))
    store.move(an_operation(1).id, expect=[S.RECEIVED], to=S.DONE, at=NOON)

    found = store.unfinished([S.RECEIVED, S.QUEUED])

    assert [operation.id[-1] for operation in found] == ["2", "3"]
    assert store.unfinished([]) == ()


def test_an_effect_recorded_twice_is_one(store: OperationStore) -> None:
    with_effects(store, an_effect("e1"), an_effect("e1"))
    operation = an_operation()
    store.move(operation.id, expect=[S.DONE], to=S.DONE, at=NOON, effects=[an_effect("e1")])

    assert store.count_effects() == {
        EffectState.PENDING: 1,
        EffectState.SENDING: 0,
        EffectState.SENT: 0,
        EffectState.FAILED: 0,
        EffectState.DROPPED: 0,
    }


def test_effects_leave_in_order_for_each_recipient(store: OperationStore) -> None:
    with_effects(
        store,
        an_effect("a1", recipient="A"),
        an_effect("a2", recipient="A"),
        an_effect("b1", recipient="B", operation=None),
    )

    first = store.due_effects(now=NOON, limit=10)
    nothing = store.due_effects(now=NOON, limit=10)
    store.settle_effect("a1", state=EffectState.SENT, at=NOON)
    second = store.due_effects(now=NOON, limit=10)

    assert ids(first) == ["a1", "b1"]
    assert first[0] == replace(
        an_effect("a1", recipient="A"), state=EffectState.SENDING, attempts=1
    )
    assert ids(nothing) == []
    assert ids(second) == ["a2"]


def test_claims_no_more_than_asked_for(store: OperationStore) -> None:
    with_effects(store, *(an_effect(f"e{n}", recipient=f"C{n}") for n in range(5)))

    assert ids(store.due_effects(now=NOON, limit=2)) == ["e0", "e1"]
    assert ids(store.due_effects(now=NOON, limit=9)) == ["e2", "e3", "e4"]


def test_an_abandoned_claim_is_taken_over_after_a_minute(store: OperationStore) -> None:
    with_effects(store, an_effect("a1"), an_effect("a2"))
    store.due_effects(now=NOON, limit=10)

    early = store.due_effects(now=NOON + timedelta(seconds=59), limit=10)
    late = store.due_effects(now=NOON + timedelta(seconds=60), limit=10)

    assert ids(early) == []
    assert [(effect.id, effect.attempts) for effect in late] == [("a1", 2)]


def test_a_failed_try_waits_and_holds_back_what_follows(store: OperationStore) -> None:
    with_effects(store, an_effect("a1"), an_effect("a2"))
    retry_at = NOON + timedelta(seconds=30)
    store.due_effects(now=NOON, limit=10)

    store.settle_effect(
        "a1", state=EffectState.PENDING, at=NOON, next_try_at=retry_at, error="rate limited"
    )

    assert ids(store.due_effects(now=retry_at - timedelta(seconds=1), limit=10)) == []
    again = store.due_effects(now=retry_at, limit=10)
    assert [(effect.id, effect.attempts, effect.error) for effect in again] == [
        ("a1", 2, "rate limited")
    ]


def test_an_effect_given_up_lets_the_next_one_pass(store: OperationStore) -> None:
    with_effects(store, an_effect("a1"), an_effect("a2"))
    store.due_effects(now=NOON, limit=10)

    store.settle_effect("a1", state=EffectState.FAILED, at=NOON, error="channel_not_found")

    assert ids(store.due_effects(now=NOON, limit=10)) == ["a2"]
    assert store.count_effects()[EffectState.FAILED] == 1


def test_a_late_answer_does_not_send_again_what_was_sent(store: OperationStore) -> None:
    with_effects(store, an_effect("a1"))
    store.due_effects(now=NOON, limit=10)
    store.due_effects(now=NOON + timedelta(seconds=61), limit=10)
    store.settle_effect("a1", state=EffectState.SENT, at=NOON)

    store.settle_effect("a1", state=EffectState.PENDING, at=NOON, error="timed out")
    store.settle_effect("unknown", state=EffectState.SENT, at=NOON)

    assert store.count_effects()[EffectState.SENT] == 1


def test_many_threads_never_claim_the_same_effect(store: OperationStore) -> None:
    with_effects(store, *(an_effect(f"e{n}", recipient=f"C{n}") for n in range(24)))

    with ThreadPoolExecutor(4) as pool:
        claims = pool.map(lambda _: ids(store.due_effects(now=NOON, limit=3)), range(8))
        claimed = [name for claim in claims for name in claim]

    assert sorted(claimed) == sorted(f"e{n}" for n in range(24))


def test_is_no_demo_unless_made_as_one(store: OperationStore) -> None:
    assert not store.is_demo()


def test_the_head_in_force_is_the_one_accepted_last_before(store):
    assert store.head_in_force(NOON) is None

    assert store.accept_head(CommitId("a" * 40), at=NOON)
    assert store.accept_head(CommitId("b" * 40), at=NOON + timedelta(hours=1))

    assert store.head_in_force(NOON - timedelta(seconds=1)) is None
    assert store.head_in_force(NOON) == "a" * 40
    assert store.head_in_force(NOON + timedelta(hours=2)) == "b" * 40


def test_a_head_keeps_the_instant_at_which_it_was_accepted_first(store):
    store.accept_head(CommitId("a" * 40), at=NOON)

    assert not store.accept_head(CommitId("a" * 40), at=NOON + timedelta(days=1))

    assert store.head_in_force(NOON) == "a" * 40


def test_an_adopted_head_is_in_force_behind_all_others_even_if_it_was_accepted_before(store):
    first, lost = CommitId("a" * 40), CommitId("b" * 40)
    store.accept_head(first, at=NOON)
    store.accept_head(lost, at=NOON + timedelta(hours=2))
    adoption = Adoption(operation="op-1", old=lost, new=first, by="grace", at=NOON)

    store.adopt(adoption)
    store.adopt(replace(adoption, new=lost))

    assert store.head_in_force(NOON + timedelta(hours=2)) == lost
    assert store.head_in_force(NOON + timedelta(hours=3)) == first


def test_effects_of_no_operation_are_recorded_once(store):
    effect = an_effect("faults", operation=None)

    store.record_effects((effect,))
    store.record_effects((effect,))

    assert [one.id for one in store.due_effects(now=NOON, limit=5)] == [effect.id]


# --- nothing that was sealed outlives its use --------------------------------------------------------------------

SECRET = {"sealed": "-----BEGIN AGE ENCRYPTED FILE-----"}


@pytest.mark.parametrize("end", sorted(FINAL_STATES))
def test_an_operation_that_ends_keeps_nothing_that_was_sealed(
    store: OperationStore, end: OperationState
) -> None:
    args = {"customer": "ben-llc", "password": SECRET}
    store.receive(replace(an_operation(), args=args, drawn={"once": {"password": SECRET}}))
    planned = store.move(an_operation().id, expect=[S.RECEIVED], to=S.PLANNED, at=NOON)
    ended = store.move(an_operation().id, expect=[S.PLANNED], to=end, at=NOON)

    assert planned is not None
    assert (planned.args, planned.drawn) == (args, {"once": {"password": SECRET}})
    assert ended is not None
    assert (ended.args, ended.drawn) == (
        {"customer": "ben-llc", "password": "***"},
        {"once": {"password": "***"}},
    )
    assert store.get(ended.id) == ended


@pytest.mark.parametrize("end", [EffectState.SENT, EffectState.FAILED])
def test_an_effect_that_is_sent_or_given_up_keeps_nothing_that_was_sealed(
    store: OperationStore, end: EffectState
) -> None:
    with_effects(store, replace(an_effect("letter"), payload={"secrets": {"password": SECRET}}))
    [claimed] = store.due_effects(now=NOON, limit=9)
    store.settle_effect("letter", state=EffectState.PENDING, at=NOON, next_try_at=NOON)
    [again] = store.due_effects(now=NOON, limit=9)
    store.settle_effect("letter", state=end, at=NOON)

    assert claimed.payload == again.payload == {"secrets": {"password": SECRET}}
    assert "BEGIN AGE" not in everything_of(store)


def everything_of(store: OperationStore) -> str:
    if isinstance(store, MemoryOperationStore):
        return str(store._outbox)
    assert isinstance(store, SqlOperationStore)
    with store._engine.connect() as connection:
        return str(connection.exec_driver_sql("SELECT payload FROM outbox").all())


def test_one_effect_can_be_claimed_before_it_is_due_and_once_only(store: OperationStore) -> None:
    later = replace(an_effect("letter"), next_try_at=NOON + timedelta(days=1))
    with_effects(store, later)

    assert store.due_effects(now=NOON, limit=9) == ()
    claimed = store.claim_effect("letter", now=NOON)
    assert claimed is not None
    assert (claimed.state, claimed.attempts) == (EffectState.SENDING, 1)
    assert store.claim_effect("letter", now=NOON) is None
    assert store.claim_effect("other", now=NOON) is None
    store.settle_effect("letter", state=EffectState.SENT, at=NOON)
    assert store.count_effects()[EffectState.SENT] == 1


# --- retention ----------------------------------------------------------------------------------------------------


def test_what_an_old_operation_said_goes_and_that_it_happened_stays(store: OperationStore) -> None:
    for number in (1, 2, 3):
        store.receive(an_operation(number))
    ended, origin = NOON + timedelta(hours=1), {"identity": "slack:U1", "channel": "C1"}
    for number in (1, 2):
        store.move(
            OperationId(f"op-{number:026d}"),
            expect=(S.RECEIVED,),
            to=S.DONE,
            at=ended,
            origin=origin,
            commit=CommitId("abc"),
            plan={"changes": []},
            reply={"summary": "Done."},
            after={"a.yaml": "b10b"},
        )

    assert store.purge(before=ended, limit=9) == 0
    assert store.purge(before=ended + timedelta(seconds=1), limit=1) == 1
    assert store.purge(before=ended + timedelta(seconds=1), limit=9) == 1
    assert store.purge(before=ended + timedelta(seconds=1), limit=9) == 0
    left = store.get(OperationId(f"op-{1:026d}"))
    assert left is not None
    assert (left.args, left.drawn, left.plan, left.reply, left.after) == ({}, {}, None, None, None)
    assert left.origin == {"identity": "slack:U1"}
    assert (left.state, left.commit, left.actor) == (S.DONE, CommitId("abc"), "olga")
    [open_still] = store.unfinished((S.RECEIVED,))
    assert open_still.args["customer"] == "ben-llc"


def test_old_messages_are_forgotten_once_they_left(store: OperationStore) -> None:
    effects = [an_effect(name, recipient=name, operation=None) for name in "abc"]
    store.record_effects(effects)
    store.due_effects(now=NOON + timedelta(hours=1), limit=9)
    for one, state in zip(effects, (EffectState.SENT, EffectState.FAILED), strict=False):
        store.settle_effect(one.id, state=state, at=NOON + timedelta(hours=1))

    assert store.forget_effects(before=NOON + timedelta(hours=1), limit=9) == 0
    assert store.forget_effects(before=NOON + timedelta(hours=2), limit=1) == 1
    assert store.forget_effects(before=NOON + timedelta(hours=2), limit=9) == 1
    assert sum(store.count_effects().values()) == 1


def test_an_event_is_taken_once_until_it_is_forgotten(store: OperationStore) -> None:
    assert store.take_event("slack:Ev1", at=NOON)
    assert not store.take_event("slack:Ev1", at=NOON)
    assert not store.take_event("slack:Ev1", at=NOON + timedelta(hours=1))
    assert store.take_event("slack:Ev2", at=NOON + timedelta(hours=1))

    assert store.forget_events(before=NOON, limit=9) == 0
    assert store.forget_events(before=NOON + timedelta(hours=1), limit=9) == 1
    assert store.take_event("slack:Ev1", at=NOON + timedelta(hours=2))
    assert not store.take_event("slack:Ev2", at=NOON + timedelta(hours=2))


def test_one_of_many_threads_takes_an_event(store: OperationStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _: store.take_event("slack:Ev1", at=NOON), range(8)))

    assert taken.count(True) == 1


def test_a_proposal_waits_until_it_ends_and_is_forgotten_when_it_is_old(
    store: OperationStore,
) -> None:
    made, _ = store.receive(an_operation(1))
    where = {"branch": "trunkline/customer-ben-llc-00000001", "tried": ["c" * 40], "stands": True}
    store.move(made.id, expect=[S.RECEIVED], to=S.PROPOSED, at=NOON, proposal=where)

    [waits] = store.unfinished([S.PROPOSED])
    assert (waits.proposal, waits.state) == (where, S.PROPOSED)
    later = NOON + timedelta(days=500)
    assert store.purge(before=later, limit=9) == 0

    store.move(made.id, expect=[S.PROPOSED], to=S.DONE, at=NOON)
    assert store.purge(before=later, limit=9) == 1
    over = store.get(made.id)
    assert over is not None
    assert (over.proposal, over.state) == (None, S.DONE)


def test_a_person_is_forgotten_wherever_they_are_named(store: OperationStore) -> None:
    args = {"contact": 1, "note": "First\nBen Archer, then others"}
    named, _ = store.receive(replace(an_operation(1), args=args))
    other, _ = store.receive(replace(an_operation(2), args={"contact": "Ben Archers"}))
    asks, _ = store.receive(
        replace(an_operation(3), command="contact erase", drawn={"words": ["Ben Archer"]})
    )
    still, _ = store.receive(replace(an_operation(4), args=args))
    other_erasure = replace(
        an_operation(5), command="contact erase", drawn={"words": ["Ben Archer"]}
    )
    store.receive(other_erasure)
    proposed = store.move(
        other_erasure.id, expect=[S.RECEIVED], to=S.PROPOSED, at=NOON, commit="d" * 40
    )
    assert proposed is not None
    where = {"branch": "trunkline/contacts-ben-llc-00000003"}
    to_them = "mail:ben@example.com"
    sent = replace(
        an_effect("a", operation=None, recipient=to_them), payload={"to": "ben@example.com"}
    )
    for one in (named, other):
        store.move(one.id, expect=[S.RECEIVED], to=S.DONE, at=NOON, plan={"x": 1}, reply={"y": 2})
    store.move(
        asks.id,
        expect=[S.RECEIVED],
        to=S.QUEUED,
        at=NOON,
        commit="c" * 40,
        plan={"x": 1},
        proposal=where,
    )
    store.record_effects([sent])
    store.due_effects(now=NOON, limit=1)
    store.settle_effect("a", state=EffectState.SENT, at=NOON)

    words = ["Ben Archer", "ben@example.com"]
    assert store.forget_person(words, by="contact erase") == 3
    assert store.forget_person(words, by="contact erase") == 0

    gone, kept, own, waits = (store.get(one.id) for one in (named, other, asks, still))
    assert gone is not None
    assert (gone.args, gone.plan, gone.reply, gone.state) == ({}, None, None, S.DONE)
    assert kept is not None
    assert (kept.args, kept.plan) == ({"contact": "Ben Archers"}, {"x": 1})
    assert own is not None
    assert (own.args, own.drawn, own.plan, own.state) == (asks.args, {}, None, S.QUEUED)
    assert own.proposal == where
    assert store.get(proposed.id) == proposed
    assert waits == still
    [effect] = store.effects([EffectState.SENT], limit=9)
    assert (effect.payload, effect.recipient) == ({}, "erased with a person")


def test_a_matter_is_told_by_whoever_knows_how_it_was_told_last(store: OperationStore) -> None:
    assert store.last_told("faults") == ""

    assert store.tell("faults", was="", now="one", effects=[an_effect("a", operation=None)])
    assert not store.tell("faults", was="", now="two", effects=[an_effect("b", operation=None)])

    assert store.last_told("faults") == "one"
    assert store.last_told("rewrite") == ""
    assert ids(store.due_effects(now=NOON, limit=9)) == ["a"]
    assert store.tell("faults", was="one", now="", effects=[])
    assert store.last_told("faults") == ""


def test_a_message_that_waits_or_was_given_up_is_sent_after_all_or_dropped(
    store: OperationStore,
) -> None:
    with_effects(store, *(an_effect(name, recipient=name) for name in ("a", "b", "c", "d")))
    for one in store.due_effects(now=NOON, limit=3):
        state = {"a": EffectState.SENT, "b": EffectState.FAILED, "c": EffectState.PENDING}[one.id]
        later = NOON + timedelta(hours=1) if one.id == "c" else None
        store.settle_effect(one.id, state=state, at=NOON, next_try_at=later, error="away")
    unsent = [EffectState.PENDING, EffectState.FAILED]
    assert ids(store.effects(unsent, limit=2)) == ["d", "c"]

    assert [store.retry_effect(name) for name in ("a", "b", "c", "none")] == [
        False,
        True,
        True,
        False,
    ]
    assert store.drop_effect("d", at=NOON, why="by ada")
    assert not store.drop_effect("a", at=NOON, why="by ada")

    assert ids(store.due_effects(now=NOON, limit=9)) == ["b", "c"]
    dropped = store.effect("d")
    assert dropped is not None
    assert (dropped.state, dropped.error) == (EffectState.DROPPED, "by ada")
    assert store.effect("none") is None
    assert store.forget_effects(before=NOON + timedelta(hours=1), limit=9) == 2
