"""``rate rebuild`` and what tells that it is due."""

from __future__ import annotations

import pytest

from handlers.kit.reply import Outcome, PlanView, Reply, Text
from tests.builders import Carrier, a_house, sample_carrier

CHILD, PARENT = "rate-cards/wholesale-eur/rates.csv", "rate-cards/atlas-standard/rates.csv"
HEADER = "rate-cards/wholesale-eur/card.yaml"


@pytest.fixture(scope="module")
def sample() -> dict[str, bytes]:
    return sample_carrier()


def dearer(sample: dict[str, bytes]) -> Carrier:
    """The sample after the parent raised one price."""
    carrier = a_house(sample)
    table = sample[PARENT].replace(b"Bahamas,0.1180", b"Bahamas,0.2000")
    assert table != sample[PARENT]
    carrier.push({PARENT: table})
    return carrier


def texts(reply: Reply) -> str:
    return "\n".join(block.text for block in reply.blocks if isinstance(block, Text))


def test_a_card_as_built_has_nothing_to_rebuild(sample: dict[str, bytes]) -> None:
    reply = a_house(sample).type("rate rebuild wholesale-eur", "grace")

    assert reply.summary == "Nothing to rebuild: wholesale-eur is what its parents make of it."


def test_a_plan_counts_and_the_commit_keeps_what_was_rated(sample: dict[str, bytes]) -> None:
    carrier = dearer(sample)

    plan = carrier.type("rate rebuild wholesale-eur", "grace")
    done = carrier.confirm(plan, "grace")

    assert plan.summary.startswith("Plan: rebuild wholesale-eur: 1 increase.")
    assert "wholesale-eur: 1 increase, 71 unchanged." in texts(plan)
    assert done.outcome is Outcome.DONE
    written = (carrier.file(CHILD) or b"").decode().splitlines()
    old = [line for line in written if line.startswith("1242,")]
    assert [line.split(",")[2] for line in old] == ["0.13216", "0.2240"]
    assert old[0].endswith(old[1].split(",")[-2])  # the one ends when the other begins
    assert carrier.file(HEADER) == sample[HEADER]
    assert len(written) == len(sample[CHILD].splitlines()) + 1


def test_every_built_card_can_be_rebuilt_at_once(sample: dict[str, bytes]) -> None:
    assert dearer(sample).change("rate rebuild --every yes", "grace").outcome is Outcome.DONE


def test_one_card_or_all_are_asked_for(sample: dict[str, bytes]) -> None:
    assert a_house(sample).type("rate rebuild", "grace").outcome is Outcome.INVALID
    told = a_house(sample).type("rate rebuild retail-usd", "grace")
    assert "retail-usd is written by hand" in told.summary.lower()


def test_a_stale_card_says_so_and_offers_to_rebuild(sample: dict[str, bytes]) -> None:
    shown = dearer(sample).type("rate card show wholesale-eur", "vera")

    assert "Stale: wholesale-eur is not what its parents make of it now: 1242" in texts(shown)
    assert shown.values["stale"]
    assert a_house(sample).type("rate card show wholesale-eur").values["stale"] is None


def test_a_plan_that_changes_a_parent_names_the_cards_it_leaves_behind(
    sample: dict[str, bytes],
) -> None:
    plan = a_house(sample).type("rate card edit atlas-standard --minimum_s 60", "grace")

    (view,) = [block for block in plan.blocks if isinstance(block, PlanView)]
    assert "card-stale" in {finding.rule for finding in view.findings}
