"""The documents of a head from the index are what git itself would give."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing

from tests.adapters.documents.bench import BROKEN, Bench, answers
from tests.builders import a_carrier, a_customer, sample_carrier


def test_answers_like_git_itself(tmp_path):
    bench = Bench(tmp_path, sample_carrier())

    assert answers(bench.open()) == answers(bench.plain())


def test_answers_like_git_itself_after_any_series_of_commits(tmp_path):
    chance = random.Random(7)
    bench = Bench(tmp_path, a_carrier({f"c{n}": a_customer(f"Name {n}") for n in range(12)}))
    bench.open()

    for step in range(25):
        name = f"c{chance.randrange(14)}"
        path = f"customers/{name}/customer.yaml"
        present = path in bench.repository.tree(bench.repository.fetch())
        what = chance.choice(["set", "remove", "break", "twin"])
        files = {
            "set": {path: a_customer(f"Name {name} {step}", tags=["a", f"t{step % 3}"])},
            "remove": {path: None} if present else {"notes.txt": b"%d" % step},
            "break": {path: BROKEN + b"# %d\n" % step},
            "twin": {path: a_customer("Name 3"), "stray.yaml": b"a: %d\n" % step},
        }[what]
        bench.push(files)

        assert answers(bench.open()) == answers(bench.plain()), (step, what)


def test_a_later_head_does_not_disturb_documents_at_hand(tmp_path):
    bench = Bench(tmp_path, a_carrier())
    before = bench.open()
    bench.push(
        {"customers/ben-llc/customer.yaml": None, "customers/new/customer.yaml": a_customer("New")}
    )
    bench.open()

    assert before.path_of("customer", "ben-llc") is not None
    assert before.path_of("customer", "new") is None


def test_documents_of_several_heads_are_read_side_by_side(tmp_path):
    bench = Bench(tmp_path, a_carrier())
    old = bench.repository.fetch()
    bench.push({"customers/new/customer.yaml": a_customer("New")})
    new = bench.repository.fetch()

    seen = [bench.reopened().open(head) for head in (old, new, old, new)]

    found = [documents.path_of("customer", "new") is not None for documents in seen]
    assert found == [False, True, False, True]


def test_damage_that_is_found_while_reading_is_mended(tmp_path):
    bench = Bench(tmp_path, sample_carrier())
    bench.open()
    with closing(sqlite3.connect(bench.file)) as whole:
        whole.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        [(root,)] = whole.execute("SELECT rootpage FROM sqlite_master WHERE name = 'fact_value'")
        [(size,)] = whole.execute("PRAGMA page_size")
    data = bytearray(bench.file.read_bytes())
    data[(root - 1) * size : root * size] = b"\xff" * size
    bench.file.write_bytes(data)

    documents = bench.reopened().open(bench.repository.head())

    assert answers(documents) == answers(bench.plain())
