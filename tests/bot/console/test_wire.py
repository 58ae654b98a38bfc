"""What the page shows of the traffic: who sent what, how fast it was taken, and what became of its permits."""

from __future__ import annotations

from typing import Any

from bot.console import wire
from bot.console.server import Console
from tests.bot.console.shop import ADA

OPS = "C0OPS"


def entries(console: Console, method: str) -> list[dict[str, Any]]:
    return [one for one in wire.as_json(console.workspace)["wire"] if one["method"] == method]


def test_a_command_shows_its_text_its_acknowledgement_and_its_permits(console: Console) -> None:
    console.workspace.slash(ADA.id, OPS, "/order add ORD-1")
    console.workspace.slash(ADA.id, OPS, "/order what")

    what, add = entries(console, "/order")
    assert (add["about"], what["about"]) == ("add ORD-1", "what")
    assert add["permits"] == {"trigger": "used", "response_url": "0 of 5"}
    assert what["permits"]["trigger"] == "open"
    assert "I do not know" in str(what["answer"])
    assert what["elapsed_ms"] < wire.as_json(console.workspace)["ack_ms"] == 3000


def test_a_call_shows_what_it_was_answered(console: Console) -> None:
    console.workspace.slash(ADA.id, OPS, "/order add ORD-1")

    [opened] = entries(console, "views.open")
    assert opened["about"] == "New order"
    view = console.workspace.open_view(ADA.id)
    assert view is not None
    assert opened["answer"]["view"]["id"] == view["id"]


def test_the_token_is_not_shown(console: Console) -> None:
    console.workspace.slash(ADA.id, OPS, "/order add ORD-1")

    assert "xoxb" not in str(wire.as_json(console.workspace))


def test_a_press_and_a_submission_are_told_apart_by_their_words(console: Console) -> None:
    workspace = console.workspace
    workspace.slash(ADA.id, OPS, "/order add ORD-1")
    view = workspace.open_view(ADA.id)
    assert view is not None
    [customer] = workspace.suggest(ADA.id, view, "customer", "ac").options
    workspace.submit_view(ADA.id, view["id"], {"customer": customer})
    [card] = workspace.messages(OPS)[:1]
    workspace.press(ADA.id, card, "approve")

    assert [one["about"] for one in entries(console, "view_submission")] == ["New order"]
    assert [one["about"] for one in entries(console, "block_suggestion")] == ["customer: 'ac'"]
    assert [one["about"] for one in entries(console, "block_actions")] == ["Approve"]
