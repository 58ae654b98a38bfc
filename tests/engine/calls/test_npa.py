"""Area codes of the United States by state."""

from __future__ import annotations

import pytest

from engine.calls.npa import state_of


@pytest.mark.parametrize(
    ("number", "state"),
    [
        ("12125550123", "NY"),
        ("16465550123", "NY"),
        ("12135550123", "CA"),
        ("19075550123", "AK"),
        ("12025550123", "DC"),
        ("18005550123", None),  # toll free: of no state
        ("14165550123", None),  # Toronto
        ("2125550123", None),
        ("442079460018", None),
    ],
)
def test_an_area_code_tells_the_state(number: str, state: str | None) -> None:
    assert state_of(number) == state
