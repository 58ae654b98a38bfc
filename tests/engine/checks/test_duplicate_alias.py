from __future__ import annotations

from tests.engine.checks.carriers import SETTINGS
from tests.engine.checks.telling import BEN, is_quiet, tells

RULE = "duplicate-alias"


def test_two_aliases_for_a_number_are_told() -> None:
    text = 'aliases: [{id: a, current: "611", new: "1"}, {id: b, current: "611", new: "2"}]'

    tells(RULE, {BEN + "auth.yaml": text}, BEN + "auth.yaml", "aliases.1.current", '"611"', ": a")


def test_the_same_number_for_a_customer_and_for_everybody_is_fine() -> None:
    files = {
        "settings.yaml": SETTINGS + 'aliases: [{id: a, current: "611", new: "1"}]',
        BEN + "auth.yaml": 'aliases: [{id: a, current: "611", new: "2"}]',
    }

    assert is_quiet(RULE, files)
