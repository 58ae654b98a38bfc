from __future__ import annotations

from tests.engine.checks.telling import BEN, is_quiet, tells

RULE = "cli-performance-terms"


def files(more: str) -> dict[str, str]:
    return {BEN + "cli.yaml": f"rules: [{{id: a, performance: {{batch: 5}}{more}}}]"}


def test_terms_that_nothing_reads_are_told() -> None:
    tells(RULE, files(""), BEN + "cli.yaml", "rules.0.performance", "use_did: disabled")


def test_terms_that_are_read_are_fine() -> None:
    assert is_quiet(RULE, files(", use_did: performance"))
