from __future__ import annotations

from tests.engine.checks.telling import BEN, is_quiet, tells

RULE = "fraud-incomplete"


def files(fraud: str) -> dict[str, str]:
    return {BEN + "routing.yaml": f"routes: [{{id: a, rate_card: c, fraud: {{{fraud}}}}}]"}


def test_a_profile_without_a_mode_is_told() -> None:
    told_at = "routes.0.fraud.profile"

    tells(RULE, files("profile: uk"), BEN + "routing.yaml", told_at, "watches nothing")


def test_a_mode_without_a_profile_is_told() -> None:
    tells(RULE, files("mode: low"), BEN + "routing.yaml", "routes.0.fraud.mode", "no profile")


def test_both_none_or_switched_off_on_purpose_are_fine() -> None:
    assert is_quiet(RULE, files("profile: uk, mode: high"))
    assert is_quiet(RULE, files(""))
    assert is_quiet(RULE, files("profile: uk, mode: disabled"))
