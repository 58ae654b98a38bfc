from __future__ import annotations

from engine.checks import contract_revision_unknown
from tests.engine.checks.carriers import told


def files(revision: str) -> dict[str, str]:
    return {
        "contracts/terms.yaml": (
            "name: Terms\nrevisions:\n  - {number: 1, date: 2026-01-01, text: Pay.}\n"
        ),
        "customers/ben/contracts.yaml": (
            f"contracts:\n  - {{id: terms, contract: terms{revision}}}\n"
        ),
    }


def test_a_revision_the_contract_does_not_have_is_wrong() -> None:
    assert told(contract_revision_unknown, files(", revision: 2")) == [
        "customers/ben/contracts.yaml:2:34 contracts.0.revision"
    ]


def test_a_revision_it_has_is_right_and_so_is_none() -> None:
    assert told(contract_revision_unknown, files(", revision: 1")) == []
    assert told(contract_revision_unknown, files("")) == []
