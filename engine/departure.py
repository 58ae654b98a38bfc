"""What leaves with a customer: the files of its folder, and who else still needs it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.book import Book
from engine.checks import owner_of
from engine.documents import ARCHIVE
from engine.edits import RestoreDocument
from engine.errors import Refused
from engine.facts import Held, Index
from engine.references import reference_index
from schemas.kinds import kind_of

ARCHIVED = f"{ARCHIVE}customers/"
"""Where the folders of deleted customers lie."""


def archived_ids(book: Book) -> tuple[str, ...]:
    """Give the ids of deleted customers, in order; none of them is used again."""
    found = (
        path.removeprefix(ARCHIVED).split("/")
        for path in book.documents.blobs()
        if path.startswith(ARCHIVED)
    )
    return tuple(sorted({parts[0] for parts in found if len(parts) > 1}))


def is_archived(book: Book, name: str) -> bool:
    """Whether a customer of this id was deleted."""
    return book.documents.blob(f"{ARCHIVED}{name}/customer.yaml") is not None


def to_archive(book: Book, names: Iterable[str]) -> Iterator[RestoreDocument]:
    """Give the edits that put the folders of customers into the archive, byte for byte, whatever lies in them.

    Raises:
        Refused: there is no such customer, or its place in the archive is taken.
    """
    folders = {book.path_of("customer", name).rpartition("/")[0]: name for name in names}
    for path in sorted(book.documents.blobs()):
        folder = _folder_in(path, folders)
        if folder is not None:
            to = f"{ARCHIVED}{folders[folder]}{path.removeprefix(folder)}"
            if book.documents.blob(to) is not None:
                raise Refused(f"{to} is there already", "ask an engineer to look at it")
            yield RestoreDocument(path, None)
            yield RestoreDocument(to, book.documents.data(path))


def _folder_in(path: str, folders: Iterable[str]) -> str | None:
    parts = path.split("/")
    above = ("/".join(parts[:depth]) for depth in range(2, len(parts)))
    return next((folder for folder in above if folder in folders), None)


def needed_by(book: Book, names: Iterable[str]) -> Iterator[tuple[str, Held]]:
    """Give every place outside that names one of these customers, with the customer it names."""
    leaving = frozenset(names)
    facts = book.documents.facts
    for name in sorted(leaving):
        places = (
            *facts.find(reference_index("customer"), name),
            *facts.find(Index.DID_TARGET, f"customer:{name}"),
        )
        for held in places:
            if not (_is_tab(held.path) and owner_of(held.path) in leaving):
                yield name, held


def _is_tab(path: str) -> bool:
    placed = kind_of(path)
    return placed is not None and placed[0].fans_out
