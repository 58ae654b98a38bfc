"""Links to customers: which are ours, and what a card shows to everybody in a channel."""

from __future__ import annotations

import json

import pytest

from bot.slack.unfurl import MOST, cards_of, customer_of
from tests.builders import a_book, a_carrier, a_customer

BASE = "https://git.example.com/harbour/config"


@pytest.mark.parametrize(
    ("url", "customer"),
    [
        (f"{BASE}/customers/ben-llc/", "ben-llc"),
        (f"{BASE}/customers/ben-llc", "ben-llc"),
        (f"{BASE}/blob/main/config/customers/ben-llc/auth.yaml#L3", "ben-llc"),
        (f"{BASE}/blob/main/customers/3f/ben-llc/customer.yaml", "ben-llc"),
        (f"{BASE}/tree/main/providers/ben-llc", ""),
        ("https://git.example.com/other/config/customers/ben-llc", ""),
        ("https://git.example.com.evil.example/harbour/config/customers/ben-llc", ""),
        ("http://git.example.com/harbour/config/customers/ben-llc", ""),
        (f"{BASE}/customers/%2e%2e/etc", ""),
        (f"{BASE}-other/customers/ben-llc", ""),
    ],
)
def test_only_links_below_our_addresses_lead_to_customers(url: str, customer: str) -> None:
    assert customer_of(url, [BASE]) == customer


def test_a_card_shows_no_money_no_contact_and_nothing_unescaped() -> None:
    hostile = a_customer("<!channel> Ltd", credit={"debit_limit": "777.00"}, notes="secret word")
    book = a_book(a_carrier({"evil": hostile}, slack={"links": [BASE]}))

    cards = cards_of([f"{BASE}/customers/evil", f"{BASE}/customers/nobody"], book)

    said = json.dumps(cards)
    assert list(cards) == [f"{BASE}/customers/evil"]
    assert "&lt;!channel&gt; Ltd" in said
    assert "777" not in said
    assert "secret word" not in said


def test_of_many_links_the_first_few_get_cards() -> None:
    book = a_book(a_carrier(slack={"links": [BASE]}))
    links = [f"{BASE}/customers/ben-llc/{n}" for n in range(20)]

    assert len(cards_of(links, book)) == MOST
