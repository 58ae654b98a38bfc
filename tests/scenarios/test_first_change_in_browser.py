"""A newcomer's first change, in a real browser: form, field error, plan, confirm, card, and the commit it made."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.scenarios.browsing import answer, become, choose, committed, picture, send

pytestmark = pytest.mark.browser


def fill_form(page: Page, *, channels: str) -> None:
    form = page.get_by_role("dialog")
    form.get_by_role("textbox", name="Name").fill("Harbour & Sons")
    choose(page, form.get_by_role("combobox").first, "GBP")
    form.get_by_role("textbox", name="Channels").fill(channels)
    form.get_by_role("textbox", name="Debit limit").fill("250.00")
    form.get_by_test_id("modal-submit").click()


def test_a_newcomer_adds_a_customer_and_finds_the_commit(page: Page, tmp_path: Path):
    send(page, "/customer add")
    fill_form(page, channels="3O")
    error = page.get_by_test_id("field-error")
    expect(error).to_contain_text('"3O" is not')
    picture(page, "add-modal-error")

    form = page.get_by_role("dialog")
    form.get_by_role("textbox", name="Channels").fill("30")
    form.get_by_test_id("modal-submit").click()
    plan = answer(page)
    expect(plan).to_contain_text("Nothing has changed yet")
    expect(plan).to_contain_text("limits.channels: 30")
    picture(page, "plan")

    plan.get_by_role("button", name="Confirm").click()
    expect(plan).to_contain_text("Done: add customer harbour-sons")
    plan.get_by_role("button", name="Show card").click()
    expect(plan).to_contain_text("harbour-sons · GBP")
    expect(plan.get_by_role("button", name="Billing")).to_be_visible()
    picture(page, "card")

    form = "--format=%an <%ae>|%cn|%s|%(trailers:key=Requested-by,valueonly)"
    newest = committed(tmp_path, "log", "-1", form)
    assert newest == (
        "Ada Larsen <ada@example.com>|Trunkline|Add customer harbour-sons|ada (slack:U0ADA001)"
    )


def test_the_channel_for_changes_is_told_and_undo_works_from_there(page: Page):
    send(page, "/customer edit ben-llc --channels 31")
    answer(page).get_by_role("button", name="Confirm").click()
    expect(answer(page)).to_contain_text("Done: edit limits.channels")

    page.get_by_test_id("channel").filter(has_text="changes").click()
    told = page.get_by_test_id("message").last
    expect(told).to_contain_text("Ada Larsen: edit limits.channels of customer ben-llc")
    told.get_by_role("button", name="Undo").click()
    page.get_by_test_id("confirm-yes").click()
    plan = answer(page)
    expect(plan).to_contain_text("31 → 30")
    picture(page, "undo")
    plan.get_by_role("button", name="Confirm").click()

    expect(plan).to_contain_text("Done: undo")


def test_a_person_without_the_role_is_told_who_can_grant_it(page: Page):
    become(page, "viewer")
    send(page, '/customer add "Not Mine" USD')

    refusal = answer(page)
    expect(refusal).to_contain_text("Customer add needs the role operator")
    expect(refusal).to_contain_text("Rosa Delgado can grant it")
