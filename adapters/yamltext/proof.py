"""Proof that an edit did what it should and nothing else; ruamel.yaml reads the result as a second opinion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from adapters.yamltext.document import Document, Splice
from adapters.yamltext.model import same
from adapters.yamltext.tree import Comment


class EditUnproven(Exception):
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


def prove_result(result: Document, value: Any, intended: Any) -> None:
    """Check what two independent parsers read in the result.

    Raises:
        EditUnproven: either reads something else than intended.
    """
    if not same(value, intended):
        raise EditUnproven("the edited text does not read as intended")
    # ruamel.yaml costs 20 ms to import, which the reading commands need not pay.
    from adapters.yamltext.opinion import second_opinion

    try:
        other_value, other_comments = second_opinion(result.text)
    except ValueError as fault:
        raise EditUnproven("a second parser rejects the edited text") from fault
    if not same(other_value, intended):
        raise EditUnproven("a second parser reads the edited text otherwise")
    if other_comments != [comment.text.rstrip() for comment in result.comments]:
        raise EditUnproven("a second parser sees other comments in the edited text")
