"""``customer list`` and ``customer find``."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.kit.reply import Outcome, Reply, Table
from tests.builders import Carrier, a_carrier, a_customer, a_house


@pytest.fixture(scope="module")
def carrier() -> Carrier:
    return a_house(
        a_carrier(
            {
                "amber": a_customer("Amber", "EUR", limits={"channels": 10}, tags=["retail", "eu"]),
                "borealis": a_customer(
                    "Borealis", "USD", status="inactive", limits={"channels": 50, "cps": 3}
                ),
                "cobalt": a_customer(
                    "cobalt & sons", "GBP", status="pending_approval", notes="Calls\nfrom Leeds"
                ),
                "dune": a_customer(
                    "Dune", "USD", credit={"debit_limit": "2500.00"}, tags=["retail"]
                ),
                "elm": a_customer(
                    "Élan", "USD", credit={"debit_limit": "-5"}, address={"city": "Leeds"}
                ),
            }
        )
    )


def ids(reply: Reply) -> list[str]:
    assert reply.outcome is Outcome.DONE
    return [row["id"] for row in reply.values["customers"]]


def listed(carrier: Carrier, **args: Any) -> list[str]:
    return ids(carrier.run("customer list", "vera", **args))


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("all", ["amber", "borealis", "cobalt", "dune", "elm"]),
        ("active", ["amber", "dune", "elm"]),
        ("inactive", ["borealis"]),
        ("pending", ["cobalt"]),
        ("pending_approval", ["cobalt"]),
        ("dialling", []),
        ("penalty", []),
    ],
)
def test_every_status_filters(carrier: Carrier, status: str, expected: list[str]) -> None:
    assert listed(carrier, status=status) == expected


@pytest.mark.parametrize("status", ["dialling", "penalty"])
def test_statuses_of_live_calls_say_why_nobody_has_them(carrier: Carrier, status: str) -> None:
    reply = carrier.run("customer list", status=status)

    assert reply.summary == f"0 customers with status {status}"
    assert "until a switch reports" in reply.blocks[0].text


def test_a_status_that_does_not_exist_is_told_with_those_that_do(carrier: Carrier) -> None:
    reply = carrier.run("customer list", status="vip")

    assert reply.outcome is Outcome.INVALID
    [problem] = reply.blocks[0].problems
    assert (problem.field, '"vip"' in problem.message) == ("status", True)
    assert "pending_approval" in problem.message + problem.hint


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("name", ["amber", "borealis", "cobalt", "dune", "elm"]),
        ("id", ["amber", "borealis", "cobalt", "dune", "elm"]),
        ("status", ["amber", "dune", "elm", "borealis", "cobalt"]),
        ("currency", ["amber", "cobalt", "borealis", "dune", "elm"]),
        ("channels", ["cobalt", "dune", "elm", "borealis", "amber"]),
        ("credit", ["dune", "amber", "borealis", "cobalt", "elm"]),
    ],
)
def test_every_order_sorts(carrier: Carrier, order: str, expected: list[str]) -> None:
    assert listed(carrier, sort=order) == expected


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("leeds", ["cobalt", "elm"]),
        ("COBALT", ["cobalt"]),
        ("usd", ["borealis", "dune", "elm"]),
        ("élan", ["elm"]),
        ("nothing like it", []),
    ],
)
def test_a_search_looks_into_every_field(
    carrier: Carrier, search: str, expected: list[str]
) -> None:
    assert listed(carrier, search=search) == expected


def test_filters_add_up(carrier: Carrier) -> None:
    assert listed(carrier, tag="retail") == ["amber", "dune"]
    assert listed(carrier, tag="retail", status="active", search="eur") == ["amber"]
    assert carrier.run("customer list", tag="retail", search="eur").summary == (
        '1 customer tagged retail matching "eur"'
    )


def test_a_list_is_cut_into_pages_of_ten() -> None:
    many = {f"c{number:02d}": a_customer(f"C{number:02d}") for number in range(23)}
    carrier = a_house(a_carrier(many))
    first, last = carrier.run("customer list"), carrier.run("customer list", page="3")

    assert len(ids(first)) == 10
    assert ids(last) == ["c20", "c21", "c22"]
    assert [b.note for b in last.blocks if isinstance(b, Table)] == ["21-23 of 23"]
    assert first.values["total"] == 23
    turns = [[button.label for button in r.blocks[1].buttons] for r in (first, last)]
    assert turns == [["Next"], ["Previous"]]


def test_a_page_beyond_the_last_is_the_last_and_page_nothing_is_told() -> None:
    carrier = a_house()

    assert carrier.run("customer list", page="99").values["page"] == 1
    assert carrier.run("customer list", page="0").outcome is Outcome.INVALID
    assert carrier.run("customer list", page="two").outcome is Outcome.INVALID


def test_turning_the_page_keeps_what_was_asked() -> None:
    many = {f"c{number:02d}": a_customer(f"C{number:02d}") for number in range(11)}
    carrier = a_house(a_carrier(many))
    reply = carrier.run("customer list", status="active", sort="id", search="c")
    [turn] = reply.blocks[1].buttons

    following = carrier.run(turn.command, **turn.args)
    assert ids(following) == ["c10"]
    assert following.summary == reply.summary


def test_customers_whose_files_do_not_hold_are_named_as_left_out() -> None:
    reply = a_house(a_carrier({"good": a_customer("Good"), "bad": b"name: ["})).run("customer list")

    assert ids(reply) == ["good"]
    assert any("Left out" in getattr(b, "text", "") and "bad" in b.text for b in reply.blocks)


def test_an_empty_carrier_has_no_customers() -> None:
    assert a_house(a_carrier({})).run("customer list").summary == "0 customers"


def test_find_names_each_place(carrier: Carrier) -> None:
    reply = carrier.run("customer find", text="leeds")

    [table] = [block for block in reply.blocks if isinstance(block, Table)]
    assert [(row[1], row[2], row[3]) for row in table.rows] == [
        ("cobalt", "notes", "Calls from Leeds"),
        ("elm", "address.city", "Leeds"),
    ]
    assert ids(reply) == ["cobalt", "elm"]


def test_find_nothing_says_where_it_looked(carrier: Carrier) -> None:
    reply = carrier.run("customer find", text="zzz")

    assert reply.summary == '0 customers with "zzz"'
    assert "was searched" in reply.blocks[0].text


def test_a_search_for_blanks_or_for_a_book_is_refused(carrier: Carrier) -> None:
    assert carrier.run("customer find", text="x" * 201).outcome is Outcome.INVALID
    assert carrier.run("customer find", text="   ").outcome is Outcome.INVALID


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("", ["amber", "borealis", "cobalt", "dune", "elm"]),
        ("tag:retail", ["amber", "dune"]),
        ("tag:RETAIL currency:eur", ["amber"]),
        ("currency:EUR currency:GBP", ["amber", "cobalt"]),
        ("-currency:USD", ["amber", "cobalt"]),
        ("status:pending", ["cobalt"]),
        ("status:all -status:active", ["borealis", "cobalt"]),
        ("leeds", ["cobalt", "elm"]),
        ("leeds -status:active", ["cobalt"]),
        ("-leeds currency:USD", ["borealis", "dune"]),
        ("id:elm id:dune", ["dune", "elm"]),
        ("manager:ada", []),
    ],
)
def test_a_filter_is_typed_in_one_line(carrier: Carrier, where: str, expected: list[str]) -> None:
    assert ids(carrier.type(f"customer list {where}")) == expected


@pytest.mark.parametrize(
    ("where", "expected"),
    [("inactive", ["borealis"]), ("-active", ["borealis", "cobalt"]), ("pending", ["cobalt"])],
)
def test_a_status_needs_no_key(carrier: Carrier, where: str, expected: list[str]) -> None:
    assert ids(carrier.run("customer list", where=where)) == expected


def test_who_finds_nobody_is_told_how_to_go_on(carrier: Carrier) -> None:
    reply = carrier.run("customer list", where="tag:retial")

    assert reply.summary == "0 customers where tag:retial"
    assert "In use as tag: eu, retail" in str(reply.blocks)
    assert "Every customer" in str(reply.blocks)
