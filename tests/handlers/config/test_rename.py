"""``config rename``."""

from __future__ import annotations

from handlers.kit.reply import Outcome
from tests.builders import a_carrier, a_house

CARD = b"name: Retail\nside: customer\ncurrency: USD\n"
FILES = {
    "rate-cards/retail/card.yaml": CARD,
    "rate-cards/retail/rates.csv": b"prefix,rate\n1,1\n",
    "customers/ben-llc/routing.yaml": b"routes:\n  - id: a\n    rate_card: retail  # the public one\n",
}


def test_files_move_and_references_follow_with_their_comments() -> None:
    carrier = a_house(a_carrier(extra=FILES))

    done = carrier.change("config rename rate-card retail standard", "grace")

    assert done.outcome is Outcome.DONE, done
    assert carrier.file("rate-cards/retail/rates.csv") is None
    assert carrier.file("rate-cards/standard/rates.csv") == b"prefix,rate\n1,1\n"
    assert b"rate_card: standard  # the public one" in (
        carrier.file("customers/ben-llc/routing.yaml") or b""
    )


def test_customers_keep_their_ids() -> None:
    refused = a_house().run("config rename", "grace", kind="customer", old="ben-llc", new="ben")

    assert refused.outcome is Outcome.REFUSED
    assert "for ever" in refused.summary
