"""Proof that an edit did what it should and nothing else; ruamel.yaml reads the result as a second opinion."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from adapters.yamltext.document import Document, Splice
from adapters.yamltext.model import same
from adapters.yamltext.reader import read_document
from adapters.yamltext.rules import LIMITS
from adapters.yamltext.tree import Collection, Comment
from engine.errors import Invalid

if TYPE_CHECKING:
    from adapters.yamltext.opinion import Opinion


# The second parser takes 3 ms per KB; a longer result is shown to it in the top-level entries that changed.
_ASK_WHOLE = 2048


class EditUnproven(Exception):  # noqa: N818 -- an outcome with a name of its own
    """An edit gave a text that does not hold what was intended; a bug, and nothing was written."""


def prove_step(
    before: Document, after: Document, splices: Sequence[Splice], *, moves: bool
) -> None:
    """Check that nothing outside the splices changed and that no comment was lost, made up or reordered.

    ``moves``: the comments of the removed parts stand in the inserted ones again.

    Raises:
        EditUnproven: something else happened.
    """
    ordered = sorted(splices, key=lambda splice: (splice.start, splice.end))
    position = shift = 0
    for splice in ordered:
        if splice.start < position:
            raise EditUnproven("two parts of an edit overlap")
        _expect_equal(
            before.text[position : splice.start],
            after.text[position + shift : splice.start + shift],
        )
        position = splice.end
        shift += len(splice.text) - (splice.end - splice.start)
    _expect_equal(before.text[position:], after.text[position + shift :])
    _prove_comments(before, after, ordered, moves=moves)


def _expect_equal(one: str, other: str) -> None:
    if one != other:
        raise EditUnproven("text outside the edited parts changed")


def _prove_comments(
    before: Document, after: Document, ordered: Sequence[Splice], *, moves: bool
) -> None:
    removed, kept_before = _split(
        before.comments, [(splice.start, splice.end) for splice in ordered]
    )
    spans, shift = [], 0
    for splice in ordered:
        start = splice.start + shift
        spans.append((start, start + len(splice.text)))
        shift += len(splice.text) - (splice.end - splice.start)
    inserted, kept_after = _split(after.comments, spans)
    if kept_before != kept_after:
        raise EditUnproven("a comment outside the edited parts was lost or changed its place")
    if sorted(inserted) != (sorted(removed) if moves else []):
        raise EditUnproven("comments did not move with what they describe")


def _split(
    comments: Sequence[Comment], spans: Sequence[tuple[int, int]]
) -> tuple[list[str], list[str]]:
    inside: list[str] = []
    outside: list[str] = []
    for comment in comments:
        is_inside = any(start <= comment.start < end for start, end in spans)
        (inside if is_inside else outside).append(comment.text)
    return inside, outside


def prove_result(original: Document, result: Document, intended: Any) -> None:
    """Check what two independent parsers read in the result.

    Raises:
        EditUnproven: either reads something else than intended.
        Invalid: the values make the document too large or too deep.
    """
    reading = read_document("", result.text.encode())
    if reading.value is None:
        limits = [problem for problem in reading.problems if problem.rule in LIMITS]
        if limits:
            raise Invalid(limits)
        raise EditUnproven("the edited text breaks the rules of reading")
    if not same(reading.value, intended):
        raise EditUnproven("the edited text does not read as intended")
    for text, keys in _parts_to_ask_about(original, result):
        wanted = intended if keys is None else {key: intended[key] for key in keys}
        _prove_part(original, text, wanted)


def _parts_to_ask_about(
    original: Document, result: Document
) -> list[tuple[str, Sequence[str] | None]]:
    """Give the whole result, or of a long one the top-level entries that changed, with their keys."""
    root = result.root
    if len(result.text) <= _ASK_WHOLE or not isinstance(root, Collection) or root.is_flow:
        return [(result.text, None)]
    first, last = _changed_part(original.text, result.text)
    lines, entries = result.lines, root.entries
    starts = [0, *(lines.start(lines.of(entry.start)) for entry in entries[1:]), len(result.text)]
    touched = [
        position
        for position, (start, end) in enumerate(pairwise(starts))
        if start <= last and end >= first
    ]
    if not touched:
        return [(result.text, None)]
    text = result.text[starts[touched[0]] : starts[touched[-1] + 1]]
    return [(text, root.keys()[touched[0] : touched[-1] + 1])]


def _changed_part(before: str, after: str) -> tuple[int, int]:
    """Give the part of ``after`` outside of which both are the same."""
    first = _shared(before, after, min(len(before), len(after)))
    room = min(len(before), len(after)) - first
    ending = _shared(before[::-1], after[::-1], room)
    return first, len(after) - ending


def _shared(one: str, other: str, limit: int) -> int:
    """Give how many characters two texts start with in common, at most ``limit``, by halving."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _prove_part(original: Document, text: str, wanted: Any) -> None:
    opinion = _opinion(original, text)
    if opinion is None:
        return
    if not same(opinion.value, wanted):
        raise EditUnproven("a second parser reads the edited text otherwise")
    part = Document(text)
    if opinion.comments is not None and list(opinion.comments) != _texts(part.comments):
        raise EditUnproven("a second parser sees other comments in the edited text")


def _texts(comments: Sequence[Comment]) -> list[str]:
    return [comment.text.rstrip() for comment in comments]


def _opinion(original: Document, text: str) -> Opinion | None:
    """Ask the second parser about a text; None if it could not even read the original."""
    # ruamel.yaml costs 20 ms to import, which the reading commands need not pay.
    from adapters.yamltext.opinion import UnreadableError, second_opinion

    try:
        return second_opinion(text)
    except UnreadableError as fault:
        with suppress(UnreadableError):
            second_opinion(original.text)
            raise EditUnproven("a second parser rejects the edited text") from fault
    return None
