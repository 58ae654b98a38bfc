from __future__ import annotations

from datetime import date

from schemas.dids import DID
from schemas.shared import PublicNumber
from schemas.stock import Stock, StockNumber
from tests.schemas.reading import document, faults

MINIMAL = 'numbers:\n  - id: one\n    number: "442079460210"\n    provider_card: thames-did\n'


def test_a_number_in_stock_needs_a_card_and_no_customer() -> None:
    number = document(Stock, MINIMAL).numbers[0]

    assert (number.number, number.provider_card) == ("442079460210", "thames-did")
    assert faults(Stock, 'numbers: [{id: one, number: "44"}]')[-1].pointer[-1] == "provider_card"


def test_a_number_in_stock_says_what_it_cost_and_since_when_it_is_ours() -> None:
    text = MINIMAL + '    cost: "0.40"\n    setup_cost: "2.00"\n    bought: "2026-06-01"\n'
    number = document(Stock, text).numbers[0]

    assert (str(number.cost), str(number.setup_cost)) == ("0.40", "2.00")
    assert number.bought == date(2026, 6, 1)


def test_a_number_in_stock_goes_nowhere() -> None:
    (fault,) = faults(Stock, MINIMAL + "    destinations: [test]\n")

    assert (fault.rule, fault.pointer[-1]) == ("unknown-field", "destinations")


def test_what_a_number_in_stock_says_a_did_can_say_too() -> None:
    shared = set(PublicNumber.model_fields)

    assert shared < set(StockNumber.model_fields) <= set(DID.model_fields)
