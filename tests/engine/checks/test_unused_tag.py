from __future__ import annotations

from tests.engine.checks.telling import BEN, a_customer, is_quiet, tells

RULE = "unused-tag"


def test_a_template_that_nobody_carries_is_told() -> None:
    files = {
        BEN + "customer.yaml": a_customer("tags: [retial]"),
        "templates/tags/retail/cli.yaml": "rules: []",
    }

    tells(RULE, files, "templates/tags/retail/cli.yaml", "", "retail")


def test_a_template_that_somebody_carries_is_fine() -> None:
    files = {
        BEN + "customer.yaml": a_customer("tags: [retail]"),
        "templates/tags/retail/cli.yaml": "rules: []",
    }

    assert is_quiet(RULE, files)
