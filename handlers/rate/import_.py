"""Import a rate sheet into a card: what gets dearer, cheaper, new and closed, before anything is written.

Reads CSV, TSV, XLSX, XLS and interconnect JSON. Nothing is guessed silently: what was told from the sheet is said, and
what can be read in two ways is asked for. A row that cannot be trusted is named by its cell; it stops the sheet, or with
``--skip_bad`` that row alone. What is said here about the sheet counts before what ``card.yaml`` says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from engine.book import Book
from engine.edits import RestoreDocument
from engine.errors import Refused, Severity
from engine.rating.terms import Kind
from engine.sheets.columns import Layout
from engine.sheets.comparison import Comparison, compare, told_by
from engine.sheets.grid import Finding, Grid, letter
from engine.sheets.reading import Reading, read_sheet
from engine.sheets.trust import untrusted
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import split_map
from handlers.kit.files import UploadedSheet
from handlers.kit.rates import counted
from handlers.kit.reply import Block, Button, File, Table
from handlers.kit.services import Services
from handlers.kit.tables import table_text
from handlers.kit.wording import plural
from schemas.dates import Instant
from schemas.operators import Role
from schemas.rate_card import RateCard
from schemas.sheet import DateOrder, DecimalMark, Hyphen, Missing, SheetProfile, Untrusted
from schemas.values import RateCardRef

SHOWN = 8
NAMED = 12
_UNSAID = "neither you nor the card says whether the sheet is full"
_TO_SAY = "say yes if codes it does not name are closed, no if they stay"


class Args(BaseModel):
    """Which card, which sheet, and how it is read."""

    model_config = ConfigDict(extra="forbid")

    card: RateCardRef = Field(description="Which rate card.", examples=["atlas-standard"])
    sheet: UploadedSheet = Field(
        description="The price list as the provider sent it.", examples=["atlas-2026-07.xlsx"]
    )
    full: bool | None = Field(
        None,
        description="yes: codes the sheet does not name are closed; no: they stay. Not given: as the card says, if it does.",
        examples=["yes"],
    )
    start: Instant | None = Field(
        None,
        description="Instant (UTC) from which rows without a date of their own count.",
        examples=["2026-07-01"],
    )
    columns: dict[str, str] = Field(
        {},
        description="Field=heading, or its letter where there are no headings.",
        examples=["prefix=Dial Code, rate=New rate"],
    )
    tab: str = Field("", description="Tab of a workbook.", examples=["A-Z"])
    decimals: DecimalMark | None = Field(None, description="point or comma.", examples=["comma"])
    dates: DateOrder | None = Field(None, description="ymd, dmy or mdy.", examples=["dmy"])
    hyphen: Hyphen | None = Field(
        None, description="44-7 in a cell of codes: range, or join.", examples=["range"]
    )
    missing: Missing | None = Field(
        None, description="Closed codes: blocked, or inherit the shorter one.", examples=["inherit"]
    )
    skip_bad: bool = Field(
        False,
        description="Leave out rows that cannot be trusted, and take the others.",
        examples=["yes"],
    )
    trust: str = Field(
        "", description="Rows whose price is right although it looks wrong.", examples=["12, 15"]
    )

    _split = field_validator("columns", mode="before")(split_map)


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    wrong = [word for word in args.trust.replace(",", " ").split() if not word.isdigit()]
    if wrong:
        yield FieldError("trust", f"{wrong[0]} is no row of a sheet; write numbers, with commas")
    card = book.documents.load(book.path_of("rate-card", args.card)).model
    if args.full is None and isinstance(card, RateCard) and card.sheet.full is None:
        yield FieldError("full", f"{_UNSAID}; {_TO_SAY}")


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Read the sheet, compare it, and write the table that comes of it."""
    book = services.book
    path = book.path_of("rate-card", args.card)
    loaded = book.documents.load(path)
    card = loaded.model
    if not isinstance(card, RateCard):
        raise Refused(
            f"the header of {args.card} does not hold", f"see: rate card show {args.card}"
        )
    profile = _profile(card.sheet, args)
    grid = _grid(services.grids(args.sheet.name, args.sheet.data), profile)
    reading = read_sheet(grid, profile, card.currency)
    _must_be_clear(reading)
    _must_name_codes(reading, profile)
    table = path.rpartition("/")[0] + "/rates.csv"
    current = book.documents.data(table) if book.documents.blob(table) else None
    start = _start(args, reading, current, services)
    doubted = [*reading.findings, *untrusted(reading, profile.outlier)]
    reading.rows = _believed(reading, doubted, args)
    comparison = compare(
        table,
        current,
        reading,
        profile,
        start=start,
        now=_now(services),
        is_full=bool(profile.full),
        trusted=_trusted(args),
    )
    doubted = [one for one in doubted if not _is_trusted(one, args)]
    doubted += [one for one in comparison.findings if one.severity is Severity.ERROR]
    _must_be_trusted(doubted, args, card.sheet)
    return Intent(
        f"Import {args.sheet.name} into {args.card}: {counted(comparison.counts)}",
        (RestoreDocument(table, comparison.data),),
        then=(Button("Show card", "rate card show", {"card": args.card}),),
        notes=tuple(_notes(grid, reading, comparison, doubted, start, profile)),
        shown=_shown(comparison, doubted),
    )


