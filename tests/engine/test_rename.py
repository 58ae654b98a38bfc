"""Giving documents another id."""

from __future__ import annotations

import pytest

from engine.book import Book
from engine.checks import run_checks
from engine.draft import Draft, make_draft
from engine.errors import Invalid, Refused
from engine.rename import RENAMED, rename
from tests.builders import TEXT, a_book, a_carrier, sample_carrier

IDS = {
    "provider": "borealis",
    "rate-card": "atlas-standard",
    "package": "trunk-rental",
    "contract": "terms-of-service",
    "prefix-set": "uk-mobile",
    "strategy": "no-premium",
}


def renamed(book: Book, kind: str, old: str, new: str) -> Draft:
    return make_draft(book, rename(book, kind, old, new, TEXT), TEXT)


def lines(data: bytes | None) -> list[bytes]:
    return (data or b"").splitlines()


def test_every_kind_that_can_be_renamed_is_tried_here() -> None:
    assert sorted(IDS) == sorted(RENAMED)


@pytest.mark.parametrize("kind", IDS)
def test_every_reference_follows_and_nothing_else_changes(kind: str) -> None:
    files, old = sample_carrier(), IDS[kind]
    book = a_book(files)

    draft = renamed(book, kind, old, "brand-new")

    assert [p for p in run_checks(draft.after) if p.rule == "unknown-reference"] == []
    assert not draft.after.has(kind, old)
    assert list(draft.after.documents.facts.find(f"ref:{kind}", old)) == []
    count = len(list(book.documents.facts.find(f"ref:{kind}", old)))
    assert len(list(draft.after.documents.facts.find(f"ref:{kind}", "brand-new"))) == count > 0
    for path, data in draft.files.items():
        if path in files and data is not None:
            pairs = zip(lines(files[path]), lines(data), strict=True)
            changed = [(was, now) for was, now in pairs if was != now]
            assert all(was.replace(old.encode(), b"brand-new") == now for was, now in changed)


def test_the_plan_tells_the_new_id_and_the_references() -> None:
    draft = renamed(a_book(sample_carrier()), "provider", "borealis", "boreal")

    assert [(c.path, c.field, c.before, c.after) for c in draft.plan.changes] == [
        ("providers/boreal/provider.yaml", "id", "borealis", "boreal"),
        ("rate-cards/borealis-premium/card.yaml", "provider", "borealis", "boreal"),
    ]


def test_a_rate_card_takes_its_rates_along_byte_by_byte() -> None:
    files = sample_carrier()
    draft = renamed(a_book(files), "rate-card", "retail-usd", "retail")

    assert draft.files["rate-cards/retail/rates.csv"] == files["rate-cards/retail-usd/rates.csv"]
    assert draft.files["rate-cards/retail-usd/rates.csv"] is None


def test_a_reference_under_an_old_field_name_is_found() -> None:
    files = sample_carrier()
    path = "customers/ben-llc/routing.yaml"
    files[path] = (
        files[path]
        .replace(b"      only: [", b"      lock: [")
        .replace(b"locks: {only:", b"locks: {lock:")
    )
    draft = renamed(a_book(files), "rate-card", "atlas-standard", "atlas")

    assert b"lock: [atlas]" in (draft.files[path] or b"")
    assert b"only:" not in (draft.files[path] or b"")


@pytest.mark.parametrize(
    ("kind", "old", "new", "said"),
    [
        ("customer", "ben-llc", "ben", "name it for ever"),
        ("operator", "ada", "eva", "name it for ever"),
        ("settings", "settings", "x", "is not changed"),
        ("provider", "nobody", "x", "there is no provider"),
        ("provider", "borealis", "atlas-carrier", "already"),
    ],
)
def test_what_cannot_be_renamed_is_refused_with_the_reason(
    kind: str, old: str, new: str, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        rename(a_book(sample_carrier()), kind, old, new, TEXT)


def test_the_same_id_is_no_change() -> None:
    assert rename(a_book(sample_carrier()), "provider", "borealis", "borealis", TEXT) == ()


def test_a_document_that_does_not_hold_may_hide_a_reference() -> None:
    files = a_carrier(extra={"strategies/refuse.yaml": b"name: R\ntype: drop\n"})
    files["customers/ben-llc/routing.yaml"] = (
        b"routes: [{id: a, strategies: [{strategy: refuse}], x: 1}]\n"
    )

    with pytest.raises(Invalid):
        rename(a_book(files), "strategy", "refuse", "drop", TEXT)
