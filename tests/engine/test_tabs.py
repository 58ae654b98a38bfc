from __future__ import annotations

from engine.tabs import block_of, block_size, caller_rules, endpoints_of, held
from schemas.auth import Auth
from schemas.customer import Customer
from schemas.routing import Routing
from schemas.voice import CallDirection
from tests.engine.checks.carriers import book_of

FILES = {
    "customers/ben/customer.yaml": (
        'name: Ben\ncurrency: GBP\ntags: [retail]\ninternal_numbers: {start: "2000"}\n'
    ),
    "customers/ben/cli.yaml": (
        'rules: [{id: own, cli: "442079460100"}, {id: "off", enabled: false},'
        " {id: in, direction: origination}]\n"
    ),
    "templates/tags/retail/cli.yaml": "rules: [{id: theirs}]\n",
}


def test_a_document_is_found_by_kind_and_id_and_nothing_else_of_that_id() -> None:
    book = book_of(FILES)

    assert held(book, "customer", "ben", Customer) is not None
    assert held(book, "customer", "zoe", Customer) is None
    assert held(book, "customer", "ben", Routing) is None


def test_enabled_rules_of_a_customer_come_before_those_of_its_tags() -> None:
    book = book_of(FILES)

    assert [rule.id for rule in caller_rules(book, "ben")] == ["own", "theirs"]
    assert [rule.id for rule in caller_rules(book, "ben", CallDirection.ORIGINATION)] == ["in"]


def test_a_block_without_a_size_has_that_of_the_carrier() -> None:
    book = book_of(FILES)

    assert block_size(book) == 1000
    assert block_of(book, book.customer("ben")) == range(2000, 3000)


def test_the_records_of_both_kinds_are_endpoints() -> None:
    files = {
        "customers/ben/auth.yaml": "users: [{id: b, username: b}]\nip: [{id: a, hosts: [192.0.2.1]}]"
    }
    auth = held(book_of(files), "auth", "ben", Auth)

    assert auth is not None
    assert [(at, record.id) for at, record in endpoints_of(auth)] == [
        (("ip", 0), "a"),
        (("users", 0), "b"),
    ]
