"""A night shift in one picture: a colleague asks, the plan says what it means, the channel hears what was done."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.scenarios.browsing import answer, become, picture, send

pytestmark = pytest.mark.browser


def test_colleagues_ask_change_and_hear_of_it_in_one_place(page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    become(page, "Tama Ngata")
    send(page, "Handover: all quiet since 02:00. Kestrel asked for 200 more channels from tonight.")
    become(page, "Grace Okafor")
    send(page, "/customer edit kestrel-wholesale --channels 1400")
    answer(page).get_by_role("button", name="Confirm").click()
    expect(answer(page)).to_contain_text("Done")
    send(
        page,
        "Kestrel has them. @ada Ben's dialler calls from 198.51.100.200 now, prefix 77#. Can you let it in?",
    )

    become(page, "Ada Larsen")
    expect(
        page.get_by_test_id("channel").filter(has_text="changes").locator(".badge")
    ).to_have_text("1")
    send(page, "/auth ip add ben-llc 198.51.100.200 --id dialler --tech_prefix 77#")
    plan = answer(page)
    expect(plan).to_contain_text("Nothing has changed yet")
    expect(plan).to_contain_text("kestrel-wholesale and tide-mobile")
    page.get_by_test_id("composer").focus()
    picture(page, "console")

    plan.get_by_role("button", name="Confirm").click()
    expect(plan).to_contain_text("Done")
    expect(
        page.get_by_test_id("channel").filter(has_text="changes").locator(".badge")
    ).to_have_text("2")
