"""The card of a customer in a real browser: its tabs, an edit with a wrong field, an address a neighbour has."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.scenarios.browsing import answer, committed, picture, send

pytestmark = pytest.mark.browser

TABS = {
    "Main": "Account manager",
    "Billing": "Debit limit",
    "Auth": "203.0.113.7",
    "Routes": "standard",
    "Contacts": "Ben",
    "Notes": "",
}


def test_a_card_turns_from_tab_to_tab_in_its_place(page: Page) -> None:
    send(page, "/customer show ben-llc")
    card = answer(page)
    expect(card.get_by_role("heading", name="Ben LLC")).to_be_visible()
    picture(page, "customer-card")

    for tab, held in TABS.items():
        card.get_by_role("button", name=tab, exact=True).click()
        expect(card.get_by_role("button", name=tab, exact=True)).to_have_class("btn primary")
        expect(card).to_contain_text(held)
        if tab == "Auth":
            expect(card.get_by_role("button", name="Add IP record")).to_be_visible()
            picture(page, "customer-tab-auth")

    expect(page.get_by_test_id("ephemeral")).to_have_count(1)


def test_an_edit_from_the_card_says_what_is_wrong_under_the_field(page: Page) -> None:
    send(page, "/customer show ben-llc")
    answer(page).get_by_role("button", name="Edit", exact=True).click()
    form = page.get_by_role("dialog")
    expect(form.get_by_role("textbox", name="Channels")).to_have_value("30")

    form.get_by_role("textbox", name="Channels").fill("thirty")
    form.get_by_test_id("modal-submit").click()
    expect(form.locator("[data-block-id=channels]").get_by_test_id("field-error")).to_be_visible()
    picture(page, "edit-field-error")

    form.get_by_role("textbox", name="Channels").fill("32")
    form.get_by_test_id("modal-submit").click()
    expect(form).to_have_count(0)
    expect(answer(page)).to_contain_text("limits.channels: 30 → 32")


def test_an_address_of_another_customer_is_told_before_it_is_added(
    page: Page, tmp_path: Path
) -> None:
    send(page, "/auth ip add ben-llc 198.51.100.200 --id shared-dialler --tech_prefix 77#")

    plan = answer(page)
    expect(plan).to_contain_text(
        "198.51.100.200 is an address of kestrel-wholesale and tide-mobile"
    )
    expect(plan).to_contain_text("Nothing has changed yet")
    picture(page, "shared-address")
    plan.get_by_role("button", name="Confirm").click()
    expect(plan).to_contain_text("Done")
    file = committed(tmp_path, "show", "main:config/customers/ben-llc/auth.yaml")
    assert "198.51.100.200" in file


def test_an_address_nobody_could_tell_apart_is_refused_with_its_line(page: Page) -> None:
    send(page, "/auth ip add ben-llc 198.51.100.200")

    expect(answer(page)).to_contain_text("kestrel-wholesale calls from it as well")
    expect(answer(page)).to_contain_text("customers/ben-llc/auth.yaml:")
    expect(answer(page).get_by_role("button", name="Confirm")).to_have_count(0)


def test_a_link_to_a_customer_shows_who_it_is_and_leads_to_the_card(page: Page) -> None:
    send(page, "see https://git.example.com/harbour/config/customers/kestrel-wholesale first")

    message = page.get_by_test_id("message").last
    expect(message.locator(".attachment")).to_contain_text("Kestrel Wholesale BV")
    picture(page, "link-preview")
    message.get_by_role("button", name="Open").click()
    expect(answer(page).get_by_role("heading", name="Kestrel Wholesale BV")).to_be_visible()
