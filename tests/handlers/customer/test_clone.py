"""``customer clone``: what comes along, what stays behind, and another currency."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.kit.reply import Outcome, Reply, Text
from tests.builders import Carrier, a_carrier, a_customer, a_house, sample_carrier

TWO = 'customer clone ben-llc ben-two --name "Ben Two LLC"'
EUROS = 'customer clone ben-llc ben-gmbh --name "Ben GmbH" --currency EUR'


@pytest.fixture
def carrier() -> Carrier:
    return a_house(sample_carrier())


def document(carrier: Carrier, name: str, kind: str = "customer") -> Any:
    carrier.clock.advance(60)
    documents = carrier.house.books.head().book.documents
    path = documents.path_of(kind, name)
    return documents.load(path).model if path else None


def left(reply: Reply) -> str:
    return next(
        b.text for b in reply.blocks if isinstance(b, Text) and b.text.startswith("Left out")
    )


def test_the_clone_has_the_terms_and_waits_for_approval(carrier: Carrier) -> None:
    assert carrier.change(TWO).summary == "Done: clone customer ben-llc to ben-two."

    made, source = document(carrier, "ben-two"), document(carrier, "ben-llc")
    assert (made.name, made.status, made.currency) == ("Ben Two LLC", "pending_approval", "USD")
    assert (made.limits, made.credit, made.tags) == (source.limits, source.credit, source.tags)


def test_what_belongs_to_one_customer_stays_behind_and_is_named(carrier: Carrier) -> None:
    plan = carrier.type(TWO)
    carrier.confirm(plan)

    for word in ("PayPal e-mail", "1001, 1002", "office-pbx", "number block", "contacts ben, joan"):
        assert word in left(plan)
    made = document(carrier, "ben-two")
    assert made.billing.paypal_email is None
    assert made.internal_numbers.start is None
    assert document(carrier, "ben-two", "contacts") is None
    assert document(carrier, "ben-two", "dids") is None
    auth = document(carrier, "ben-two", "auth")
    assert (auth.ip, auth.users) == ((), ())
    assert auth.aliases


def test_packages_begin_today_and_past_grace_dates_go(carrier: Carrier) -> None:
    carrier.change(TWO)

    [package] = document(carrier, "ben-two", "packages").packages
    assert package.start.isoformat() == "2026-11-20"
    assert all(
        one.grace_date is None for one in document(carrier, "ben-two", "contracts").contracts
    )


def test_a_plan_confirmed_the_next_day_is_the_plan_that_was_seen(carrier: Carrier) -> None:
    plan = carrier.type(TWO)
    carrier.clock.advance(13 * 3600)

    assert carrier.confirm(plan).outcome is Outcome.DONE
    [package] = document(carrier, "ben-two", "packages").packages
    assert package.start.isoformat() == "2026-11-20"


def test_in_another_currency_what_is_priced_in_the_old_one_stays_behind(carrier: Carrier) -> None:
    plan = carrier.type(EUROS)
    assert carrier.confirm(plan).outcome is Outcome.DONE

    for word in ("credit limits (in USD)", "routes standard, cheap", "packages minimum"):
        assert word in left(plan)
    made = document(carrier, "ben-gmbh")
    assert (made.currency, str(made.credit.debit_limit)) == ("EUR", "0.00")
    assert document(carrier, "ben-gmbh", "packages") is None


def test_the_wish_for_another_currency_is_answered_with_a_clone(carrier: Carrier) -> None:
    reply = carrier.type("customer edit ben-llc --currency EUR")

    told = next(p for p in reply.blocks[0].problems if p.rule == "immutable-field")
    assert "customer clone, with --currency" in told.hint


@pytest.mark.parametrize(
    "source",
    [
        "almond-telecom",
        "blue-lagoon-travel",
        "kestrel-wholesale",
        "maple-conferencing",
        "northgate-dental",
        "quokka-health",
        "sunrise-dialler",
        "tide-mobile",
        "wren-answering",
    ],
)
@pytest.mark.parametrize("currency", ["", " --currency CHF"])
def test_every_customer_of_the_sample_can_be_cloned(source: str, currency: str) -> None:
    carrier = a_house(sample_carrier())

    assert carrier.change(f"customer clone {source} another{currency}").outcome is Outcome.DONE


def test_a_name_is_made_of_the_id_where_none_is_given() -> None:
    carrier = a_house()
    carrier.change("customer clone ben-llc ben-the-second")

    assert document(carrier, "ben-the-second").name == "Ben The Second"


def test_an_id_or_a_name_that_is_taken_is_told() -> None:
    archived = {"archive/customers/old/customer.yaml": a_customer("Old")}
    both = {"ben-llc": a_customer(), "zed": a_customer("Zed")}
    carrier = a_house(a_carrier(both, extra=archived))

    for line, field in (
        ("customer clone ben-llc zed", "id"),
        ("customer clone ben-llc new --name ZED", "name"),
        ("customer clone ben-llc old --name Other", "id"),
    ):
        reply = carrier.type(line)
        assert reply.outcome is Outcome.INVALID
        assert field in [problem.field for problem in reply.blocks[0].problems]
