from __future__ import annotations

from tests.engine.checks.telling import BEN, is_quiet, tells

RULE = "ftc-contradiction"


def files(filters: str) -> dict[str, str]:
    return {BEN + "routing.yaml": f"routes: [{{id: a, rate_card: c, filters: {{{filters}}}}}]"}


def test_both_at_once_are_told() -> None:
    both = "ftc_report_block: true, ftc_log_only: true"

    tells(RULE, files(both), BEN + "routing.yaml", "routes.0.filters.ftc_log_only", "route a")


def test_one_of_them_is_fine() -> None:
    assert is_quiet(RULE, files("ftc_report_block: true, ftc_log_only: false"))
