"""The manifest: what Slack takes, and neither more nor less than the app listens to and calls."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from bot.slack import surface
from bot.slack.app import register
from bot.slack.manifest import MOST_COMMANDS, manifest
from engine.errors import Refused
from handlers.kit.catalogue import Catalogue
from schemas.settings import Settings

ROOT = Path(__file__).resolve().parents[3]
SLACK = ROOT / "tests" / "golden" / "slack"
SCHEMA = json.loads((SLACK / "manifest.schema.2.0.0.json").read_text("utf-8"))
WEB_API: dict[str, Any] = json.loads((SLACK / "web_api.json").read_text("utf-8"))
CATALOGUE = Catalogue.read()
BEYOND_THE_CONTRACT = frozenset({"metadata.message:read"})
"""Scopes that an argument asks for, which the contract of a method does not list."""
WITH_APP_TOKEN = frozenset({"apps.connections.open"})
"""What Socket Mode calls with its own token, whose scope connections:write no manifest names."""


def carrier(**slack: Any) -> Settings:
    return Settings.model_validate(
        {
            "format": 2,
            "name": "Harbour Voice",
            "base_currency": "USD",
            "realm": "sip.example.net",
            "slack": slack,
        }
    )


class Registered:
    """Takes registrations as Bolt does, and remembers them."""

    def __init__(self) -> None:
        self.commands: list[re.Pattern[str]] = []
        self.shortcuts: set[tuple[str, str]] = set()
        self.events: set[str] = set()
        self.others = 0

    def command(self, command: Any) -> Callable[[Any], Any]:
        self.commands.append(command)
        return lambda listener: listener

    def shortcut(self, constraints: Any) -> Callable[[Any], Any]:
        self.shortcuts.add((constraints["type"], constraints["callback_id"]))
        return lambda listener: listener

    def event(self, event: Any) -> Callable[[Any], Any]:
        self.events.add(event)
        return lambda listener: listener

    def _interaction(self, constraints: Any) -> Callable[[Any], Any]:
        self.others += 1
        return lambda listener: listener

    action = view = options = _interaction


class AnyListener:
    """Has every listener, and listeners of every kind."""

    catalogue = CATALOGUE

    def __getattr__(self, name: str) -> AnyListener:
        return self

    def __call__(self, *_: object) -> None:
        """Take anything."""


@pytest.fixture(scope="module")
def registered() -> Registered:
    app = Registered()
    register(app, AnyListener())
    return app


@pytest.mark.parametrize(
    "url", ["", "https://bot.carrier.example", "https://x.example/slack/events"]
)
@pytest.mark.parametrize(
    "settings", [None, carrier(commands=["route", "undo"], links=["https://git.example.com/c"])]
)
def test_slack_takes_the_manifest(url: str, settings: Settings | None) -> None:
    made = manifest(CATALOGUE, settings, url=url)

    assert [error.message for error in Draft7Validator(SCHEMA).iter_errors(made)] == []
    assert made["settings"]["socket_mode_enabled"] == (not url)
    assert url == "" or json.dumps(made).count("/slack/events") >= 5


def test_shortcuts_and_events_are_those_the_app_listens_to(registered: Registered) -> None:
    made = manifest(CATALOGUE, None, url="")
    kinds = {"message": "message_action", "global": "shortcut"}
    listed = {(kinds[one["type"]], one["callback_id"]) for one in made["features"]["shortcuts"]}

    assert listed == registered.shortcuts
    assert set(made["settings"]["event_subscriptions"]["bot_events"]) == registered.events


def test_slash_commands_are_those_the_app_listens_to(registered: Registered) -> None:
    areas = surface.offerable(CATALOGUE)
    listed: set[str] = set()
    for part in (areas[: MOST_COMMANDS - 10], areas[MOST_COMMANDS - 10 :]):
        made = manifest(CATALOGUE, carrier(commands=list(part)), url="")
        listed |= {one["command"] for one in made["features"]["slash_commands"]}
    words = {word for entry in CATALOGUE.entries for word in entry.words} | {"trunkline", "serve"}
    [pattern] = registered.commands

    assert listed == {f"/{word}" for word in words if pattern.fullmatch(f"/{word}")}


def test_interactivity_is_on_because_the_app_listens_to_it(registered: Registered) -> None:
    assert registered.others
    assert manifest(CATALOGUE, None, url="")["settings"]["interactivity"]["is_enabled"]


def test_the_methods_listed_are_those_the_code_calls() -> None:
    names = {name.replace(".", "_"): name for name in WEB_API}
    called = {names[one] for one in _calls() if one in names}
    with_bot_token = {one for one in called if one not in WITH_APP_TOKEN}

    assert with_bot_token == set(surface.METHODS)


def _calls() -> Iterator[str]:
    """Every attribute that is used on something in the code of the bot; of the console nothing is Slack's client."""
    for file in (ROOT / "bot").rglob("*.py"):
        if "console" not in file.parts:
            tree = ast.parse(file.read_text("utf-8"))
            yield from (node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute))


@pytest.mark.parametrize("method", sorted(surface.METHODS))
def test_a_method_has_scopes_that_slack_gives_it_for(method: str) -> None:
    contract, ours = WEB_API[method], set(surface.METHODS[method])
    known = set((contract["scope"] or {}).get("bot", ()))

    assert bool(ours) == bool(known)
    assert ours - BEYOND_THE_CONTRACT <= known


def test_scopes_hold_everything_and_nothing_else() -> None:
    scopes = manifest(CATALOGUE, None, url="")["oauth_config"]["scopes"]["bot"]

    assert set(scopes) == {
        "channels:history",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "groups:history",
        "im:history",
        "im:write",
        "links:read",
        "links:write",
        "metadata.message:read",
    }


def test_hosts_of_links_are_registered_once() -> None:
    links = ["https://git.example.com/a", "https://git.example.com/b", "https://Wiki.example.org/c"]
    made = manifest(CATALOGUE, carrier(links=links), url="")

    assert made["features"]["unfurl_domains"] == ["git.example.com", "wiki.example.org"]


@pytest.mark.parametrize(
    "url", ["http://bot.example.com", "bot.example.com", "https://x?y=1", "https://"]
)
def test_an_address_slack_cannot_call_is_refused(url: str) -> None:
    with pytest.raises(Refused, match="no address Slack can call"):
        manifest(CATALOGUE, None, url=url)


def test_more_than_slack_allows_is_refused() -> None:
    links = [f"https://host{n}.example.com" for n in range(6)]

    with pytest.raises(Refused, match="6 hosts"):
        manifest(CATALOGUE, carrier(links=links), url="")
