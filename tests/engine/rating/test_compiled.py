"""Compiled rates say what the table says, for every number and instant."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rating.charge import Step
from engine.rating.compiled import CompiledRates, NotCompiledError, milliseconds, nano, steps_of
from engine.rating.compiling import compile_rates

HEADER = "prefix,name,rate,minimum_s,increment_s,connect,status,from,to\n"
SPRING = milliseconds(datetime(2026, 3, 1, tzinfo=UTC))


def opened(*rows: str, header: str = HEADER) -> CompiledRates:
    return CompiledRates(compile_rates((header + "".join(f"{row}\n" for row in rows)).encode()))


def test_the_longest_prefix_wins() -> None:
    rates = opened("44,UK,0.010,,,,,,", "447,Mobile,0.020,,,,,,", "44770,Special,0.030,,,,,,")
    for number, prefix in (
        ("447701234567", "44770"),
        ("447811234567", "447"),
        ("442071234567", "44"),
    ):
        found = rates.find(number, 0)
        assert found is not None
        assert found.prefix == prefix
    assert rates.find("331", 0) is None


def test_a_row_counts_from_its_start_up_to_its_end() -> None:
    rates = opened(
        "44,UK,0.010,1,1,,,,2026-03-01T00:00:00Z", "44,UK,0.012,1,1,,,2026-03-01T00:00:00Z,"
    )
    before, after = rates.find("4420", SPRING - 1), rates.find("4420", SPRING)
    assert before is not None
    assert after is not None
    assert (before.prices["rate"], before.line) == (nano("0.010"), 2)
    assert (after.prices["rate"], after.line) == (nano("0.012"), 3)


def test_an_expired_row_gives_way_to_the_next_shorter_prefix() -> None:
    rates = opened("44,UK,0.010,,,,,,", "447,Mobile,0.020,,,,,,2026-03-01T00:00:00Z")
    found = rates.find("4477", SPRING)
    assert found is not None
    assert found.prefix == "44"


def test_a_blocked_row_matches_and_blocks() -> None:
    found = opened("44,UK,0.010,,,,,,", "4470,Premium,,,,,blocked,,").find("4470123", 0)
    assert found is not None
    assert (found.prefix, found.blocked, found.prices) == ("4470", True, {})


def test_empty_cells_stay_empty_and_said_ones_are_numbers() -> None:
    rates = opened("44,UK,0.010,,,,,,", "49,Germany,0.02,30,6,0.01,,,")
    bare, full = rates.find("44", 0), rates.find("49", 0)
    assert bare is not None
    assert full is not None
    assert (bare.minimum_s, bare.increment_s, bare.connect) == (None, None, None)
    assert (full.minimum_s, full.increment_s, full.connect) == (30, 6, nano("0.01"))


def test_the_heaviest_open_window_wins_and_a_closed_one_is_not_there() -> None:
    rates = opened(
        "44,UK,0.010,",
        "44,UK,0.008,night",
        "44,UK,0.006,weekend",
        header="prefix,name,rate,window\n",
    )
    prices = [
        found.prices["rate"]
        for windows in ({}, {"night": 5}, {"night": 5, "weekend": 9})
        if (found := rates.find("44", 0, windows))
    ]
    assert prices == [nano("0.010"), nano("0.008"), nano("0.006")]


def test_a_prefix_with_rows_in_closed_windows_only_gives_way_to_a_shorter_one() -> None:
    rates = opened("44,UK,0.010,", "447,Mobile,0.008,night", header="prefix,name,rate,window\n")
    found = rates.find("4477", 0)
    assert found is not None
    assert found.prefix == "44"


def test_steps_are_read() -> None:
    rates = opened("44,UK,0.010,60:0.005/60/30; 300:0.001", header="prefix,name,rate,steps\n")
    found = rates.find("44", 0)
    assert found is not None
    assert found.steps == (Step(60, nano("0.005"), 60, 30), Step(300, nano("0.001"), 0, 1))


@pytest.mark.parametrize("text", ["60:0.1;30:0.1", "x:1", "60:0.1/0", "60:0.1/60/0", "60"])
def test_steps_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"step|rise|amount|literal"):
        steps_of(text)


@given(st.binary(max_size=300))
def test_other_bytes_are_told_from_compiled_rates(data: bytes) -> None:
    with pytest.raises(NotCompiledError):
        CompiledRates(data)


def test_compiled_rates_cut_short_are_refused() -> None:
    whole = compile_rates((HEADER + "44,UK,0.010,,,,,,\n").encode())
    with pytest.raises(NotCompiledError):
        CompiledRates(whole[:-9])


def test_a_table_of_no_rows_finds_nothing() -> None:
    assert opened().find("44", 0) is None


PREFIX = st.text("0149", min_size=1, max_size=5)
DAYS = st.sampled_from(("", "2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z"))


@given(
    st.lists(st.tuples(PREFIX, DAYS, DAYS), max_size=25, unique_by=lambda row: row[:2]),
    st.text("0149", min_size=1, max_size=7),
    st.sampled_from((SPRING - 1, SPRING, 0)),
)
def test_compiled_equals_trying_every_row(
    listed: list[tuple[str, str, str]], number: str, at_ms: int
) -> None:
    rows = [(prefix, since, until) for prefix, since, until in listed if not until or until > since]
    rates = opened(*(f"{p},X,0.01,,,,,{a},{b}" for p, a, b in rows))
    tried = {
        (prefix, line)
        for line, (prefix, since, until) in enumerate(rows, start=2)
        if number.startswith(prefix) and _ms(since, -(10**18)) <= at_ms < _ms(until, 10**18)
    }
    found = rates.find(number, at_ms)
    longest = max((len(prefix) for prefix, _ in tried), default=0)
    if found is None:
        assert not tried
    else:
        assert (found.prefix, found.line) in {one for one in tried if len(one[0]) == longest}


def _ms(text: str, absent: int) -> int:
    return milliseconds(datetime.fromisoformat(text)) if text else absent
