"""The rules about whole tables are found and described."""

from __future__ import annotations

from engine.checks import checks
from engine.lints import lints


def test_every_rule_has_a_sentence_and_an_id_of_its_own() -> None:
    known = {check.rule for check in checks()}

    assert [one.rule for one in lints()] == sorted({one.rule for one in lints()} - known)
    assert all(one.says.endswith(".") and one.explains for one in lints())
