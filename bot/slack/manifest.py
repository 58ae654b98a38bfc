"""The manifest of the Slack app: what to paste where Slack asks for one, made from what the code registers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from bot.slack.mrkdwn import cut
from bot.slack.surface import EVENTS, SHORTCUTS, SlashCommand, scopes, slash_commands
from engine.errors import Refused
from handlers.kit.catalogue import Catalogue
from schemas.settings import Settings

ROUTE = "/slack/events"
MOST_COMMANDS = 50
MOST_DOMAINS = 5
ABOUT = "Runs a voice carrier's customers from Slack; every change is a reviewed git commit."
LONG = (
    "Trunkline runs the customers of a wholesale voice carrier from Slack: cards, addresses, routes, numbers, packages and "
    "alerts, by command, form and button. Every change is planned, shown, confirmed and committed to git under the name of "
    "whoever asked for it, and can be undone."
)


def manifest(catalogue: Catalogue, settings: Settings | None, *, url: str) -> dict[str, Any]:
    """Make the manifest for requests to ``url`` (the address of the bot), or for Socket Mode if it is empty.

    Raises:
        Refused: the address is none Slack takes, or the settings ask for more than Slack allows.
    """
    route = _route(url)
    commands = slash_commands(catalogue, settings)
    if len(commands) > MOST_COMMANDS:
        raise Refused(
            f"these are {len(commands)} slash commands, and Slack takes {MOST_COMMANDS}",
            "list fewer areas in slack.commands of settings.yaml",
        )
    features: dict[str, Any] = {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": True,
        },
        "bot_user": {"display_name": "Trunkline", "always_online": True},
        "shortcuts": [
            {
                "name": one.name,
                "type": str(one.on),
                "callback_id": one.id,
                "description": one.description,
            }
            for one in SHORTCUTS
        ],
        "slash_commands": [_command(one, route) for one in commands],
    }
    if hosts := domains(settings):
        features["unfurl_domains"] = hosts
    return {
        "_metadata": {"major_version": 2, "minor_version": 0},
        "display_information": {
            "name": "Trunkline",
            "description": ABOUT,
            "long_description": LONG,
            "background_color": "#1f2937",
        },
        "features": features,
        "oauth_config": {"scopes": {"bot": list(scopes())}},
        "settings": {
            "event_subscriptions": {**_at("request_url", route), "bot_events": sorted(EVENTS)},
            "interactivity": {
                "is_enabled": True,
                **_at("request_url", route),
                **_at("message_menu_options_url", route),
            },
            "org_deploy_enabled": False,
            "socket_mode_enabled": not route,
            "token_rotation_enabled": False,
        },
    }


def _command(command: SlashCommand, route: str) -> dict[str, Any]:
    return {
        "command": command.name,
        "description": cut(command.description, 2000),
        "usage_hint": cut(command.usage, 1000),
        "should_escape": True,
        **_at("url", route),
    }


def _at(key: str, route: str) -> Mapping[str, str]:
    return {key: route} if route else {}


def _route(url: str) -> str:
    if not url:
        return ""
    read = urlsplit(url)
    if read.scheme != "https" or not read.hostname or read.query or read.fragment:
        raise Refused(
            f'"{url}" is no address Slack can call',
            "write https://HOST, for example https://bot.carrier.example",
        )
    base = url.rstrip("/")
    return base if base.endswith(ROUTE) else base + ROUTE


def domains(settings: Settings | None) -> list[str]:
    """Give the hosts whose links are shown as cards; Slack takes five."""
    links = settings.slack.links if settings is not None else ()
    hosts = list(dict.fromkeys(str(urlsplit(link).hostname) for link in links))
    if len(hosts) > MOST_DOMAINS:
        raise Refused(
            f"slack.links names {len(hosts)} hosts, and Slack takes {MOST_DOMAINS}",
            "keep those people paste links of",
        )
    return hosts
