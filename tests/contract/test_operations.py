"""What every ``Operations`` promises, asked of SQLite, of PostgreSQL and of the twin in memory."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from engine.ports.effects import EffectState
from engine.ports.ids import OperationId
from engine.ports.operations import FINAL_STATES, OperationState
from engine.ports.repository import BlobId, CommitId
from engine.ports.store import Store
from tests.contract.records import NOON, SECRET, an_effect, an_operation, settle

S = OperationState


def test_gives_back_what_was_received(store: Store) -> None:
    operation = an_operation()

    assert store.operations.receive(operation) == (operation, True)
    assert store.operations.get(operation.id) == operation
    assert store.operations.get(OperationId("op-unknown")) is None


def test_a_second_delivery_gets_the_first_operation(store: Store) -> None:
    first = an_operation(1, delivery="slack:trigger:x")
    second = an_operation(2, delivery="slack:trigger:x")
    store.operations.receive(first)

    assert store.operations.receive(second) == (first, False)
    assert store.operations.get(second.id) is None


def test_a_repeated_delivery_sees_how_far_the_first_one_is(store: Store) -> None:
    operation, _ = store.operations.receive(an_operation())
    store.operations.move(
        operation.id, expect=[S.RECEIVED], to=S.DONE, at=NOON, reply={"text": "Done"}
    )

    known, is_new = store.operations.receive(an_operation())

    assert (known.state, known.reply, is_new) == (S.DONE, {"text": "Done"}, False)


def test_an_id_is_given_to_one_delivery_only(store: Store) -> None:
    store.operations.receive(an_operation(1))

    with pytest.raises(Exception, match=r"(?i)two deliveries|unique"):
        store.operations.receive(an_operation(1, delivery="another"))


def test_instants_are_kept_to_the_millisecond(store: Store) -> None:
    precise = replace(an_operation(), received_at=NOON.replace(microsecond=123_999))

    received, _ = store.operations.receive(precise)

    assert received.received_at == NOON.replace(microsecond=123_000)
    assert received.received_at.tzinfo is UTC


def test_moves_an_operation_with_its_changes(store: Store) -> None:
    operation, _ = store.operations.receive(an_operation())
    later = NOON + timedelta(minutes=1)

    moved = store.operations.move(
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
    assert store.operations.get(operation.id) == moved


def test_the_loser_of_a_race_learns_it_and_leaves_no_effect(store: Store) -> None:
    operation, _ = store.operations.receive(an_operation())
    store.operations.move(operation.id, expect=[S.RECEIVED], to=S.CANCELLED, at=NOON)

    lost = store.operations.move(
        operation.id, expect=[S.RECEIVED], to=S.QUEUED, at=NOON, effects=[an_effect("e1")]
    )

    assert lost is None
    assert store.effects.count()[EffectState.PENDING] == 0
    assert store.operations.move(OperationId("op-none"), expect=list(S), to=S.DONE, at=NOON) is None


def test_a_field_that_is_fixed_cannot_change(store: Store) -> None:
    operation, _ = store.operations.receive(an_operation())

    for change in ({"delivery": "x"}, {"id": "y"}, {"no_such_field": 1}):
        with pytest.raises(TypeError, match="cannot change"):
            store.operations.move(operation.id, expect=[S.RECEIVED], to=S.DONE, at=NOON, **change)
    assert store.operations.get(operation.id) == operation


def test_one_of_many_threads_moves_an_operation(store: Store) -> None:
    operation, _ = store.operations.receive(an_operation())

    def confirm(_: int) -> bool:
        return bool(store.operations.move(operation.id, expect=[S.RECEIVED], to=S.QUEUED, at=NOON))

    with ThreadPoolExecutor(4) as pool:
        winners = list(pool.map(confirm, range(20)))

    assert winners.count(True) == 1


def test_one_of_many_threads_receives_a_delivery(store: Store) -> None:
    def deliver(number: int) -> bool:
        return store.operations.receive(an_operation(number, delivery="same"))[1]

    with ThreadPoolExecutor(4) as pool:
        winners = list(pool.map(deliver, range(1, 21)))

    assert winners.count(True) == 1
    assert len(store.operations.recent(actor=None, limit=50)) == 1


def test_lists_the_newest_of_everybody_or_one_person(store: Store) -> None:
    for number in range(1, 6):
        store.operations.receive(an_operation(number, actor="olga" if number % 2 else "sam"))

    everybody = store.operations.recent(actor=None, limit=3)
    sam = store.operations.recent(actor="sam", limit=3)

    assert [operation.id[-1] for operation in everybody] == ["5", "4", "3"]
    assert [operation.id[-1] for operation in sam] == ["4", "2"]


def test_lists_the_newest_of_one_command(store: Store) -> None:
    for number in range(1, 4):
        one = replace(an_operation(number), command="simulate" if number % 2 else "whoami")
        store.operations.receive(one)

    found = store.operations.recent(actor=None, limit=9, command="simulate")

    assert [operation.id[-1] for operation in found] == ["3", "1"]


def test_lists_what_is_unfinished_oldest_first(store: Store) -> None:
    for number in (3, 1, 2):
        store.operations.receive(an_operation(number))
    store.operations.move(an_operation(1).id, expect=[S.RECEIVED], to=S.DONE, at=NOON)

    found = store.operations.unfinished([S.RECEIVED, S.QUEUED])

    assert [operation.id[-1] for operation in found] == ["2", "3"]
    assert store.operations.unfinished([]) == ()


@pytest.mark.parametrize("end", sorted(FINAL_STATES))
def test_an_operation_that_ends_keeps_nothing_that_was_sealed(
    store: Store, end: OperationState
) -> None:
    args = {"customer": "ben-llc", "password": SECRET}
    store.operations.receive(
        replace(an_operation(), args=args, drawn={"once": {"password": SECRET}})
    )
    planned = store.operations.move(an_operation().id, expect=[S.RECEIVED], to=S.PLANNED, at=NOON)
    ended = store.operations.move(an_operation().id, expect=[S.PLANNED], to=end, at=NOON)

    assert planned is not None
    assert (planned.args, planned.drawn) == (args, {"once": {"password": SECRET}})
    assert ended is not None
    assert (ended.args, ended.drawn) == (
        {"customer": "ben-llc", "password": "***"},
        {"once": {"password": "***"}},
    )
    assert store.operations.get(ended.id) == ended


def test_what_an_old_operation_said_goes_and_that_it_happened_stays(store: Store) -> None:
    for number in (1, 2, 3):
        store.operations.receive(an_operation(number))
    ended, origin = NOON + timedelta(hours=1), {"identity": "slack:U1", "channel": "C1"}
    for number in (1, 2):
        store.operations.move(
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

    assert store.operations.purge(before=ended, limit=9) == 0
    assert store.operations.purge(before=ended + timedelta(seconds=1), limit=1) == 1
    assert store.operations.purge(before=ended + timedelta(seconds=1), limit=9) == 1
    assert store.operations.purge(before=ended + timedelta(seconds=1), limit=9) == 0
    left = store.operations.get(OperationId(f"op-{1:026d}"))
    assert left is not None
    assert (left.args, left.drawn, left.plan, left.reply, left.after) == ({}, {}, None, None, None)
    assert left.origin == {"identity": "slack:U1"}
    assert (left.state, left.commit, left.actor) == (S.DONE, CommitId("abc"), "olga")
    [open_still] = store.operations.unfinished((S.RECEIVED,))
    assert open_still.args["customer"] == "ben-llc"


def test_a_proposal_waits_until_it_ends_and_is_forgotten_when_it_is_old(
    store: Store,
) -> None:
    made, _ = store.operations.receive(an_operation(1))
    where = {"branch": "trunkline/customer-ben-llc-00000001", "tried": ["c" * 40], "stands": True}
    store.operations.move(made.id, expect=[S.RECEIVED], to=S.PROPOSED, at=NOON, proposal=where)

    [waits] = store.operations.unfinished([S.PROPOSED])
    assert (waits.proposal, waits.state) == (where, S.PROPOSED)
    later = NOON + timedelta(days=500)
    assert store.operations.purge(before=later, limit=9) == 0

    store.operations.move(made.id, expect=[S.PROPOSED], to=S.DONE, at=NOON)
    assert store.operations.purge(before=later, limit=9) == 1
    over = store.operations.get(made.id)
    assert over is not None
    assert (over.proposal, over.state) == (None, S.DONE)


def test_a_person_is_forgotten_wherever_they_are_named(store: Store) -> None:
    args = {"contact": 1, "note": "First\nBen Archer, then others"}
    named, _ = store.operations.receive(replace(an_operation(1), args=args))
    other, _ = store.operations.receive(replace(an_operation(2), args={"contact": "Ben Archers"}))
    asks, _ = store.operations.receive(
        replace(an_operation(3), command="contact erase", drawn={"words": ["Ben Archer"]})
    )
    still, _ = store.operations.receive(replace(an_operation(4), args=args))
    other_erasure = replace(
        an_operation(5), command="contact erase", drawn={"words": ["Ben Archer"]}
    )
    store.operations.receive(other_erasure)
    proposed = store.operations.move(
        other_erasure.id, expect=[S.RECEIVED], to=S.PROPOSED, at=NOON, commit="d" * 40
    )
    assert proposed is not None
    where = {"branch": "trunkline/contacts-ben-llc-00000003"}
    to_them = "mail:ben@example.com"
    sent = replace(
        an_effect("a", operation=None, recipient=to_them), payload={"to": "ben@example.com"}
    )
    for one in (named, other):
        store.operations.move(
            one.id, expect=[S.RECEIVED], to=S.DONE, at=NOON, plan={"x": 1}, reply={"y": 2}
        )
    store.operations.move(
        asks.id,
        expect=[S.RECEIVED],
        to=S.QUEUED,
        at=NOON,
        commit="c" * 40,
        plan={"x": 1},
        proposal=where,
    )
    store.effects.record([sent])
    store.effects.claim_due(now=NOON, limit=1)
    settle(store, "a", state=EffectState.SENT, at=NOON)

    words = ["Ben Archer", "ben@example.com"]
    assert store.operations.forget_person(words, by="contact erase", at=NOON) == 3
    assert store.operations.forget_person(words, by="contact erase", at=NOON) == 0

    gone, kept, own, waits = (store.operations.get(one.id) for one in (named, other, asks, still))
    assert gone is not None
    assert (gone.args, gone.plan, gone.reply, gone.state) == ({}, None, None, S.DONE)
    assert kept is not None
    assert (kept.args, kept.plan) == ({"contact": "Ben Archers"}, {"x": 1})
    assert own is not None
    assert (own.args, own.drawn, own.plan, own.state) == (asks.args, {}, None, S.QUEUED)
    assert own.proposal == where
    assert store.operations.get(proposed.id) == proposed
    assert waits == still
    [effect] = store.effects.in_states([EffectState.SENT], limit=9)
    assert (effect.payload, effect.recipient) == ({}, "erased with a person")


def test_a_message_that_waits_and_names_an_erased_person_is_never_sent(store: Store) -> None:
    says = {"text": "Added Ben Archer to the contacts"}
    store.effects.record(
        [
            replace(an_effect("sending", operation=None, recipient="slack:#noc"), payload=says),
            replace(an_effect("waits", operation=None, recipient="slack:#changes"), payload=says),
            an_effect("of others", operation=None, recipient="slack:#changes"),
            replace(an_effect("given up", operation=None, recipient="slack:#gone"), payload=says),
        ]
    )
    assert store.effects.claim("given up", now=NOON) is not None
    settle(store, "given up", state=EffectState.FAILED, at=NOON)
    store.effects.record([replace(an_effect("by hand", operation=None), payload=says)])
    assert store.effects.drop("by hand", at=NOON, why="dropped by ada")
    assert store.effects.claim("sending", now=NOON) is not None

    assert store.operations.forget_person(["Ben Archer"], by="contact erase", at=NOON) == 3

    dropped = store.effects.in_states([EffectState.DROPPED], limit=9)
    assert {(one.id, one.error) for one in dropped} == {
        ("waits", "erased with a person"),
        ("given up", "erased with a person"),
        ("by hand", "dropped by ada"),
    }
    assert [one.payload for one in dropped] == [{}, {}, {}]
    [sending] = store.effects.in_states([EffectState.SENDING], limit=9)
    assert sending.payload == says
    assert [one.id for one in store.effects.claim_due(now=NOON, limit=9)] == ["of others"]
    assert store.effects.forget(before=NOON + timedelta(seconds=1), limit=9) == 3
