"""The frozen sample of format 1, and small carriers of that format."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from adapters.documents.raised import in_present_format
from engine.book import Book, Documents
from tests.builders import TEXT, FileDocuments

FOLDER = Path(__file__).resolve().parent / "golden" / "format1"
SETTINGS = b"format: 1\nname: Harbour\nbase_currency: USD\nsip_realm: sip.example.net\n"


def format1() -> dict[str, bytes]:
    """Every file of the frozen sample."""
    return {
        path.relative_to(FOLDER).as_posix(): path.read_bytes()
        for path in FOLDER.rglob("*")
        if path.is_file()
    }


def old_documents(files: Mapping[str, bytes]) -> Documents:
    """Documents of an older format, raised."""
    return in_present_format(FileDocuments(files), TEXT)


def old_book(files: Mapping[str, bytes] | None = None) -> Book:
    """The book of a carrier of an older format; without files, of the frozen sample."""
    return Book(old_documents(format1() if files is None else files))


def an_old_carrier(customer: bytes) -> dict[str, bytes]:
    """A carrier of format 1 with one customer, ben."""
    return {"settings.yaml": SETTINGS, "customers/ben.yaml": customer}
