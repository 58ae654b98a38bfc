"""Undo in reverse order restores every byte, whatever was edited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.book import Book
from engine.canonical import not_canonical
from engine.draft import make_draft
from engine.edits import (
    DeleteRow,
    DocumentEdit,
    EditDocument,
    EditTable,
    InsertRow,
    RestoreDocument,
    SetKey,
    SetRow,
)
from engine.errors import Invalid, Refused
from engine.fanout import moves
from engine.rename import rename
from engine.undo import conflicts, inverse_edits
from engine.upgrade import upgrade
from tests.builders import TEXT, a_book, a_carrier, a_customer
from tests.format1 import format1, old_book

BEN = "customers/ben-llc/customer.yaml"
RATES = "rate-cards/retail/rates.csv"
FILES = a_carrier(
    {
        "ben-llc": b"currency: USD  # for ever\r\nname:  Ben\r\nlimits: {channels: 3}",
        "zed": a_customer("Zed"),
    },
    extra={
        "rate-cards/retail/card.yaml": b"# ours\nname: Retail\nside: customer\ncurrency: USD\n",
        RATES: b'\xef\xbb\xbfprefix,name,rate\r\n44,"UK, all",0.1\r\n1,US,0.2',
        "customers/zed/routing.yaml": b"routes:\n- id: a\n  rate_card:   retail # public\n",
    },
)


def files_of(book: Book) -> dict[str, bytes]:
    return {path: book.documents.data(path) for path in book.documents.blobs()}


def step(name: str, number: int, book: Book) -> list[DocumentEdit]:
    """Work out one random step on the book as it is then."""
    ben = book.path_of("customer", "ben-llc")
    match name:
        case "field":
            return [EditDocument(ben, (SetKey(("limits", "channels"), number + 1),))]
        case "row":
            cells = {"name": f"N, {number}", "rate": f"0.{number + 1}"}
            rows = [
                SetRow("1", "", {"rate": f"0.{number + 1}"}),
                InsertRow(f"2{number}", "", cells),
            ]
            card = next(iter(book.paths("rate-card").values()))
            return [EditTable(card.replace("card.yaml", "rates.csv"), tuple(rows))]
        case "fanout":
            return list(moves(book.documents, fan_out=number % 2 == 0))
        case "rename":
            card = next(iter(book.paths("rate-card")))
            return list(rename(book, "rate-card", card, f"card-{number}", TEXT))
        case _:
            found = not_canonical(book.documents, TEXT)
            return [RestoreDocument(path, form) for path, form in found if isinstance(form, bytes)]


STEPS = st.tuples(st.sampled_from(["field", "row", "fanout", "rename", "fmt"]), st.integers(0, 9))


@given(st.lists(STEPS, min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_undo_in_reverse_order_restores_every_byte(wanted: list[tuple[str, int]]) -> None:
    book, undo = a_book(FILES), []
    for name, number in wanted:
        try:
            draft = make_draft(book, step(name, number, book), TEXT)
        except (Refused, Invalid):
            continue  # the row is there already: nothing happened
        before = files_of(book)
        undo.append([RestoreDocument(path, before.get(path)) for path in draft.files])
        book = draft.after

    for edits in reversed(undo):
        book = make_draft(book, edits, TEXT).after

    assert files_of(book) == FILES


def test_an_upgrade_is_undone_byte_by_byte() -> None:
    book = old_book()
    draft = make_draft(book, upgrade(book.documents, TEXT).edits, TEXT)
    before = files_of(book)

    back = make_draft(
        draft.after, [RestoreDocument(path, before.get(path)) for path in draft.files], TEXT
    )

    assert dict(back.after.documents.blobs()) == dict(book.documents.blobs())
    assert format1() == {path: back.after.documents.data(path) for path in format1()}
    assert back.after.customer("ben-llc") == book.customer("ben-llc")


def remembered(before: bytes, edits: tuple[Any, ...]) -> tuple[Book, list[Mapping[str, Any]]]:
    draft = make_draft(a_book({**FILES, RATES: before}), [EditTable(RATES, edits)], TEXT)
    changes = [
        {"field": c.field, "action": str(c.action), "before": c.before, "after": c.after}
        for c in draft.plan.changes
    ]
    return draft.after, changes


TABLE = b"prefix,name,rate\n1,US,0.2\n44,UK,0.1\n45,DK,0.3\n"
EDITS = (SetRow("1", "", {"rate": "9"}), DeleteRow("44", ""), InsertRow("46", "", {"rate": "1"}))


def test_rows_are_taken_back_though_others_were_edited_since() -> None:
    book, changes = remembered(TABLE, EDITS)
    later = make_draft(book, [EditTable(RATES, (SetRow("45", "", {"rate": "0.4"}),))], TEXT).after

    assert conflicts(later, RATES, changes) == ()
    undone = make_draft(later, inverse_edits(later, RATES, changes), TEXT)
    assert undone.files[RATES] == TABLE.replace(b"0.3", b"0.4")


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (SetRow("1", "", {"rate": "8"}), "rates[1].rate is 8 now, not 9"),
        (DeleteRow("46", ""), "rates[46] is None now"),
    ],
)
def test_a_row_edited_since_is_a_conflict(edit: Any, said: str) -> None:
    book, changes = remembered(TABLE, EDITS)
    later = make_draft(book, [EditTable(RATES, (edit,))], TEXT).after

    [clash] = conflicts(later, RATES, changes)
    assert said in clash


def test_a_file_that_only_moved_or_was_laid_out_is_not_taken_back_from_under_a_later_edit() -> None:
    [clash] = conflicts(a_book(FILES), BEN, [])

    assert "was edited since" in clash
