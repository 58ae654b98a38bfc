"""The config as the call path asks it: addresses, users, numbers, money, rates."""

from __future__ import annotations

from fractions import Fraction

import pytest

from engine.calls.config import rates_path
from schemas.rate_card import RateCard
from tests.engine.calls.carrier import AUTH, BEN, JUNE, USER, a_config, did, more, replaced


@pytest.mark.parametrize(
    ("ip", "record"),
    [
        ("203.0.113.7", "one"),
        ("203.0.113.6", "few"),
        ("203.0.113.99", "many"),
        ("2001:db8::9", "six"),
        ("192.0.2.1", None),
    ],
)
def test_the_narrowest_network_around_an_address_has_it(ip: str, record: str | None) -> None:
    hosts = {
        "many": "203.0.113.0/24",
        "few": "203.0.113.0/29",
        "one": "203.0.113.7",
        "six": "'2001:db8::/64'",
    }
    lines = "".join(f"  - {{id: {name}, hosts: [{host}]}}\n" for name, host in hosts.items())
    found = a_config({AUTH: "ip:\n" + lines}).senders(ip)

    assert [sender.record.id for sender in found] == ([record] if record else [])


def test_records_that_only_receive_or_are_shut_send_nothing() -> None:
    config = a_config(more(AUTH, "    direction: receives"))

    assert config.senders("203.0.113.7") == ()
    assert [one.record.id for one in config.shut_senders("203.0.113.7")] == ["pbx"]


def test_users_numbers_and_gateways_are_found() -> None:
    config = a_config({**more(AUTH, USER), **did()})

    user, number = config.user("desk1"), config.did("442079460100")
    assert user is not None
    assert (user.customer, user.record.id, config.has_users) == ("ben", "desk", True)
    assert number is not None
    assert (number[0], number[1].at, number[2].id) == ("ben", ("dids", 0), "main")
    assert config.user("nobody") is config.did("44") is None
    assert [name for name, _ in config.providers_at("198.51.100.3")] == ["beta"]


def test_money_is_exchanged_by_the_table_there_and_back() -> None:
    config = a_config()

    assert config.exchange("EUR", "USD", JUNE) == (Fraction(11, 10), "1 EUR = 1.10 USD")
    assert config.exchange("USD", "EUR", JUNE) == (Fraction(10, 11), "1 EUR = 1.10 USD")
    assert config.exchange("GBP", "GBP", JUNE) == (Fraction(1), "")
    assert config.exchange("GBP", "USD", JUNE) is None


def test_a_document_that_does_not_hold_is_none() -> None:
    config = a_config(replaced("rate-cards/dear/card.yaml", "side: provider", "side: sideways"))

    assert config.card("dear") is None
    assert config.found("rate-card", "cheap", RateCard) is not None
    assert config.customer("nobody") is None


def test_rates_stand_beside_their_card_and_are_none_if_they_do_not_hold() -> None:
    config = a_config({"rate-cards/dear/rates.csv": "prefix,rate\n44,x\n"})

    assert rates_path("rate-cards/dear/card.yaml") == "rate-cards/dear/rates.csv"
    assert config.rates.of("dear") is None
    assert config.rates.of("nowhere") is None
    cheap = config.rates.of("cheap")
    assert cheap is not None
    assert config.rates.of("cheap") is cheap


def test_rules_and_routes_are_the_customers_own_then_those_of_its_tags() -> None:
    config = a_config({
        **more(BEN + "customer.yaml", "tags: [vip, gold]"),
        "templates/tags/vip/routing.yaml": "routes: [{id: vip, rate_card: retail}]\n",
        "templates/tags/gold/cli.yaml": "rules: [{id: gold, cli: '1'}]\n",
    })  # fmt: skip
    held = config.customer("ben")
    assert held is not None

    assert [(one.route.id, one.tag) for one in config.routes("ben", held[1])] == [
        ("world", ""),
        ("vip", "vip"),
    ]
    assert [path for path, _ in config.caller_rules("ben", held[1])] == [
        "templates/tags/gold/cli.yaml"
    ]
