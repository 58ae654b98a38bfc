"""Which book is read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.errors import Refused
from tests.builders import Carrier, a_customer, a_house

NEW = {"customers/new/customer.yaml": a_customer("New")}


@pytest.fixture
def carrier() -> Carrier:
    return a_house()


def test_the_head_is_looked_at_again_after_a_few_seconds(carrier: Carrier) -> None:
    books = carrier.house.books
    first = books.head().book.commit
    pushed = carrier.remote.commit(NEW, message="x", author=_hand(), at=carrier.clock.now())

    carrier.clock.advance(4)
    assert books.head().book.commit == first
    carrier.clock.advance(2)
    assert books.head().book.commit == pushed


def _hand():
    from tests.builders import HAND

    return HAND


def test_what_was_last_known_is_read_while_the_remote_is_away(carrier: Carrier) -> None:
    known = carrier.house.books.head().book.commit
    carrier.remote.is_reachable = False
    carrier.clock.advance(60)

    opened = carrier.house.books.head()
    assert (opened.book.commit, opened.live) == (known, True)
    assert opened.note == "the config remote is out of reach; this is what was last known of it"
    assert carrier.house.books.known().commit == known


@pytest.mark.parametrize("give", ["HEAD", "main", "commit", "beginning", "instant", "day"])
def test_a_commit_a_branch_an_instant_and_a_day_are_understood(carrier: Carrier, give: str) -> None:
    commit = carrier.house.books.head().book.commit
    now = carrier.clock.now()
    revision = {
        "commit": commit,
        "beginning": commit[:8],
        "instant": (now + timedelta(hours=1)).isoformat(),
        "day": f"{now:%Y-%m-%d}",
    }.get(give, give)

    opened = carrier.house.books.open(revision)
    assert (opened.book.commit, opened.live) == (commit, False)


def test_today_reads_the_head_also_if_nobody_has_accepted_it_yet(carrier: Carrier) -> None:
    carrier.store.heads.accept(carrier.repository.fetch(), at=carrier.clock.now())
    pushed = carrier.push(NEW)

    for revision in (f"{carrier.clock.now():%Y-%m-%d}", "2040-01-01"):
        assert carrier.house.books.open(revision).book.commit == pushed


def test_an_instant_without_a_zone_is_meant_in_utc(carrier: Carrier) -> None:
    commit = carrier.house.books.head().book.commit

    assert carrier.house.books.open("2026-11-20 12:00").book.commit == commit
    assert carrier.house.books.open("2026-11-20T14:00+02:00").book.commit == commit
    with pytest.raises(Refused):
        carrier.house.books.open("2026-11-20 11:59")


def test_before_the_first_commit_there_is_nothing(carrier: Carrier) -> None:
    with pytest.raises(Refused, match="as old as"):
        carrier.house.books.open("2020-01-01")


@pytest.mark.parametrize("text", ["2026-99-99", "2026-11-20T99:00"])
def test_what_is_no_instant_is_told_with_how_to_write_one(carrier: Carrier, text: str) -> None:
    with pytest.raises(Refused) as caught:
        carrier.house.books.open(text)

    assert f'"{text}" is no instant' in caught.value.message
    assert "2026-11-20T18:00+00:00" in caught.value.hint
