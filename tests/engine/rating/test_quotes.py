"""Cards and calls written out as JSON: every field, every refusal with its place, and the examples people worked out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from engine.rating.quotes import Quote, Refused, quote, read_call, read_card
from tests.golden.tables import golden

JUNE = "2026-06-01T12:00:00Z"
CARD: dict[str, Any] = {
    "currency": "USD",
    "precision": 4,
    "rounding": "up",
    "duration_rounding": "up",
    "rows": [{"prefix": "44", "rate": "0.06", "minimum": 30, "increment": 6, "connect": "0"}],
}
CALL = {"number": "442079460018", "started_at": JUNE, "duration": 31}


def a_row(**more: Any) -> dict[str, Any]:
    return {"prefix": "44", "rate": "0.06", **more}


def a_card(*rows: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {**CARD, "rows": list(rows) or CARD["rows"], **more}


def rated(card: Any, call: Any) -> Quote | Refused:
    """Rate what JSON says, read the way the command reads it."""
    said = json.loads(json.dumps({"card": card, "call": call}), parse_float=Decimal)
    read, asked = read_card(said["card"]), read_call(said["call"])
    if isinstance(asked, Refused):
        return asked
    return read if isinstance(read, Refused) else quote(read, asked)


def made(card: Any, call: Any) -> tuple[str, int, str]:
    """Give the prefix, the seconds billed and the charge."""
    found = rated(card, call)
    assert isinstance(found, Quote), found
    return found.prefix, found.charge.billed_s, f"{found.charge.amount}"


def refused(card: Any, call: Any) -> tuple[str, str]:
    found = rated(card, call)
    assert isinstance(found, Refused), found
    return found.reason, found.message


# --- worked examples -----------------------------------------------------------------------------------------------

_WORDS = {
    "per": "per_seconds",
    "free": "free_seconds",
    "grace": "grace_seconds",
    "from": "effective_from",
    "until": "effective_to",
}


def golden_row(text: str) -> dict[str, Any]:
    """Read a row of a golden table: ``44 0.0125 30/6 connect=0.01 until=2026-03-01``."""
    prefix, *words = text.split()
    row: dict[str, Any] = {"prefix": prefix}
    for word in words:
        name, equals, value = word.partition("=")
        if name == "steps":
            row["steps"] = [golden_step(step) for step in value.split(";")]
        elif equals:
            row[_WORDS.get(name, name)] = value
        elif word == "blocked":
            row["status"] = "blocked"
        elif "/" in word:
            row["minimum"], row["increment"] = word.split("/")
        else:
            row["rate"] = word
    return row


def golden_step(text: str) -> dict[str, str]:
    place, _, price = text.partition(":")
    rate, per, increment = price.split("/")
    return {"from_seconds": place, "rate": rate, "per_seconds": per, "increment": increment}


def golden_rows(text: str) -> list[dict[str, Any]]:
    """Read the rows of a card; the steps of one are parted by ; as well, without a blank behind."""
    return [golden_row(row) for row in text.split("; ")]


@pytest.mark.parametrize("line", golden("calls/rated.txt"), ids=lambda line: str(line[0]))
def test_worked_examples_cost_what_people_worked_out(line: Mapping[int, str]) -> None:
    precision, rounding, duration_rounding = line[2].split()
    card = {
        "currency": "USD",
        "precision": precision,
        "rounding": rounding,
        "duration_rounding": duration_rounding,
        "rows": golden_rows(line[1]),
    }
    call: dict[str, Any] = {"number": line[3], "duration": line[5], "started_at": JUNE}
    if line[4] == "unanswered":
        call["answered"] = False
    elif line[4]:
        call["started_at"] = line[4]

    if line[7]:
        assert made(card, call)[1:] == (int(line[6]), line[7])
    else:
        assert refused(card, call)[0] == line[6]


# --- fields --------------------------------------------------------------------------------------------------------


def test_numbers_may_be_texts_or_numbers() -> None:
    as_text = a_card(a_row(rate="0.015", per_seconds="60", minimum="30", increment="6"))
    as_numbers = a_card(a_row(rate=0.015, per_seconds=60, minimum=30.0, increment=6))

    assert made(as_text, {**CALL, "duration": "31.0"}) == ("44", 36, "0.0090")
    assert made(as_numbers, {**CALL, "number": 442079460018, "duration": 31.0}) == (
        "44",
        36,
        "0.0090",
    )
    assert made(a_card(a_row(rate=1e-7), precision=6), {**CALL, "duration": 6e2})[2] == "0.000001"


def test_what_is_not_said_is_the_usual() -> None:
    """60 seconds, no minimum, steps of a second, no fee, four decimals, half up, durations up."""
    card = {"currency": "USD", "rows": [{"prefix": "44", "rate": "0.0125"}]}

    assert made(card, {"number": "442079460018", "duration": 60.2}) == ("44", 61, "0.0127")


def test_nulls_are_as_if_they_were_left_out() -> None:
    card = a_card(a_row(effective_from=None, steps=None, connect=None, per_seconds=None))

    assert made(card, {**CALL, "answered": None})[2] == "0.0310"


def test_fractions_of_a_second_count_before_the_duration_is_rounded() -> None:
    card = a_card(a_row(increment=1), duration_rounding="half_down")

    assert made(card, {**CALL, "duration": "9.5"})[1] == 9
    assert made(card, {**CALL, "duration": "9.500001"})[1] == 10


def test_a_call_that_was_not_answered_costs_nothing_however_long_it_rang() -> None:
    card = a_card(a_row(connect="0.02"))

    assert made(card, {**CALL, "answered": False}) == ("44", 0, "0.0000")
    assert made(card, {**CALL, "duration": 0}) == ("44", 0, "0.0000")
    assert made(card, {**CALL, "duration": 0, "answered": True}) == ("44", 0, "0.0200")


def test_a_number_may_have_a_plus() -> None:
    assert made(CARD, {**CALL, "number": "+442079460018"})[0] == "44"


def test_instants_may_name_another_zone_and_a_day_is_its_first_instant() -> None:
    card = a_card(a_row(effective_from="2026-06-01"), a_row(rate="0.12", effective_to="2026-06-01"))

    assert made(card, {**CALL, "started_at": "2026-06-01T00:30:00+01:00"})[2] == "0.0620"
    assert made(card, {**CALL, "started_at": "2026-06-01"})[2] == "0.0310"


def test_a_card_without_dates_needs_no_instant() -> None:
    asked = {"number": "442079460018", "duration": 31}

    assert made(CARD, asked)[1] == 36
    assert refused(a_card(a_row(effective_from="2026-01-01")), asked) == (
        "invalid",
        "call.started_at: the card has dates, so the instant is needed",
    )


def test_steps_price_the_stretches_of_a_call() -> None:
    steps = [
        {"from_seconds": 0, "rate": 0.12, "increment": 60},
        {"from_seconds": 60, "rate": "0.006", "per_seconds": 6, "increment": 30},
    ]
    card = a_card(a_row(rate="9", steps=steps))

    assert made(card, {**CALL, "duration": 10}) == ("44", 60, "0.1200")
    assert made(card, {**CALL, "duration": 61}) == ("44", 90, "0.1500")


# --- windows -------------------------------------------------------------------------------------------------------

NIGHT = {"id": "night", "hours": ["mon-sun 20:00-07:00"]}
BY_NIGHT = (a_row(increment=1), a_row(rate="0.006", increment=1, window="night"))


def test_in_a_window_its_rows_count() -> None:
    card = a_card(*BY_NIGHT, windows=[NIGHT])

    assert made(card, {**CALL, "duration": 60})[2] == "0.0600"
    assert made(card, {**CALL, "duration": 60, "started_at": "2026-06-01T23:00:00Z"})[2] == "0.0060"


@pytest.mark.parametrize(("across", "charge"), [("split", "0.0330"), ("first", "0.0600")])
def test_over_the_border_of_a_window_a_call_is_split_or_keeps_its_price(
    across: str, charge: str
) -> None:
    card = a_card(*BY_NIGHT, windows=[NIGHT], across_windows=across)

    assert made(card, {**CALL, "duration": 60, "started_at": "2026-06-01T19:59:30Z"})[2] == charge


def test_behind_a_border_where_the_row_is_blocked_the_price_counts_on() -> None:
    """Source: ADR 33."""
    shut = a_row(rate="0.6", increment=1, window="night", status="blocked")
    card = a_card(a_row(increment=1), shut, windows=[NIGHT])
    over = {**CALL, "started_at": "2026-06-01T19:59:30Z", "duration": 60}

    answer = rated(card, over)

    assert isinstance(answer, Quote)
    assert str(answer.charge.amount) == "0.0600"


def test_of_open_windows_the_heaviest_counts_and_a_longer_prefix_before_any() -> None:
    feast = {"id": "feast", "dates": ["2026-06-01"], "weight": 5}
    card = a_card(
        *BY_NIGHT,
        a_row(rate="0.6", window="feast", increment=1),
        a_row(prefix="4470", rate="0.3", increment=1),
        windows=[NIGHT, feast],
    )
    at = {**CALL, "duration": 60, "started_at": "2026-06-01T21:00:00Z"}

    assert made(card, at)[2] == "0.6000"
    assert made(card, {**at, "number": "447012345678"})[2] == "0.3000"


def test_windows_need_an_instant_and_rows_a_window_that_is_there() -> None:
    card = a_card(*BY_NIGHT, windows=[NIGHT])

    assert refused(card, {"number": "442079460018", "duration": 60})[0] == "invalid"
    assert refused(a_card(*BY_NIGHT), CALL) == (
        "invalid",
        "card.rows[1]: there is no window night",
    )


# --- refusals ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("card", "call", "reason", "said"),
    [
        (CARD, {**CALL, "number": "33123456789"}, "no_rate", "no row in force is for 33123456789"),
        (a_card(a_row(effective_to="2026-06-01")), CALL, "no_rate", "no row in force"),
        (a_card(a_row(status="blocked")), CALL, "blocked", "the row 44 is blocked"),
        (a_card({"prefix": "4420", "status": "blocked"}, a_row()), CALL, "blocked", "4420"),
        (a_card(a_row(rate=-1)), CALL, "invalid", "card.rows[0].rate: "),
        (a_card(a_row(rate="0,5")), CALL, "invalid", "decimal point"),
        (a_card(a_row(rate="0.0000000001")), CALL, "invalid", "at most 9 decimals"),
        (a_card(a_row(rate="1e-3")), CALL, "invalid", "card.rows[0].rate: "),
        (a_card({"prefix": "44"}), CALL, "invalid", "card.rows[0]: the row has no rate"),
        (a_card(a_row(), a_row(prefix="44 7")), CALL, "invalid", "card.rows[1].prefix: "),
        (a_card(a_row(prefix="")), CALL, "invalid", "card.rows[0].prefix: "),
        (a_card(a_row(prefix="4" * 19)), CALL, "invalid", "card.rows[0].prefix: "),
        (a_card(a_row(minimum="30.5")), CALL, "invalid", "card.rows[0].minimum: "),
        (a_card(a_row(minimum=-1)), CALL, "invalid", "it cannot be negative"),
        (a_card(a_row(per_seconds=0)), CALL, "invalid", "card.rows[0].per_seconds: "),
        (a_card(a_row(status="closed")), CALL, "invalid", "allowed or blocked"),
        (a_card(a_row(free_seconds=5, grace_seconds=5)), CALL, "invalid", "exclude each other"),
        (a_card(a_row(effective_from="2026-02-30")), CALL, "invalid", "card.rows[0].effective_from: "),
        (a_card(a_row(effective_from="2026-06-01", effective_to="2026-06-01")), CALL, "invalid", "is not after"),
        (a_card(a_row(steps=[{"from_seconds": 60, "rate": 1}, {"from_seconds": 60, "rate": 2}])), CALL, "invalid",
         "card.rows[0]: the from_seconds of its steps do not rise"),
        (a_card(a_row(steps=[{"from_seconds": 60, "rate": "x"}])), CALL, "invalid", "card.rows[0].steps[0].rate: "),
        (a_card(a_row(), {"prefix": "1", "rate": 1}, a_row()), CALL, "invalid",
         "card.rows[0] and card.rows[2]: prefix 44 has several rows in force at 2026-06-01T12:00:00Z"),
        (a_card(a_row(colour="red")), CALL, "invalid", "card.rows[0].colour: "),
        (a_card(rounding="nearest"), CALL, "invalid", "card.rounding: "),
        (a_card(precision=7), CALL, "invalid", "card.precision: "),
        (a_card(currency="usd"), CALL, "invalid", "card.currency: "),
        ({"currency": "USD"}, CALL, "invalid", "card.rows: "),
        (["no card"], CALL, "invalid", "card: an object is wanted"),
        (CARD, {**CALL, "number": "+44 (0)20"}, "invalid", 'call.number: "+44 (0)20" is no number: " " at place 4'),
        (CARD, {**CALL, "number": "44207946oo18"}, "invalid", '"o" at place 9'),
        (CARD, {**CALL, "number": ""}, "invalid", "an empty number"),
        (CARD, {**CALL, "number": "4" * 40}, "invalid", "a number of 40 digits"),
        (CARD, {**CALL, "duration": -1}, "invalid", "call.duration: "),
        (CARD, {**CALL, "duration": "1:01"}, "invalid", "call.duration: "),
        (CARD, {**CALL, "started_at": "yesterday"}, "invalid", "call.started_at: "),
        (CARD, {"number": "442079460018"}, "invalid", "call.duration: "),
        (CARD, {**CALL, "answered": "perhaps"}, "invalid", "call.answered: "),
        (CARD, "442079460018", "invalid", "call: an object is wanted"),
    ],
)  # fmt: skip
def test_what_cannot_be_rated_is_refused_with_its_place(
    card: Any, call: Any, reason: str, said: str
) -> None:
    found = refused(card, call)

    assert found[0] == reason
    assert said in found[1]


def test_a_number_with_a_huge_exponent_is_refused_at_once() -> None:
    huge = json.loads('{"number": "44", "duration": 1e999999999}', parse_float=Decimal)
    found = read_call(huge)

    assert isinstance(found, Refused)
    assert "call.duration" in found.message


def test_a_blocked_row_does_not_let_the_call_fall_through_to_a_shorter_prefix() -> None:
    card = a_card(a_row(), {"prefix": "4420", "status": "blocked"})

    assert refused(card, CALL)[0] == "blocked"
