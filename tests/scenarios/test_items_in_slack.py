"""An address is added in Slack: a form with an error beside its field, a plan that names the neighbour, the card."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.builders import a_carrier, a_customer
from tests.scenarios.steps import ADA, VERA, an_office, labels_of

pytestmark = pytest.mark.wall_clock  # Slack's library judges signatures by it
AUTH = "customers/ben-llc/auth.yaml"
ZED = b'ip:\n  - {id: dialler, hosts: [203.0.113.9], numbers: {tech_prefix: "31#"}}\n'


def test_an_address_is_added_by_a_form_seen_on_the_card_and_removed(tmp_path: Path) -> None:
    customers = {"ben-llc": a_customer(), "zed": a_customer("Zed")}
    files = a_carrier(
        customers, extra={"customers/zed/auth.yaml": ZED}, slack={"commands": ["auth"]}
    )
    with an_office(tmp_path, files) as office:
        assert office.slash("/customer show ben-llc --tab auth").ok
        empty = office.told()
        assert "No IP records yet." in json.dumps(empty["blocks"])
        assert office.press(empty, "Add IP record").ok
        assert office.view()["title"]["text"] == "Add auth IP"

        office.workspace.suggest(ADA, office.view(), "value", "ben", block_id="customer")
        wrong = office.submit({"customer": "ben-llc", "hosts": "203.0.113.999"})
        assert set(wrong.errors) == {"hosts"}
        typed = {"customer": "ben-llc", "hosts": "203.0.113.9", "tech_prefix": "77#", "id": "main"}
        assert office.submit(typed).ok
        plan = office.told()
        assert "203.0.113.9 is an address of zed too" in json.dumps(plan["blocks"])

        assert office.press(plan, "Confirm").ok
        done = office.told()
        assert done["text"] == "Done: add IP record main to customer ben-llc."
        assert office.press(done, "Show card").ok
        card = office.told()
        assert {"Add IP record", "Edit main", "Contacts"} <= set(labels_of(card))
        assert "Edit" not in labels_of(card)
        assert office.press(card, "List IP records").ok
        assert office.press(office.told(), "main").ok
        shown = office.told()
        assert "Remove main" in json.dumps(shown["blocks"])
        assert office.press(shown, "Remove").ok
        assert office.press(office.told(), "Confirm").ok
        assert office.carrier.file(AUTH) is None

        assert office.slash("/auth ip add ben-llc 203.0.113.77", VERA).ok
        assert "needs the role operator" in json.dumps(office.told(VERA))
