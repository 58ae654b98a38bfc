"""``policy show``."""

from __future__ import annotations

from handlers.kit.reply import Table
from tests.builders import a_carrier, a_house, sample_carrier


def test_the_rules_are_told_in_words() -> None:
    reply = a_house(sample_carrier()).run("policy show", "vera")

    assert reply.summary == "A change that no rule is about needs: confirm"
    [rules, roles] = [block for block in reply.blocks if isinstance(block, Table)]
    assert [row[:2] for row in rules.rows] == [
        ("notes", "direct"),
        ("money", "confirm"),
        ("status", "confirm"),
        ("deletion", "confirm"),
        ("rules-of-the-house", "confirm"),
    ]
    assert [row[0] for row in roles.rows][-1] == "admin"
    assert reply.values["default"] == "confirm"


def test_a_carrier_without_a_policy_has_its_default() -> None:
    files = {path: data for path, data in a_carrier().items() if path != "policy.yaml"}

    assert a_house(files).run("policy show", "vera").values == {"default": "confirm", "rules": []}