def _profile(standing: SheetProfile, args: Args) -> SheetProfile:
    """Lay what is said now over what the card says of its sheets."""
    said: dict[str, Any] = {
        name: value
        for name in ("full", "decimals", "dates", "hyphen", "missing")
        if (value := getattr(args, name)) is not None
    }
    if args.columns:
        said["columns"] = {**standing.columns, **args.columns}
    if args.tab:
        said["tab"] = args.tab
    profile = standing.model_copy(update=said)
    if profile.full is None:
        raise Refused(_UNSAID, _TO_SAY)
    return profile


def _grid(grids: Sequence[Grid], profile: SheetProfile) -> Grid:
    """Choose the tab: the one that is named, or the only one."""
    if profile.tab:
        found = [grid for grid in grids if grid.name == profile.tab]
        if found:
            return found[0]
        names = ", ".join(f'"{grid.name}"' for grid in grids)
        raise Refused(f'there is no tab "{profile.tab}"', f"the workbook has {names}")
    if len(grids) > 1:
        names = ", ".join(f'"{grid.name}"' for grid in grids)
        raise Refused(
            f"the workbook has {len(grids)} tabs with cells: {names}", "say which with --tab"
        )
    return grids[0]


def _must_be_clear(reading: Reading) -> None:
    """Stop where cells can be read in two ways: nobody but the sender knows."""
    doubts = [one for one in reading.findings if one.kind == "doubt"]
    if doubts:
        more = f"; {plural(len(doubts) - 1, 'cell')} more like it" if len(doubts) > 1 else ""
        raise Refused(f"{doubts[0].where}: {doubts[0].message}{more}", "nothing was changed")
    if not reading.rows:
        told = "; ".join(f"{one.where}: {one.message}" for one in reading.findings[:3])
        raise Refused(
            "no row of the sheet can be read" + (f": {told}" if told else ""), _took(reading.layout)
        )


def _must_name_codes(reading: Reading, profile: SheetProfile) -> None:
    """Stop a full sheet with a code nobody can read: it would count as one the sheet no longer has."""
    column = letter(reading.layout.columns["prefix"])
    unread = [one for one in reading.findings if one.column == column and one.kind != "empty"]
    if profile.full and unread:
        told = "\n".join(f"{one.where}: {one.message}" for one in unread[:NAMED])
        more = f"\nand {len(unread) - NAMED:,} more" if len(unread) > NAMED else ""
        raise Refused(
            f"{plural(len(unread), 'code')} cannot be read, and a full sheet closes what it does not name:\n{told}{more}",
            "mend the sheet, or say --full no",
        )


def _took(layout: Layout) -> str:
    return "taken for columns: " + ", ".join(layout.told())


def _start(
    args: Args, reading: Reading, current: bytes | None, services: Services
) -> datetime | None:
    """Give from when undated rows count; for a card without rows, from ever."""
    if args.start is not None:
        return args.start
    is_empty = current is None or current.count(b"\n") <= 1
    if is_empty and all(row.said.since is None for row in reading.rows):
        return None
    dated = {row.said.since for row in reading.rows}
    if None not in dated:
        return min(since for since in dated if since is not None)
    undated = next(row.row for row in reading.rows if row.said.since is None)
    raise Refused(
        f"row {undated} of the sheet has no date, and it is not said from when it counts",
        "say it with --start, for example --start 2026-07-01",
    )


