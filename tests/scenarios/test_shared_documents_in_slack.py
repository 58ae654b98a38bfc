"""What all customers share is made in Slack: a form, a plan, the card with its buttons, and what may not be done."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.builders import sample_carrier, settings
from tests.scenarios.steps import ADA, GRACE, ROSA, Office, an_office, labels_of

pytestmark = pytest.mark.wall_clock  # Slack's library judges signatures by it
FINN = "U0FINN01"


def files() -> dict[str, bytes]:
    return {**sample_carrier(), "settings.yaml": settings()}


def add(office: Office, command: str, entries: Mapping[str, str], user: str) -> dict[str, object]:
    """Open the form of a command, fill it in, confirm the plan, and give the last message."""
    assert office.slash(f"/trunkline {command}", user).ok
    view = office.view(user)
    for block in view["blocks"]:
        element = block.get("element", {})
        if element.get("type") == "external_select" and block["block_id"] in entries:
            wanted = entries[block["block_id"]]
            office.workspace.suggest(user, view, "value", wanted, block_id=block["block_id"])
    outcome = office.submit(dict(entries), user)
    assert outcome.ok, outcome
    assert office.press(office.told(user), "Confirm", user).ok
    done = office.told(user)
    assert done["text"].startswith("Done: add"), done["text"]
    return done


@pytest.mark.parametrize(
    ("user", "command", "entries", "shows"),
    [
        (
            GRACE,
            "provider add",
            {"name": "Cygnus", "currency": "EUR", "host": "192.0.2.77"},
            {"Edit", "Add gateway", "Add contact", "Add rewrite", "Remove"},
        ),
        (
            GRACE,
            "rate card add",
            {"name": "Night", "side": "customer", "currency": "EUR"},
            {"Edit", "Add profit rule", "Add entry of terms", "Remove"},
        ),
        (
            FINN,
            "package add",
            {"name": "500 EU minutes", "currency": "EUR", "retail": "6.00"},
            {"Edit", "Remove"},
        ),
        (
            FINN,
            "contract add",
            {"name": "Fair use", "text": "1. People.\n2. No diallers.", "date": "2026-11-01"},
            {"Edit", "Add revision", "Remove"},
        ),
        (
            GRACE,
            "prefix set add",
            {"name": "Baltics", "lines": "370, 371, 372"},
            {"Edit", "Remove"},
        ),
        (
            GRACE,
            "strategy add",
            {"name": "Quality", "type": "lcr"},
            {"Edit", "Add card", "All cards", "Remove"},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_a_document_is_made_by_a_form_and_removed_by_its_card(
    tmp_path: Path, user: str, command: str, entries: dict[str, str], shows: set[str]
) -> None:
    with an_office(tmp_path, files()) as office:
        before = office.commits()
        done = add(office, command, entries, user)
        [show] = [label for label in labels_of(done) if label.startswith("Show")]
        assert office.press(done, show, user).ok
        card = office.told(user)
        assert shows <= set(labels_of(card))

        assert office.press(card, "Remove", user).ok
        assert office.press(office.told(user), "Confirm", user).ok
        assert len(office.commits()) == min(20, len(before) + 2)
        assert office.press(office.told(user), "Undo", user).ok


def test_gateways_rules_and_cards_are_added_from_the_card_of_their_document(tmp_path: Path) -> None:
    with an_office(tmp_path, files()) as office:
        for shown, button, entries in (
            ("provider show atlas-carrier", "Add gateway", {"host": "192.0.2.78", "id": "paris"}),
            (
                "rate card show wholesale-eur",
                "Add profit rule",
                {"match": "979", "action": "blocked"},
            ),
        ):
            assert office.slash(f"/trunkline {shown}", GRACE).ok
            assert office.press(office.told(GRACE), button, GRACE).ok
            owner = shown.split()[-1]
            name = "provider" if shown.startswith("provider") else "card"
            office.workspace.suggest(GRACE, office.view(GRACE), "value", owner, block_id=name)
            outcome = office.submit({name: owner, **entries}, GRACE)
            assert outcome.ok, outcome
            assert office.press(office.told(GRACE), "Confirm", GRACE).ok
            assert office.told(GRACE)["text"].startswith("Done: add")


def test_what_is_used_stays_and_a_role_that_lacks_is_named(tmp_path: Path) -> None:
    with an_office(tmp_path, files()) as office:
        assert office.slash("/trunkline package remove uk-1000", FINN).ok
        refused = json.dumps(office.told(FINN))
        assert "customers/northgate-dental/packages.yaml:4" in refused

        assert office.slash("/trunkline rate card remove retail-usd", ADA).ok
        assert "needs the role engineer" in json.dumps(office.told(ADA))


def test_an_admin_adds_somebody_and_answers_another_code(tmp_path: Path) -> None:
    with an_office(tmp_path, files()) as office:
        person = {"name": "Ben Ito", "email": "ben@example.com", "slack_id": "U0BEN001"}
        add(office, "operator add", person, ROSA)
        assert office.slash("/trunkline settings code put 403 603 Declined", ROSA).ok
        assert office.press(office.told(ROSA), "Confirm", ROSA).ok

        assert office.slash("/trunkline settings show", ROSA).ok
        assert "403=603 Declined" in json.dumps(office.told(ROSA))
        assert b"ben-ito" in (office.carrier.file("operators.yaml") or b"")
