from __future__ import annotations

from tests.engine.checks.telling import is_quiet, tells

RULE = "unique-card-name"

FILES = {
    "rate-cards/a/card.yaml": "name: Retail\nside: customer\ncurrency: EUR",
    "rate-cards/b/card.yaml": "name: retail\nside: customer\ncurrency: EUR",
}


def test_two_of_one_name_are_told_whatever_case() -> None:
    tells(RULE, FILES, "rate-cards/b/card.yaml", "name", "a")


def test_different_ones_are_fine() -> None:
    assert is_quiet(
        RULE, FILES | {"rate-cards/b/card.yaml": "name: Wholesale\nside: customer\ncurrency: EUR"}
    )
