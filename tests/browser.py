"""Debian's Chromium for tests that look at a page; ``script/test`` installs it where it may."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

# Read at import: the guard of the tests takes our variables out of the environment.
_CHROMIUM = os.environ.get("TRUNKLINE_CHROMIUM") or shutil.which("chromium")
_ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


@contextmanager
def open_chromium() -> Iterator[Browser]:
    """Start a browser; where there is none the test fails, and says what to install."""
    assert _CHROMIUM, "no Chromium: apt-get install chromium, or set TRUNKLINE_CHROMIUM"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_ARGUMENTS.split())
        yield browser
        browser.close()
