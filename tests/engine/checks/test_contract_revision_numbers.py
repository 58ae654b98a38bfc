from __future__ import annotations

from engine.checks import contract_revision_numbers
from tests.engine.checks.carriers import told


def contract(*revisions: tuple[int, str]) -> dict[str, str]:
    lines = "".join(
        f"  - {{number: {number}, date: {date}, text: Words}}\n" for number, date in revisions
    )
    return {"contracts/terms.yaml": "name: Terms\nrevisions:\n" + lines}


def test_a_gap_a_double_and_a_wrong_order_are_wrong() -> None:
    files = contract((1, "2026-01-01"), (3, "2026-01-02"), (3, "2026-01-03"), (3, "2026-01-04"))

    assert told(contract_revision_numbers, files) == [
        "contracts/terms.yaml:4:6 revisions.1.number",
        "contracts/terms.yaml:6:6 revisions.3.number",
    ]


def test_a_revision_older_than_the_one_before_is_wrong() -> None:
    files = contract((1, "2026-01-02"), (2, "2026-01-01"))

    assert told(contract_revision_numbers, files) == ["contracts/terms.yaml:4:17 revisions.1.date"]


def test_revisions_counted_from_one_are_right() -> None:
    files = contract((1, "2026-01-01"), (2, "2026-01-01"), (3, "2026-02-01"))

    assert told(contract_revision_numbers, files) == []
