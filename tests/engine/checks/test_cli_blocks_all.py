from __future__ import annotations

import pytest

from tests.engine.checks.telling import BEN, a_did, is_quiet, tells

RULE = "cli-blocks-all"
FILTER = "rules: [{id: own, use_did: filter}]"


def test_a_filter_by_own_numbers_without_any_is_told() -> None:
    words = ("the CLI rule own of ben passes no number", "assign a DID")

    tells(RULE, {BEN + "cli.yaml": FILTER}, BEN + "customer.yaml", "", *words)


def test_a_number_that_is_none_of_its_own_never_passes_the_filter() -> None:
    files = {
        BEN
        + "cli.yaml": 'rules: [{id: a, cli: "442079460999", use_did: filter}, {id: b, cli: "33", use_did: filter}]',
        BEN + "dids.yaml": f"dids: [{a_did()}]",
    }

    tells(RULE, files, BEN + "customer.yaml", "", "none of the 2 CLI rules")


@pytest.mark.parametrize(
    "rules",
    [
        "[]",
        "[{id: own, use_did: filter, enabled: false}]",
        "[{id: own, use_did: filter, direction: origination}]",
        '[{id: own, use_did: filter}, {id: a, cli: "442079460999", forced: true}]',
        '[{id: own, use_did: filter}, {id: a, cli: "442079460999"}]',
    ],
)
def test_rules_that_pass_something_are_fine(rules: str) -> None:
    assert is_quiet(RULE, {BEN + "cli.yaml": f"rules: {rules}"})


def test_a_filter_with_a_number_of_its_own_is_fine() -> None:
    assert is_quiet(RULE, {BEN + "cli.yaml": FILTER, BEN + "dids.yaml": f"dids: [{a_did()}]"})
