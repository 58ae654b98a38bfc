"""Numbers come in and go out as tables: rows told by line and column, all or nothing unless asked otherwise."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from handlers.kit.files import UploadedText
from handlers.kit.reply import File, Outcome, Problems, Reply, Text
from tests.builders import Carrier, a_house, sample_carrier

KESTREL = "customers/kestrel-wholesale/dids.yaml"
DENTAL = "customers/northgate-dental/dids.yaml"
STOCK = "providers/thames-numbers/numbers.yaml"
HEADER = "number,customer,destination,provider,card,retail,tags"


@pytest.fixture
def carrier() -> Carrier:
    return a_house(sample_carrier())


def table(*rows: str, header: str = HEADER) -> dict[str, str]:
    """A table as a front end hands it in."""
    text = "\n".join((header, *rows, ""))
    stored: dict[str, str] = UploadedText(name="numbers.csv", text=text).model_dump(mode="json")
    return stored


def row(number: int | str, customer: str = "northgate-dental", retail: str = "1.50") -> str:
    return f"{number},{customer},test,thames-numbers,thames-did,{retail},"


def rows(first: int, count: int, customer: str = "northgate-dental") -> Iterable[str]:
    return (row(f"4420794{first + place:05d}", customer) for place in range(count))


def told(reply: Reply) -> list[tuple[int, str, str, str]]:
    """Line, column, rule and message of every problem."""
    (block,) = [block for block in reply.blocks if isinstance(block, Problems)]
    return [(one.line, one.field, one.rule, one.message) for one in block.problems]


def said(reply: Reply) -> list[str]:
    return [block.text for block in reply.blocks if isinstance(block, Text)]


def test_rows_go_to_their_customers_after_a_plan(carrier: Carrier) -> None:
    file = table(*rows(60300, 3), *rows(60400, 2, "kestrel-wholesale"))
    plan = carrier.run("did import", file=file)

    assert plan.summary == "Plan: import 5 numbers from numbers.csv. Nothing has changed yet."
    assert "5 numbers: 3 to northgate-dental, 2 to kestrel-wholesale." in said(plan)
    assert carrier.file(KESTREL) is None
    assert carrier.confirm(plan).outcome is Outcome.DONE
    assert (carrier.file(KESTREL) or b"").count(b"id: ") == 2
    assert b"# Rung at random" in (carrier.file(DENTAL) or b"")


def test_rows_that_name_no_customer_are_for_the_one_that_is_said(carrier: Carrier) -> None:
    file = table(row("442079460300", ""), row("442079460301", "kestrel-wholesale"))
    plan = carrier.run("did import", file=file, customer="northgate-dental")

    assert said(plan)[0] == "2 numbers: 1 to northgate-dental, 1 to kestrel-wholesale."


def test_rows_without_any_customer_go_into_stock(carrier: Carrier) -> None:
    header = "number,provider,provider card,setup cost,bought,tags"
    file = table('442079460300,thames-numbers,thames-did,2.00,2026-06-01,"a, b"', header=header)
    carrier.confirm(carrier.run("did import", file=file))

    shown = carrier.type("did stock show 442079460300").values["did"]
    assert shown == {
        "id": "442079460300",
        "number": "442079460300",
        "provider_card": "thames-did",
        "setup_cost": "2.00",
        "bought": "2026-06-01",
        "tags": ["a", "b"],
    }


def test_numbers_in_stock_come_out_of_it_with_what_is_known_of_them(carrier: Carrier) -> None:
    header = "number,destinations,retail"
    file = table("442079460210,test,1", "442079460211,test,1", header=header)
    plan = carrier.run("did import", file=file, customer="northgate-dental")
    assert "2 of them out of stock, with what is known of them there." in said(plan)
    carrier.confirm(plan)

    shown = carrier.type("did show northgate-dental 442079460211").values["did"]
    assert (shown["provider_card"], shown["cost"], shown["minimum_days"]) == (
        "thames-did",
        "0.40",
        30,
    )
    left = carrier.file(STOCK) or b""
    assert left.count(b"id: ") == 1
    assert b"# Easy to remember" in left


BAD: tuple[tuple[str, str, str, str], ...] = (
    (
        row("442079460100"),
        "number",
        "duplicate-did",
        "customer northgate-dental has the number already",
    ),
    (row("442079460300"), "number", "duplicate-did", "the number 442079460300 is in line 2 too"),
    (row("+442079460300"), "number", "duplicate-did", "the number 442079460300 is in line 2 too"),
    (
        row("442079460310", "nobody"),
        "customer",
        "unknown-reference",
        'there is no customer "nobody"',
    ),
    (row("44x"), "number", "digits", "44x"),
    (row(""), "number", "missing-field", "a value is required here"),
    (row("442079460311", retail="1.555"), "retail", "money-places", '"1.555" has 3 decimals'),
    (row("442079460312", retail="-1"), "retail", "number-range", "-1"),
    (
        "442079460313,northgate-dental,here,thames-numbers,thames-did,1,",
        "destinations",
        "destination",
        "here",
    ),
    ("442079460314,northgate-dental,test,,thames-did,1,", "provider", "missing-field", "required"),
    (
        "442079460315,northgate-dental,test,thames,thames-did,1,",
        "provider",
        "unknown-reference",
        '"thames"',
    ),
    (
        "442079460316,northgate-dental,test,thames-numbers,atlas-standard,1,",
        "provider_card",
        "did-card-provider",
        "is a card of atlas-carrier",
    ),
    (
        "442079460317,northgate-dental,external:442079460317,thames-numbers,thames-did,1,",
        "destinations",
        "did-loop",
        "come back to it",
    ),
    ("442079460318,,,,thames-did,,", "provider", "missing-field", "required"),
    ("442079460319,,,nowhere,thames-did,,", "provider", "unknown-reference", '"nowhere"'),
    (
        "442079460320,,test,thames-numbers,thames-did,,",
        "destinations",
        "unknown-field",
        "without a customer has no destinations",
    ),
    (
        "442079460210,,,thames-numbers,thames-did,,",
        "number",
        "duplicate-did",
        "in the stock of thames-numbers already",
    ),
    (
        "442079460210,northgate-dental,test,borealis,,1,",
        "provider",
        "duplicate-did",
        "in the stock of thames-numbers, not of",
    ),
    ("442079460321,northgate-dental,test", "", "table-row", "3 cells, and the first line 7"),
)


@pytest.mark.parametrize(("bad", "column", "rule", "message"), BAD, ids=lambda one: str(one)[:24])
def test_a_row_that_does_not_hold_is_told_by_line_and_column(
    carrier: Carrier, bad: str, column: str, rule: str, message: str
) -> None:
    reply = carrier.run("did import", file=table(row("442079460300"), bad))

    assert reply.outcome is Outcome.INVALID
    found = [one for one in told(reply) if one[1:3] == (column, rule)]
    assert [one[0] for one in found] == [3]
    assert message in found[0][3]
    assert {one[0] for one in told(reply)} == {3}


def test_every_bad_row_is_told_at_once_and_nothing_is_imported(carrier: Carrier) -> None:
    bad = [one[0] for one in BAD if "442079460300" not in one[0]]
    reply = carrier.run("did import", file=table(row("442079460300"), *bad))

    # The two rows about one number in stock: the second is a double of the first.
    assert {one[0] for one in told(reply)} == set(range(3, 3 + len(bad)))
    assert b"442079460300" not in (carrier.file(DENTAL) or b"")


def test_bad_rows_are_left_out_when_asked_and_named_in_the_plan(carrier: Carrier) -> None:
    file = table(*rows(60400, 28), BAD[0][0], BAD[6][0])
    plan = carrier.run("did import", file=file, skip_bad="yes")

    assert plan.summary.startswith("Plan: import 28 numbers")
    assert "2 rows left out:" in said(plan)
    assert any("line 30, number: customer northgate-dental has" in text for text in said(plan))
    assert any('line 31, retail: "1.555" has 3 decimals' in text for text in said(plan))
    carrier.confirm(plan)
    assert (carrier.file(DENTAL) or b"").count(b"id: ") == 30


def test_a_table_of_bad_rows_only_imports_nothing_however_it_is_asked(carrier: Carrier) -> None:
    reply = carrier.run("did import", file=table(BAD[0][0]), skip_bad="yes")

    assert reply.outcome is Outcome.INVALID


def test_a_table_without_rows_is_refused(carrier: Carrier) -> None:
    reply = carrier.run("did import", file=table())

    assert (reply.outcome, reply.summary) == (Outcome.REFUSED, "numbers.csv has no rows")


def test_an_unknown_column_is_told_with_the_nearest(carrier: Carrier) -> None:
    reply = carrier.run("did import", file=table("1,2", header="number,custmer"))

    assert told(reply)[0][:3] == (1, "custmer", "table-header")


def test_an_import_can_be_undone_to_the_byte(carrier: Carrier) -> None:
    before = carrier.file(DENTAL), carrier.file(KESTREL), carrier.file(STOCK)
    file = table(
        *rows(60300, 5),
        *rows(60400, 5, "kestrel-wholesale"),
        "442079460210,northgate-dental,test,,,1,",
    )
    done = carrier.confirm(carrier.run("did import", file=file))
    assert (carrier.file(DENTAL), carrier.file(KESTREL), carrier.file(STOCK)) != before

    assert carrier.change(f"undo {done.operation}").outcome is Outcome.DONE
    assert (carrier.file(DENTAL), carrier.file(KESTREL), carrier.file(STOCK)) == before


def test_ids_are_given_and_never_twice(carrier: Carrier) -> None:
    header = "number,customer,id,destinations,provider,provider_card"
    more = "test,thames-numbers,thames-did"
    file = table(
        f"442079460300,northgate-dental,desk,{more}",
        f"442079460301,northgate-dental,desk,{more}",
        f"442079460302,northgate-dental,reception,{more}",
        header=header,
    )
    found = told(carrier.run("did import", file=file))

    assert {(line, column, rule) for line, column, rule, _ in found} == {
        (3, "id", "unique-item-id"),
        (4, "id", "unique-item-id"),
        (4, "number", "item-id-reused"),
    }


def test_what_is_exported_can_be_imported_where_the_numbers_are_free(carrier: Carrier) -> None:
    (file,) = [b for b in carrier.type("did export").blocks if isinstance(b, File)]
    bare = sample_carrier()
    for path in [path for path in bare if path.endswith(("dids.yaml", "numbers.yaml"))]:
        del bare[path]
    other = a_house(bare)

    handed = UploadedText(name=file.name, text=file.content).model_dump(mode="json")
    assert other.confirm(other.run("did import", file=handed)).outcome is Outcome.DONE
    (again,) = [b for b in other.type("did export").blocks if isinstance(b, File)]
    assert again.content == file.content


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("did list", 8),
        ("did list --stock yes", 3),
        ("did list --stock no", 5),
        ("did list --tag london", 4),
        ("did list --provider borealis", 0),
        ("did list northgate-dental --tag reception", 1),
        ("did stock list", 3),
        ("did stock list thames-numbers --tag golden", 1),
    ],
)
def test_numbers_are_listed_over_the_whole_carrier(carrier: Carrier, line: str, count: int) -> None:
    reply = carrier.type(line)

    assert reply.values["total"] == count
    assert reply.summary.startswith(f"{count} number")


def test_numbers_of_a_file_that_does_not_hold_are_named_as_missing(carrier: Carrier) -> None:
    carrier.push({"customers/wren-answering/dids.yaml": b"dids: [{id: x}]\n"})

    assert any("wren-answering/dids.yaml" in text for text in said(carrier.type("did list")))


def test_what_a_note_says_is_never_run_by_a_spreadsheet(carrier: Carrier) -> None:
    carrier.change("did edit northgate-dental reception --notes '=HYPERLINK(\"x\")'")
    (file,) = [b for b in carrier.type("did export northgate-dental").blocks if isinstance(b, File)]

    assert "\"'=HYPERLINK(" in file.content
