"""Three customers leave at once, in a real browser: what goes with each is said before, and undo brings them back."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.scenarios.browsing import answer, committed, send

pytestmark = pytest.mark.browser


def folders(folder: Path) -> set[str]:
    listed = committed(folder, "ls-tree", "--name-only", "main:config/customers")
    return set(listed.splitlines())


def test_three_customers_go_with_what_each_of_them_loses(page: Page, tmp_path: Path) -> None:
    leaving = {"ben-llc", "quokka-health", "wren-answering"}
    send(page, f"/customer delete {' '.join(sorted(leaving))}")
    plan = answer(page)
    expect(plan).to_contain_text("Nothing has changed yet")
    expect(plan).to_contain_text("Ben LLC (ben-llc), active. With it goes: 2 contacts")
    expect(plan).to_contain_text("Quokka Health Line (quokka-health)")
    expect(plan).to_contain_text("Wren Answering (wren-answering)")
    assert leaving <= folders(tmp_path)

    plan.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("alertdialog")).to_contain_text("Delete 3 customers?")
    page.get_by_test_id("confirm-yes").click()
    expect(plan).to_contain_text("Done")
    assert not leaving & folders(tmp_path)

    plan.get_by_role("button", name="Undo").click()
    page.get_by_test_id("confirm-yes").click()
    expect(plan).to_contain_text("Nothing has changed yet")
    plan.get_by_role("button", name="Confirm").click()
    expect(plan).to_contain_text("Done: undo")
    assert leaving <= folders(tmp_path)
