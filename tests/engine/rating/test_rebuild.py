"""Rebuilding keeps what was rated, ends what no longer counts, and touches no row that says what is wanted."""

from __future__ import annotations

import pytest

from engine.errors import Invalid
from engine.rating.rebuild import stale
from engine.rating.terms import Kind
from tests.engine.rating.making import CHILD, JUNE, carrier, laid, lines, made, rates

AT = "2026-06-01T00:00:00Z"


def test_a_new_card_counts_from_ever_on() -> None:
    assert lines(carrier("", rates("44,UK,0.01"))) == ["44,UK,0.0100"]


def test_a_row_in_force_ends_when_its_price_changes() -> None:
    files = carrier("", rates("44,UK,0.02"), child=rates("44,UK,0.01"))

    assert lines(files) == [f"44,UK,0.01,,,,,,{AT}", f"44,UK,0.0200,,,,,{AT}"]


def test_rows_that_ended_stay() -> None:
    child = rates("44,UK,0.05,,,,,,2026-01-01T00:00:00Z", "44,UK,0.01,,,,,2026-01-01T00:00:00Z")
    files = carrier("", rates("44,UK,0.01"), child=child)

    assert laid(files).data == child.encode()


def test_future_rows_are_replaced_by_those_of_the_parents() -> None:
    child = rates("44,UK,0.01,,,,,,2026-08-01T00:00:00Z", "44,UK,0.09,,,,,2026-08-01T00:00:00Z")
    files = carrier("", rates("44,UK,0.01"), child=child)

    assert lines(files) == ["44,UK,0.01"]


def test_rows_that_say_what_is_wanted_keep_every_byte() -> None:
    child = rates('44,"United Kingdom, all",0.0100,,,,,,', "447,Mobile,0.01,0,1", "33,France,0.5")
    files = carrier("", rates("44,UK,0.01", "33,FR,0.02"), child=child)

    kept = lines(files)

    assert '44,"United Kingdom, all",0.0100' in kept
    assert "447,Mobile,0.01,0,1" in kept  # it changes no price, and somebody named it
    assert laid(files).counts[Kind.DECREASE] == 1


def test_what_no_parent_has_any_more_is_closed() -> None:
    files = carrier("", rates("44,UK,0.01"), child=rates("33,FR,0.02", "44,UK,0.01"))

    assert lines(files) == [f"33,FR,0.02,,,,,,{AT}", "44,UK,0.01"]
    assert laid(files).counts[Kind.CLOSED] == 1


def test_a_table_that_does_not_hold_is_not_written_over() -> None:
    with pytest.raises(Invalid, match="no price"):
        laid(carrier("", rates("44,UK,0.01"), child=rates("44,UK,0.01", "1,US,")))


def test_prefixes_are_counted_by_what_becomes_of_their_calls() -> None:
    child = rates("1,US,0.01", "33,FR,0.02", "44,UK,0.03", "49,DE,0.04", "7,RU,0.1")
    parent = rates(
        "1,US,0.02", "33,FR,0.01", "44,UK,0.03,60", "49,DE,,,,,blocked", "7,RU,0.1", "81,JP,0.1"
    )

    counts = laid(carrier("", parent, child=child)).counts

    assert counts == {
        Kind.NEW: 1,
        Kind.INCREASE: 1,
        Kind.DECREASE: 1,
        Kind.TERMS: 1,
        Kind.BLOCKED: 1,
        Kind.ENDS: 0,  # a rebuild ends rows only where something else begins
        Kind.OPENED: 0,
        Kind.CLOSED: 0,
        Kind.UNCHANGED: 1,
    }


def test_a_longer_prefix_tells_what_its_numbers_cost_so_far() -> None:
    files = carrier("", rates("44,UK,0.01", "447,Mobile,0.05"), child=rates("44,UK,0.01"))

    (change,) = laid(files).differences

    assert (change.kind, change.prefix, change.name) == (Kind.INCREASE, "447", "Mobile")


def test_a_card_is_stale_when_building_it_gives_another_price() -> None:
    parent = rates("44,UK,0.01", "447,Mobile,0.05")

    assert stale(*made(carrier("", parent, child=rates("44,UK,0.01", "447,,0.05")))) is None
    assert stale(*made(carrier("", parent, child=rates("44,UK,0.01")))) is not None
    assert stale(*made(carrier("", parent))) is not None


def test_other_names_and_other_spellings_of_a_price_make_no_card_stale() -> None:
    child = rates("44,Britain,0.010000,0,1")

    assert stale(*made(carrier("", rates("44,UK,0.01"), child=child))) is None


def test_a_price_announced_by_a_parent_makes_a_card_stale_before_it_counts() -> None:
    parent = rates("44,UK,0.01,,,,,,2026-09-01T00:00:00Z", "44,UK,0.02,,,,,2026-09-01T00:00:00Z")

    found = stale(*made(carrier("", parent, child=rates("44,UK,0.01"))))

    assert found is not None
    assert (found.kind, found.since > JUNE.timestamp() * 1000) == (Kind.INCREASE, True)


def test_rebuilding_again_changes_nothing() -> None:
    parent = rates("44,UK,0.01", "447,M,0.02,,,,,,2026-09-01T00:00:00Z")
    files = carrier(
        "  profit: [{id: a, value: 20}, {id: b, match: '4470', action: remove}]\n",
        parent,
        child=rates("4,old,0.5", "4470,P,0.3"),
    )
    first = laid(files).data

    assert laid({**files, CHILD: first.decode()}).data == first


def test_rows_in_windows_the_card_no_longer_has_end() -> None:
    child = "prefix,name,rate,to,window\n44,UK,0.01,,\n44,UK,0.005,,night\n"
    files = carrier("", rates("44,UK,0.01"), child=child)

    assert lines(files) == ["44,UK,0.01", f"44,UK,0.005,{AT},night"]
