"""What refers to a document, and what cannot go because of it."""

from __future__ import annotations

import pytest

from engine.errors import Invalid
from handlers.kit.documents import MOST_NAMED, refuse_if_used, users_of
from tests.builders import a_book, a_carrier, a_customer, sample_carrier

CARD = b"name: Retail\nside: customer\ncurrency: USD\n"
ROUTE = b"routes:\n  - {id: main, rate_card: retail}\n"


def test_users_are_told_with_their_places_but_never_the_document_itself() -> None:
    book = a_book(sample_carrier())

    users = {one.path for one in users_of(book, "provider", "atlas-carrier")}
    assert "rate-cards/atlas-standard/card.yaml" in users
    assert "providers/atlas-carrier/provider.yaml" not in users


def test_of_many_users_the_first_are_named_and_the_others_counted() -> None:
    names = [f"c{number:02}" for number in range(MOST_NAMED + 5)]
    files = {
        **a_carrier({name: a_customer(name) for name in names}),
        "rate-cards/retail/card.yaml": CARD,
        **{f"customers/{name}/routing.yaml": ROUTE for name in names},
    }
    with pytest.raises(Invalid) as told:
        refuse_if_used(a_book(files), "rate-card", "retail", "rate card retail")

    assert len(told.value.problems) == MOST_NAMED + 1
    assert "at 4 more places" in told.value.problems[-1].message
    assert {problem.line for problem in told.value.problems} == {2}


def test_what_belongs_to_a_document_keeps_it() -> None:
    files = sample_carrier()
    with pytest.raises(Invalid) as told:
        refuse_if_used(a_book(files), "provider", "thames-numbers", "provider thames-numbers")

    assert "providers/thames-numbers/numbers.yaml" in {one.path for one in told.value.problems}
