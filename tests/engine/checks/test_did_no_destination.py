from __future__ import annotations

import pytest

from tests.engine.checks.telling import BEN, a_did, is_quiet, tells

RULE = "did-no-destination"


def files(more: str) -> dict[str, str]:
    return {BEN + "dids.yaml": f"dids: [{a_did(more=more)}]"}


def test_a_number_that_leads_nowhere_is_told() -> None:
    tells(RULE, files(""), BEN + "dids.yaml", "dids.0", "442079460100")


@pytest.mark.parametrize("more", ["destinations: [test]", "script: {name: ivr}", "enabled: false"])
def test_a_number_that_leads_somewhere_or_is_disabled_is_fine(more: str) -> None:
    assert is_quiet(RULE, files(more))
