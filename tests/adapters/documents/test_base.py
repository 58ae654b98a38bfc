"""Sets of documents, and changes laid over them: the same as if the files had been so all along."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import pytest

from adapters.documents.base import laid_over, loaded
from engine.blobs import blob_id
from engine.book import Documents
from engine.errors import Refused
from tests.adapters.documents.bench import BROKEN, answers
from tests.builders import TEXT, FileDocuments, a_carrier, a_customer, sample_carrier

BEN = "customers/ben-llc/customer.yaml"
NEW = "customers/a-new-one/customer.yaml"
RATES = "rate-cards/retail-usd/rates.csv"
CHANGES: Mapping[str, bytes | None] = {
    BEN: a_customer("Ben Second", tags=["t1"]),
    NEW: a_customer("A New One"),
    "customers/acme-telecom/customer.yaml": None,
    "operators.yaml": None,
    "stray.yaml": b"a: 1\n",
    RATES: b"prefix\n\xff\n",
}


def merged(files: Mapping[str, bytes], changes: Mapping[str, bytes | None]) -> dict[str, bytes]:
    whole: dict[str, bytes | None] = {**files, **changes}
    return {path: data for path, data in whole.items() if data is not None}


def same(over: Documents, whole: Documents) -> None:
    """Both say the same; problems of the replaced files come last in an overlay."""
    ours, theirs = answers(over), answers(whole)
    for said in (ours, theirs):
        faults: Any = said["faults"]
        said["faults"] = sorted(faults)
    assert ours == theirs


@pytest.mark.parametrize("path", list(CHANGES))
def test_one_changed_file_is_as_if_it_had_been_so_all_along(path: str) -> None:
    files = sample_carrier()
    changes = {path: CHANGES[path]}

    same(laid_over(FileDocuments(files), changes, TEXT), FileDocuments(merged(files, changes)))


def test_changes_over_changes_are_as_if_they_had_been_made_at_once() -> None:
    chance, files = random.Random(5), sample_carrier()
    documents: Documents = FileDocuments(files)
    whole: dict[str, bytes] = dict(files)

    for step in range(8):
        paths = chance.sample(list(CHANGES), 2)
        changes = {
            path: chance.choice([CHANGES[path], BROKEN, files.get(path), b"%d" % step])
            for path in paths
        }
        documents, whole = documents.overlay(changes), merged(whole, changes)

        same(documents, FileDocuments(whole))


def test_what_is_below_does_not_change() -> None:
    files = a_carrier()
    below = FileDocuments(files)
    before = answers(below)

    laid_over(below, {BEN: None, NEW: a_customer("New")}, TEXT).load(NEW)

    assert answers(below) == before


def test_documents_come_in_the_order_of_ids_wherever_they_stand() -> None:
    below = FileDocuments(a_carrier({"b": a_customer("B"), "d": a_customer("D")}))
    over = laid_over(
        below,
        {f"customers/{name}/customer.yaml": a_customer(name.upper()) for name in "cea"},
        TEXT,
    )

    assert [one.id for one in over.every("customer")] == list("abcde")
    assert list(over.paths("customer")) == list("abcde")


def test_a_replaced_file_is_found_by_its_new_name_and_bytes() -> None:
    over = laid_over(FileDocuments(a_carrier()), {BEN: b"name: B\ncurrency: EUR\n"}, TEXT)

    assert over.blob(BEN) == blob_id(b"name: B\ncurrency: EUR\n")
    assert over.blobs()[BEN] == over.blob(BEN)
    assert over.data(BEN) == b"name: B\ncurrency: EUR\n"
    assert over.place(BEN, ("currency",)).line == 2


def test_a_removed_file_is_nowhere() -> None:
    over = laid_over(FileDocuments(a_carrier()), {BEN: None}, TEXT)

    assert over.blob(BEN) is None
    assert BEN not in over.blobs()
    assert over.path_of("customer", "ben-llc") is None
    assert BEN not in over.mentioning("ben")


def test_settings_of_an_older_format_have_the_documents_read_as_of_that() -> None:
    older = {"settings.yaml": a_carrier()["settings.yaml"].replace(b"format: 2", b"format: 1")}

    assert laid_over(FileDocuments(a_carrier()), older, TEXT).form == 1
    assert laid_over(FileDocuments(a_carrier()), {BEN: None}, TEXT).form == 2


def test_a_file_that_must_be_a_document_is_refused_elsewhere() -> None:
    assert loaded(BEN, a_customer("Ben"), TEXT).id == "ben-llc"
    with pytest.raises(Refused, match="is not the place of any document kind"):
        loaded("stray.yaml", b"a: 1\n", TEXT)
