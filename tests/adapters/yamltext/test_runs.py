"""Many items of one list come and go in one step, with the bytes that one by one would give."""

from __future__ import annotations

from functools import reduce

import pytest

from adapters.yamltext.editor import edit_document
from engine.edits import DeleteItem, FieldEdit, InsertItem, Plain

TIGHT = """\
dids:
  # the first
  - id: a
    number: "1"
  - id: b   # beside it
    number: "2"
  # the third
  - id: c
    number: "3"
tail: x
"""
SPACED = TIGHT.replace("  # the third", "\n  # the third").replace("  - id: b", "\n  - id: b")
COMPACT = "dids:\n- {id: a}\n-   id: b\n    number: '2'\n- id: c\n"
LAST = SPACED.removesuffix("tail: x\n")
TEXTS = TIGHT.replace('number: "2"', "number: |\n      long\n\n      text").replace(
    'number: "3"', "number: |\n      more\n      text"
)
FLOW = "dids: [{id: a}, {id: b}, {id: c}, {id: d}]\n"
ONE = "dids:\n  - id: a\n"

NEW: tuple[Plain, ...] = tuple(
    {"id": f"new-{place}", "number": str(place), "notes": "two\nlines\n"} for place in range(4)
)


def one_by_one(data: bytes, edits: tuple[FieldEdit, ...]) -> bytes:
    return reduce(lambda text, edit: edit_document(text, (edit,)), edits, data)


@pytest.mark.parametrize("text", [TIGHT, SPACED, COMPACT, LAST, TEXTS, FLOW, ONE])
def test_items_at_the_end_come_as_if_one_by_one(text: str) -> None:
    length = text.count("id: ")
    edits = tuple(InsertItem(("dids", length + place), item) for place, item in enumerate(NEW))

    assert edit_document(text.encode(), edits) == one_by_one(text.encode(), edits)


@pytest.mark.parametrize("text", [TIGHT, SPACED, COMPACT, LAST, TEXTS, FLOW])
@pytest.mark.parametrize("places", [(2, 1), (2, 0), (1, 0), (2, 1, 0)])
def test_items_go_as_if_one_by_one(text: str, places: tuple[int, ...]) -> None:
    edits = tuple(DeleteItem(("dids", place)) for place in places)

    assert edit_document(text.encode(), edits) == one_by_one(text.encode(), edits)


def test_runs_in_several_lists_and_single_edits_mix() -> None:
    text = TIGHT + "more:\n  - x\n  - y\n  - z\n"
    edits: tuple[FieldEdit, ...] = (
        InsertItem(("dids", 3), {"id": "d"}),
        InsertItem(("dids", 4), {"id": "e"}),
        DeleteItem(("more", 2)),
        DeleteItem(("more", 0)),
        InsertItem(("more", 0), "w"),
        DeleteItem(("dids", 4)),
        DeleteItem(("dids", 0)),
    )

    assert edit_document(text.encode(), edits) == one_by_one(text.encode(), edits)


def test_comments_stay_with_what_they_describe() -> None:
    after = edit_document(SPACED.encode(), (DeleteItem(("dids", 1)), DeleteItem(("dids", 0))))

    assert b"# the third\n  - id: c" in after
    assert b"# the first" not in after
    assert b"# beside it" not in after
