from __future__ import annotations

from schemas.cli import CLI, ForcedChoice
from schemas.voice import CallDirection
from tests.schemas.reading import document, faults


def test_a_rule_is_for_calls_going_out_unless_said_otherwise() -> None:
    rule = document(CLI, 'rules: [{id: main, cli: "442079460100"}]').rules[0]

    assert rule.direction is CallDirection.TERMINATION
    assert rule.forced is False
    assert rule.enabled is True


def test_c9_several_forced_numbers_are_chosen_at_random_unless_the_first_is_asked_for() -> None:
    assert document(CLI, "rules: []").forced_choice is ForcedChoice.RANDOM
    assert document(CLI, "forced_choice: first").forced_choice is ForcedChoice.FIRST


def test_rewrites_name_groups_and_databases() -> None:
    rule = document(
        CLI, "rules: [{id: a, cli: '^0(.*)$', rewrite_cli: 44$1, rewrite_p_asserted_id: $<db>}]"
    ).rules[0]

    assert (rule.rewrite_cli, rule.rewrite_p_asserted_id) == ("44$1", "$<db>")


def test_a_number_to_match_stands_in_quotes() -> None:
    assert faults(CLI, "rules: [{id: a, cli: 442079460100}]")[0].rule == "plain-identifier"


def test_bans_last_from_five_minutes_to_ninety_days() -> None:
    assert faults(CLI, "rules: [{id: a, performance: {ban_s: 60}}]")[0].rule == "number-range"
