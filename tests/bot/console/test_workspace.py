"""The console against a real Bolt app: what people do, what the app gets, what they see."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.console.server import Console
from tests.bot.console.shop import ADA, BEN, open_shop

OPS = "C0OPS"


@pytest.fixture
def console() -> Iterator[Console]:
    with open_shop() as running:
        yield running
        assert not running.workspace.findings


def place_order(console: Console, name: str) -> None:
    workspace = console.workspace
    assert workspace.slash(ADA.id, OPS, "/order").ok
    view = workspace.open_view(ADA.id)
    assert view is not None
    workspace.suggest(ADA.id, view, "customer", "ac")
    assert workspace.submit_view(ADA.id, view["id"], {"name": name, "customer": "acme"}).ok


def test_an_order_goes_from_the_command_to_the_thread(console: Console) -> None:
    workspace = console.workspace

    workspace.slash(ADA.id, OPS, "/order add ORD-1")
    view = workspace.open_view(ADA.id)
    assert view is not None
    assert view["blocks"][0]["element"]["initial_value"] == "ORD-1"
    offered = workspace.suggest(ADA.id, view, "customer", "a").options
    assert [item["value"] for item in offered] == ["acme", "amber", "borealis", "cobalt"]
    assert workspace.submit_view(ADA.id, view["id"], {"customer": "acme"}).ok
    assert workspace.open_view(ADA.id) is None

    [card] = workspace.messages(OPS)
    assert workspace.press(BEN.id, card, "approve").ok
    root, reply = workspace.messages("#ops")
    assert root["text"] == "Order ORD-1 approved"
    assert root["reply_count"] == 1
    assert reply["files"][0]["name"] == "ORD-1.csv"
    assert "Hammer" in reply["files"][0]["preview"]


def test_a_field_error_of_the_app_keeps_the_modal_open(console: Console) -> None:
    workspace = console.workspace
    place_order(console, "ORD-1")
    workspace.slash(ADA.id, OPS, "/order add ORD-1")
    view = workspace.open_view(ADA.id)
    assert view is not None
    workspace.suggest(ADA.id, view, "customer", "")

    outcome = workspace.submit_view(ADA.id, view["id"], {"customer": "cobalt"})

    assert outcome.errors == {"name": "ORD-1 is taken; choose another"}
    assert workspace.open_view(ADA.id) == view


def test_a_required_field_is_asked_for_without_asking_the_app(console: Console) -> None:
    workspace = console.workspace
    workspace.slash(ADA.id, OPS, "/order")
    view = workspace.open_view(ADA.id)
    assert view is not None

    outcome = workspace.submit_view(ADA.id, view["id"], {"amount": "0.5"})

    assert set(outcome.errors) == {"name", "customer", "amount"}
