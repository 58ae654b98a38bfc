"""What a text mentions: addresses, numbers and customers, among everything else people write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.mentions import mentions
from tests.builders import a_book, a_carrier, a_customer

BOOK = a_book(
    a_carrier({"ben-llc": a_customer("Ben LLC"), "kestrel": a_customer("Kestrel Telecom")})
)


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("503 from 203.0.113.7, please look", ("203.0.113.7",)),
        ("(203.0.113.7) and 203.0.113.0/24.", ("203.0.113.7", "203.0.113.0/24")),
        ("sip:x@203.0.113.7:5060 says no", ("203.0.113.7",)),
        ("2001:db8::7 is down", ("2001:db8::7",)),
        ("version 1.2.3 of 2026-11-20 at 10:20:30", ()),
        ("999.1.1.1", ()),
    ],
)
def test_addresses_are_found_among_words(text: str, addresses: tuple[str, ...]) -> None:
    assert mentions(text, BOOK).addresses == addresses


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("call +44 20 7946 0018 now", ("442079460018",)),
        ("from 442079460018 to 442079460019", ("442079460018", "442079460019")),
        ("(020) 7946-0018", ("02079460018",)),
        ("on 2026-11-20 at 12.05.2026 with 503 and 30 channels", ()),
        ("203.0.113.7", ()),
        ("ticket abc12345x", ()),
    ],
)
def test_numbers_are_found_as_people_write_them(text: str, numbers: tuple[str, ...]) -> None:
    assert mentions(text, BOOK).numbers == numbers


@pytest.mark.parametrize(
    ("text", "customers"),
    [
        ("KESTREL TELECOM has no audio", ("kestrel",)),
        ("ask ben-llc, and ben llc again", ("ben-llc",)),
        ("kestrels fly; benign-llc; ben-llc-2", ()),
    ],
)
def test_customers_are_found_by_id_and_whole_name(text: str, customers: tuple[str, ...]) -> None:
    assert mentions(text, BOOK).customers == customers


@given(st.text(max_size=300))
def test_any_text_mentions_something_or_nothing(text: str) -> None:
    found = mentions(text, BOOK)

    assert all(number.isdigit() for number in found.numbers)
