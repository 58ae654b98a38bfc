from __future__ import annotations

import pytest

from tests.engine.checks.telling import BEN, is_quiet, tells

RULE = "redial-incomplete"


def files(redial: str) -> dict[str, str]:
    return {BEN + "routing.yaml": f"routes: [{{id: a, rate_card: c, redial: {{{redial}}}}}]"}


@pytest.mark.parametrize(
    ("redial", "there", "missing"),
    [("max_count: 3", "max_count", "period_s"), ("period_s: 600", "period_s", "max_count")],
)
def test_half_a_limit_is_told(redial: str, there: str, missing: str) -> None:
    tells(RULE, files(redial), BEN + "routing.yaml", f"routes.0.redial.{there}", missing)


def test_a_whole_limit_or_none_is_fine() -> None:
    assert is_quiet(RULE, files("max_count: 3, period_s: 600"))
    assert is_quiet(RULE, files(""))
