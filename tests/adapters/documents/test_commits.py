"""The documents of a commit: read in one go, parsed once, remembered by what they hold."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from adapters.documents.commits import CommitDocuments, Memory
from engine.errors import Refused
from engine.ports.repository import CommitId
from tests.adapters.documents.bench import BROKEN, TEXT, Bench
from tests.builders import a_carrier, a_customer, sample_carrier

BEN = "customers/ben-llc/customer.yaml"
RATES = "rate-cards/retail-usd/rates.csv"


def a_bench(tmp_path: Path, files: Mapping[str, bytes] | None = None) -> Bench:
    return Bench(tmp_path, dict(files or a_carrier()))


def documents(bench: Bench, memory: Memory, commit: CommitId | None = None) -> CommitDocuments:
    return CommitDocuments(bench.repository, TEXT, commit or bench.repository.fetch(), memory)


def test_all_documents_are_read_at_once_and_once(tmp_path: Path) -> None:
    bench, memory = a_bench(tmp_path), Memory()
    here = documents(bench, memory)

    for _ in range(2):
        assert here.load(BEN).model is not None
        assert here.load("operators.yaml").model is not None

    blobs = {blob for path, blob in here.blobs().items() if path.endswith(".yaml")}
    assert bench.repository.read_blobs == len(blobs)


def test_a_later_commit_reads_and_parses_only_what_changed(tmp_path: Path) -> None:
    bench, memory = a_bench(tmp_path), Memory()
    before = documents(bench, memory)
    kept = before.load("operators.yaml")
    before.load(BEN)
    bench.push({BEN: a_customer("Ben Second")})
    bench.repository.read_blobs = 0

    after = documents(bench, memory)

    assert after.load(BEN).model.name == "Ben Second"
    assert after.load("operators.yaml") is kept
    assert before.load(BEN).model.name != "Ben Second"
    assert bench.repository.read_blobs == 1


def test_the_same_bytes_at_two_places_are_two_documents(tmp_path: Path) -> None:
    twins = {name: a_customer("Twin") for name in ("one", "two")}
    here = documents(a_bench(tmp_path, a_carrier(twins)), Memory())

    found = [here.load(f"customers/{name}/customer.yaml") for name in twins]

    assert [one.id for one in found] == ["one", "two"]


def test_a_commit_stands_still(tmp_path: Path) -> None:
    bench, memory = a_bench(tmp_path), Memory()
    here = documents(bench, memory)
    bench.push({BEN: None})

    assert here.path_of("customer", "ben-llc") == BEN
    assert documents(bench, memory).path_of("customer", "ben-llc") is None
    assert here.data(BEN)


def test_a_substitute_is_looked_for_once(tmp_path: Path) -> None:
    bench = a_bench(tmp_path)
    bench.push({BEN: BROKEN})
    here = documents(bench, Memory())
    first = here.load(BEN)
    bench.repository.read_blobs = 0

    assert here.load(BEN) is first
    assert first.stands_in is not None
    assert bench.repository.read_blobs == 0


def test_a_rate_table_is_looked_at_once_in_a_process(tmp_path: Path) -> None:
    bench, memory = a_bench(tmp_path, sample_carrier()), Memory()
    first = documents(bench, memory).table(RATES)
    bench.repository.read_blobs = 0

    again = documents(bench, memory).table(RATES)

    assert first is not None
    assert again is not None
    assert (again.blob, again.problems) == (first.blob, first.problems)
    assert bench.repository.read_blobs == 0


def test_a_place_of_no_document_is_refused(tmp_path: Path) -> None:
    here = documents(a_bench(tmp_path, a_carrier(extra={"notes.txt": b"x"})), Memory())

    with pytest.raises(Refused, match="not the place of any document"):
        here.load("notes.txt")
