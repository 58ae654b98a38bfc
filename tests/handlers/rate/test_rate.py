"""``rate``: calls rated by cards as JSON, for other programs; a stable door."""

from __future__ import annotations

import json
from typing import Any

import pytest

from handlers.kit.files import UploadedText
from handlers.kit.reply import Outcome, Reply
from tests.builders import Carrier, a_house, sample_carrier

CARD = {
    "currency": "USD",
    "precision": 4,
    "rounding": "up",
    "duration_rounding": "up",
    "rows": [{"prefix": "44", "rate": 0.06, "minimum": 30, "increment": 6, "connect": 0.01}],
}
CALL = {"number": "442079460018", "started_at": "2026-06-01T00:00:00Z", "duration": 31.2}


@pytest.fixture(scope="module")
def carrier() -> Carrier:
    return a_house(sample_carrier())


def asked(carrier: Carrier, text: str) -> Reply:
    file: dict[str, str] = UploadedText(name="quotes.json", text=text).model_dump(mode="json")
    return carrier.run("rate", quotes=file)


def rated(carrier: Carrier, card: Any, **call: Any) -> Any:
    return asked(carrier, json.dumps({"card": card, "call": {**CALL, **call}})).raw


def test_the_answer_has_what_was_found_and_how_the_charge_came_about(carrier: Carrier) -> None:
    assert rated(carrier, CARD) == {
        "matched_prefix": "44",
        "billed_seconds": 36,
        "charge": "0.0460",
        "unrounded": "0.046",
        "currency": "USD",
        "steps": [
            {"step": "duration", "seconds": 32},
            {
                "step": "usage",
                "from_seconds": 0,
                "seconds": 32,
                "billed_seconds": 36,
                "rate": "0.06",
                "per_seconds": 60,
                "amount": "0.036",
            },
            {"step": "connect", "amount": "0.01"},
            {"step": "rounding", "from": "0.046", "to": "0.0460"},
        ],
    }


def test_what_costs_nothing_says_why(carrier: Carrier) -> None:
    assert rated(carrier, CARD, answered=False)["steps"][1] == {
        "step": "free",
        "why": "not answered",
    }


def test_an_amount_without_end_is_written_to_eighteen_places(carrier: Carrier) -> None:
    card = {**CARD, "rows": [{"prefix": "44", "rate": "0.01"}]}

    assert rated(carrier, card, duration=1)["unrounded"] == "0.000166666666666667"


def test_a_list_gives_a_list_in_its_order_with_refusals_in_their_places(carrier: Carrier) -> None:
    given = [
        {"card": CARD, "call": CALL},
        {"card": CARD, "call": {**CALL, "number": "33"}},
        5,
        {"call": CALL},
    ]
    answers = asked(carrier, json.dumps(given)).raw

    assert [one.get("charge") or one["refused"]["reason"] for one in answers] == [
        "0.0460",
        "no_rate",
        "invalid",
        "invalid",
    ]
    assert asked(carrier, "[]").raw == []


def test_a_card_of_the_config_is_named_by_its_id(carrier: Carrier) -> None:
    found = rated(carrier, "retail-usd", started_at="2026-08-03T10:00:00Z", duration=61)

    assert (found["matched_prefix"], found["charge"], found["currency"]) == (
        "4420",
        "0.0098",
        "USD",
    )


def test_cards_of_the_config_refuse_in_the_same_words(carrier: Carrier) -> None:
    assert rated(carrier, "nowhere")["refused"] == {
        "reason": "invalid",
        "message": "card: there is no rate card nowhere that holds",
    }
    assert rated(carrier, "retail-usd", number="9999999")["refused"]["reason"] == "no_rate"
    assert rated(carrier, "retail-usd", number="881612345678")["refused"]["reason"] == "blocked"


@pytest.mark.parametrize("text", ["{", "[" * 99_999, ""])
def test_what_is_no_json_is_refused(carrier: Carrier, text: str) -> None:
    reply = asked(carrier, text)

    assert reply.outcome is Outcome.REFUSED
    assert "is no JSON" in reply.summary


def test_nothing_to_rate_is_told_with_an_example(carrier: Carrier) -> None:
    reply = carrier.run("rate")

    assert (reply.outcome, reply.summary) == (Outcome.REFUSED, "there is nothing to rate")
    assert '"card": "retail-usd"' in str(reply.blocks)


def test_a_card_of_the_config_may_price_by_who_calls_who_is_withheld_unless_said() -> None:
    carrier = a_house(
        {
            **sample_carrier(),
            "rate-cards/states/card.yaml": b"name: States\nside: customer\ncurrency: USD\nprices: inter_intra\n",
            "rate-cards/states/rates.csv": b"prefix,rate,inter,intra\n1,0.03,0.02,0.01\n",
        }
    )

    def charge(**call: str) -> str:
        given = rated(carrier, "states", number="12125550100", duration=60, **call)
        return str(given["charge"])

    assert charge() == charge(cli="anonymous") == "0.0300"
    assert charge(cli="+12135550123") == "0.0200"  # California to New York
    assert charge(cli="sip:12125550123@example.com") == "0.0100"
