"""What a tag brings to every customer that has it."""

from __future__ import annotations

import pytest

from handlers.kit.reply import Outcome, PlanView, Reply
from tests.builders import Carrier, a_house, sample_carrier

ROUTES, RULES = "templates/tags/{}/routing.yaml", "templates/tags/{}/cli.yaml"


@pytest.fixture
def carrier() -> Carrier:
    return a_house(sample_carrier())


def plan_of(reply: Reply) -> PlanView:
    [plan] = [block for block in reply.blocks if isinstance(block, PlanView)]
    return plan


def test_every_tag_is_listed_with_who_has_it_and_what_it_brings(carrier: Carrier) -> None:
    tags = {one["tag"]: one for one in carrier.type("tag list").values["tags"]}

    assert tags["uk"] == {"tag": "uk", "customers": 2, "routes": 1, "rules": 0, "alerts": 0}
    assert (tags["dialler"]["rules"], tags["retail"]["alerts"]) == (1, 1)


def test_a_tag_is_shown_with_its_customers_and_lists(carrier: Carrier) -> None:
    shown = carrier.type("tag show uk")

    assert shown.values["customers"] == ["northgate-dental", "tide-mobile"]
    assert "home-only" in str(shown.blocks)


def test_an_unknown_tag_is_told_with_the_nearest(carrier: Carrier) -> None:
    reply = carrier.type("tag show retial")

    assert reply.outcome is Outcome.REFUSED
    assert "did you mean retail?" in str(reply.blocks)


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ('tag route add eu wholesale-eur --id night --tech_prefix "7*"', ROUTES.format("eu")),
        ("tag rule add eu 442079460199", RULES.format("eu")),
        ('tag alert add eu "Bad answers" contacts asr below 30', "alerts/eu.yaml"),
    ],
)
def test_what_a_tag_brings_first_begins_its_file_and_the_last_ends_it(
    carrier: Carrier, line: str, path: str
) -> None:
    assert carrier.change(line).outcome is Outcome.DONE
    assert carrier.file(path) is not None

    [area, kind, *_] = line.split()
    [item] = next(iter(carrier.type(f"{area} {kind} list eu").values.values()))
    assert carrier.change(f"{area} {kind} remove eu {item['id']}").outcome is Outcome.DONE
    assert carrier.file(path) is None


def test_an_alert_joins_the_file_that_watches_this_tag_alone(carrier: Carrier) -> None:
    carrier.change('tag alert add retail "Bad answers" contacts asr below 30')

    assert carrier.file("alerts/retail.yaml") is None
    assert b"bad-answers" in (carrier.file("alerts/prepay.yaml") or b"")


def test_a_file_that_watches_more_than_the_tag_is_left_alone() -> None:
    files = sample_carrier()
    both = files["alerts/prepay.yaml"].replace(b"tags: [retail]", b"tags: [retail, eu]")
    carrier = a_house(files | {"alerts/retail.yaml": both, "alerts/prepay.yaml": both})
    reply = carrier.change('tag alert add retail "Bad answers" contacts asr below 30')

    assert reply.outcome is Outcome.INVALID or carrier.file("alerts/retail.yaml") == both
    shown = carrier.type("tag show retail")
    assert "alerts/prepay.yaml watches this tag too" in str(shown.blocks)


def test_an_alert_may_not_have_the_name_of_another_shared_one(carrier: Carrier) -> None:
    [problem] = (
        carrier.type('tag alert add eu "No calls at all" contacts asr below 30').blocks[0].problems
    )

    assert problem.field == "name"
    assert "alerts/house.yaml" in problem.message


def test_an_alert_keeps_its_own_name_in_an_edit(carrier: Carrier) -> None:
    same = 'tag alert edit retail low-credit --name "Credit for less than a week" --threshold 6'

    assert [change.field for change in plan_of(carrier.type(same)).changes] == [
        "alerts[low-credit].threshold"
    ]


def test_a_route_to_providers_needs_a_rate_card(carrier: Carrier) -> None:
    [problem] = carrier.type("tag route add eu").blocks[0].problems

    assert problem.field == "rate_card"


def test_a_tag_that_nobody_has_is_warned_of(carrier: Carrier) -> None:
    plan = plan_of(carrier.type("tag rule add nobody-has 442079460199"))

    assert "unused-tag" in {problem.rule for problem in plan.findings}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("route list northgate-dental", "By the tag uk also: home-only."),
        ("alert list ben-llc", "By the tag retail also: low-credit."),
        ("customer show sunrise-dialler --tab cli", "By the tag dialler also: verified."),
    ],
)
def test_the_lists_of_a_customer_name_what_its_tags_bring(
    carrier: Carrier, line: str, told: str
) -> None:
    assert told in str(carrier.type(line).blocks)
