from __future__ import annotations

import pytest

from bot.docs.documents import document_pages
from schemas.kinds import KINDS

PAGES = document_pages()


def row(kind: str, field: str) -> list[str]:
    line = next(
        line
        for line in PAGES[f"documents/{kind}.md"].splitlines()
        if line.startswith(f"| `{field}` |")
    )
    return [cell.strip() for cell in line.strip("|").split(" | ")]


def test_every_kind_has_a_page_and_stands_in_the_list() -> None:
    for kind in KINDS:
        assert f"documents/{kind.name}.md" in PAGES
        assert f"(documents/{kind.name}.md)" in PAGES["documents.md"]


def test_a_required_field_that_never_changes_says_so() -> None:
    _, takes, default, meaning = row("customer", "currency")

    assert (takes, default) == ("currency code", "required")
    assert meaning.count("Never changes") == 1


def test_old_names_of_a_field_are_told() -> None:
    assert "Also read: `flow_speed`." in row("customer", "limits.cps")[3]


@pytest.mark.parametrize(
    ("kind", "field", "takes"),
    [
        ("customer", "limits", "group of fields"),
        ("customer", "limits.channels", "whole number, 0 to 1,000,000"),
        ("customer", "credit.debit_limit", "decimal number, at most 6 decimals"),
        ("customer", "tax.percent", "percentage, 0 to 100"),
        ("customer", "account_manager", "operator id"),
        ("customer", "billing.topup_currencies", "list of currency codes"),
        ("customer", "portal.enabled", "`true` or `false`"),
        ("operators", "operators[]", "list of groups"),
        ("operators", "operators[].email", "e-mail address"),
    ],
)
def test_what_a_field_takes_is_told_in_words(kind: str, field: str, takes: str) -> None:
    assert row(kind, field)[1] == takes
