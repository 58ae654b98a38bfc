"""Faults of rate tables are told wherever documents come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.documents.commits import CommitDocuments, Memory
from adapters.documents.folder import FolderDocuments
from adapters.documents.index import HeadIndex
from adapters.git.folder import FolderTree
from adapters.memory.remote import MemoryRemote
from adapters.memory.repository import MemoryRepository
from engine.book import Documents
from tests.builders import BOT, HAND, NOON, TEXT, a_carrier

RATES = "rate-cards/retail/rates.csv"
CARD = b"name: Retail\nside: customer\ncurrency: USD\n"
WRONG = {RATES: b"prefix,rate\n44,x\n45,1\n45,2\n", "rate-cards/retail/card.yaml": CARD}
TOLD = [(RATES, 2, 4, "rates-value"), (RATES, 4, 1, "rates-duplicate")]


def opened(source: str, tmp_path: Path) -> Documents | None:
    files = a_carrier(extra=WRONG)
    remote = MemoryRemote()
    remote.commit(files, author=HAND, at=NOON, message="Start")
    repository = MemoryRepository(remote, committer=BOT)
    if source == "index":
        return HeadIndex(tmp_path / "i.db", repository, TEXT, code="c").open(repository.fetch())
    if source == "commit":
        return CommitDocuments(repository, TEXT, repository.fetch(), Memory())
    for path, data in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    return FolderDocuments(FolderTree(tmp_path), TEXT)


def told(documents: Documents | None) -> list[tuple[str, int, int, str]]:
    assert documents is not None
    return [(p.path, p.line, p.column, p.rule) for p in documents.faults()]


@pytest.mark.parametrize("source", ["index", "commit", "folder"])
def test_every_fault_is_told_with_its_place(source: str, tmp_path: Path) -> None:
    assert told(opened(source, tmp_path)) == TOLD


@pytest.mark.parametrize("source", ["index", "commit", "folder"])
def test_a_table_laid_over_is_told_instead(source: str, tmp_path: Path) -> None:
    documents = opened(source, tmp_path)
    assert documents is not None

    assert told(documents.overlay({RATES: b"prefix,rate\n44,1\n"})) == []
    assert told(documents.overlay({RATES: b"prefix,rate\n4x,1\n"})) == [
        (RATES, 2, 1, "rates-value")
    ]


def test_an_index_that_saw_a_table_twice_tells_it_once(tmp_path: Path) -> None:
    remote = MemoryRemote()
    repository = MemoryRepository(remote, committer=BOT)
    index = HeadIndex(tmp_path / "i.db", repository, TEXT, code="c")
    for rates in (WRONG[RATES], b"prefix,rate\n", WRONG[RATES]):
        files = a_carrier(extra={**WRONG, RATES: rates})
        remote.commit(files, author=HAND, at=NOON, message="Change")
        found = told(index.open(repository.fetch()))

    assert found == TOLD
