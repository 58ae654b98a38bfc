from __future__ import annotations

from tests.engine.checks.telling import is_quiet, tells

RULE = "unique-provider-name"

FILES = {
    "providers/a/provider.yaml": "name: Atlas\ncurrency: EUR",
    "providers/b/provider.yaml": "name: AT LAS\ncurrency: EUR",
}


def test_two_of_one_name_are_told_whatever_case() -> None:
    tells(RULE, FILES, "providers/b/provider.yaml", "name", "a")


def test_different_ones_are_fine() -> None:
    assert is_quiet(RULE, FILES | {"providers/b/provider.yaml": "name: Borealis\ncurrency: EUR"})
