"""Who may still act while ``operators.yaml`` does not hold."""

from __future__ import annotations

import pytest

from engine.revoked import without_revoked
from schemas.operators import Operators
from tests.builders import OPERATORS, TEXT, loaded

PATH = "operators.yaml"


def left(written: str) -> dict[str, tuple[list[str], str | None]]:
    """Give who is left, with roles and Slack account, when ``written`` follows on ``OPERATORS``."""
    people = loaded(PATH, OPERATORS.encode()).model
    assert isinstance(people, Operators)
    kept = without_revoked(people, TEXT.read(PATH, written.encode()), written)
    return {one.id: ([*one.roles], one.slack_id) for one in kept.operators}


WHOLE = left(OPERATORS)


def test_nobody_goes_who_is_listed_still() -> None:
    assert sorted(WHOLE) == ["ada", "grace", "nora", "rosa", "vera"]
    assert left(OPERATORS + "  - {id: mallory, roles: [admin]}\n") == WHOLE


def test_who_is_not_listed_any_more_is_gone() -> None:
    written = "".join(line for line in OPERATORS.splitlines(True) if "grace" not in line)

    assert "grace" not in left(written)
    assert left(written) == {name: one for name, one in WHOLE.items() if name != "grace"}


def test_a_role_that_was_taken_away_is_gone_and_none_is_added() -> None:
    written = OPERATORS.replace("[engineer, operator]", "[operator, admin]")

    assert left(written)["grace"] == (["operator"], "U0GRACE1")


def test_an_account_that_was_changed_does_not_count_any_more() -> None:
    assert left(OPERATORS.replace("U0GRACE1", "U0OTHER1"))["grace"][1] is None
    assert left(OPERATORS.replace("slack_id: U0GRACE1, ", ""))["grace"][1] is None


def test_an_entry_with_a_fault_of_its_own_takes_nothing_away() -> None:
    assert left(OPERATORS.replace("[viewer]", "[vewer]")) == WHOLE


@pytest.mark.parametrize("fault", ["operators: [\n", "operators: all\n"])
def test_where_the_list_cannot_be_read_whoever_is_not_named_is_gone(fault: str) -> None:
    kept = "".join(line for line in OPERATORS.splitlines(True)[1:] if "ada" not in line)
    kept += "  # - {id: ada, roles: [admin]}\n"

    assert sorted(left(fault + kept)) == ["grace", "nora", "rosa", "vera"]
    assert left(fault) == {}
