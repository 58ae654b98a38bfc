from __future__ import annotations

import pytest

from engine.checks import WHOLE, Scope
from engine.inbound import dids_in, holder_of, holds_range
from tests.engine.checks.carriers import book_of
from tests.engine.checks.telling import a_did, in_stock

DIDS = {f"customers/{name}/dids.yaml": f"dids: [{a_did(f'44{name}')}]" for name in ("11", "22")}


def test_dids_are_given_with_their_place_as_far_as_they_are_in_scope() -> None:
    book = book_of(DIDS)
    one = Scope(frozenset({"customers/22/dids.yaml"}))

    assert [did.number for _, _, did in dids_in(book, WHOLE)] == ["4411", "4422"]
    assert [(path, place) for path, place, _ in dids_in(book, one)] == [
        ("customers/22/dids.yaml", 0)
    ]


@pytest.mark.parametrize(("holder", "holds"), [("range_holder: thames-did", True), ("", False)])
def test_the_card_of_a_range_holder_is_known_by_its_provider(holder: str, *, holds: bool) -> None:
    provider = {"providers/thames/provider.yaml": f"name: T\ncurrency: GBP\n{holder}"}
    book = book_of(DIDS | provider)

    assert [
        holds_range(book, did.provider, did.provider_card) for _, _, did in dids_in(book, WHOLE)
    ] == [holds, holds]


def test_who_has_a_number_is_found_among_customers_and_in_stock() -> None:
    stock = {
        "providers/thames/provider.yaml": "name: T\ncurrency: GBP",
        "providers/thames/numbers.yaml": f"numbers: [{in_stock('4433')}]",
    }
    book = book_of(DIDS | stock)
    found = [holder_of(book, number) for number in ("4422", "+4433", "4444")]

    assert [one and (one[0], one[1], one[2]) for one in found] == [
        ("customers/22/dids.yaml", ("dids", 0), "thames"),
        ("providers/thames/numbers.yaml", ("numbers", 0), "thames"),
        None,
    ]
