from __future__ import annotations

from engine.checks import provider_no_gateway
from tests.engine.checks.carriers import problems, told

PROVIDER = "name: Atlas\ncurrency: EUR\n"
PLACE = "providers/atlas/provider.yaml"


def provider(more: str) -> dict[str, str]:
    return {PLACE: PROVIDER + more}


def card(direction: str) -> dict[str, str]:
    text = f"name: C\nside: provider\nprovider: atlas\ncurrency: EUR\ndirection: {direction}\n"
    return {"rate-cards/c/card.yaml": text}


RECEIVES = "gateways:\n  - {id: a, host: 198.51.100.10, direction: receives}\n"


def test_an_active_provider_without_a_working_gateway_is_wrong() -> None:
    off = "gateways:\n  - {id: a, host: 198.51.100.10, enabled: false}\n"

    assert told(provider_no_gateway, provider("")) == [f"{PLACE}:1:1 gateways"]
    assert told(provider_no_gateway, provider(off)) == [f"{PLACE}:3:1 gateways"]


def test_a_gateway_that_only_receives_sends_no_calls_to_dids() -> None:
    [problem] = problems(provider_no_gateway, provider(RECEIVES) | card("origination"))

    assert (problem.path, problem.line) == (PLACE, 3)
    assert problem.message == "card c is for origination, but no gateway sends calls to us"


def test_a_new_card_is_held_against_its_provider() -> None:
    after = provider(RECEIVES) | card("origination")

    assert told(provider_no_gateway, after, before=provider(RECEIVES)) == [f"{PLACE}:3:1 gateways"]


def test_a_gateway_for_what_is_bought_is_enough() -> None:
    both = "gateways:\n  - {id: a, host: 198.51.100.10, direction: both}\n"

    assert told(provider_no_gateway, provider(RECEIVES) | card("termination")) == []
    assert told(provider_no_gateway, provider(both) | card("origination")) == []


def test_who_is_not_active_or_only_holds_ranges_needs_none() -> None:
    assert told(provider_no_gateway, provider("status: inactive\n")) == []
    assert told(provider_no_gateway, provider("range_holder: c\n")) == []
