from __future__ import annotations

from tests.engine.checks.telling import BEN, is_quiet, tells

RULE = "session-timers-with-ping"


def files(media: str) -> dict[str, str]:
    return {BEN + "routing.yaml": f"routes: [{{id: a, rate_card: c, media: {{{media}}}}}]"}


def test_timers_beside_the_pings_of_the_default_are_told() -> None:
    told_at = "routes.0.media.session_timers"

    tells(RULE, files("session_timers: both"), BEN + "routing.yaml", told_at, "sip_ping: both")


def test_one_of_the_two_is_fine() -> None:
    assert is_quiet(RULE, files("session_timers: both, sip_ping: disabled"))
    assert is_quiet(RULE, files("session_timers: disabled"))
