"""What only a real database can show: processes, crashes, a busy file, what is written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from adapters.store.engines import open_engine, parsed_url, writing
from adapters.store.opening import open_store
from engine.ports.operations import OperationState
from tests.contract.records import NOON, an_effect, an_operation
from tests.stores import store_in

TOP = Path(__file__).parents[3]


DELIVERIES = """
import sys
from adapters.store.opening import open_store
from tests.contract.records import an_operation
from engine.errors import Unavailable
store = open_store(sys.argv[1], create=False)
def is_first(operation):
    for _ in range(20):
        try:
            return store.operations.receive(operation)[1]
        except Unavailable:  # on a loaded machine four at once may wait over a second: ask again
            continue
first = int(sys.argv[2])
print(sum(is_first(an_operation(first + n, delivery=f"d{n}")) for n in range(50)))
"""


def test_of_four_processes_one_receives_each_delivery(tmp_path: Path) -> None:
    store = open_store(store_in(tmp_path), create=True)

    started = [
        subprocess.Popen(
            [sys.executable, "-c", DELIVERIES, store_in(tmp_path), str(n * 1000)],
            cwd=TOP,
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in range(4)
    ]
    received = [int(process.communicate(timeout=60)[0]) for process in started]

    assert sum(received) == 50
    kept = store.operations.recent(actor=None, limit=1000)
    assert sorted(operation.delivery for operation in kept) == sorted(f"d{n}" for n in range(50))
    store.close()


def test_what_was_received_survives_the_end_of_the_process(tmp_path: Path) -> None:
    open_store(store_in(tmp_path), create=True).close()
    script = """
import os, sys
from adapters.store.opening import open_store
from tests.contract.records import an_operation
store = open_store(sys.argv[1], create=False)
store.operations.receive(an_operation())
os._exit(9)
"""
    subprocess.run([sys.executable, "-c", script, store_in(tmp_path)], cwd=TOP, check=False)

    store = open_store(store_in(tmp_path), create=False)
    assert store.operations.get(an_operation().id) == an_operation()
    store.close()


def test_a_move_whose_effects_fail_is_no_move(tmp_path: Path) -> None:
    store = open_store(store_in(tmp_path), create=True)
    operation, _ = store.operations.receive(an_operation())
    of_nobody = an_effect("e2", operation=404)

    with pytest.raises(IntegrityError):
        store.operations.move(
            operation.id,
            expect=[OperationState.RECEIVED],
            to=OperationState.DONE,
            at=NOON,
            effects=[an_effect("e1"), of_nobody],
        )

    assert store.operations.get(operation.id) == operation
    assert sum(store.effects.count().values()) == 0
    store.close()


def test_the_same_values_are_written_as_the_same_text(tmp_path: Path) -> None:
    store = open_store(store_in(tmp_path), create=True)
    store.operations.receive(an_operation())
    engine = open_engine(parsed_url(store_in(tmp_path)))

    with writing(engine) as connection:
        row = connection.exec_driver_sql("SELECT args, received_at FROM operations").one()

    assert row[0].startswith('{"customer":"ben-llc","limits":{"channels":20},"name":"Zo\\u00eb')
    assert row[1] == 1772452801123
    engine.dispose()
    store.close()
