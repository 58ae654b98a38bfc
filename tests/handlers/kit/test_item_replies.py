"""Long lists: a page at a time, with buttons to the others."""

from __future__ import annotations

import pytest

from handlers.kit.reply import Actions, Reply, Table
from tests.builders import TEXT, Carrier, a_carrier, a_house

ALIASES = [{"id": f"a{n:02}", "current": f"9{n:02}", "new": "442079460018"} for n in range(57)]


@pytest.fixture
def carrier() -> Carrier:
    extra = {"customers/ben-llc/auth.yaml": TEXT.write({"aliases": ALIASES})}
    return a_house(a_carrier(extra=extra))


def table(reply: Reply) -> Table:
    [found] = [block for block in reply.blocks if isinstance(block, Table)]
    return found


def labels(reply: Reply) -> list[str]:
    return [
        one.label for block in reply.blocks if isinstance(block, Actions) for one in block.buttons
    ]


@pytest.mark.parametrize(
    ("page", "first", "note", "turns"),
    [
        (1, "a00", "1-25 of 57", {"Next"}),
        (2, "a25", "26-50 of 57", {"Previous", "Next"}),
        (3, "a50", "51-57 of 57", {"Previous"}),
    ],
)
def test_a_page_has_25_rows_and_leads_to_its_neighbours(
    carrier: Carrier, page: int, first: str, note: str, turns: set[str]
) -> None:
    reply = carrier.type(f"auth alias list ben-llc --page {page}")

    assert (table(reply).rows[0][0], table(reply).note) == (first, note)
    assert {"Previous", "Next"} & set(labels(reply)) == turns
    assert first in labels(reply)
    assert reply.summary == "57 aliases of ben-llc"
    assert len(reply.values["aliases"]) == 57


def test_behind_the_last_page_is_the_last(carrier: Carrier) -> None:
    assert table(carrier.type("auth alias list ben-llc --page 4")).note == "51-57 of 57"


def test_limits_are_numbers_and_usernames_of_digits_are_not() -> None:
    users = [{"id": "desk", "username": "20001", "channels": 2}]
    carrier = a_house(
        a_carrier(extra={"customers/ben-llc/auth.yaml": TEXT.write({"users": users})})
    )

    assert table(carrier.type("auth user list ben-llc")).numbers == ("Channels", "CPS")


def test_the_tab_of_the_card_shows_the_first_page_and_leads_to_the_list(carrier: Carrier) -> None:
    card = carrier.type("customer show ben-llc --tab auth")

    assert len(table(card).rows) == 25
    assert "List aliases" in labels(card)
