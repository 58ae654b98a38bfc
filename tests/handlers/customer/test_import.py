"""``customer import`` and ``customer export``: good rows, bad rows, and cells that mean harm."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from engine.errors import Refused
from handlers.kit.files import LARGEST_FILE, read_text
from handlers.kit.reply import File, Outcome, Reply, Text
from tests.builders import Carrier, a_carrier, a_customer, a_house, sample_carrier


def handed_in(text: str, name: str = "customers.csv") -> dict[str, Any]:
    return read_text(name, text.encode()).model_dump(mode="json")


def imported(carrier: Carrier, text: str, who: str = "ada", **more: object) -> Reply:
    return carrier.run("customer import", who, file=handed_in(text), **more)


def told(reply: Reply) -> list[tuple[int, str, str]]:
    """Line, column and rule of every problem."""
    assert reply.outcome is Outcome.INVALID, reply.summary
    return [(one.line, one.field, one.rule) for one in reply.blocks[0].problems]


def ids(carrier: Carrier) -> list[str]:
    carrier.clock.advance(60)
    return list(carrier.house.books.head().book.customers)


def notes(reply: Reply) -> list[str]:
    return [block.text for block in reply.blocks if isinstance(block, Text)]


# --- good rows -----------------------------------------------------------------------------------------------------


def test_every_row_is_a_customer_and_all_are_one_commit() -> None:
    carrier = a_house()
    plan = imported(carrier, "name,currency\nAlpha Ltd,EUR\nBeta,USD\nGamma,GBP\n")

    assert plan.summary == "Plan: import 3 customers from customers.csv. Nothing has changed yet."
    assert ids(carrier) == ["ben-llc"]
    assert carrier.confirm(plan).outcome is Outcome.DONE
    assert ids(carrier) == ["alpha-ltd", "ben-llc", "beta", "gamma"]
    head = carrier.repository.describe(carrier.repository.fetch())
    assert head.subject == "Import 3 customers from customers.csv"
    assert "Alpha" not in head.trailers["Command"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_tables_of_every_spreadsheet_read_alike(separator: str, mark: str, end: str) -> None:
    rows = [
        ["Name", " Currency", "CHANNELS", "Tags", "Portal", "debit limit", "limits.cps", "notes"],
        ["Alpha Ltd", "EUR", "30", '"retail, eu"', "no", "100.00", "5", '"He said ""hi"""'],
    ]
    text = mark + end.join(separator.join(row) for row in rows) + end
    carrier = a_house()
    carrier.confirm(imported(carrier, text))

    carrier.clock.advance(60)
    made = carrier.house.books.head().book.customer("alpha-ltd")
    assert (made.limits.channels, made.limits.cps, made.tags) == (30, 5, ("retail", "eu"))
    assert (made.portal.enabled, str(made.credit.debit_limit)) == (False, "100.00")
    assert made.notes == 'He said "hi"'


def test_ids_can_be_given() -> None:
    carrier = a_house()
    carrier.confirm(imported(carrier, "id,name,currency\nalpha,Alpha Ltd,EUR\n,Beta,USD\n"))

    assert ids(carrier) == ["alpha", "ben-llc", "beta"]


def test_an_import_is_undone_as_a_whole() -> None:
    carrier = a_house()
    done = carrier.confirm(imported(carrier, "name,currency\nAlpha,EUR\nBeta,USD\n"))
    carrier.change(f"undo {done.operation}")

    assert ids(carrier) == ["ben-llc"]


def test_a_row_that_somebody_added_meanwhile_is_told_when_it_is_confirmed() -> None:
    carrier = a_house()
    plan = imported(carrier, "name,currency\nAlpha,EUR\nBeta,USD\n")
    carrier.push({"customers/alpha/customer.yaml": a_customer("Alpha")})

    assert (2, "id", "unique-name") in told(carrier.confirm(plan))
    assert ids(carrier) == ["alpha", "ben-llc"]


# --- bad rows ------------------------------------------------------------------------------------------------------

