"""What leaves with a customer, and who still needs it."""

from __future__ import annotations

import pytest

from engine.departure import archived_ids, is_archived, needed_by, to_archive
from engine.edits import RestoreDocument
from engine.errors import Refused
from tests.builders import TEXT, a_book, a_carrier, a_customer

DID = {
    "id": "main",
    "number": "442079460100",
    "provider": "atlas",
    "provider_card": "atlas-did",
    "destinations": ["customer:zed"],
}


def test_every_file_of_the_folder_goes_byte_for_byte() -> None:
    extra = {"customers/ben-llc/papers/a.txt": b"signed", "customers/ben-llcx.txt": b"not his"}
    book = a_book(a_carrier({"ben-llc": b"name: Ben # yes\ncurrency: USD\n"}, extra=extra))

    assert list(to_archive(book, ["ben-llc"])) == [
        RestoreDocument("customers/ben-llc/customer.yaml", None),
        RestoreDocument(
            "archive/customers/ben-llc/customer.yaml", b"name: Ben # yes\ncurrency: USD\n"
        ),
        RestoreDocument("customers/ben-llc/papers/a.txt", None),
        RestoreDocument("archive/customers/ben-llc/papers/a.txt", b"signed"),
    ]


def test_a_place_in_the_archive_that_is_taken_is_not_written_over() -> None:
    extra = {"archive/customers/ben-llc/customer.yaml": b"name: Old\n"}

    with pytest.raises(Refused, match="is there already"):
        list(to_archive(a_book(a_carrier(extra=extra)), ["ben-llc"]))


def test_archived_ids_are_known() -> None:
    extra = {
        "archive/customers/old/customer.yaml": b"name: Old\n",
        "archive/customers/README.md": b"Here they lie.\n",
    }
    book = a_book(a_carrier(extra=extra))

    assert archived_ids(book) == ("old",)
    assert is_archived(book, "old")
    assert not is_archived(book, "ben-llc")


def test_places_that_name_a_customer_are_found_but_for_those_that_go_too() -> None:
    both = {"ben-llc": a_customer(), "zed": a_customer("Zed")}
    book = a_book(
        a_carrier(both, extra={"customers/ben-llc/dids.yaml": TEXT.write({"dids": [DID]})})
    )

    [(name, held)] = needed_by(book, ["zed"])
    assert (name, held.path) == ("zed", "customers/ben-llc/dids.yaml")
    assert list(needed_by(book, ["zed", "ben-llc"])) == []
    assert list(needed_by(book, ["ben-llc"])) == []
