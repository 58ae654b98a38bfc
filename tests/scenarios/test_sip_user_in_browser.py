"""A SIP user is made in a real browser: the password comes once, to whoever asked, and stands nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.demo import Demo
from tests.scenarios.browsing import answer, become, committed, picture, send

pytestmark = pytest.mark.browser


def test_a_new_sip_user_gets_a_password_that_only_its_maker_sees(
    page: Page, demo: Demo, tmp_path: Path
) -> None:
    send(page, "/auth user add ben-llc 1003")
    plan = answer(page)
    expect(plan).to_contain_text("users[1003].secret: set")
    expect(plan).to_contain_text("sent to you alone once this is done")
    picture(page, "sip-user-plan")
    plan.get_by_role("button", name="Confirm").click()
    expect(plan).to_contain_text("Done: add SIP user 1003")

    page.get_by_test_id("channel").filter(has_text="Trunkline").click()
    letter = page.get_by_test_id("message").last
    expect(letter).to_contain_text("Password of SIP user 1003 of Ben LLC")
    expect(letter).to_contain_text("Shown once")
    picture(page, "sip-user-password")

    password = letter.locator(".field-text").filter(has_text="Password").inner_text().split()[-1]
    file = committed(tmp_path, "show", "main:config/customers/ben-llc/auth.yaml")
    assert "BEGIN AGE ENCRYPTED FILE" in file
    assert password not in file + committed(tmp_path, "log", "-1", "--format=%B")
    become(page, "Grace")
    expect(page.get_by_test_id("act-as")).to_contain_text("Grace")
    state = demo.console.workspace.state
    theirs = [
        state.conversations.messages(c["id"]) for c in state.conversations.visible_to("U0GRACE1")
    ]
    assert password not in str(theirs)
