"""``rate import``: sheets become plans; nothing is guessed, and nothing is shut that a sheet names."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from handlers.kit.files import UploadedSheet
from handlers.kit.reply import File, Outcome, PlanView, Reply, Table, Text
from tests.builders import Carrier, a_house, sample_carrier

CARD = "rate-cards/atlas-standard/"
HEAD = "Destination,Dial Code,Rate,Increments\n"
NOW = b"prefix,name,rate,minimum_s,increment_s\n1,USA,0.0050,,\n44,UK,0.0040,,\n447,UK mobile,0.0200,,\n49,Germany,0.0080,,\n"


@pytest.fixture
def carrier() -> Carrier:
    return a_house({**sample_carrier(), CARD + "rates.csv": NOW})


def imported(
    carrier: Carrier,
    sheet: str | bytes,
    who: str = "grace",
    /,
    *,
    name: str = "july.csv",
    **said: object,
) -> Reply:
    data = sheet.encode() if isinstance(sheet, str) else sheet
    stored = UploadedSheet(name=name, data=data).model_dump(mode="json")
    known: dict[str, object] = {"full": "no", "start": "2027-01-01", **said}
    return carrier.run("rate import", who, card="atlas-standard", sheet=stored, **known)


def told(reply: Reply) -> str:
    return "\n".join(block.text for block in reply.blocks if isinstance(block, Text))


def rows(carrier: Carrier) -> str:
    return (carrier.file(CARD + "rates.csv") or b"").decode()


def test_a_sheet_becomes_a_plan_and_the_plan_a_table(carrier: Carrier) -> None:
    plan = imported(
        carrier, HEAD + "UK,44,0.0050,30/6\nFrance,33,0.01,1/1\nUSA,1,0.004,\nGermany,49,0.0080,\n"
    )

    assert plan.summary.startswith(
        "Plan: import july.csv into atlas-standard: 1 new, 1 increase, 1 decrease, 1 unchanged"
    )
    assert 'A "Destination" is name, B "Dial Code" is prefix' in told(plan)
    assert "Codes the sheet does not name are left as they are." in told(plan)
    assert rows(carrier).encode() == NOW
    assert carrier.confirm(plan, "grace").outcome is Outcome.DONE
    assert "44,UK,0.0050,30,6" in rows(carrier)
    assert rows(carrier).count("\n447,") == 1


def test_a_full_sheet_shuts_what_it_does_not_name(carrier: Carrier) -> None:
    plan = imported(
        carrier, HEAD + "UK,44,0.0040,\nUSA,1,0.005,\nUK mobile,447,0.02,\n", full="yes"
    )

    assert "1 closed" in plan.summary
    carrier.confirm(plan, "grace")
    assert "blocked" in rows(carrier).partition("\n49,")[2]


def test_the_same_sheet_again_changes_nothing(carrier: Carrier) -> None:
    sheet = HEAD + "UK,44,0.0050,30/6\nUSA,1,0.004,\n"
    carrier.confirm(imported(carrier, sheet, full="yes"), "grace")
    head = carrier.repository.fetch()
    again = imported(carrier, sheet, full="yes")

    assert again.outcome is Outcome.DONE
    assert carrier.repository.fetch() == head


def test_rows_that_cannot_be_trusted_stop_the_sheet_and_are_named_by_their_cells(
    carrier: Carrier,
) -> None:
    reply = imported(carrier, HEAD + "UK,44,0.0050,\nUSA,1,free,\nDE,49x,0.01,\nFR,33,0.01,1 min\n")

    assert reply.outcome is Outcome.REFUSED
    assert "3 rows of the sheet cannot be trusted" in reply.summary
    for cell in (
        'C3: "free" is no price',
        "B4: 49x is no code",
        'D5: "1 min" is no billing increment',
    ):
        assert cell in reply.summary


def test_left_out_rows_leave_their_codes_as_they_are_also_where_the_sheet_is_full(
    carrier: Carrier,
) -> None:
    sheet = HEAD + "UK,44,0.0050,\nUSA,1,free,\nUK mobile,447,0.02,\nDE,49,0.008,\n"
    plan = imported(carrier, sheet, full="yes", skip_bad="yes")

    assert "1 row left out: C3" in told(plan)
    carrier.confirm(plan, "grace")
    assert "1,USA,0.0050,,,," in rows(carrier) or "1,USA,0.0050" in rows(carrier)
    assert "blocked" not in rows(carrier)


def test_a_code_nobody_can_read_stops_a_full_sheet_whatever_is_said(carrier: Carrier) -> None:
    reply = imported(carrier, HEAD + "UK,44,0.0050,\nDE,4X9,0.01,\n", full="yes", skip_bad="yes")

    assert reply.outcome is Outcome.REFUSED
    assert "a full sheet closes what it does not name" in reply.summary
    assert "B3: 4X9 is no code" in reply.summary


@pytest.mark.parametrize(
    ("price", "why"),
    [("9", "times the median"), ("447", "447 is a code of this sheet"), ("0", "costs nothing"), ("0.09", "22 times as much")],
)  # fmt: skip
def test_a_price_nobody_believes_stops_the_sheet_until_somebody_vouches(
    carrier: Carrier, price: str, why: str
) -> None:
    uk = "".join(f"UK,44{n},0.00{n},\n" for n in range(1, 9))
    sheet = HEAD + uk + f"UK,44,{price},\nUSA,1,0.005,\n"
    if price == "0.09":  # not dear for its country here, and yet many times what it was
        sheet = HEAD + "".join(f"UK,44{n},0.0{n},\n" for n in range(1, 9)) + f"UK,44,{price},\n"

    reply = imported(carrier, sheet)
    assert reply.outcome is Outcome.REFUSED
    assert "C10: " in reply.summary
    assert why in reply.summary
    assert imported(carrier, sheet, trust="10").outcome is Outcome.ASKS


@pytest.mark.parametrize(
    ("sheet", "said", "hint"),
    [
        (HEAD + 'UK,44,"0,123",\n', "0,123", ""),
        (HEAD + 'UK,44,"1,234",\n', "may have a decimal comma", "decimals"),
        ("Code,Rate,Effective date\n44,0.01,1/7/2026\n", "day or with the month", "dates"),
        ("Code,Rate\n44-7,0.01\n", "may be 44 to 47, or 447", "hyphen"),
        ("Code,Rate,New rate\n44,0.01,0.02\n", "both read as", "--columns"),
        ("a,b\n44,0.01\n", "no row of the sheet has headings", "--columns"),
        ("Code,Rate\n", "no row of the sheet can be read", ""),
        ("12345", "no row of the sheet has headings", ""),
        ("\x00\x01\x02", "no sheet we can read", ""),
    ],
)
def test_what_leaves_a_doubt_is_asked_about(
    carrier: Carrier, sheet: str, said: str, hint: str
) -> None:
    reply = imported(carrier, sheet)

    if "0,123" in said:
        assert reply.outcome is Outcome.REFUSED or "0.123" in str(reply.blocks)
        return
    assert reply.outcome is Outcome.REFUSED
    assert said in reply.summary
    assert hint in reply.summary + str(reply.blocks)


def test_whether_a_sheet_is_full_is_never_assumed(carrier: Carrier) -> None:
    reply = imported(carrier, HEAD + "UK,44,0.005,\n", full=None)

    assert reply.outcome is Outcome.INVALID
    assert "neither you nor the card says whether the sheet is full" in str(reply.blocks)


def test_rows_without_a_date_need_a_start(carrier: Carrier) -> None:
    reply = imported(carrier, HEAD + "UK,44,0.005,\n", start=None)

    assert reply.summary == "row 2 of the sheet has no date, and it is not said from when it counts"


def test_what_the_card_says_of_its_sheets_counts_where_nobody_says_otherwise(
    carrier: Carrier,
) -> None:
    header = (carrier.file(CARD + "card.yaml") or b"") + (
        b"sheet: {full: false, decimals: comma, dates: dmy, hyphen: range, columns: {prefix: Vorwahl, rate: Preis}}\n"
    )
    carrier.push({CARD + "card.yaml": header})
    sheet = 'Vorwahl;Preis;Effective date\n44-45;"0,005";1/2/2027\n'
    plan = imported(carrier, sheet, full=None, start=None)

    assert plan.outcome is Outcome.ASKS
    carrier.confirm(plan, "grace")
    assert "45,,0.005,,,2027-02-01T00:00:00Z," in rows(carrier) or "2027-02-01" in rows(carrier)


def a_workbook(write: Callable[[Any], None]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        write(book)
    return out.getvalue()


def test_of_several_tabs_one_is_named(carrier: Carrier) -> None:
    def write(book: Any) -> None:
        for name, rate in (("A-Z", 0.005), ("Premium", 0.006)):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Code", "Rate"])
            sheet.write_row(1, 0, [44.0, rate])

    data = a_workbook(write)
    asked = imported(carrier, data, name="book.xlsx")
    assert asked.summary == 'the workbook has 2 tabs with cells: "A-Z", "Premium"'
    assert imported(carrier, data, name="book.xlsx", tab="Nope").summary == 'there is no tab "Nope"'
    plan = imported(carrier, data, name="book.csv", tab="Premium")
    assert "44" in [
        row[1] for block in plan.blocks if isinstance(block, Table) for row in block.rows
    ]


def test_every_change_is_handed_over_as_a_file_where_they_are_many(carrier: Carrier) -> None:
    plan = imported(carrier, HEAD + "".join(f"X,9{n:02d},0.00{n % 9 + 1},\n" for n in range(20)))
    [file] = [block for block in plan.blocks if isinstance(block, File)]

    assert file.content.count("\n") == 21
    assert [block for block in plan.blocks if isinstance(block, PlanView)]


def test_what_a_person_should_know_is_told_with_the_plan(carrier: Carrier) -> None:
    sheet = "Code,Rate,Change\n44,0.005,Decrease\n4420,0.006,New\n"
    plan = imported(carrier, sheet, start="2026-11-22")

    assert "Notice: " in told(plan)
    assert "Label: C2: the sheet says decrease for 44, which is an increase here." in told(plan)
    assert "Hidden raise: A3: 4420 is new at 0.006; its numbers cost 0.0040 so far, by 44." in told(
        plan
    )


def test_an_old_workbook_is_imported(carrier: Carrier) -> None:
    data = (Path(__file__).parents[2] / "adapters/sheets/atlas.xls").read_bytes()
    carrier.push(
        {
            CARD + "card.yaml": (carrier.file(CARD + "card.yaml") or b"").replace(
                b"currency: EUR", b"currency: EUR"
            )
        }
    )

    assert imported(carrier, data, name="atlas.xls", start=None).outcome is Outcome.ASKS


def test_a_viewer_imports_nothing(carrier: Carrier) -> None:
    assert imported(carrier, HEAD + "UK,44,0.005,\n", "vera").outcome is Outcome.REFUSED
