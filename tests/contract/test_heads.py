"""What every ``Heads`` promises, asked of SQLite, of PostgreSQL and of the twin in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from engine.ports.heads import Adoption
from engine.ports.repository import CommitId
from tests.contract.records import NOON


def test_the_head_in_force_is_the_one_accepted_last_before(store):
    assert store.heads.in_force(NOON) is None

    assert store.heads.accept(CommitId("a" * 40), at=NOON)
    assert store.heads.accept(CommitId("b" * 40), at=NOON + timedelta(hours=1))

    assert store.heads.in_force(NOON - timedelta(seconds=1)) is None
    assert store.heads.in_force(NOON) == "a" * 40
    assert store.heads.in_force(NOON + timedelta(hours=2)) == "b" * 40


def test_a_head_keeps_the_instant_at_which_it_was_accepted_first(store):
    store.heads.accept(CommitId("a" * 40), at=NOON)

    assert not store.heads.accept(CommitId("a" * 40), at=NOON + timedelta(days=1))

    assert store.heads.in_force(NOON) == "a" * 40


def test_an_adopted_head_is_in_force_behind_all_others_even_if_it_was_accepted_before(store):
    first, lost = CommitId("a" * 40), CommitId("b" * 40)
    store.heads.accept(first, at=NOON)
    store.heads.accept(lost, at=NOON + timedelta(hours=2))
    adoption = Adoption(operation="op-1", old=lost, new=first, by="grace", at=NOON)

    store.heads.adopt(adoption)
    store.heads.adopt(replace(adoption, new=lost))

    assert store.heads.in_force(NOON + timedelta(hours=2)) == lost
    assert store.heads.in_force(NOON + timedelta(hours=3)) == first
