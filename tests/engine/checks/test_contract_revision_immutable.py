from __future__ import annotations

from engine.checks import contract_revision_immutable
from tests.engine.checks.carriers import told

FIRST = "  - {number: 1, date: 2026-01-01, text: Pay.}\n"
SECOND = "  - {number: 2, date: 2026-02-01, text: Pay soon.}\n"


def contract(*revisions: str) -> dict[str, str]:
    return {"contracts/terms.yaml": "name: Terms\nrevisions:\n" + "".join(revisions)}


def test_a_wording_and_a_day_never_change() -> None:
    changed = contract("  - {number: 1, date: 2026-01-02, text: Pay!}\n")

    assert told(contract_revision_immutable, changed, before=contract(FIRST)) == [
        "contracts/terms.yaml:3:17 revisions.0.date",
        "contracts/terms.yaml:3:35 revisions.0.text",
    ]


def test_a_revision_never_goes() -> None:
    assert told(contract_revision_immutable, contract(FIRST), before=contract(FIRST, SECOND)) == [
        "contracts/terms.yaml:2:1 revisions"
    ]


def test_a_new_revision_and_another_name_are_right() -> None:
    now = {
        "contracts/terms.yaml": contract(FIRST, SECOND)["contracts/terms.yaml"].replace(
            "Terms", "T"
        )
    }

    assert told(contract_revision_immutable, now, before=contract(FIRST)) == []


def test_without_an_older_version_there_is_nothing_to_compare() -> None:
    assert told(contract_revision_immutable, contract(FIRST)) == []