MIXED = (
    "name;currency;channels;account_manager;paypal_email\n"
    "Alpha;EUR;30;;\n"
    "Beta;XXX;lots;;\n"
    "BEN LLC;USD;;;\n"
    "alpha;EUR;;;\n"
    ";USD;;;\n"
    "Delta;;;;\n"
    "Epsilon;USD;4,42E+11;;\n"
    "Zeta;USD;5\n"
    "Eta;USD;;nobody;\n"
    "Theta;USD;;;pay@example.com\n"
    "Iota;USD;;;PAY@example.com\n"
)


def test_every_bad_row_is_told_by_line_and_column() -> None:
    carrier = a_house()
    found = told(imported(carrier, MIXED))

    for wanted in (
        (3, "currency", "currency"),
        (3, "channels", "whole-number"),
        (4, "name", "unique-name"),
        (5, "name", "table-double"),
        (6, "name", "missing-field"),
        (7, "currency", "missing-field"),
        (8, "channels", "table-number"),
        (9, "", "table-row"),
        (10, "account_manager", "unknown-reference"),
        (12, "paypal_email", "table-double"),
    ):
        assert wanted in found
    assert {line for line, _, _ in found} == {3, 4, 5, 6, 7, 8, 9, 10, 12}
    assert ids(carrier) == ["ben-llc"]


def test_with_skip_bad_the_good_rows_come_and_the_others_are_named() -> None:
    carrier = a_house()
    plan = imported(carrier, MIXED, skip_bad="yes")

    assert plan.summary == "Plan: import 2 customers from customers.csv. Nothing has changed yet."
    said = notes(plan)
    assert "9 rows left out:" in said
    assert 'line 3, currency: "XXX" is not a currency' in said
    carrier.confirm(plan)
    assert ids(carrier) == ["alpha", "ben-llc", "theta"]


def test_what_only_the_whole_config_tells_is_told_by_row_too() -> None:
    carrier = a_house()
    text = "name,currency,internal_start,internal_size\nAlpha,EUR,1000,100\nBeta,EUR,1050,100\nC,EUR,,\n"

    found = told(imported(carrier, text))
    assert found
    assert {line for line, _, _ in found} <= {2, 3}
    plan = imported(carrier, text, skip_bad="yes")
    assert plan.outcome is Outcome.ASKS


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("naem,currency\nAlpha,EUR\n", "table-header"),
        ("name,name,currency\nAlpha,Beta,EUR\n", "table-header"),
        ('name,currency\n"Alpha,EUR\n', "table-row"),
    ],
)
def test_a_table_without_a_head_or_an_end_is_told(text: str, rule: str) -> None:
    assert rule in [one[2] for one in told(imported(a_house(), text))]


def test_a_table_of_bad_rows_only_is_told_also_with_skip_bad() -> None:
    assert told(imported(a_house(), "name,currency\nAlpha,XXX\n", skip_bad="yes"))


def test_a_table_without_rows_and_no_table_are_refused() -> None:
    assert imported(a_house(), "name,currency\n").outcome is Outcome.REFUSED
    missing = a_house().run("customer import")
    assert missing.outcome is Outcome.INVALID
    assert "--template" in missing.blocks[0].problems[0].message


# --- harm ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        '=HYPERLINK("https://evil.example","x")',
        "+1+1",
        "-2+3",
        "@SUM(1)",
        "!!python/object/apply:os.system [ls]",
        "&anchor *alias",
        "a: {b: [c]}",
        "--- # comment",
        "<!channel> *bold*",
        "yes",
        "null",
        "../../settings",
    ],
)
def test_cells_that_mean_something_elsewhere_are_text_here(name: str) -> None:
    carrier = a_house(a_carrier({}))
    quoted = '"' + name.replace('"', '""') + '"'
    done = carrier.confirm(imported(carrier, f"id,name,currency\nalpha,{quoted},EUR\n"))

    assert done.outcome is Outcome.DONE
    carrier.clock.advance(60)
    assert carrier.house.books.head().book.customer("alpha").name == name
    tree = carrier.repository.tree(carrier.repository.fetch())
    assert sorted(tree) == [
        "customers/alpha/customer.yaml",
        "operators.yaml",
        "policy.yaml",
        "settings.yaml",
    ]


