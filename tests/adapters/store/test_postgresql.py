"""What only a server can show: many who write at once, locks, connections that break, values it cannot hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import DataError

from adapters.store.engines import open_engine, parsed_url, reading, writing
from adapters.store.opening import (
    SqlStore,
    open_store,
    revision,
)
from adapters.store.tables import REVISIONS
from engine.errors import Unavailable
from engine.ports.effects import EffectState
from engine.ports.operations import OperationState
from tests.contract.records import NOON, an_effect, an_operation, with_effects
from tests.contract.test_overlay_store import an_overlay
from tests.contract.test_portal_passwords import BEN
from tests.postgres_server import Postgres

WRITERS = 8


@pytest.fixture
def url(postgres: Postgres) -> str:
    return postgres.cleared()


@pytest.fixture
def stores(url: str) -> Iterator[list[SqlStore]]:
    """Eight stores with connections of their own, as eight processes would have."""
    with ExitStack() as opened:
        made = [open_store(url, create=False) for _ in range(WRITERS)]
        for store in made:
            opened.callback(store.close)
        yield made


def at_once(work: Callable[[int], Any]) -> list[Any]:
    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(work, range(WRITERS)))


def test_eight_who_receive_the_same_deliveries_record_each_once(
    stores: list[SqlStore],
) -> None:
    def receive(writer: int) -> int:
        order = range(30) if writer % 2 else range(29, -1, -1)
        return sum(
            stores[writer].operations.receive(an_operation(writer * 100 + n, delivery=f"d{n}"))[1]
            for n in order
        )

    assert sum(at_once(receive)) == 30
    kept = stores[0].operations.recent(actor=None, limit=1000)
    assert sorted(one.delivery for one in kept) == sorted(f"d{n}" for n in range(30))


def test_one_of_eight_moves_an_operation(stores: list[SqlStore]) -> None:
    operation, _ = stores[0].operations.receive(an_operation())

    def move(writer: int) -> bool:
        moved = stores[writer].operations.move(
            operation.id,
            expect=[OperationState.RECEIVED],
            to=OperationState.DONE,
            at=NOON,
            effects=[an_effect(f"e{writer}")],
        )
        return moved is not None

    assert sum(at_once(move)) == 1
    assert stores[0].effects.count()[EffectState.PENDING] == 1


def test_eight_senders_send_each_effect_once_and_in_order(
    stores: list[SqlStore],
) -> None:
    effects = [an_effect(f"{n:02d}-{r}", recipient=r) for n in range(8) for r in ("C1", "C2", "C3")]
    with_effects(stores[0], *effects)
    sent: list[str] = []

    def send(writer: int) -> None:
        store = stores[writer]
        while store.effects.count()[EffectState.SENT] < len(effects):
            for effect in store.effects.claim_due(now=NOON, limit=2):
                sent.append(effect.id)  # what a list takes from one thread, all threads see
                store.effects.settle(effect, state=EffectState.SENT, at=NOON)

    at_once(send)

    assert Counter(sent) == Counter(effect.id for effect in effects)
    for recipient in ("C1", "C2", "C3"):
        own = [one for one in sent if one.endswith(recipient)]
        assert own == sorted(own)


def test_a_claim_does_not_wait_for_one_that_is_under_way(stores: list[SqlStore]) -> None:
    with_effects(stores[0], an_effect("a", recipient="C1"), an_effect("b", recipient="C2"))
    other = stores[1].database.engine

    with writing(other) as connection:
        connection.execute(text("SELECT seq FROM outbox WHERE id = 'a' FOR UPDATE"))
        claimed = stores[0].effects.claim_due(now=NOON, limit=5)

    assert [effect.id for effect in claimed] == ["b"]


def test_a_row_that_stays_locked_is_told_as_busy(url: str) -> None:
    engine, other = open_engine(parsed_url(url)), open_engine(parsed_url(url))
    lock = text("LOCK TABLE marks IN EXCLUSIVE MODE")

    def try_it() -> None:
        with writing(engine, patience_ms=50) as waiting:
            waiting.execute(lock)

    with writing(other) as holder:
        holder.execute(lock)
        with pytest.raises(Unavailable, match="busy, try again"):
            try_it()
    engine.dispose()
    other.dispose()


def test_of_eight_who_lift_at_once_one_lifts(stores: list[SqlStore]) -> None:
    overlays = [store.overlays for store in stores]
    overlay = an_overlay(operation=None)
    overlays[0].lay(overlay)
    later = NOON + timedelta(hours=1)

    lifted = at_once(
        lambda n: overlays[n].lift("ben-llc", overlay.kind, laid_by=later, by=f"op{n}", at=later)
    )

    assert sum(len(each) for each in lifted) == 1


def test_eight_may_set_the_same_mark_and_password_at_once(stores: list[SqlStore]) -> None:
    def put(writer: int) -> None:
        for _ in range(5):
            stores[writer].marks.put("head", "a")
            stores[writer].portal.put(BEN)

    at_once(put)

    assert stores[0].marks.get("head") == "a"
    assert stores[0].portal.known() == (("ben-llc", "ben"),)


def test_eight_may_make_the_same_store_at_once(postgres: Postgres) -> None:
    empty = postgres.empty()
    assert revision(empty) is None

    for store in at_once(lambda _: open_store(empty, create=True)):
        store.close()

    assert revision(empty) == REVISIONS[-1]


def test_a_server_that_was_started_again_is_not_noticed(stores: list[SqlStore]) -> None:
    stores[0].marks.put("head", "a")
    ours = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
    )
    with reading(stores[1].database.engine) as connection:
        connection.execute(ours)

    assert stores[0].marks.get("head") == "a"


def losing_an_answer(store: SqlStore) -> None:
    """Let the connection go right behind the next commit, before the server can say that it was made."""

    def lose(connection: Connection) -> None:
        kept: Any = connection.connection.dbapi_connection
        kept.commit()
        kept.close()

    event.listen(store.database.engine, "commit", lose, once=True)


def test_a_request_whose_recording_was_not_answered_is_new_and_there_once(
    stores: list[SqlStore],
) -> None:
    losing_an_answer(stores[0])

    received = stores[0].operations.receive(an_operation())

    assert received == (an_operation(), True)
    assert stores[0].operations.recent(actor=None, limit=9) == (an_operation(),)


def test_a_delivery_that_another_process_recorded_first_is_not_new_however_often_it_is_tried(
    stores: list[SqlStore],
) -> None:
    stores[1].operations.receive(an_operation(1, delivery="d"))
    losing_an_answer(stores[0])

    received = stores[0].operations.receive(an_operation(2, delivery="d"))

    assert received == (an_operation(1, delivery="d"), False)


def test_a_server_that_is_not_there_is_unavailable() -> None:
    with pytest.raises(Unavailable, match="the store is not available"):
        open_store("postgresql://nobody@127.0.0.1:1/none", create=False)


def test_a_value_it_cannot_hold_is_a_bug_and_not_an_outage(
    stores: list[SqlStore],
) -> None:
    with pytest.raises(DataError):
        stores[0].marks.put("head", "a\x00b")
