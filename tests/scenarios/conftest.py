"""A demo carrier with its console, and a page in a real browser that looks at it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bot.demo import Demo, make_carrier, start_demo
from tests.browser import open_chromium
from tests.scenarios.browsing import PICTURES, SIZE
from tests.stores import in_sqlite


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for the tests of a module."""
    with open_chromium() as browser:
        yield browser


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    """A demo of its own; Slack must have found no fault in what its bot sent."""
    in_sqlite(tmp_path / "demo" / "store.db")  # a demo has it nowhere else
    running = start_demo(make_carrier(tmp_path / "demo"), port=0)
    yield running
    running.stop()
    assert running.console.workspace.findings == ()


@pytest.fixture
def page(chromium: Browser, demo: Demo) -> Iterator[Page]:
    """The console as Ada sees it; whatever the browser complains of fails the test."""
    sharpness = 2 if PICTURES else 1
    context = chromium.new_context(viewport=SIZE, device_scale_factor=sharpness)
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    opened.goto(demo.console.url)
    yield opened
    context.close()
    assert faults == []
