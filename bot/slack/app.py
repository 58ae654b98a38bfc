"""The Bolt app: who is let in, and which listener takes what.

Bolt checks signature and age of every request. What is registered here and what the manifest says come from one list.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

import structlog
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.house import House
from bot.slack import surface
from bot.slack.door import Door
from bot.slack.forms import FORM, SHOW_ALL, VALUE
from bot.slack.home import PLAN, SEARCH, STATUS, TURN
from bot.slack.listeners import Listeners
from bot.slack.menus import PICKER
from bot.slack.sender import SlackSender
from bot.workers import Workers
from engine.errors import Refused, Unavailable

log = structlog.get_logger()
Payload = Mapping[str, Any]
Register = Callable[[Any], Any]


def slack_client(token: str, api_url: str) -> WebClient:
    """Make the client all calls go through. It repeats nothing by itself: ``bot.slack.calls`` knows what may wait."""
    return WebClient(
        token=token, base_url=api_url or WebClient.BASE_URL, retry_handlers=[], timeout=10
    )


def build_app(house: House, *, client: WebClient, signing_secret: str, workers: Workers) -> App:
    """Build the Bolt app with its listeners. Asks Slack once which workspace the token is of."""
    return app_of(Listeners(house, SlackSender(client), workers), client, signing_secret)


def app_of(listeners: Listeners, client: WebClient, signing_secret: str) -> App:
    """Build the Bolt app around listeners."""
    with starting_with("SLACK_BOT_TOKEN"):
        team = str(client.auth_test()["team_id"])
    with _silent(
        "slack_bolt.App"
    ):  # it finds SLACK_BOT_TOKEN by itself, and warns that it is not needed
        app = App(client=client, signing_secret=signing_secret, process_before_response=True)
    app.use(Door(team))
    register(app, listeners)
    return app


@contextmanager
def _silent(name: str) -> Iterator[None]:
    logger = logging.getLogger(name)
    logger.addFilter(_nothing)
    try:
        yield
    finally:
        logger.removeFilter(_nothing)


def _nothing(_record: logging.LogRecord) -> bool:
    return False


class Registry(Protocol):
    """What listeners are registered with; Bolt's ``App`` is one."""

    def command(self, command: Any) -> Register:
        """Register for slash commands."""
        ...

    def action(self, constraints: Any) -> Register:
        """Register for buttons and selects."""
        ...

    def view(self, constraints: Any) -> Register:
        """Register for submitted modals."""
        ...

    def options(self, constraints: Any) -> Register:
        """Register for what a select offers."""
        ...

    def shortcut(self, constraints: Any) -> Register:
        """Register for a shortcut."""
        ...

    def event(self, event: Any) -> Register:
        """Register for an event."""
        ...


def register(app: Registry, listeners: Listeners) -> None:
    """Register every listener.

    Every area that may have a slash command is taken, whichever of them the settings list at the moment.
    """
    areas = (surface.ALL, *surface.offerable(listeners.catalogue))
    app.command(re.compile(f"/(?:{'|'.join(map(re.escape, areas))})"))(listeners.command)
    app.action(re.compile(r"run:.+"))(listeners.button)
    app.action(SHOW_ALL)(listeners.forms.show_all)
    app.action(re.compile(f"{PLAN}:.+"))(listeners.plan)
    for looks in (STATUS, SEARCH, re.compile(f"{TURN}:.+")):
        app.action(looks)(listeners.look)
    app.view(FORM)(listeners.forms.submission)
    app.view(PICKER)(listeners.picked)
    app.options(VALUE)(listeners.forms.options)
    for shortcut in surface.SHORTCUTS:
        asked_of = "message_action" if shortcut.on is surface.On.MESSAGE else "shortcut"
        take = listeners.ask if shortcut.on is surface.On.MESSAGE else listeners.pick
        app.shortcut({"type": asked_of, "callback_id": shortcut.id})(take)
    app.event(surface.HOME_OPENED)(listeners.events.home)
    app.event(surface.LINK_SHARED)(listeners.events.links)


@contextmanager
def starting_with(token: str) -> Iterator[None]:
    """Say for people why Slack lets nobody in; ``token`` is the name of the variable that holds what it was given.

    Raises:
        Refused: Slack does not take the token.
        Unavailable: Slack does not answer.
    """
    try:
        yield
    except SlackApiError as error:
        raise Refused(
            f"Slack does not take {token}: {error.response['error']}",
            "copy it anew from the pages of the Slack app",
        ) from error
    except (OSError, SlackClientError) as error:
        raise Unavailable("Slack", str(error)) from error
