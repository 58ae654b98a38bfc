"""Documents of format 1, as the present format has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.documents.index import HeadIndex
from adapters.documents.raised import in_present_format
from adapters.memory.remote import MemoryRemote
from adapters.memory.repository import MemoryRepository
from engine.checks import run_checks
from engine.errors import Refused
from engine.facts import Index
from tests.builders import BOT, HAND, NOON, TEXT, FileDocuments, a_carrier
from tests.format1 import SETTINGS, an_old_carrier, format1, old_book, old_documents


def told(customer: bytes) -> list[str]:
    book = old_book(an_old_carrier(customer))
    return [str(problem) for problem in (*book.problems(), *run_checks(book))]


def test_the_frozen_sample_holds() -> None:
    book = old_book()

    assert list(book.problems()) == []
    assert [p for p in run_checks(book) if p.severity == "error"] == []


def test_the_frozen_sample_says_what_it_said() -> None:
    book = old_book()
    ben = book.customer("ben-llc")

    assert (ben.status, ben.limits.channels, ben.limits.cps) == ("active", 30, 5)
    assert str(ben.tax.percent) == "20"
    assert list(book.customers) == ["ben-llc", "kite-labs"]
    assert book.settings.realm == "sip.example.net"
    routing = book.documents.load(book.path_of("routing", "ben-llc")).model
    assert [route.capacity.cps for route in routing.routes] == [4, 0]
    assert [route.rate_card for route in routing.routes] == ["retail-usd"] * 2
    assert not book.has("routing", "kite-labs")


def test_facts_are_found_under_their_present_places() -> None:
    facts = old_documents(format1()).facts

    [held] = facts.find(Index.SIP_USER, "1001")
    assert (held.path, held.fact.at) == ("customers/ben-llc/auth.yaml", ("users", 0, "username"))


def test_a_wrong_value_is_told_where_it_stands_in_the_old_file() -> None:
    text = b"name: Ben\ncurrency: USD\n# fast\nflow_speed: many\nroutes:\n  - id: a\n    card: retail\n    channels: -1\n"

    assert [line.split(": ")[0] for line in told(text)][:2] == [
        "customers/ben.yaml:4:13",
        "customers/ben.yaml:8:15",
    ]


def test_a_check_tells_the_line_of_the_old_file() -> None:
    text = b"name: Ben\ncurrency: USD\nroutes:\n  - id: a\n    card: nowhere\n"

    assert any(
        line.startswith("customers/ben.yaml:5:5: ben routes[a].rate_card") for line in told(text)
    )


def test_a_field_given_in_both_forms_is_told() -> None:
    text = b"name: Ben\ncurrency: USD\nlimits: {cps: 3}\nflow_speed: 5\n"

    assert any("customers/ben.yaml:4:1" in line and "flow_speed" in line for line in told(text))


def test_a_file_that_does_not_read_is_told_once() -> None:
    of_ben = [line for line in told(b"name: [\n") if line.startswith("customers/ben.yaml")]

    assert len(of_ben) == 1


def test_a_file_at_a_place_of_the_present_format_is_told() -> None:
    files = an_old_carrier(b"name: Ben\ncurrency: USD\n")
    files["customers/zed/customer.yaml"] = b"name: Zed\ncurrency: USD\n"

    [problem] = old_book(files).problems()

    assert (problem.path, problem.rule) == ("customers/zed/customer.yaml", "unknown-document")
    assert "customers/zed.yaml" in problem.hint


def test_rates_are_told_at_the_old_file() -> None:
    files = {"settings.yaml": SETTINGS, "rate-cards/a.csv": b"prefix,rate\n44,x\n"}

    assert [(p.path, p.line, p.column) for p in old_book(files).problems()] == [
        ("rate-cards/a.csv", 2, 4)
    ]


def test_a_part_of_a_file_has_no_bytes_of_its_own() -> None:
    with pytest.raises(Refused, match=r"part of customers/ben-llc\.yaml in format 1"):
        old_documents(format1()).data("customers/ben-llc/contacts.yaml")


def test_documents_of_the_present_format_are_left_alone() -> None:
    documents = FileDocuments(a_carrier())

    assert in_present_format(documents, TEXT) is documents


def test_a_newer_format_is_refused() -> None:
    documents = FileDocuments(a_carrier() | {"settings.yaml": b"format: 9\n"})

    with pytest.raises(Refused, match="has format 9") as caught:
        in_present_format(documents, TEXT)
    assert "newer Trunkline" in caught.value.hint


def test_the_index_leaves_an_older_format_to_others_and_takes_up_again(tmp_path: Path) -> None:
    remote = MemoryRemote()
    first = remote.commit(a_carrier(), author=HAND, at=NOON, message="New")
    repository = MemoryRepository(remote, committer=BOT)
    index = HeadIndex(tmp_path / "index.db", repository, TEXT, code="code")
    assert index.open(repository.fetch()) is not None

    remote.commit({"settings.yaml": SETTINGS}, author=HAND, at=NOON, message="Back")
    assert index.open(repository.fetch()) is None

    remote.commit(
        {"settings.yaml": a_carrier()["settings.yaml"]}, author=HAND, at=NOON, message="On"
    )
    opened = index.open(repository.fetch())
    assert opened is not None
    assert opened.commit != first
    assert list(opened.paths("customer")) == ["ben-llc"]
