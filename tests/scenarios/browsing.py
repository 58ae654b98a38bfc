"""What a person does in the console's page, for scenarios in a real browser, and the pictures taken on the way."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from playwright.sync_api import Locator, Page, ViewportSize

# Where the pictures of the docs are written to, if anywhere; read before the guard empties the environment.
PICTURES = os.environ.get("TRUNKLINE_PICTURES")
SIZE = ViewportSize(width=1280, height=860)
SETTLE_MS = 450  # until colours and movements have come to rest


def send(page: Page, text: str) -> None:
    """Type into the message box and send it."""
    composer = page.get_by_test_id("composer")
    composer.fill(text)
    composer.press("Enter")


def answer(page: Page) -> Locator:
    """The newest thing that only the person sees."""
    return page.get_by_test_id("ephemeral").last


def become(page: Page, name: str) -> None:
    """Act as another person, by a part of the name or the role."""
    page.get_by_test_id("act-as").click()
    page.get_by_test_id("act-as-option").filter(has_text=name).first.click()


def choose(page: Page, field: Locator, text: str) -> None:
    """Pick from a select by typing."""
    field.click()
    page.get_by_test_id("select-search").fill(text)
    page.get_by_role("option", name=text).first.click()


def committed(folder: Path, *about: str) -> str:
    """What git says of the demo's remote: ``committed(folder, "show", "main:config/settings.yaml")``."""
    remote = folder / "demo" / "remote.git"
    found = subprocess.run(["git", *about], cwd=remote, check=True, capture_output=True, text=True)
    return found.stdout.strip()


def picture(page: Page, name: str) -> None:
    """Take a picture of the whole page, where pictures are wanted."""
    if PICTURES:
        page.mouse.move(0, 0)
        page.wait_for_timeout(SETTLE_MS)
        file = Path(PICTURES) / f"{name}.png"
        page.screenshot(path=file)
        if shrink := shutil.which("pngquant"):
            subprocess.run(
                [shrink, "--force", "--nofs", "--ext", ".png", "96", str(file)], check=True
            )
