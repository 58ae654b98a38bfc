"""``explain`` and ``customer mentioned``: what a text says of our customers."""

from __future__ import annotations

from handlers.kit.reply import Table
from tests.builders import Carrier, a_carrier, a_customer, a_house

AUTH = b"ip:\n  - {id: main, hosts: [203.0.113.0/28]}\n"
CONTACTS = b'contacts:\n  - {id: jo, name: Jo, email: jo@example.com, phone: "+442079460018"}\n'


def a_carrier_with_kestrel() -> Carrier:
    customers = {"ben-llc": a_customer("Ben LLC"), "kestrel": a_customer("Kestrel Telecom")}
    extra = {
        "customers/ben-llc/auth.yaml": AUTH,
        "customers/ben-llc/contacts.yaml": CONTACTS,
    }
    return a_house(a_carrier(customers, extra=extra))


def test_an_address_is_explained_by_the_network_that_holds_it() -> None:
    reply = a_carrier_with_kestrel().run("explain", text="503 from 203.0.113.7 for Kestrel Telecom")

    [table] = [block for block in reply.blocks if isinstance(block, Table)]
    assert table.rows == (("203.0.113.7", "ben-llc", "auth: ip[main].hosts", "203.0.113.0/28"),)
    assert reply.values == {
        "addresses": {"203.0.113.7": ["ben-llc"]},
        "numbers": {},
        "customers": ["kestrel"],
    }


def test_a_viewer_is_not_shown_the_numbers_of_people() -> None:
    carrier = a_carrier_with_kestrel()
    asked = {"text": "who is +44 20 7946 0018?"}

    assert "442079460018" in str(carrier.run("explain", "ada", **asked).blocks)
    seen = str(carrier.run("explain", "vera", **asked).blocks)
    assert "***0018" in seen
    assert "+442079460018" not in seen


def test_what_is_nobodys_is_said_to_be() -> None:
    reply = a_carrier_with_kestrel().run("explain", text="from 198.51.100.9")

    assert "nobody's" in str(reply.blocks)


def test_a_text_with_nothing_in_it_says_what_would_be_known() -> None:
    carrier = a_carrier_with_kestrel()

    assert carrier.run("explain", text="hello").summary == "Nothing in that text is known here."
    said = carrier.run("customer mentioned", text="hello")
    assert said.summary == "That text names no customer."


def test_customers_are_listed_with_what_gave_them_away() -> None:
    text = "KESTREL TELECOM and 203.0.113.7"
    reply = a_carrier_with_kestrel().run("customer mentioned", text=text)

    assert reply.summary == "2 customers in that text"
    assert reply.values["customers"] == [
        {"id": "kestrel", "by": ["its name"]},
        {"id": "ben-llc", "by": ["203.0.113.7"]},
    ]