def _now(services: Services) -> datetime:
    return services.clock.now()


def _is_trusted(finding: Finding, args: Args) -> bool:
    return finding.kind == "suspicious" and finding.row in _trusted(args)


def _trusted(args: Args) -> frozenset[int]:
    return frozenset(int(word) for word in args.trust.replace(",", " ").split())


def _believed(reading: Reading, doubted: Sequence[Finding], args: Args) -> list[Any]:
    """Leave out rows that nobody vouches for; the sheet names their codes all the same."""
    out = {one.row for one in doubted if not _is_trusted(one, args)}
    reading.left_out.update(row.prefix for row in reading.rows if row.row in out)
    return [row for row in reading.rows if row.row not in out]


def _must_be_trusted(doubted: Sequence[Finding], args: Args, standing: SheetProfile) -> None:
    if not doubted or args.skip_bad or standing.untrusted is Untrusted.ROW:
        return
    told = "\n".join(f"{one.where}: {one.message}" for one in doubted[:NAMED])
    more = f"\nand {len(doubted) - NAMED:,} more" if len(doubted) > NAMED else ""
    raise Refused(
        f"{plural(len(doubted), 'row')} of the sheet cannot be trusted, and nothing was changed:\n{told}{more}",
        "mend the sheet, vouch for rows with --trust, or leave them out with --skip_bad yes",
    )


def _notes(
    grid: Grid,
    reading: Reading,
    comparison: Comparison,
    doubted: Sequence[Finding],
    start: datetime | None,
    profile: SheetProfile,
) -> Iterator[str]:
    tab = f' of tab "{grid.name}"' if grid.name else ""
    yield f"{len(reading.rows):,} codes read{tab}; {_took(reading.layout)}."
    if reading.remarks:
        yield f"{plural(reading.remarks, 'line')} without a code or a price passed over."
    if start is not None:
        yield f"Rows without a date of their own count from {start:%Y-%m-%d %H:%M} UTC."
    closing = "closed" if profile.full else "left as they are"
    yield f"Codes the sheet does not name are {closing}."
    if doubted:
        yield f"{plural(len(doubted), 'row')} left out: {_named(doubted)}"
    warned = [one for one in comparison.findings if one.severity is Severity.WARNING]
    for kind, count in Counter(one.kind for one in warned).most_common():
        first = next(one for one in warned if one.kind == kind)
        more = f" ({count - 1:,} more like it)" if count > 1 else ""
        yield f"{kind.capitalize()}: {first.where}: {first.message}{more}."


def _named(findings: Sequence[Finding]) -> str:
    told = "; ".join(f"{one.where}: {one.message}" for one in findings[:SHOWN])
    return told + (f"; and {len(findings) - SHOWN:,} more" if len(findings) > SHOWN else "")


def _shown(comparison: Comparison, doubted: Sequence[Finding]) -> tuple[Block, ...]:
    """Show the first changes of each kind, and hand over all of them as a table."""
    rows = tuple(
        (kind.value, change.prefix, change.name, change.before, change.after, change.since[:10])
        for kind in Kind
        if kind is not Kind.UNCHANGED
        for change in told_by(comparison.changes, kind, SHOWN)
    )
    blocks: list[Block] = []
    if rows:
        note = f"The first {SHOWN} of each kind; the file has all." if len(rows) > SHOWN else ""
        blocks.append(Table(("Change", "Code", "Name", "Before", "After", "From"), rows, note))
    every = [
        (one.kind.value, one.prefix, one.name, one.before, one.after, one.since, str(one.row or ""))
        for one in comparison.changes
        if one.kind is not Kind.UNCHANGED
    ]
    every += [("left out", "", "", "", one.message, "", str(one.row)) for one in doubted]
    if len(every) > SHOWN:
        columns = ("kind", "code", "name", "before", "after", "from", "row")
        blocks.append(File("import.csv", "Every change", table_text(columns, every)))
    return tuple(blocks)


COMMAND = Command(
    role=(Role.ENGINEER, Role.FINANCE),
    effect=Effect.CONFIG,
    examples=(
        "rate import atlas-standard atlas-2026-07.xlsx --full yes --start 2026-07-01",
        'rate import atlas-standard sheet.csv --full no --columns "prefix=B, rate=D" --decimals comma --dates dmy',
    ),
    form=("card", "sheet", "full", "start", "skip_bad", "trust"),
)
