"""What a card asks: the row, the column and the window that count."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.engine.calls.carrier import (
    JUNE,
    RETAIL,
    ROUTES,
    cards,
    more,
    refused,
    replaced,
    tried,
)


def test_the_longest_prefix_prices_the_call_and_each_side_has_its_own() -> None:
    answer = tried("447811234567", duration_s=61)
    assert answer.sell is not None
    assert (answer.sell.prefix, cards(answer)) == ("447", ["dear", "cheap"])
    assert answer.rating is not None
    assert str(answer.rating.charge.amount) == "0.0509"
    assert str(answer.rating.cost.amount) == "0.0203"


@pytest.mark.parametrize(
    ("files", "dialled", "code", "said"),
    [
        ({}, "33123456789", "503 No Routes Available (Pre)", "no row"),
        ({}, "447012345678", "503 No Routes Available (Pre)", "blocks 4470"),
        (replaced(RETAIL, "currency: USD", "currency: EUR"), "442079460018", "503 No Routes Available (Pre)", "in EUR"),
        (more(ROUTES, "    price_limits: {capped_rate: '0.005'}"), "442079460018", "503 No Routes Available (U)", "cap"),
        (more(ROUTES, "    locks: {only: [nowhere]}"), "442079460018", "503 No Routes Available (Lock)", "keeps to"),
        (more(ROUTES, "    price_limits: {provider_capped_rate: '0.001'}"), "442079460018",
         "503 No Routes Available (U)", "cap"),
        ({"rate-cards/cheap/rates.csv": "prefix,rate\n49,1\n", "rate-cards/dear/rates.csv": "prefix,rate\n49,1\n"},
         "442079460018", "503 LCR Unavailable", "no row"),
        ({**replaced("providers/alpha/provider.yaml", "currency: USD", "currency: USD\nstatus: inactive"),
          **replaced("providers/beta/provider.yaml", "currency: EUR", "currency: EUR\nstatus: inactive")},
         "442079460018", "503 LCR Unavailable", "is inactive"),
        (replaced(RETAIL, "dynamic_routing: [cheap, dear]", ""), "442079460018", "503 LCR Unavailable", "no provider card"),
        ({**more(ROUTES, "    price_limits: {profit_assurance: enabled}"),
          "rate-cards/retail/rates.csv": "prefix,rate\n44,0.001\n"}, "442079460018",
         "503 No Routes Available (Profit Assurance)", "the customer pays 0.001"),
    ],
)  # fmt: skip
def test_calls_without_a_price_or_a_provider_are_refused(
    files: dict[str, str], dialled: str, code: str, said: str
) -> None:
    answer = tried(dialled, files)
    assert refused(answer) == code
    assert said in answer.steps[-1].detail


def test_dated_rows_count_by_the_arrival_of_the_call() -> None:
    rows = "prefix,rate,from,to\n44,0.010,,2026-06-03T10:00:00Z\n44,0.012,2026-06-03T10:00:00Z,\n"
    files = {"rate-cards/retail/rates.csv": rows}

    before, after = tried(files=files, at=JUNE - timedelta(seconds=1)), tried(files=files)
    assert (before.sell.price.rate, after.sell.price.rate) == (10_000_000, 12_000_000)


def test_a_call_over_the_border_of_a_window_is_split_or_keeps_its_first_price() -> None:
    window = "windows: [{id: late, hours: ['daily 10:01-24:00']}]"
    rows = {"rate-cards/retail/rates.csv": "prefix,rate,window\n44,0.06,\n44,0.03,late\n"}
    split = tried(files={**more(RETAIL, window), **rows}, duration_s=120)
    assert str(split.rating.charge.amount) == "0.0900"
    first = {**more(RETAIL, window + "\nacross_windows: first"), **rows}
    kept = tried(files=first, duration_s=120)
    assert str(kept.rating.charge.amount) == "0.1200"


@pytest.mark.parametrize(
    ("cli", "column"),
    [
        ("12135550123", "inter"),
        ("12125550123", "intra"),
        ("442079460111", "rate"),
        ("", "rate"),
        ("19995550123", "rate"),
        ("14165550123", "rate"),
    ],
)
def test_us_prices_depend_on_the_states_of_both_numbers(cli: str, column: str) -> None:
    files = {
        **more(RETAIL, "prices: inter_intra"),
        "rate-cards/retail/rates.csv": "prefix,rate,inter,intra\n1,0.009,0.007,0.008\n",
    }
    answer = tried("16465550111", files, cli=cli)
    assert answer.sell is not None
    assert answer.sell.column == column


@pytest.mark.parametrize(
    ("cli", "number", "column"),
    [
        ("919876543210", "12125550123", "zone"),
        ("442079460018", "919876543210", "zone"),
        ("919876543210", "442079460018", "rate"),
        ("93701234567", "919876543210", "rate"),
    ],
)
def test_origin_zones_price_by_the_countries_of_both_numbers(
    cli: str, number: str, column: str
) -> None:
    files = {
        **more(
            RETAIL,
            "prices: origin_zones\nzones: {sources: [GB, IN, US], destinations: [AF, IN, US]}",
        ),
        "rate-cards/retail/rates.csv": "prefix,rate,local,zone\n1,0.9,0.1,0.5\n44,0.9,0.1,0.5\n91,0.9,0.1,0.5\n",
        "rate-cards/cheap/rates.csv": "prefix,rate\n1,0.01\n44,0.01\n91,0.01\n",
    }
    answer = tried(number, files, cli=cli)
    assert answer.sell is not None
    assert answer.sell.column == column
