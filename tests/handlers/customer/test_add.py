"""``customer add``."""

from __future__ import annotations

import pytest

from handlers.kit.reply import Outcome, PlanView, Problems
from tests.builders import a_carrier, a_customer, a_house

ZED = "customers/zed/customer.yaml"


def test_a_customer_is_planned_and_nothing_has_happened_yet() -> None:
    carrier = a_house()
    reply = carrier.type("customer add Zed EUR")

    assert reply.outcome is Outcome.ASKS
    assert reply.summary == "Plan: add customer zed. Nothing has changed yet."
    [view] = [block for block in reply.blocks if isinstance(block, PlanView)]
    assert [change.field for change in view.changes] == ["", "name", "currency"]
    assert carrier.file(ZED) is None


def test_a_confirmed_customer_stands_in_its_file_with_what_was_said_only() -> None:
    carrier = a_house()
    reply = carrier.change('customer add Zed EUR --channels 120 --tags "retail, uk" --portal no')

    assert reply.outcome is Outcome.DONE
    written = carrier.file(ZED)
    assert written is not None
    assert written.decode().splitlines()[1:] == [
        "name: Zed",
        "currency: EUR",
        "tags:",
        "  - retail",
        "  - uk",
        "limits:",
        "  channels: 120",
        "portal:",
        "  enabled: false",
    ]


def test_the_card_is_offered_when_it_is_done() -> None:
    reply = a_house().change("customer add Zed EUR")

    labels = [button.label for block in reply.blocks for button in getattr(block, "buttons", ())]
    assert labels == ["Show card", "Undo"]


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Ben & Sons, Ltd.", "ben-sons-ltd"),
        ("Café Zürich", "cafe-zurich"),
        ("🦊 Fox", "fox"),
        ("O'Rourke", "orourke"),
        ("  Spaced   Out  ", "spaced-out"),
        ("9 Lives", "9-lives"),
        ("x" * 80, "x" * 64),
    ],
)
def test_an_id_is_made_from_the_name(name: str, made: str) -> None:
    carrier = a_house()
    reply = carrier.confirm(carrier.run("customer add", name=name, currency="USD"))

    assert reply.outcome is Outcome.DONE
    assert carrier.file(f"customers/{made}/customer.yaml") is not None


@pytest.mark.parametrize("name", ["שקד טלקום", "株式会社", "🦊🦊", "—"])
def test_a_name_without_latin_letters_asks_for_an_id(name: str) -> None:
    reply = a_house().run("customer add", name=name, currency="USD")

    assert reply.outcome is Outcome.INVALID
    [problem] = reply.blocks[0].problems
    assert problem.field == "id"


@pytest.mark.parametrize("name", ["שקד טלקום", "株式会社", "🦊🦊 Зорро"])
def test_any_name_is_kept_as_it_is_beside_a_given_id(name: str) -> None:
    carrier = a_house()
    carrier.confirm(carrier.run("customer add", name=name, currency="USD", id="zed"))

    assert carrier.run("customer show", customer="zed").values["customer"]["name"] == name


@pytest.mark.parametrize("name", ["a\u202eb", "a\x00b", "a\nb", " ", "x" * 81, "a\u200bb"])
def test_a_name_that_cannot_be_read_is_refused(name: str) -> None:
    reply = a_house().run("customer add", name=name, currency="USD", id="zed")

    assert reply.outcome is Outcome.INVALID
    assert reply.blocks[0].problems[0].field == "name"


def test_a_taken_name_or_id_is_told_at_its_field() -> None:
    carrier = a_house()
    by_name = carrier.run("customer add", name="BEN llc", currency="USD", id="other")
    by_id = carrier.run("customer add", name="Other", currency="USD", id="ben-llc")

    assert [problem.field for problem in by_name.blocks[0].problems] == ["name"]
    assert [problem.field for problem in by_id.blocks[0].problems] == ["id"]


def test_everything_wrong_is_told_at_once() -> None:
    reply = a_house().run(
        "customer add", name="", currency="dollars", channels="many", status="maybe", id="No Slug"
    )

    [problems] = [block for block in reply.blocks if isinstance(block, Problems)]
    fields = {problem.field for problem in problems.problems}
    assert fields == {"name", "currency", "channels", "status", "id"}
    assert reply.summary.startswith("There are 5 problems")


def test_what_is_required_is_named() -> None:
    reply = a_house().run("customer add", name="Zed")

    [problem] = reply.blocks[0].problems
    assert (problem.field, problem.rule) == ("currency", "missing-field")


def test_the_id_of_an_archived_customer_is_refused() -> None:
    archived = {"archive/customers/zed/customer.yaml": a_customer("Zed of old")}
    reply = a_house(a_carrier(extra=archived)).type("customer add Zed USD")

    assert reply.outcome is Outcome.INVALID
    [problem] = reply.blocks[0].problems
    assert (problem.field, "never used again" in problem.message) == ("name", True)


def test_a_carrier_that_fans_out_keeps_its_customers_in_256_folders() -> None:
    carrier = a_house(a_carrier({}, fan_out=True))
    carrier.change("customer add Zed USD")

    [path] = [path for path in carrier.repository.tree(carrier.repository.fetch()) if "zed" in path]
    assert path.count("/") == 3


def test_a_broken_customer_elsewhere_does_not_stop_a_new_one() -> None:
    carrier = a_house(a_carrier({"bad": b"name: ["}))

    assert carrier.change("customer add Zed USD").outcome is Outcome.DONE


@pytest.mark.parametrize(
    "name", ["../../etc", "No Slug", "a/b", ".git", "zed\n", "-zed", "x" * 65, ""]
)
def test_an_id_that_is_no_slug_never_becomes_a_path(name: str) -> None:
    carrier = a_house()
    before = carrier.repository.fetch()
    reply = carrier.run("customer add", name="Zed", currency="USD", id=name)

    assert reply.outcome is Outcome.INVALID
    assert carrier.repository.fetch() == before
