from __future__ import annotations

import pytest

from benchmarks.harness import Row, Sample, compare, take_turns


def a_row(**given: object) -> Row:
    return Row(
        **{
            "name": "n",
            "ours_ms": 10.0,
            "peer": "p",
            "peer_ms": 5.0,
            "ratio": 2.0,
            "rounds": 3,
            **given,
        }
    )


def test_variants_take_turns_and_the_first_round_is_not_counted() -> None:
    ran: list[str] = []

    taken = take_turns(
        {"a": lambda: ran.append("a"), "b": lambda: ran.append("b")}, rounds=3, budget_s=60
    )

    assert "".join(ran) == "ab" + "ab" + "ba" + "ab"
    assert {name: len(sample.times) for name, sample in taken.items()} == {"a": 3, "b": 3}


def test_a_spent_budget_still_gives_three_rounds() -> None:
    taken = take_turns({"a": lambda: None}, rounds=100, budget_s=0)

    assert len(taken["a"].times) == 3


def test_the_ratio_is_the_median_of_the_rounds_not_the_ratio_of_medians() -> None:
    row = compare("n", Sample((2.0, 9.0, 30.0)), "p", Sample((1.0, 9.0, 10.0)))

    assert row.ratio == 2.0
    assert (row.ours_ms, row.peer_ms) == (9.0, 9.0)


@pytest.mark.parametrize(
    ("targets", "met"),
    [({}, True), ({"at_most": 2}, True), ({"at_most": 1.9}, False), ({"at_most_ms": 9}, False)],
)
def test_a_target_is_met_up_to_and_including_its_figure(
    targets: dict[str, float], met: bool
) -> None:
    assert a_row(**targets).met is met


def test_a_percentile_lies_between_the_shortest_and_the_longest_time() -> None:
    sample = Sample(tuple(range(1, 101)))

    assert sample.percentile(50) == 50.5
    assert sample.percentile(99) == pytest.approx(99.01)
