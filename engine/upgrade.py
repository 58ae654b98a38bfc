"""Writing a repository of an older format anew in the present one, every comment with the line it describes.

Text is cut at the keys of the file and laid out again; each result is read back, and where it does not say what the
file said, the document is written from its values with the comments of the file at its top.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.book import Documents
from engine.draft import schema_reference
from engine.edits import (
    DeleteKey,
    DocumentEdit,
    FieldEdit,
    MoveDocument,
    Plain,
    Pointer,
    RestoreDocument,
    SetKey,
)
from engine.errors import Invalid, Refused, Severity
from engine.formats import SETTINGS
from engine.ports.texts import DocumentText
from schemas.kinds import kind_of
from schemas.settings import FORMAT
from schemas.upgrade import belongs, candidates, raise_file
from schemas.upgrade.step import Part

_BOM = b"\xef\xbb\xbf"
_GONE = "\0"
"""Stands for a line that moved elsewhere; line numbers stay what they were."""
_MODELINE = re.compile(r"#\s*yaml-language-server:")
_COMMENT = re.compile(r"(?:^|[ \t])(#.*)$")


@dataclass(frozen=True, slots=True)
class Upgrade:
    """The edits that raise a repository, and the files whose comments could not stay at their lines."""

    edits: tuple[DocumentEdit, ...]
    gathered: tuple[str, ...]


def upgrade(documents: Documents, text: DocumentText) -> Upgrade:
    """Work out how the files of an older format are written in the present one.

    Raises:
        Refused: they have the present format already.
        Invalid: a file does not read, or a document it holds does not hold.
    """
    form = documents.form
    if form == FORMAT:
        raise Refused(f"the config repository has format {FORMAT} already", "there is none newer")
    problems = [problem for problem in documents.faults() if problem.severity is Severity.ERROR]
    if problems:
        raise Invalid(problems)
    edits: list[DocumentEdit] = []
    gathered: list[str] = []
    for path in sorted(documents.blobs()):
        if belongs(form, path):
            edits += _raised(form, path, documents, text, gathered)
    return Upgrade(tuple(edits), tuple(gathered))


def _raised(
    form: int, path: str, documents: Documents, text: DocumentText, gathered: list[str]
) -> Iterator[DocumentEdit]:
    main = candidates(form, path)[0]
    if kind_of(main) is None:
        if main != path:
            yield MoveDocument(path, main)
        return
    data = documents.data(path)
    value = text.read(path, data).value
    if value is None:
        return
    parts = raise_file(form, path, value)
    if path != SETTINGS and main == path and len(parts) == 1 and parts[0].value == value:
        return
    written, kept = rewritten(form, path, data, text)
    if not kept:
        gathered.append(path)
    if main != path:
        yield RestoreDocument(path, None)
    for target, content in written.items():
        yield RestoreDocument(target, content)


def rewritten(
    form: int, path: str, data: bytes, text: DocumentText
) -> tuple[Mapping[str, bytes], bool]:
    """Write the documents of a file: path -> bytes; False if its comments went to the top of the first."""
    value = text.read(path, data).value or {}
    wanted = raise_file(form, path, value)
    if path == SETTINGS:
        data = text.edit(data, [SetKey(("format",), FORMAT)])
        wanted = _read_again(form, path, data, text)
    prepared = text.edit(data, [*_reworded(value, wanted), *_in_brackets(data, wanted, text)])
    parts = _read_again(form, path, prepared, text)
    cut = _Cut(prepared, text)
    documents = (
        {part.path: cut.document(part, with_header=part is parts[0]) for part in parts}
        if cut.is_block
        else {}
    )
    said = {at: text.read(at, content).value for at, content in documents.items()}
    if said == {part.path: part.value for part in wanted} and cut.kept_in(documents.values()):
        return documents, True
    plain = {
        part.path: text.write(part.value, schema=schema_reference(part.path)) for part in wanted
    }
    main = wanted[0].path
    return plain | {main: _headed(plain[main], _Cut(data, text).comments())}, False


def _read_again(form: int, path: str, data: bytes, text: DocumentText) -> tuple[Part, ...]:
    return raise_file(form, path, text.read(path, data).value or {})


def _reworded(value: Mapping[str, Plain], parts: Sequence[Part]) -> Iterator[SetKey]:
    """Give the edits that replace old words for values by new ones where they stand."""
    for part in parts:
        for at, new in _scalars((), part.value):
            old = _at(value, part.origin(at))
            if old != new:
                yield SetKey(part.origin(at), new)


def _scalars(at: Pointer, value: Plain) -> Iterator[tuple[Pointer, Plain]]:
    if isinstance(value, Mapping):
        for key, below in value.items():
            yield from _scalars((*at, key), below)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for place, below in enumerate(value):
            yield from _scalars((*at, place), below)
    else:
        yield at, value


def _at(value: Plain, at: Pointer) -> Plain:
    here: Any = value
    for step in at:
        here = here[step]
    return here  # type: ignore[no-any-return]


def _in_brackets(data: bytes, parts: Sequence[Part], text: DocumentText) -> Iterator[FieldEdit]:
    """Give the edits that move fields between brackets into groups; no comment can stand among them."""
    places, lines = text.locate(data), data.removeprefix(_BOM).decode().splitlines()
    for part in parts:
        for new, old, below in _nested(part):
            place = places.key(old)
            if lines[place.line - 1][: place.column - 1].strip(" -"):
                yield SetKey((*old[:-1], *below), _at(part.value, new))
                yield DeleteKey(old)


def _nested(part: Part) -> Iterator[tuple[Pointer, Pointer, Pointer]]:
    """Give the fields inside lists and groups that move into a group: (new place, old place, place in the item)."""
    for new, old in part.origins:
        depth = len(new) - len(old) + 1
        if len(old) > 1 and depth > 1:
            yield new, old, new[-depth:]


def _headed(written: bytes, comments: Sequence[str]) -> bytes:
    modeline, _, rest = written.decode().partition("\n")
    lines = [comment for comment in comments if not _MODELINE.match(comment)]
    return "\n".join([modeline, *lines, rest]).encode()


class _Cut:
    """The text of a file, cut into its header and one piece for each key of its root."""

    def __init__(self, data: bytes, text: DocumentText) -> None:
        decoded = data.removeprefix(_BOM).decode()
        self._newline = "\r\n" if "\r\n" in decoded else "\n"
        self._value = text.read("", data).value or {}
        self._places = text.locate(data)
        lines = decoded.split(self._newline)
        if lines and not lines[-1]:
            lines.pop()
        self._original = list(lines)
        self._lines = lines
        starts = {key: self._places.key((key,)).line - 1 for key in self._value}
        self._pieces = self._cut(starts) if self.is_block else {}

    def _cut(self, starts: Mapping[str, int]) -> dict[str, tuple[int, int]]:
        """Give each key its lines, the comment lines right above it included: key -> (first, behind the last)."""
        order = sorted(starts, key=lambda key: starts[key])
        first: dict[str, int] = {}
        floor = 0
        for key in order:
            line = starts[key]
            while (
                line > floor
                and self._lines[line - 1].startswith("#")
                and not _MODELINE.match(self._lines[line - 1])
            ):
                line -= 1
            first[key] = line
            floor = starts[key] + 1
        ends = [*[first[key] for key in order[1:]], len(self._lines)]
        self._header_end = first[order[0]] if order else len(self._lines)
        return {key: (first[key], end) for key, end in zip(order, ends, strict=True)}

    @property
    def is_block(self) -> bool:
        """Whether every key of the root begins a line of its own; between brackets none does."""
        return all(self._places.key((key,)).column == 1 for key in self._value)

    def comments(self) -> list[str]:
        """Give every comment of the file, without its indentation; what a value says is none."""
        texts = (value for _, value in _scalars((), self._value) if isinstance(value, str))
        said = Counter(_unquoted(hit) for text in texts for hit in _hits(text.splitlines()))
        kept = []
        for comment in _hits(self._original):
            said[_unquoted(comment)] -= 1
            if said[_unquoted(comment)] < 0:
                kept.append(comment)
        return kept

    def kept_in(self, documents: Iterable[bytes]) -> bool:
        """Whether every comment of the file, the modeline left out, stands in one of these."""
        lines = {line.strip() for document in documents for line in document.decode().splitlines()}
        return all(
            _MODELINE.match(comment) or any(line.endswith(comment) for line in lines)
            for comment in self.comments()
        )

    # --- laying out anew ---------------------------------------------------------------------------------------

    def document(self, part: Part, *, with_header: bool) -> bytes:
        """Lay out one document of the pieces whose fields it has."""
        self._group_below(part)
        self._rename_below(part)
        blocks: list[str] = [f"# yaml-language-server: $schema={schema_reference(part.path)}"]
        if with_header:
            blocks += [
                line for line in self._lines[: self._header_end] if not _MODELINE.match(line)
            ]
        for key in sorted(part.value, key=lambda key: self._first_line(part, key)):
            blocks += self._block(part, key)
        return "".join(f"{line}{self._newline}" for line in _trimmed(blocks)).encode()

    def _first_line(self, part: Part, key: str) -> int:
        """Give the first line of what a key is made of."""
        made_of = [str(old[0]) for new, old in part.origins if new[0] == key]
        return min(self._pieces[old][0] for old in (*made_of, key) if old in self._pieces)

    def _block(self, part: Part, key: str) -> Iterator[str]:
        """Give the lines of one key: the piece it was, or a group of the pieces that moved into it."""
        moved = [
            (new, str(old[0]))
            for new, old in part.origins
            if new[0] == key and len(old) == 1 and len(new) <= 2
        ]
        inside = [(new, old) for new, old in moved if len(new) == 2]
        if not inside:
            old = next((old for new, old in moved if len(new) == 1), key)
            yield from self._piece(old, key)
            return
        if key in self._pieces and not any(old == key for _, old in inside):
            yield from _trimmed(self._piece(key, key))
        else:
            yield f"{key}:"
        for new, old in inside:
            for line in _trimmed(self._piece(old, str(new[1]))):
                yield f"  {line}" if line else ""
        if _ends_blank(self._piece(inside[-1][1], "x")):
            yield ""

    def _piece(self, key: str, name: str) -> list[str]:
        """Give the lines of a key under another name."""
        start, end = self._pieces[key]
        at = self._places.key((key,)).line - 1
        lines = self._lines[start:end]
        head = _renamed(key, name, lines[at - start])
        renamed = [*lines[: at - start], head, *lines[at - start + 1 :]]
        return [line for slot in renamed if slot is not _GONE for line in slot.split("\n")]

    def _group_below(self, part: Part) -> None:
        """Move fields of list items, each on a line of its own, into groups where the first of them stands."""
        groups: dict[Pointer, int] = {}
        for _, old, below in _nested(part):
            place, group = self._places.key(old), (*old[:-1], *below[:-1])
            row, pad = place.line - 1, " " * (place.column - 1)
            if len(below) != 2 or self._lines[row][: place.column - 1].strip():
                continue  # the first key of an item, or deeper than any format has it: written anew
            first = row
            while first > 0 and self._lines[first - 1].startswith(f"{pad}#"):
                first -= 1
            moved = [
                *self._lines[first:row],
                pad + _renamed(str(old[-1]), str(below[-1]), self._lines[row][len(pad) :]),
            ]
            if group not in groups:
                groups[group] = row
                inner = [f"{pad}{below[0]}:", *(f"  {line}" for line in moved)]
            else:
                inner = [f"  {line}" for line in moved]
            self._lines[first : row + 1] = [_GONE] * (row + 1 - first)
            spot = groups[group]
            earlier = self._lines[spot]
            self._lines[spot] = "\n".join([*([] if earlier is _GONE else [earlier]), *inner])

    def _rename_below(self, part: Part) -> None:
        """Rename keys inside lists and groups where they stand, and give reworded values their new words."""
        spots = sorted(
            (
                (self._places.key(old), str(old[-1]), str(new[-1]))
                for new, old in part.origins
                if len(old) > 1 and len(new) == len(old) and isinstance(old[-1], str)
            ),
            key=lambda spot: (spot[0].line, -spot[0].column),
        )
        for place, old, new in spots:
            line = self._lines[place.line - 1]
            before, behind = line[: place.column - 1], line[place.column - 1 :]
            self._lines[place.line - 1] = before + _renamed(old, new, behind)


def _hits(lines: Iterable[str]) -> Iterator[str]:
    """Give what looks like a comment at the end of each line."""
    found = (_COMMENT.search(line) for line in lines)
    return (match[1].rstrip() for match in found if match)


def _unquoted(comment: str) -> str:
    """Leave out the quote in which a quoted text ends on its line."""
    return comment.rstrip("\"'")


def _renamed(old: str, new: str, text: str) -> str:
    """Give the key that a text begins with another name."""
    return re.sub(rf"""^(["']?){re.escape(old)}\1(?=\s*:)""", new, text, count=1)


def _trimmed(lines: Sequence[str]) -> list[str]:
    """Leave out blank lines at the end."""
    kept = list(lines)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


def _ends_blank(lines: Sequence[str]) -> bool:
    return bool(lines) and not lines[-1].strip()
