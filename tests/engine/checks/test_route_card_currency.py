from __future__ import annotations

from engine.checks import run_checks, scope_of
from tests.engine.checks.carriers import SETTINGS, book_of
from tests.engine.checks.telling import BEN, a_card, a_customer, is_quiet, tells

RULE = "route-card-currency"

CARD = {"rate-cards/c/card.yaml": a_card(currency="USD")}
ROUTE = "routes: [{id: a, rate_card: c}]"


def test_a_card_in_another_currency_is_told() -> None:
    files = CARD | {BEN + "routing.yaml": ROUTE}

    tells(RULE, files, BEN + "routing.yaml", "routes.0.rate_card", "is in USD", "pays in GBP")


def test_a_tag_that_brings_a_card_in_another_currency_is_told_at_the_customer() -> None:
    files = CARD | {
        BEN + "customer.yaml": a_customer("tags: [uk, retail]"),
        "templates/tags/retail/routing.yaml": ROUTE,
    }

    tells(RULE, files, BEN + "customer.yaml", "tags.1", "of the tag retail", "is in USD")


def test_a_change_of_the_tag_looks_at_every_customer_with_it() -> None:
    files = CARD | {
        "settings.yaml": SETTINGS,
        BEN + "customer.yaml": a_customer("tags: [retail]"),
        "templates/tags/retail/routing.yaml": "routes: []",
    }
    before, after = book_of(files), book_of(files | {"templates/tags/retail/routing.yaml": ROUTE})
    scope = scope_of(before, after, ["templates/tags/retail/routing.yaml"])

    assert [one.path for one in run_checks(after, scope) if one.rule == RULE] == [
        BEN + "customer.yaml"
    ]


def test_a_card_in_the_currency_of_the_customer_is_fine() -> None:
    files = CARD | {
        BEN + "customer.yaml": a_customer("tags: [retail]", currency="USD"),
        BEN + "routing.yaml": ROUTE,
        "templates/tags/retail/routing.yaml": ROUTE,
    }

    assert is_quiet(RULE, files)
