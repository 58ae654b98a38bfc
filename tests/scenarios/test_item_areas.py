"""Each area of items in Slack: the change people make most, confirmed by a button, and the no they meet most."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.builders import OPERATORS, sample_carrier
from tests.scenarios.steps import ADA, VERA, Office, an_office, labels_of

pytestmark = pytest.mark.wall_clock  # Slack's library judges signatures by it


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    files = sample_carrier() | {"operators.yaml": OPERATORS.encode()}
    with an_office(tmp_path_factory.mktemp("areas"), files) as opened:
        yield opened


CHANGES = (
    ("cli rule add ben-llc 12125550144 --id annexe", "add CLI rule annexe to customer ben-llc"),
    (
        "cli rule move ben-llc fallback 1",
        "move CLI rule fallback of customer ben-llc to position 1",
    ),
    (
        "cli edit ben-llc --forced_choice first",
        "edit forced_choice of the CLI rules of customer ben-llc",
    ),
    ("auth alias add ben-llc 612 442079460018 --id night", "add alias night to customer ben-llc"),
    (
        'auth rewrite add ben-llc office-pbx destination "^00(.*)$" "$1"',
        "add rewrite 4:^00(.*)$ to office-pbx of customer ben-llc",
    ),
    (
        "auth user edit ben-llc ben-desk --channels 4",
        "edit channels of SIP user ben-desk of customer ben-llc",
    ),
    (
        "route strategy add ben-llc standard no-premium --prefix 1976",
        "add strategy 3:1976 to standard of customer ben-llc",
    ),
    (
        "customer package add ben-llc trunk-rental-usd 2 2026-12-01 --id trunk",
        "add package trunk to customer ben-llc",
    ),
    (
        "customer contract edit ben-llc terms --grace_date 2026-12-31",
        "edit grace_date of contract terms of customer ben-llc",
    ),
    (
        'tag route add eu wholesale-eur --id night --tech_prefix "7*"',
        "add route night to tag eu",
    ),
    (
        "tag rule edit dialler verified --hit_limit 100",
        "edit hits.limit of CLI rule verified of tag dialler",
    ),
    (
        "tag alert edit retail low-credit --threshold 5",
        "edit threshold of alert low-credit of tag retail",
    ),
    ("number allocate wren-answering", "allocate numbers 4000-4999 to customer wren-answering"),
    (
        'alert quiet ben-llc --slots "daily 22:00-07:00"',
        "edit quiet_hours.slots of the alerts of customer ben-llc",
    ),
)

REFUSALS = (
    ("cli rule add ben-llc 12125550123 --id branch", "There is a CLI rule branch already"),
    (
        "auth alias add ben-llc 611 442079460019 --id other",
        "alias helpdesk has this current already",
    ),
    ("auth rewrite show ben-llc office-pbx 9", 'has no rewrite \\"9\\"'),
    ("auth user add wren-answering 1001", "customer ben-llc has this username already"),
    ("route move ben-llc cheap 9", "from 1 to 3"),
    ("route strategy add ben-llc nowhere no-premium", 'has no route \\"nowhere\\"'),
    ("customer package add ben-llc uk-1000 1 2026-12-01", "package-currency"),
    ("customer package remove northgate-dental uk-minutes", "assignment-removed-early"),
    ("customer contract add ben-llc terms-of-service", "contract terms has this contract already"),
    ("tag show retial", "Did you mean retail?"),
    ("tag route add eu", "calls to providers need a rate card"),
    ("number release northgate-dental", "2 SIP users of northgate-dental"),
    ("number allocate ben-llc", "release it first"),
)


@pytest.mark.parametrize(("line", "subject"), CHANGES, ids=[line for line, _ in CHANGES])
def test_a_change_is_planned_confirmed_and_committed(
    office: Office, line: str, subject: str
) -> None:
    assert office.slash(f"/trunkline {line}").ok
    plan = office.told()
    assert "Confirm" in labels_of(plan), json.dumps(plan)
    assert office.press(plan, "Confirm").ok

    assert office.told()["text"] == f"Done: {subject}."
    assert office.commits()[0] == f"{subject[0].upper()}{subject[1:]}"


@pytest.mark.parametrize(("line", "why"), REFUSALS, ids=[line for line, _ in REFUSALS])
def test_a_refusal_says_what_stands_against_it(office: Office, line: str, why: str) -> None:
    before = office.commits()
    assert office.slash(f"/trunkline {line}").ok

    told = json.dumps(office.told(), ensure_ascii=False)
    assert why.lower() in told.lower(), told
    assert office.commits() == before


def test_a_viewer_is_told_which_role_is_missing(office: Office) -> None:
    assert office.slash("/trunkline cli rule remove ben-llc branch", VERA).ok

    assert "needs the role operator" in json.dumps(office.told(VERA))


def test_the_form_of_a_rewrite_suggests_the_records_of_the_customer(office: Office) -> None:
    assert office.slash("/trunkline auth rewrite add ben-llc").ok
    offered = office.workspace.suggest(ADA, office.view(), "value", "ben", block_id="record")

    assert {"ben-desk", "ben-mobile"} <= {one["value"] for one in offered.options}


def test_a_form_edits_the_item_whose_button_was_pressed(office: Office) -> None:
    assert office.slash("/customer show northgate-dental --tab cli").ok
    assert office.press(office.told(), "Edit reception").ok
    view = office.view()
    assert view["title"]["text"] == "Edit CLI rule"

    assert office.submit({"notes": "Ask Petra first."}).ok
    assert office.press(office.told(), "Confirm").ok
    text = office.carrier.file("customers/northgate-dental/cli.yaml") or b""
    assert b"notes: Ask Petra first." in text
