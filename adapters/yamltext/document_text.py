"""The port ``DocumentText`` on real YAML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from adapters.yamltext.canonical import KeyOrder, MustQuote, format_document
from adapters.yamltext.editor import edit_document
from adapters.yamltext.positions import TextPositions, locate_document
from adapters.yamltext.reader import read_document
from adapters.yamltext.writer import document_text
from engine.edits import FieldEdit, Plain
from engine.ports.texts import Reading


class YamlText:
    """Reads and edits the text of YAML documents; holds nothing, so one serves every thread."""

    def read(self, path: str, data: bytes) -> Reading:
        """Read a document strictly; ``path`` only labels the problems."""
        return read_document(path, data)

    def locate(self, data: bytes) -> TextPositions:
        """Index the places of a document that reads without problems."""
        return locate_document(data)

    def edit(self, data: bytes, edits: Sequence[FieldEdit]) -> bytes:
        """Apply edits by splicing; every byte outside the edited spans stays.

        Raises:
            Refused: a pointer leads nowhere.
            Invalid: the document itself does not read.
        """
        return edit_document(data, edits)

    def write(self, content: Mapping[str, Plain], *, schema: str = "") -> bytes:
        """Write a new document in canonical form."""
        return document_text(content, schema=schema).encode()

    def fmt(self, data: bytes, order: KeyOrder, must_quote: MustQuote) -> bytes:
        """Give the canonical form of a document: key order, indentation, quotes around identifiers, LF.

        ``order`` gives the key order of the mapping at a pointer, ``must_quote`` tells the identifiers. No comment is
        lost, and formatting what is formatted changes nothing.

        Raises:
            Invalid: the document itself does not read.
        """
        return format_document(data, order, must_quote)
