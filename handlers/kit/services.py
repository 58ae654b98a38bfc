"""What a command is given to work with: the book it reads, and ports to the outside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.book import Book, Documents
from engine.ports import Clock, DocumentText, OperationStore, Repository
from handlers.kit.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Ports and the book of the commit the request is about; a command keeps none of it.

    ``open_operations`` and ``open_folder`` are called only by commands that need them, because opening costs.
    ``live`` tells whether ``book`` is the head of the branch rather than a commit somebody asked for.
    """

    book: Book
    live: bool
    repository: Repository
    text: DocumentText
    clock: Clock
    catalogue: Catalogue
    open_operations: Callable[[], OperationStore]
    open_folder: Callable[[str], Documents]

    @property
    def operations(self) -> OperationStore:
        """The store of operations."""
        return self.open_operations()
