"""The app's own tab: what needs somebody, one's latest operations, the customers; and answers in a modal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.slack.home import SEARCH, STATUS
from bot.slack.homes import Homes
from bot.slack.sender import SlackSender
from engine.jobs import next_slot
from engine.ports.effects import Effect, EffectState
from handlers.kit.jobs import JOBS
from handlers.kit.reply import Reply, encode
from tests.builders import a_carrier, a_customer, settings
from tests.git_remote import git, human_commit
from tests.scenarios.steps import ADA, GRACE, NORA, VERA, Office, an_office

pytestmark = pytest.mark.wall_clock  # Slack's library judges signatures by it

CUSTOMERS = {
    "ben-llc": a_customer(limits={"channels": 30, "cps": 5}, tags=["retail"]),
    "kestrel": a_customer("Kestrel Telecom", status="pending_approval"),
    **{f"zed-{n:02}": a_customer(f"Zed {n:02}", status="active") for n in range(30)},
}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with an_office(tmp_path, a_carrier(CUSTOMERS)) as opened:
        yield opened


def home_of(office: Office, user: str = ADA) -> dict[str, Any]:
    """Open the tab and give what it shows."""
    assert office.workspace.open_home(user).ok
    return shown(office, user)


def shown(office: Office, user: str = ADA) -> dict[str, Any]:
    """What the tab shows once nobody is at work."""
    office.workers.settle()
    view = office.workspace.home(user)
    assert view is not None
    return view


def said(view: dict[str, Any]) -> str:
    return json.dumps(view["blocks"], ensure_ascii=False)


def accessory(view: dict[str, Any], text: str, label: str) -> tuple[str, str]:
    """The action and block id of the button beside a text."""
    for block in view["blocks"]:
        button = block.get("accessory", {})
        if text in json.dumps(block) and button.get("text", {}).get("text") == label:
            return button["action_id"], block["block_id"]
    raise AssertionError(f"no {label} beside {text}")


def press(office: Office, text: str, label: str, user: str = ADA) -> None:
    view = shown(office, user)
    action, block = accessory(view, text, label)
    assert office.workspace.press(user, view, action, block_id=block).ok
    office.workers.settle()


def use(office: Office, action: str, value: str, user: str = ADA) -> dict[str, Any]:
    assert office.workspace.press(user, shown(office, user), action, value).ok
    return shown(office, user)


def push(office: Office, path: str, data: bytes) -> None:
    """Let somebody push by hand, and a while pass."""
    human_commit(office.carrier.remote, {path: data})
    office.carrier.clock.advance(120)


def test_customers_are_told_with_their_limits_and_traffic_is_not_made_up(office: Office) -> None:
    view = home_of(office)

    assert "Debit limit 0.00 USD \u00b7 channels 30 \u00b7 CPS 5" in said(view)
    assert "1-15 of 32 customers" in said(view)
    assert said(view).count("Trunkline does not collect calls yet") == 1


def test_customers_are_filtered_searched_and_paged(office: Office) -> None:
    home_of(office)

    pending = use(office, STATUS, "pending_approval")
    assert "1-1 of 1 customer" in said(pending)
    found = use(office, SEARCH, "zed")
    assert "No customer fits." in said(found)
    everything = use(office, STATUS, "all")
    assert "1-15 of 30 customers" in said(everything)
    assert office.workspace.press(ADA, everything, "home:turn:next").ok
    assert "16-30 of 30 customers" in said(shown(office))


def test_what_needs_somebody_comes_first(office: Office) -> None:
    view = said(home_of(office))

    assert "kestrel waits for approval" in view
    assert view.index("Needs attention") < view.index("Customers")


def test_a_card_opens_in_a_modal_and_its_tabs_stay_in_it(office: Office) -> None:
    home_of(office)

    press(office, "Ben LLC", "Open")
    card = office.view()
    assert "Ben LLC" in said(card)
    assert office.press(card, "Billing").ok
    assert office.view()["id"] == card["id"]
    assert office.workspace.messages(ADA) == []


def test_a_change_made_from_the_tab_stays_in_modals_and_is_listed_with_its_undo(
    office: Office,
) -> None:
    home = home_of(office)
    assert office.press(home, "Add customer").ok
    office.workspace.suggest(ADA, office.view(), "value", "usd", block_id="currency")
    assert office.submit({"name": "Nova Voice", "currency": "USD"}).ok
    plan = office.view()
    assert "nova-voice" in said(plan)

    assert office.press(plan, "Confirm").ok
    assert "Done: add customer" in said(office.view())
    assert "Nova Voice" in said(shown(office))
    press(office, ": done,", "Undo")
    assert office.press(office.view(), "Confirm").ok
    assert office.carrier.file("customers/nova-voice/customer.yaml") is None


def test_a_plan_that_waits_is_shown_again(office: Office) -> None:
    office.slash("/customer edit ben-llc --channels 40")
    view = home_of(office)
    assert "Your plan waits for a word" in said(view)

    press(office, "waits for your word", "Show plan")
    assert office.press(office.view(), "Confirm").ok
    assert "channels 40" in said(shown(office))


def test_nobody_sees_the_plans_and_operations_of_another(office: Office) -> None:
    office.slash("/customer edit ben-llc --channels 40")
    [operation] = office.operations()
    home = home_of(office, GRACE)
    assert "waits for a word" not in said(home)

    forged = home | {
        "blocks": [
            {
                "type": "section",
                "block_id": "x",
                "text": {"type": "mrkdwn", "text": "x"},
                "accessory": {
                    "type": "button",
                    "action_id": "home:plan:0",
                    "value": operation.id,
                    "text": {"type": "plain_text", "text": "x"},
                },
            }
        ]
    }
    assert office.workspace.press(GRACE, forged, "home:plan:0").ok
    office.workers.settle()
    assert office.workspace.open_view(GRACE) is None


def test_a_tab_in_use_follows_the_config(office: Office) -> None:
    home_of(office, VERA)
    push(office, "customers/zed-00/customer.yaml", a_customer("Abacus"))
    office.carrier.house.books.head()
    homes = Homes(office.carrier.house, SlackSender(office.client))
    homes.opened(VERA, {})
    assert "Abacus" in said(shown(office, VERA))
    assert homes.refresh() == 0

    push(office, "customers/zed-01/customer.yaml", a_customer("Aardvark"))
    office.carrier.house.books.head()
    assert homes.refresh() == 1
    assert "Aardvark" in said(shown(office, VERA))


def test_a_tab_that_was_overtaken_is_drawn_all_the_same(office: Office) -> None:
    old = home_of(office)
    newer = use(office, STATUS, "active")
    assert old["hash"] != newer["hash"]

    assert office.workspace.press(ADA, {**newer, "hash": old["hash"]}, STATUS, "inactive").ok
    assert "No customer fits." in said(shown(office))


def test_the_tab_of_a_stranger_says_who_can_let_them_in(office: Office) -> None:
    assert "needs the role viewer" in said(home_of(office, NORA))


def test_viewers_are_offered_only_what_they_may(office: Office) -> None:
    assert "Add customer" not in said(home_of(office, VERA))


def test_broken_settings_are_told_in_the_tab(office: Office) -> None:
    home_of(office)
    push(office, "settings.yaml", settings(fan_out="perhaps"))

    assert "settings.yaml" in said(home_of(office))


def test_the_tab_says_that_history_was_rewritten_and_that_changes_wait_for_the_remote(
    office: Office,
) -> None:
    carrier = office.carrier
    carrier.house.upkeep.sync()
    human_commit(carrier.remote, {"customers/new/customer.yaml": a_customer("New")})
    carrier.clock.advance(60)
    carrier.house.upkeep.sync()
    first = git(carrier.remote, "rev-parse", "refs/heads/main~1")
    git(carrier.remote, "update-ref", "refs/heads/main", first)
    carrier.clock.advance(120)

    assert "the history of the config was rewritten" in said(home_of(office))
    git(carrier.remote, "update-ref", "-d", "refs/heads/main")
    carrier.clock.advance(600)
    assert "has not answered since" in said(home_of(office))


def test_the_tab_says_what_could_not_be_delivered_and_what_is_late(office: Office) -> None:
    carrier = office.carrier
    assert "could not be delivered" not in said(home_of(office))
    lost = Effect(
        id="lost",
        operation=None,
        kind="slack.post",
        recipient="slack:C0GONE",
        payload={"channel": "C0GONE", "reply": encode(Reply("Hello"))},
        created_at=carrier.clock.now(),
    )
    carrier.store.effects.record((lost,))
    now = carrier.clock.now()
    claimed = carrier.store.effects.claim("lost", now=now)
    assert claimed
    carrier.store.effects.settle(claimed, state=EffectState.FAILED, at=now, error="not_in_channel")
    carrier.house.jobs.tick(JOBS["expire"])
    behind_a_slot = next_slot(JOBS["expire"], now) + timedelta(minutes=5)
    carrier.clock.advance((behind_a_slot - now).total_seconds())

    view = said(home_of(office))

    assert "1 message could not be delivered" in view
    assert "Late: expire" in view


def test_the_tab_is_drawn_without_settings_and_says_that_they_are_missing(office: Office) -> None:
    human_commit(office.carrier.remote, {"settings.yaml": None})
    office.carrier.clock.advance(120)

    view = said(home_of(office))

    assert "settings.yaml is missing" in view
    assert "Zed 00" in view


def test_what_is_proposed_waits_in_the_tab_with_a_way_to_take_it_back(tmp_path: Path) -> None:
    with an_office(tmp_path, a_carrier(CUSTOMERS, land="pull_request")) as office:
        office.slash("/customer edit ben-llc --channels 60")
        office.press(office.told(), "Confirm")

        mine = home_of(office)
        assert "Your proposal waits to be merged, on the branch trunkline/" in said(mine)
        assert "1 proposal of others to be merged" in said(home_of(office, GRACE))

        press(office, "Your proposal waits", "Withdraw")
        assert "Cancelled: edit limits.channels" in said(office.view())
        assert "proposal" not in said(shown(office))
