"""Nobody is offered a button that is not theirs to press."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.book import Book
from handlers.kit.catalogue import Catalogue, Effect, Entry
from handlers.kit.command import Actor
from handlers.kit.offers import as_offered
from handlers.kit.reply import Actions, Button, Card, Reply, Text
from schemas.operators import Role
from tests.builders import Carrier, a_house, sample_carrier

CATALOGUE = Catalogue.read()
TYPED = [
    pytest.param(example, id=example)
    for entry in CATALOGUE.entries
    if entry.effect is not Effect.CONFIG and "slack" in entry.surfaces
    for example in entry.examples
]


def buttons(reply: Reply) -> Iterator[Button]:
    for block in reply.blocks:
        if isinstance(block, Actions):
            yield from block.buttons
        elif isinstance(block, Card):
            yield from block.tabs


def an_actor(*roles: Role) -> Actor:
    return Actor("vera", "Vera", "vera@example.com", frozenset(roles), "operator:vera")


@pytest.fixture(scope="module")
def carrier() -> Carrier:
    return a_house(sample_carrier())


def actor_in(book: Book, who: str) -> Actor:
    person = next(one for one in book.operators if one.id == who)
    return Actor(person.id, person.name, person.email, frozenset(person.roles), f"operator:{who}")


@pytest.mark.parametrize("line", TYPED)
def test_no_command_offers_what_the_person_may_not_do(carrier: Carrier, line: str) -> None:
    book = carrier.house.books.head().book
    for person in book.operators:
        actor = actor_in(book, person.id)
        for button in buttons(carrier.type(line, person.id)):
            entry: Entry | None = CATALOGUE.get(button.command)
            assert entry is not None
            assert actor.may(entry.role), f"{person.id} is offered {button.label}"


def test_a_viewer_is_not_offered_to_add_an_operator_and_an_admin_is(carrier: Carrier) -> None:
    people = carrier.house.books.head().book.operators
    viewer = next(one.id for one in people if one.roles == (Role.VIEWER,))
    admin = next(one.id for one in people if Role.ADMIN in one.roles)

    assert "Add operator" not in {
        one.label for one in buttons(carrier.type("operator list", viewer))
    }
    assert "Add operator" in {one.label for one in buttons(carrier.type("operator list", admin))}


def test_a_row_of_buttons_of_which_none_is_left_goes() -> None:
    row = Actions((Button("Add", "operator add", {}), Button("Gone", "no such command", {})))
    reply = Reply("Operators", (Text("one"), row))

    assert as_offered(reply, CATALOGUE, an_actor(Role.VIEWER)).blocks == (Text("one"),)
    assert as_offered(reply, CATALOGUE, an_actor(Role.ADMIN)).blocks == (
        Text("one"),
        Actions(row.buttons[:1]),
    )


def test_a_card_keeps_the_tabs_that_are_the_persons() -> None:
    tabs = (Button("Main", "customer show", {"customer": "b"}), Button("Add", "operator add", {}))
    reply = Reply("Ben", (Card("Ben", "b", (), tabs, "main"),))

    [card] = as_offered(reply, CATALOGUE, an_actor(Role.VIEWER)).blocks

    assert isinstance(card, Card)
    assert card.tabs == tabs[:1]
