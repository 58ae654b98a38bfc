"""In Slack: a card that fell behind its parents is rebuilt, and a plan says which golden calls it breaks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.console.model import Outcome
from bot.slack.forms import with_form
from handlers.kit.catalogue import Catalogue
from handlers.kit.reply import Actions, refusal
from tests.builders import sample_carrier, settings
from tests.scenarios.steps import ADA, GRACE, Office, an_office, labels_of

pytestmark = pytest.mark.wall_clock  # Slack's library judges signatures by it

PARENT, CHILD = "rate-cards/atlas-standard/rates.csv", "rate-cards/wholesale-eur/rates.csv"


def files() -> dict[str, bytes]:
    sample = sample_carrier()
    dearer = sample[PARENT].replace(b"Bahamas,0.1180", b"Bahamas,0.2000")
    return {**sample, PARENT: dearer, "settings.yaml": settings()}


def test_a_stale_card_is_rebuilt_from_its_own_page(tmp_path: Path) -> None:
    with an_office(tmp_path, files()) as office:
        assert office.slash("/trunkline rate card show wholesale-eur", GRACE).ok
        card = office.told(GRACE)
        assert "Stale: wholesale-eur is not what its parents make of it now" in json.dumps(card)
        assert office.press(card, "Rebuild", GRACE).ok

        plan = office.told(GRACE)
        assert plan["text"].startswith("Plan: rebuild wholesale-eur: 1 increase")
        assert "1242" in json.dumps(plan["blocks"])
        assert office.press(plan, "Confirm", GRACE).ok
        assert office.told(GRACE)["text"].startswith("Done: rebuild wholesale-eur")

        assert b",0.2240," in (office.carrier.file(CHILD) or b"")
        office.slash("/trunkline rate card show wholesale-eur", GRACE)
        assert "Rebuild" not in labels_of(office.told(GRACE))


def test_a_plan_says_which_golden_calls_it_breaks(tmp_path: Path) -> None:
    with an_office(tmp_path, files()) as office:
        assert office.slash("/trunkline route edit ben-llc standard --enabled no", ADA).ok

        plan = json.dumps(office.told(ADA))

        assert "golden call london (Price list of June) is not as expected" in plan
        assert "outcome refused instead of routed" in plan
        assert "Confirm" in labels_of(office.told(ADA))


SHEET = b"Destination,Dial Code,Rate\nUK,44,0.0050\n"


def handed_in(office: Office, **said: str) -> Outcome:
    """Open the form of the import for one card, and hand in a sheet whose rows have no date."""
    assert office.slash("/trunkline rate import atlas-standard", GRACE).ok
    sheet = office.workspace.upload(GRACE, "july.csv", SHEET)
    office.workspace.suggest(GRACE, office.view(GRACE), "value", "atlas", block_id="card")
    return office.submit({"card": "atlas-standard", "sheet": [sheet], **said}, GRACE)


def test_the_form_asks_whether_a_sheet_is_full_before_it_goes(tmp_path: Path) -> None:
    with an_office(tmp_path, files()) as office:
        answer = handed_in(office)

        assert answer.errors["full"].startswith("Neither you nor the card says whether")
        assert "yes if codes it does not name are closed" in answer.errors["full"]
        assert office.view(GRACE)["title"]["text"] == "Import rate"


def test_a_form_that_is_refused_is_offered_again_and_keeps_its_file(tmp_path: Path) -> None:
    with an_office(tmp_path, files()) as office:
        assert handed_in(office, full="false").ok
        refused = office.told(GRACE)
        assert "row 2 of the sheet has no date" in refused["text"].lower()

        assert office.press(refused, "Fill in again", GRACE).ok
        form = office.view(GRACE)
        assert "july.csv is kept unless you choose another" in json.dumps(form)
        assert office.submit({"start": "2027-01-01"}, GRACE).ok

        assert office.told(GRACE)["text"].startswith("Plan: import july.csv into atlas-standard")


def test_a_secret_is_not_kept_when_a_form_is_offered_again(tmp_path: Path) -> None:
    said = {"customer": "ben-llc", "password": "short-but-secret"}
    entry = Catalogue.read().get("contact password set")

    offered = with_form(refusal("No."), entry, said)

    [actions] = offered.blocks
    assert isinstance(actions, Actions)
    assert actions.buttons[0].args == {"customer": "ben-llc"}
