"""A running shop for tests that only look at one order or so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.console.server import Console
from tests.bot.console.shop import open_shop


@pytest.fixture
def console() -> Iterator[Console]:
    """A console with the shop behind it; the shop's payloads must have been faultless."""
    with open_shop(ack_s=0.5, events=("app_home_opened", "app_mention")) as running:
        yield running
        assert not running.workspace.findings
