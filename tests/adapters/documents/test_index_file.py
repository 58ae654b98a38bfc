"""The file of the index: made when it is needed, written as a whole, and known when it is not whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from adapters.documents.index_file import (
    IndexFile,
    add_indexes,
    begin_anew,
    is_damage,
    said_of_itself,
    writing,
)

COMMIT = ("commit", "c0ffee")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "index" / "head.db"


@pytest.fixture
def connection(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(IndexFile(file).connect()) as opened:
        yield opened


def said(connection: sqlite3.Connection, *pairs: tuple[str, str]) -> None:
    connection.executemany("INSERT INTO meta VALUES (?, ?)", pairs)


def test_a_new_file_says_nothing_of_itself_and_a_kept_one_what_was_written(
    file: Path, connection: sqlite3.Connection
) -> None:
    before = said_of_itself(connection)
    with writing(connection):
        said(connection, COMMIT)

    with closing(IndexFile(file).connect()) as again:
        assert (before, said_of_itself(again)) == ({}, dict([COMMIT]))


def test_what_fails_half_way_is_not_written(connection: sqlite3.Connection) -> None:
    with suppress(ZeroDivisionError), writing(connection):
        said(connection, COMMIT)
        raise ZeroDivisionError

    assert said_of_itself(connection) == {}
    with writing(connection):
        said(connection, COMMIT)
    assert said_of_itself(connection) == dict([COMMIT])


def test_what_is_read_does_not_change_under_the_reader(
    file: Path, connection: sqlite3.Connection
) -> None:
    connection.execute("BEGIN")
    before = said_of_itself(connection)
    with closing(IndexFile(file).connect()) as other, writing(other):
        said(other, COMMIT)

    assert said_of_itself(connection) == before == {}


def test_begun_anew_it_holds_nothing_and_has_our_columns(connection: sqlite3.Connection) -> None:
    connection.executescript("DROP TABLE fact; CREATE TABLE fact (x);")
    said(connection, COMMIT)

    with writing(connection):
        begin_anew(connection)
        add_indexes(connection)

    assert said_of_itself(connection) == {}
    columns = [row[1] for row in connection.execute("PRAGMA table_info(fact)")]
    assert columns == ["name", "value", "path", "place"]


def test_indexes_can_be_added_again(connection: sqlite3.Connection) -> None:
    add_indexes(connection)
    add_indexes(connection)

    connection.execute("INSERT INTO file VALUES ('a', 'b', NULL, NULL, NULL)")
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute("INSERT INTO file VALUES ('a', 'c', NULL, NULL, NULL)")


def test_a_discarded_file_takes_along_what_stands_beside_it(file: Path) -> None:
    with closing(IndexFile(file).connect()) as opened:
        said(opened, COMMIT)
        assert len(list(file.parent.iterdir())) > 1

    IndexFile(file).discard()
    IndexFile(file).discard()

    assert list(file.parent.iterdir()) == []


def test_a_search_folds_case_beyond_ascii(connection: sqlite3.Connection) -> None:
    [(found, other)] = connection.execute("SELECT says('ÖSTRA', 'östra'), says('OSTRA', 'östra')")

    assert (found, other) == (1, 0)


def test_a_file_that_is_none_is_damage_and_one_that_is_held_is_not(
    file: Path, connection: sqlite3.Connection
) -> None:
    connection.execute("BEGIN IMMEDIATE")
    with (
        closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as other,
        pytest.raises(sqlite3.OperationalError) as held,
    ):
        other.execute("BEGIN IMMEDIATE")
    noise = file.with_name("noise.db")
    noise.write_bytes(b"notes of somebody\n" * 400)
    with pytest.raises(sqlite3.DatabaseError) as none:
        IndexFile(noise).connect()

    assert not is_damage(held.value)
    assert is_damage(none.value)
