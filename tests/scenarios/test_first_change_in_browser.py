"""A newcomer's first change, in a real browser: form, field error, plan, confirm, card, and the commit it made."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.demo import Demo, make_carrier, start_demo
from tests.browser import open_chromium

# Where the pictures of the README are written to, if anywhere; read before the guard empties the environment.
PICTURES = os.environ.get("TRUNKLINE_PICTURES")

pytestmark = pytest.mark.browser


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    running = start_demo(make_carrier(tmp_path / "demo"), port=0)
    yield running
    running.stop()
    assert running.console.workspace.findings == ()


@pytest.fixture
def page(demo: Demo) -> Iterator[Page]:
    with open_chromium() as browser:
        opened = browser.new_page(viewport={"width": 1280, "height": 860})
        opened.set_default_timeout(10_000)
        opened.goto(demo.console.url)
        yield opened


def send(page: Page, text: str) -> None:
    composer = page.get_by_test_id("composer")
    composer.fill(text)
    composer.press("Enter")


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.mouse.move(0, 0)
        page.wait_for_timeout(400)  # let colours settle
        page.screenshot(path=Path(PICTURES) / f"{name}.png")


def fill_form(page: Page, *, channels: str) -> None:
    form = page.get_by_role("dialog")
    form.get_by_role("textbox", name="Name").fill("Harbour & Sons")
    form.get_by_role("combobox").first.click()
    page.get_by_test_id("select-search").fill("GBP")
    page.get_by_role("option", name="GBP").first.click()
    form.get_by_role("textbox", name="Channels").fill(channels)
    form.get_by_role("textbox", name="Debit limit").fill("250.00")
    form.get_by_test_id("modal-submit").click()


def test_a_newcomer_adds_a_customer_and_finds_the_commit(page: Page, demo: Demo, tmp_path: Path):
    send(page, "/customer add")
    fill_form(page, channels="3O")
    error = page.get_by_test_id("field-error")
    expect(error).to_contain_text('"3O" is not')
    picture(page, "add-modal-error")

    form = page.get_by_role("dialog")
    form.get_by_role("textbox", name="Channels").fill("30")
    form.get_by_test_id("modal-submit").click()
    plan = page.get_by_test_id("ephemeral").last
    expect(plan).to_contain_text("Nothing has changed yet")
    expect(plan).to_contain_text("limits.channels: 30")
    picture(page, "plan")

    plan.get_by_role("button", name="Confirm").click()
    expect(plan).to_contain_text("Done: add customer harbour-sons")
    plan.get_by_role("button", name="Show card").click()
    expect(plan).to_contain_text("harbour-sons · GBP")
    expect(plan.get_by_role("button", name="Billing")).to_be_visible()
    picture(page, "card")

    newest = subprocess.run(
        ["git", "log", "-1", "--format=%an <%ae>|%cn|%s|%(trailers:key=Requested-by,valueonly)"],
        cwd=tmp_path / "demo" / "remote.git",
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    assert newest == (
        "Ada Larsen <ada@example.com>|Trunkline|Add customer harbour-sons|ada (slack:U0ADA001)"
    )


def test_the_channel_for_changes_is_told_and_undo_works_from_there(page: Page, demo: Demo):
    send(page, "/customer edit ben-llc --channels 31")
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_test_id("ephemeral").last).to_contain_text("Done: edit limits.channels")

    page.get_by_test_id("channel").filter(has_text="changes").click()
    told = page.get_by_test_id("message").last
    expect(told).to_contain_text("Ada Larsen: edit limits.channels of customer ben-llc")
    told.get_by_role("button", name="Undo").click()
    page.get_by_test_id("confirm-yes").click()
    plan = page.get_by_test_id("ephemeral").last
    expect(plan).to_contain_text("31 → 30")
    picture(page, "undo")
    plan.get_by_role("button", name="Confirm").click()

    expect(plan).to_contain_text("Done: undo")


def test_a_person_without_the_role_is_told_who_can_grant_it(page: Page):
    page.get_by_test_id("act-as").click()
    page.get_by_test_id("act-as-option").filter(has_text="viewer").first.click()
    send(page, '/customer add "Not Mine" USD')

    refusal = page.get_by_test_id("ephemeral").last
    expect(refusal).to_contain_text("Customer add needs the role operator")
    expect(refusal).to_contain_text("Rosa Delgado can grant it")
