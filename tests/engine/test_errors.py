"""How a fault is told, and in which order."""

from __future__ import annotations

from engine.errors import Invalid, Problem, Refused, Unavailable


def a_problem(path: str = "customers/ben-llc/customer.yaml", **more: object) -> Problem:
    return Problem(**{"path": path, "rule": "choice", "message": "is wrong", **more})


def test_a_problem_reads_place_document_field_fault_advice_and_rule() -> None:
    problem = a_problem(
        line=3, column=5, document="ben-llc", field="status", hint="write active", message="no word"
    )

    assert str(problem) == (
        "customers/ben-llc/customer.yaml:3:5: ben-llc status: no word; write active [choice]"
    )


def test_a_problem_of_a_whole_file_leaves_out_what_it_does_not_have() -> None:
    assert str(a_problem("x.yaml")) == "x.yaml:1:1: is wrong [choice]"


def test_problems_come_by_file_and_then_by_line_as_a_number() -> None:
    late = a_problem("a.yaml", line=10)
    early = a_problem("a.yaml", line=9)
    other = a_problem("b.yaml", line=1)

    assert Invalid([other, late, early]).problems == (early, late, other)


def test_problems_of_one_place_come_by_field_and_rule() -> None:
    second = a_problem(field="b", rule="a")
    first = a_problem(field="a", rule="z")

    assert Invalid([second, first]).problems == (first, second)


def test_outcomes_say_what_and_why() -> None:
    assert str(Unavailable("the config remote", "timed out")) == (
        "the config remote is not available: timed out"
    )
    assert str(Unavailable("the config remote")) == "the config remote is not available"
    assert (Refused("no", "yes").message, Refused("no", "yes").hint) == ("no", "yes")
