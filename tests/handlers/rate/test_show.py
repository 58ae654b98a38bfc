"""``rate show`` and ``rate why``: which row counts, why, and who wrote it."""

from __future__ import annotations

import pytest

from handlers.kit.reply import Fields, Outcome, Reply, Table
from tests.builders import HAND, a_house, sample_carrier

TABLE = "rate-cards/retail-usd/rates.csv"


@pytest.fixture(scope="module")
def sample() -> dict[str, bytes]:
    return sample_carrier()


def rows(reply: Reply) -> list[tuple[str, ...]]:
    return [row for block in reply.blocks if isinstance(block, Table) for row in block.rows]


def test_the_row_that_counts_is_named_with_its_line_and_the_others_with_why(
    sample: dict[str, bytes],
) -> None:
    reply = a_house(sample).type("rate show retail-usd 447012345678", "vera")

    lines = sample[TABLE].decode().splitlines()
    line = next(at for at, one in enumerate(lines, start=1) if one.startswith("4470,"))
    assert reply.values["prefix"] == "4470"
    assert reply.values["line"] == line
    assert f"{TABLE}:{line}." in reply.summary
    assert [(row[1], row[-1]) for row in rows(reply)] == [
        ("4470", "counts"),
        ("447", "a longer prefix counts"),
        ("44", "a longer prefix counts"),
    ]
    costs = next(block for block in reply.blocks if isinstance(block, Fields))
    assert [pair[0] for pair in costs.pairs] == ["1 s", "30 s", "60 s", "180 s"]


def test_rows_that_do_not_count_say_why(sample: dict[str, bytes]) -> None:
    files = dict(sample)
    files["rate-cards/retail-usd/card.yaml"] += (
        b"windows: [{id: night, hours: ['daily 00:00-01:00']}]\n"
    )
    files[TABLE] = (
        b"prefix,name,rate,from,to,window\n"
        b"44,UK,0.01,,2026-01-01T00:00:00Z,\n44,UK,0.02,2026-01-01T00:00:00Z,,\n"
        b"44,UK,0.005,,,night\n442,L,0.03,2027-01-01T00:00:00Z,,\n4420,London,,,2026-02-01T00:00:00Z,\n"
    )
    files[TABLE] = files[TABLE].replace(b"4420,London,,", b"4420,London,0.9,")

    reply = a_house(files).type("rate show retail-usd 442079460018")

    assert {row[-1] for row in rows(reply)} == {
        "counts",
        "counts from 2027-01-01",
        "ended on 2026-01-01",
        "ended on 2026-02-01",
        "the window night is shut",
    }


def test_a_number_without_a_price_is_said_to_have_none(sample: dict[str, bytes]) -> None:
    reply = a_house(sample).type("rate show retail-usd 999")

    assert "no price. retail-usd has no row for 999" in reply.summary
    assert reply.values["refused"]


def test_who_wrote_a_price_is_told(sample: dict[str, bytes]) -> None:
    reply = a_house(sample).type("rate why retail-usd 442079460018", "vera")

    assert reply.values["author"] == HAND.name
    assert reply.values["path"] == TABLE
    assert reply.values["operation"] is None


def test_nobody_wrote_what_is_not_there(sample: dict[str, bytes]) -> None:
    reply = a_house(sample).type("rate why retail-usd 999")

    assert reply.outcome is Outcome.REFUSED
    assert "no row for 999" in reply.summary
