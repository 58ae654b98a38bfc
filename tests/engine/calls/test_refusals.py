"""The table of reasons, and codes that settings map."""

from __future__ import annotations

from tests.engine.calls.carrier import (
    more,
    refused,
    tried,
)


def test_settings_map_the_code_a_caller_hears() -> None:
    files = {
        **more("settings.yaml", 'sip_codes: {"402": "503 Funds Required"}'),
    }
    answer = tried(files=files, counters={"customers": {"ben": {"balance": "0"}}})
    assert refused(answer) == "402 Payment Required"
    assert answer.refusal is not None
    assert answer.refusal.heard == "503 Funds Required"
