from __future__ import annotations

from engine.checks import card_parent_side
from tests.engine.checks.carriers import problems, told


def card(name: str, side: str, more: str = "") -> dict[str, str]:
    return {
        f"rate-cards/{name}/card.yaml": f"name: {name}\nside: {side}\ncurrency: EUR\n{more}",
    }


def test_a_customer_card_is_no_parent() -> None:
    files = card("a", "customer") | card("b", "customer", "build:\n  parents:\n    - a\n")

    [problem] = problems(card_parent_side, files)

    assert (problem.line, problem.column, problem.field) == (6, 7, "build.parents.0")
    assert problem.message == "a is a customer card"


def test_a_provider_card_has_no_parents_and_no_dynamic_routing() -> None:
    files = card("a", "provider") | card(
        "b", "provider", "build: {parents: [a]}\ndynamic_routing: [a]\n"
    )

    assert told(card_parent_side, files) == [
        "rate-cards/b/card.yaml:4:19 build.parents.0",
        "rate-cards/b/card.yaml:5:19 dynamic_routing.0",
    ]


def test_a_customer_card_over_provider_cards_is_right() -> None:
    files = (
        card("a", "provider")
        | card("b", "customer", "build: {parents: [a]}\n")
        | card("c", "customer", "dynamic_routing: [a]\n")
    )

    assert told(card_parent_side, files) == []
