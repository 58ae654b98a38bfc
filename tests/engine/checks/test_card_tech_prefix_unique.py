from __future__ import annotations

from engine.checks import card_tech_prefix_unique
from tests.engine.checks.carriers import told


def card(name: str, prefix: str, provider: str = "atlas") -> dict[str, str]:
    return {
        f"rate-cards/{name}/card.yaml": (
            f"name: {name}\nside: provider\nprovider: {provider}\ncurrency: EUR\n"
            f'outgoing:\n  tech_prefix: "{prefix}"\n'
        )
    }


def test_one_prefix_on_two_cards_of_a_provider_is_wrong() -> None:
    files = card("a", "101#") | card("b", "101#") | card("c", "102#")

    assert told(card_tech_prefix_unique, files) == [
        "rate-cards/b/card.yaml:6:3 outgoing.tech_prefix"
    ]


def test_the_card_that_takes_the_prefix_of_another_is_named() -> None:
    before = card("a", "101#") | card("b", "102#")
    after = card("a", "102#") | card("b", "102#")

    assert told(card_tech_prefix_unique, after, before=before) == [
        "rate-cards/a/card.yaml:6:3 outgoing.tech_prefix"
    ]


def test_the_same_prefix_at_two_providers_is_right() -> None:
    files = card("a", "101#") | card("b", "101#", provider="borealis")

    assert told(card_tech_prefix_unique, files) == []
