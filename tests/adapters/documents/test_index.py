"""The index answers like git itself, at every head, and is brought up only by what changed."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing

import pytest

from tests.adapters.documents.bench import Bench, answers
from tests.builders import a_carrier, a_customer, sample_carrier


def test_a_restart_reads_no_file_again(tmp_path):
    bench = Bench(tmp_path, sample_carrier())
    bench.open()
    bench.repository.read_blobs = 0

    documents = bench.reopened().open(bench.repository.head())

    assert documents.load("customers/ben-llc/customer.yaml").model is not None
    assert bench.repository.read_blobs == 0


def test_a_new_head_costs_what_it_changed(tmp_path):
    bench = Bench(tmp_path, sample_carrier())
    bench.open()
    bench.push({"customers/ben-llc/customer.yaml": a_customer("Ben Limited")})
    bench.repository.read_blobs = 0

    documents = bench.open()

    assert documents.load("customers/ben-llc/customer.yaml").model.name == "Ben Limited"
    assert bench.repository.read_blobs == 1


def test_what_other_code_parsed_is_parsed_again(tmp_path):
    bench = Bench(tmp_path, a_carrier())
    bench.open()
    bench.repository.read_blobs = 0

    bench.reopened("newer code").open(bench.repository.head())

    assert bench.repository.read_blobs > 0


def test_an_index_of_a_commit_git_no_longer_has_is_mended(tmp_path):
    bench = Bench(tmp_path, a_carrier())
    bench.open()
    other = Bench(tmp_path / "other", a_carrier({"zed": a_customer("Zed")}))
    other.file = bench.file

    documents = other.reopened().open(other.repository.head())

    assert answers(documents) == answers(other.plain())


def test_an_index_with_other_columns_is_made_anew(tmp_path):
    bench = Bench(tmp_path, a_carrier())
    with closing(sqlite3.connect(bench.file)) as older:
        older.executescript(
            "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);"
            "CREATE TABLE document (blob TEXT); CREATE TABLE file (path TEXT); CREATE TABLE fact (x);"
            "INSERT INTO meta VALUES ('code', 'long ago'), ('commit', 'gone');"
        )

    assert answers(bench.open()) == answers(bench.plain())


@pytest.mark.parametrize("cut", ["noise", "short", "strange", "columns"])
def test_a_damaged_file_is_made_anew(tmp_path, cut):
    bench = Bench(tmp_path, sample_carrier())
    if cut in ("noise", "short"):
        bench.open()
        whole = bench.file.read_bytes()
    match cut:
        case "noise":
            bench.file.write_bytes(random.Random(1).randbytes(9000))
        case "short":
            bench.file.write_bytes(whole[: len(whole) // 2])
        case "strange":
            bench.file.write_bytes(b"notes of somebody\n" * 400)
        case _:
            with closing(sqlite3.connect(bench.file)) as other:
                other.execute("CREATE TABLE meta (x)")

    assert answers(bench.reopened().open(bench.repository.fetch())) == answers(bench.plain())


def test_without_a_usable_file_there_is_no_index(tmp_path):
    bench = Bench(tmp_path, a_carrier())
    bench.file.mkdir()

    assert bench.open() is None


def test_the_index_does_not_grow_with_every_change(tmp_path):
    bench = Bench(tmp_path, a_carrier())
    bench.open()
    for channels in range(5):
        changed = a_customer(limits={"channels": 50 + channels})
        bench.push({"customers/ben-llc/customer.yaml": changed})
        bench.open()

    with closing(sqlite3.connect(bench.file)) as index:
        kept = index.execute("SELECT count(*) FROM document").fetchone()
        held = index.execute("SELECT count(*) FROM file WHERE kind IS NOT NULL").fetchone()
    assert kept == held
