"""Documents as rows of the index."""

from __future__ import annotations

import gc
import json
import zlib
from pathlib import Path

import pytest

from adapters.documents.parsing import (
    SEVERAL_FROM,
    Raw,
    Rows,
    collector_held_back,
    parse_batches,
    parse_rows,
    problems_text,
)
from engine.blobs import blob_id
from engine.errors import Problem, Severity
from tests.builders import TEXT, a_customer, loaded

BEN = "customers/ben-llc/customer.yaml"
BROKEN = b"name: Ben LLC\ncurrency: usd\n"


def raw(path: str, data: bytes) -> Raw:
    return path, blob_id(data), data


def plain(rows: Rows) -> tuple[object, ...]:
    broken = [(blob, one.path, one.problems, data) for blob, one, data in rows.broken]
    return rows.files, rows.documents, rows.facts, broken


def test_a_document_that_holds_is_a_row_with_its_values_bytes_and_facts() -> None:
    data = a_customer("Ben LLC", tags=["uk"])

    rows = parse_rows([raw(BEN, data)], TEXT)

    [(blob, kind, name, value, problems, packed)] = rows.documents
    assert rows.files == [(BEN, blob_id(data), "customer", "ben-llc", None)]
    assert (blob, kind, name, problems) == (blob_id(data), "customer", "ben-llc", "[]")
    assert json.loads(str(value)) == {"name": "Ben LLC", "currency": "USD", "tags": ["uk"]}
    assert zlib.decompress(packed) == data
    assert ("name", "benllc", BEN, '["name"]') in rows.facts
    assert ("tag", "uk", BEN, '["tags", 0]') in rows.facts
    assert rows.broken == []


def test_a_document_that_does_not_hold_waits_for_a_substitute() -> None:
    rows = parse_rows([raw(BEN, BROKEN)], TEXT)

    [(blob, broken, data)] = rows.broken
    assert (blob, broken.path, data) == (blob_id(BROKEN), BEN, BROKEN)
    assert broken.problems
    assert (rows.files, rows.documents, rows.facts) == ([], [], [])


def test_what_stands_in_is_a_row_of_the_file_that_does_not_hold() -> None:
    older = loaded(BEN, a_customer("Ben LLC"))
    rows = Rows()

    rows.add(blob_id(BROKEN), older, None, BROKEN)

    [(blob, *_, packed)] = rows.documents
    assert rows.files[0][:2] == (BEN, blob_id(BROKEN))
    assert (blob, zlib.decompress(packed)) == (blob_id(BROKEN), BROKEN)


def test_a_file_that_is_no_document_is_no_row() -> None:
    assert plain(parse_rows([raw("notes.txt", b"x")], TEXT)) == ([], [], [], [])


@pytest.mark.parametrize("count", [6, SEVERAL_FROM])
def test_batches_come_back_in_their_order_however_many_processes_parse_them(
    tmp_path: Path, count: int
) -> None:
    batches = [
        [raw(f"customers/c{b}{n}/customer.yaml", a_customer(f"C {b}{n}")) for n in range(2)]
        for b in range(3)
    ]
    batches[1].append(raw(BEN, BROKEN))

    found = list(parse_batches(iter(batches), count, TEXT))

    assert [plain(rows) for rows in found] == [plain(parse_rows(batch, TEXT)) for batch in batches]


def test_problems_are_kept_with_all_they_say() -> None:
    problem = Problem(
        path=BEN, line=2, column=3, rule="currency", severity=Severity.WARNING, message="größer"
    )

    [kept] = json.loads(problems_text((problem,)))

    assert Problem(**(kept | {"severity": Severity(kept["severity"])})) == problem
    assert problems_text(()) == "[]"


@pytest.mark.parametrize("was_on", [True, False])
def test_the_garbage_collector_is_left_as_it_was(was_on: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if was_on else gc.disable)()
        with collector_held_back():
            assert not gc.isenabled()
        assert gc.isenabled() is was_on
    finally:
        (gc.enable if before else gc.disable)()
