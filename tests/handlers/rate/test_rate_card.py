"""``rate card``: what only rate cards have."""

from __future__ import annotations

import pytest

from handlers.kit.reply import Outcome, PlanView, Problems, Reply
from tests.builders import Carrier, a_house, sample_carrier

CARD = "rate-cards/night/card.yaml"


@pytest.fixture(scope="module")
def sample() -> dict[str, bytes]:
    return sample_carrier()


def rules(reply: Reply) -> set[str]:
    return {p.rule for block in reply.blocks if isinstance(block, Problems) for p in block.problems}


def fields(reply: Reply) -> list[str]:
    return [
        p.field for block in reply.blocks if isinstance(block, Problems) for p in block.problems
    ]


def text(carrier: Carrier, path: str) -> str:
    return (carrier.file(path) or b"").decode()


def terms(carrier: Carrier, card: str) -> list[dict[str, object]]:
    return carrier.type(f"rate card terms list {card}").values["terms"]


def test_a_new_card_has_its_terms_and_a_table_without_rows(sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    line = "rate card add Night customer EUR --prices inter_intra --precision 5 --rounding up"
    assert carrier.change(line, "grace").outcome is Outcome.DONE

    assert text(carrier, CARD).splitlines()[1:] == [
        "name: Night",
        "side: customer",
        "currency: EUR",
        "terms:",
        "  - precision: 5",
        "    rounding: up",
        "prices: inter_intra",
    ]
    assert carrier.file("rate-cards/night/rates.csv") == b"prefix,name,rate,inter,intra\n"
    assert carrier.type("rate card show night").values["rates"] == 0


def test_a_card_made_of_others_gets_no_table(sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    carrier.change("rate card add Night customer EUR --parents atlas-standard", "grace")

    assert carrier.file(CARD) is not None
    assert carrier.file("rate-cards/night/rates.csv") is None


def test_side_and_provider_belong_together(sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)

    assert fields(carrier.type("rate card add Night provider EUR", "grace")) == ["provider"]
    assert fields(carrier.type("rate card add Night customer EUR borealis", "grace")) == [
        "provider"
    ]
    wrong = carrier.type("rate card add Night provider EUR boreali", "grace")
    assert "did you mean borealis?" in str(wrong.blocks)


def test_side_and_currency_never_change(sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)

    for said in ("--currency GBP", "--side provider", "--per_seconds 1"):
        assert "immutable-field" in rules(
            carrier.type(f"rate card edit retail-usd {said}", "grace")
        )


def test_removing_a_card_takes_its_rates_along_and_undo_brings_them_back(
    sample: dict[str, bytes],
) -> None:
    carrier = a_house(sample)
    rates = b"prefix,name,rate\n49,Germany,0.0123\n"
    carrier.change("rate card add Night customer EUR", "grace")
    carrier.push({"rate-cards/night/rates.csv": rates})
    plan = carrier.type("rate card remove night", "grace")
    [view] = [block for block in plan.blocks if isinstance(block, PlanView)]
    assert any("49" in change.field for change in view.changes)

    removed = carrier.confirm(plan, "grace")
    assert carrier.file("rate-cards/night/rates.csv") is None
    carrier.change(f"undo {removed.operation}", "grace")
    assert carrier.file("rate-cards/night/rates.csv") == rates


def test_terms_that_change_later_stand_in_order_and_in_full(sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    carrier.change("rate card terms add retail-usd 2027-06-01 --rounding down", "grace")
    carrier.change("rate card terms add retail-usd 2027-01-01 --precision 6", "grace")

    assert terms(carrier, "retail-usd")[2:] == [
        {
            "since": "2027-01-01T00:00:00Z",
            "precision": 6,
            "rounding": "half_up",
            "duration_rounding": "up",
        },
        {
            "since": "2027-06-01T00:00:00Z",
            "precision": 4,
            "rounding": "down",
            "duration_rounding": "up",
        },
    ]


def test_the_first_terms_of_a_card_that_says_none_are_written_out(sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    carrier.change("rate card terms add thames-did 2027-01-01 --precision 6", "grace")

    assert [one.get("since") for one in terms(carrier, "thames-did")] == [
        None,
        "2027-01-01T00:00:00Z",
    ]
    assert terms(carrier, "thames-did")[0]["precision"] == 4


def test_terms_since_an_instant_that_is_over_are_told(sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)

    assert "This instant is over" in str(
        carrier.type("rate card terms add retail-usd 2026-08-01 --precision 5", "grace").blocks
    )
    assert "This instant is over" not in str(
        carrier.type("rate card terms add retail-usd 2027-08-01 --precision 5", "grace").blocks
    )


def test_two_terms_since_one_instant_are_refused(sample: dict[str, bytes]) -> None:
    reply = a_house(sample).type("rate card terms add retail-usd 2026-07-01 --precision 5", "grace")

    assert rules(reply) == {"card-terms-order"}


def test_a_list_is_filtered_by_side_currency_and_provider(sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)

    def listed(said: str) -> list[str]:
        found = carrier.type(f"rate card list {said}").values["rate_cards"]
        return [one["id"] for one in found]

    assert listed("--side provider --currency USD") == ["borealis-premium"]
    assert listed("--provider thames-numbers") == ["thames-did"]
