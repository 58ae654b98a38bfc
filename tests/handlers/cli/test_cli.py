"""Which caller numbers a customer may show: rules in their order, and what holds for all of them."""

from __future__ import annotations

import pytest

from handlers.kit.reply import Fields, Outcome, PlanView, Reply
from tests.builders import Carrier, a_house, sample_carrier

BEN = "customers/ben-llc/cli.yaml"
WREN = "customers/wren-answering/cli.yaml"


@pytest.fixture
def carrier() -> Carrier:
    return a_house(sample_carrier())


def findings(reply: Reply) -> set[str]:
    return {
        problem.rule
        for block in reply.blocks
        if isinstance(block, PlanView)
        for problem in block.findings
    }


def ids(carrier: Carrier, line: str = "cli rule list ben-llc") -> list[str]:
    return [rule["id"] for rule in carrier.type(line).values["rules"]]


def otherwise(carrier: Carrier, customer: str) -> str:
    [fields] = [
        block for block in carrier.type(f"cli show {customer}").blocks if isinstance(block, Fields)
    ]
    return dict(fields.pairs)["Without a rule that fits"]


def test_the_first_rule_tells_that_all_other_numbers_are_refused_from_now_on(
    carrier: Carrier,
) -> None:
    plan = carrier.type("cli rule add wren-answering 442079460142")

    assert plan.outcome is Outcome.ASKS
    assert "cli-first-rule" in findings(plan)


def test_the_id_of_a_rule_is_made_from_its_number(carrier: Carrier) -> None:
    carrier.change("cli rule add wren-answering 442079460142")

    assert ids(carrier, "cli rule list wren-answering") == ["442079460142"]


def test_a_moved_rule_takes_its_comment_along(carrier: Carrier) -> None:
    carrier.change("cli rule move ben-llc fallback 1")

    assert ids(carrier) == ["fallback", "main-number", "branch"]
    text = (carrier.file(BEN) or b"").decode()
    assert "  # Whatever else comes: show the main number.\n  - id: fallback\n" in text


def test_a_position_behind_the_last_is_refused_with_those_there_are(carrier: Carrier) -> None:
    reply = carrier.type("cli rule move ben-llc fallback 4")

    assert reply.outcome is Outcome.REFUSED
    assert "has 3 CLI rules" in reply.summary
    assert "from 1 to 3" in str(reply.blocks)


def test_a_move_to_where_it_stands_changes_nothing(carrier: Carrier) -> None:
    assert "Nothing to change" in carrier.type("cli rule move ben-llc branch 2").summary


def test_what_holds_for_all_rules_begins_a_file_and_ends_it(carrier: Carrier) -> None:
    carrier.change("cli edit wren-answering --forced_choice first")
    assert b"forced_choice: first" in (carrier.file(WREN) or b"")

    carrier.change("cli edit wren-answering --unset forced_choice")
    assert carrier.file(WREN) is None


def test_a_file_that_says_something_of_its_own_outlives_its_last_rule(carrier: Carrier) -> None:
    carrier.change("cli rule remove northgate-dental reception")
    carrier.change("cli rule remove northgate-dental own-numbers")

    assert b"forced_choice: first" in (carrier.file("customers/northgate-dental/cli.yaml") or b"")


def test_the_same_choice_again_is_no_change(carrier: Carrier) -> None:
    reply = carrier.type("cli edit northgate-dental --forced_choice first")

    assert "Nothing to change" in reply.summary


def test_an_edit_that_names_nothing_is_refused(carrier: Carrier) -> None:
    assert carrier.run("cli edit", customer="ben-llc").outcome is Outcome.REFUSED


def test_the_answer_says_what_becomes_of_other_numbers(carrier: Carrier) -> None:
    assert otherwise(carrier, "wren-answering") == "passes unchanged"
    assert otherwise(carrier, "ben-llc") == "a forced number is shown instead"
    carrier.change("cli rule remove ben-llc fallback")
    assert otherwise(carrier, "ben-llc") == "refused"


def test_rules_that_a_tag_brings_are_shown_behind_the_own(carrier: Carrier) -> None:
    shown = carrier.type("cli show sunrise-dialler")

    assert shown.values["tags"] == ["dialler"]
    assert "verified" in str(shown.blocks)
