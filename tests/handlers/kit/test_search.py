"""Customers are found by what any of their documents says."""

from __future__ import annotations

from handlers.kit.search import find_customers
from tests.builders import a_book, a_carrier, a_customer

CONTACTS = b"contacts:\n  - {id: main, name: Zo\xc3\xab Kowalski, email: zoe@ben.example, phone: '+442079460123'}\n"
AUTH = b"""ip:
  - {id: office, hosts: ["203.0.113.0/28", "2001:db8::7"], direction: sends}
users:
  - {id: desk, username: reception-7}
"""


def found(wanted: str) -> list[tuple[str, str, str]]:
    folder = "customers/ben-llc"
    extra = {f"{folder}/contacts.yaml": CONTACTS, f"{folder}/auth.yaml": AUTH}
    customers = {"ben-llc": a_customer("Ben LLC", tags=["retail"]), "zed": a_customer("Zed Ltd")}
    hits = find_customers(a_book(a_carrier(customers, extra=extra)), wanted)
    return [(hit.customer, hit.tab, hit.field) for hit in hits]


def test_finds_names_ids_and_tags_in_any_case() -> None:
    assert found("ZED") == [("zed", "customer", "id"), ("zed", "customer", "name")]
    assert ("ben-llc", "customer", "tags") in found("Retail")


def test_finds_people_and_their_addresses_in_any_script() -> None:
    assert found("zoë kow") == [("ben-llc", "contacts", "contacts[main].name")]
    assert found("zoe@ben") == [("ben-llc", "contacts", "contacts[main].email")]


def test_finds_a_number_as_people_write_it() -> None:
    assert found("+44 20 7946 0123") == [("ben-llc", "contacts", "contacts[main].phone")]


def test_finds_sip_users() -> None:
    assert found("reception") == [("ben-llc", "auth", "users[desk].username")]


def test_finds_an_address_in_the_network_that_holds_it() -> None:
    assert found("203.0.113.7") == [("ben-llc", "auth", "ip[office].hosts")]
    assert found("203.0.113.99") == []


def test_finds_the_networks_inside_a_network() -> None:
    assert found("203.0.112.0/22") == [("ben-llc", "auth", "ip[office].hosts")]
    assert found("2001:DB8::7") == [("ben-llc", "auth", "ip[office].hosts")]


def test_finds_nothing_where_nothing_says_it() -> None:
    assert found("nowhere to be found") == []
    assert found('quote " and \\ slash') == []
