"""``rate compare`` and ``rate diff``: two cards, and one card at two commits."""

from __future__ import annotations

import pytest

from handlers.kit.reply import File, Outcome, Reply, Table
from tests.builders import a_house, sample_carrier

ATLAS, BOREALIS = "rate-cards/atlas-standard/", "rate-cards/borealis-premium/"


@pytest.fixture(scope="module")
def sample() -> dict[str, bytes]:
    return sample_carrier()


def rows(reply: Reply) -> list[tuple[str, ...]]:
    return [row for block in reply.blocks if isinstance(block, Table) for row in block.rows]


def small(sample: dict[str, bytes], one: bytes, other: bytes) -> dict[str, bytes]:
    header = b"prefix,name,rate,minimum_s,increment_s\n"
    return {**sample, f"{ATLAS}rates.csv": header + one, f"{BOREALIS}rates.csv": header + other}


def test_codes_are_dearer_cheaper_or_only_in_one(sample: dict[str, bytes]) -> None:
    # One euro is 1.0915 dollars from July on; terms are spelled out, since the headers differ.
    files = small(
        sample,
        b"33,FR,0.0100,1,1\n44,UK,0.0100,1,1\n447,M,0.0100,1,1\n81,JP,0.1,1,1\n",
        b"33,FR,0.010915,1,1\n44,UK,0.0200,1,1\n7,RU,0.2,1,1\n",
    )

    reply = a_house(files).type("rate compare atlas-standard borealis-premium", "vera")

    assert [(row[0], row[1]) for row in rows(reply)] == [
        ("dearer", "44"),
        ("dearer", "447"),
        ("only in the second", "7"),
        ("only in the first", "81"),
    ]
    assert rows(reply)[0][-1] == "+83.2 %"
    assert "1 EUR = 1.0915 USD" in reply.summary


def test_the_file_has_what_the_table_leaves_out(sample: dict[str, bytes]) -> None:
    reply = a_house(sample).type("rate compare atlas-standard borealis-premium --top 1")

    (file,) = [block for block in reply.blocks if isinstance(block, File)]
    assert file.content.count("\n") > len(rows(reply))


def test_cards_without_an_exchange_rate_between_them_are_refused(sample: dict[str, bytes]) -> None:
    files = {**sample, "fx.yaml": b"rates: []\n"}

    reply = a_house(files).type("rate compare atlas-standard borealis-premium")

    assert reply.outcome is Outcome.REFUSED
    assert "no exchange rate from USD (borealis-premium) to EUR (atlas-standard)" in reply.summary


def test_a_card_is_compared_with_itself_at_another_commit(sample: dict[str, bytes]) -> None:
    files = small(sample, b"33,FR,0.01,,\n44,UK,0.01,,\n", b"1,US,0.01,,\n")
    carrier = a_house(files)
    before = carrier.repository.fetch()
    later = small(sample, b"44,UK,0.02,,\n447,M,0.01,,\n49,DE,0.1,,\n", b"1,US,0.01,,\n")
    after = carrier.push({f"{ATLAS}rates.csv": later[f"{ATLAS}rates.csv"]})

    reply = carrier.type(f"rate diff {before}..{after} atlas-standard", "vera")

    assert [(row[0], row[1]) for row in rows(reply)] == [
        ("new", "49"),
        ("increase", "44"),
        ("closed", "33"),
    ]
    assert "1 new, 1 increase, 1 closed" in reply.summary
    assert carrier.type(f"rate diff {after}.. atlas-standard").summary.endswith("nothing.")


def test_two_commits_are_named(sample: dict[str, bytes]) -> None:
    reply = a_house(sample).type("rate diff main atlas-standard")

    assert (reply.outcome, "two dots" in str(reply.blocks)) == (Outcome.REFUSED, True)
