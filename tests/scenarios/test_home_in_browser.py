"""The app's own tab in a real browser: what needs attention, the customers, and the way to each."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.scenarios.browsing import answer, become, picture, send

pytestmark = pytest.mark.browser


def test_the_home_tab_shows_what_needs_attention_and_leads_to_a_customer(page: Page) -> None:
    page.get_by_test_id("open-home").click()
    home = page.get_by_test_id("home")
    expect(home).to_contain_text("Needs attention")
    expect(home).to_contain_text("sunrise-dialler waits for approval")
    expect(home).to_contain_text("Kestrel Wholesale BV")
    picture(page, "home")

    home.get_by_role("combobox").first.click()
    page.get_by_role("option", name="Inactive").click()
    expect(home).to_contain_text("Blue Lagoon Travel")
    expect(home).not_to_contain_text("Kestrel Wholesale BV")


def test_what_one_did_last_stands_on_the_home_tab(page: Page) -> None:
    send(page, "/customer edit ben-llc --channels 31")
    answer(page).get_by_role("button", name="Confirm").click()
    expect(answer(page)).to_contain_text("Done")

    page.get_by_test_id("open-home").click()

    expect(page.get_by_test_id("home")).to_contain_text("Edit limits.channels of customer ben-llc")


def test_the_home_tab_offers_a_viewer_nothing_they_may_not_do(page: Page) -> None:
    become(page, "viewer")
    page.get_by_test_id("open-home").click()

    home = page.get_by_test_id("home")
    expect(home).to_contain_text("Vera Lindqvist")
    expect(home.get_by_role("button", name="Add customer")).to_have_count(0)
