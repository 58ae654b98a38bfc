from __future__ import annotations

from engine.checks import card_parent_loop
from tests.engine.checks.carriers import problems, told


def card(name: str, *parents: str) -> dict[str, str]:
    return {
        f"rate-cards/{name}/card.yaml": (
            f"name: {name}\nside: customer\ncurrency: EUR\n"
            f"build:\n  parents: [{', '.join(parents)}]\n"
        )
    }


def test_a_card_made_of_itself_is_wrong() -> None:
    assert told(card_parent_loop, card("a", "b", "a")) == [
        "rate-cards/a/card.yaml:5:16 build.parents.1"
    ]


def test_a_loop_through_others_is_found_and_told() -> None:
    before = card("a", "b") | card("b", "c") | card("c")
    after = card("a", "b") | card("b", "c") | card("c", "a")

    found = problems(card_parent_loop, after, before=before)

    assert [problem.path for problem in found] == [
        "rate-cards/b/card.yaml",
        "rate-cards/c/card.yaml",
    ]
    assert found[1].message == "c is made of itself: c of a of b of c"


def test_cards_that_share_a_parent_are_right() -> None:
    files = card("a", "b", "c") | card("b", "d") | card("c", "d") | card("d")

    assert told(card_parent_loop, files) == []
