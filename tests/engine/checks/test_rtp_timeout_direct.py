from __future__ import annotations

from tests.engine.checks.telling import BEN, a_did, is_quiet, tells

RULE = "rtp-timeout-direct"


def route(media: str) -> dict[str, str]:
    return {BEN + "routing.yaml": f"routes: [{{id: a, rate_card: c, media: {{{media}}}}}]"}


def test_direct_media_with_the_limit_of_the_default_is_told() -> None:
    told_at = "routes.0.media.rtp_timeout"

    tells(RULE, route("proxy: direct"), BEN + "routing.yaml", told_at, "route a")


def test_a_number_is_looked_at_too() -> None:
    files = {BEN + "dids.yaml": f"dids: [{a_did(more='media: {proxy: direct}')}]"}

    tells(RULE, files, BEN + "dids.yaml", "dids.0.media.timeout", "442079460100")


def test_direct_media_without_a_limit_is_fine() -> None:
    number = a_did(more="media: {proxy: direct, timeout: [sip_ping]}")

    assert is_quiet(RULE, route("proxy: direct, rtp_timeout: false"))
    assert is_quiet(RULE, {BEN + "dids.yaml": f"dids: [{number}]"})
