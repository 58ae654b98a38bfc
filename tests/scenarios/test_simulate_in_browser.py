"""A call that is refused: read why, change the line that decided, simulate again, and keep the answer as a golden call."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.scenarios.browsing import answer, become, committed, picture, send

pytestmark = pytest.mark.browser

CALL = "/simulate 442079460018 --cli 12125550123 --ip 203.0.113.7"


def test_a_refused_call_is_mended_and_kept(page: Page, tmp_path: Path) -> None:
    send(page, f"{CALL} --balance 0")
    refused = answer(page)
    expect(refused).to_contain_text("refused with 402 Payment Required")
    expect(
        refused.get_by_role("link", name="customers/ben-llc/customer.yaml:14").first
    ).to_be_visible()
    picture(page, "simulate-refused")

    refused.get_by_role("button", name="Change the customer").click()
    form = page.get_by_role("dialog")
    form.get_by_role("textbox", name="Debit limit").fill("50.00")
    form.get_by_test_id("modal-submit").click()
    plan = answer(page)
    expect(plan).to_contain_text("credit.debit_limit: 0.00 → 50.00")
    expect(plan).to_contain_text("nothing-left")  # a golden call says that prepay stops at zero
    picture(page, "simulate-change")
    plan.get_by_role("button", name="Confirm").click()
    expect(plan).to_contain_text("Done: edit credit.debit_limit")

    send(page, f"{CALL} --balance 0 --duration 61")
    routed = answer(page)
    expect(routed).to_contain_text("goes by route standard to atlas-carrier")
    expect(routed).to_contain_text("The credit affords")
    picture(page, "simulate-routed")

    routed.get_by_role("button", name="Save as expectation").click()
    form = page.get_by_role("dialog")
    form.get_by_role("textbox", name="Why").fill("They pay by invoice now.")
    picture(page, "simulate-save")
    form.get_by_test_id("modal-submit").click()
    plan = answer(page)
    expect(plan).to_contain_text("Expect that a call to 442079460018 is routed")
    plan.get_by_role("button", name="Confirm").click()
    expect(plan).to_contain_text("Done: expect that a call to 442079460018 is routed")

    kept = committed(tmp_path, "show", "main:config/expectations/ben-llc.yaml")
    assert "They pay by invoice now." in kept
    plan.get_by_role("button", name="Run golden calls").click()
    golden = answer(page)
    expect(golden).to_contain_text("4 golden calls, 1 not as expected")
    expect(golden).to_contain_text("Prepay stops at zero.")


def test_the_form_of_a_call_is_filled_in_and_found_in_the_list(page: Page) -> None:
    become(page, "viewer")
    send(page, "/simulate")
    form = page.get_by_role("dialog")
    form.get_by_role("textbox", name="Number").fill("442079460018")
    form.get_by_role("textbox", name="IP").fill("192.0.2.99")
    picture(page, "simulate-form")
    form.get_by_test_id("modal-submit").click()
    expect(answer(page)).to_contain_text("refused with 407 Proxy Authentication Required")

    send(page, "/simulate list")
    listed = answer(page)
    expect(listed).to_contain_text("The newest 1 simulation, 1 refused.")
    listed.get_by_role("button", name="SIM-").click()
    expect(answer(page)).to_contain_text("no record expects calls from 192.0.2.99")
    picture(page, "simulate-list")
