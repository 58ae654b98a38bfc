from __future__ import annotations

from engine.checks import contract_grace_unused
from engine.errors import Severity
from tests.engine.checks.carriers import problems


def files(more: str) -> dict[str, str]:
    return {
        "customers/ben/contracts.yaml": (
            f"contracts:\n  - {{id: terms, contract: terms, grace_date: 2026-07-01{more}}}\n"
        )
    }


def test_a_grace_for_what_nobody_has_to_sign_is_pointless() -> None:
    [problem] = problems(contract_grace_unused, files(""))

    assert (problem.line, problem.column, problem.field) == (2, 34, "contracts.0.grace_date")
    assert problem.severity is Severity.WARNING


def test_a_grace_for_what_has_to_be_signed_is_right() -> None:
    assert problems(contract_grace_unused, files(", required: true")) == []