@pytest.mark.parametrize("bad", ["a\x07b", "a\x1b[31mb", "a\u202eb", "a\u200bb", "x" * 300])
def test_control_characters_and_long_texts_are_refused_by_row(bad: str) -> None:
    [(line, column, _)] = told(imported(a_house(), f"name,currency\n{bad},EUR\n"))

    assert (line, column) == (2, "name")


@pytest.mark.parametrize("bad", ["../x", "A B", "customers/x", ".git", "-x", "x" * 65])
def test_an_id_is_no_path(bad: str) -> None:
    found = told(imported(a_house(), f"id,name,currency\n{bad},Alpha,EUR\n"))

    assert found == [(2, "id", "slug")]


def test_200_000_rows_are_refused_at_once() -> None:
    text = "name,currency\n" + "".join(f"C{number},EUR\n" for number in range(200_000))

    reply = imported(a_house(), text)
    assert told(reply) == [(1, "", "table-row")]
    assert "the most is" in reply.blocks[0].problems[0].message


def test_more_customers_than_one_import_takes_are_refused_by_both_numbers() -> None:
    text = "name,currency\n" + "".join(f"C{number},EUR\n" for number in range(5_001))

    assert imported(a_house(), text).summary == (
        "customers.csv has 5001 rows; one import takes 5000 customers"
    )


def test_a_file_beyond_the_largest_is_refused_before_it_is_read() -> None:
    with pytest.raises(Refused, match="the most is"):
        read_text("big.csv", b"x" * (LARGEST_FILE + 1))


@pytest.mark.parametrize("who", ["vera", "nora"])
def test_somebody_without_the_role_imports_nothing(who: str) -> None:
    assert imported(a_house(), "name,currency\nA,EUR\n", who).outcome is Outcome.REFUSED


# --- the template and the way out ----------------------------------------------------------------------------------


def a_file(reply: Reply) -> str:
    [found] = [block for block in reply.blocks if isinstance(block, File)]
    return found.content


def test_the_template_can_be_handed_in_as_it_is() -> None:
    carrier = a_house()

    plan = imported(carrier, a_file(carrier.run("customer import", template="yes")))
    assert carrier.confirm(plan).outcome is Outcome.DONE
    assert "nordic-voice" in ids(carrier)


def test_what_is_exported_comes_in_again_as_it_was() -> None:
    source = a_house(sample_carrier())
    text = a_file(source.run("customer export"))
    files = {
        path: data for path, data in sample_carrier().items() if not path.startswith("customers/")
    }
    files = {path: data for path, data in files.items() if not path.startswith("expectations/")}
    empty = a_house(files)
    plan = imported(empty, text)

    assert plan.outcome is Outcome.ASKS, plan.blocks
    empty.confirm(plan)
    empty.clock.advance(60)
    was, now = (one.house.books.head().book.customers for one in (source, empty))
    assert dict(now) == dict(was)


def test_no_cell_of_an_export_is_run_by_a_spreadsheet() -> None:
    wild = a_customer('=cmd|"/c calc"!A0', notes="@SUM(1)", credit={"debit_limit": "-5.00"})
    carrier = a_house(a_carrier({"ben-llc": wild}))
    text = a_file(carrier.run("customer export"))

    [row] = list(csv.DictReader(io.StringIO(text)))
    assert row["name"] == '\'=cmd|"/c calc"!A0'
    assert row["notes"] == "'@SUM(1)"
    assert row["debit_limit"] == "'-5.00"


def test_an_export_has_those_who_fit() -> None:
    carrier = a_house(sample_carrier())

    text = a_file(carrier.type("customer export currency:GBP tag:retail"))
    assert [row["id"] for row in csv.DictReader(io.StringIO(text))] == ["northgate-dental"]
    assert carrier.type("customer export tag:nobody").summary == "No customer fits tag:nobody."
