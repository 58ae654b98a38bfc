"""The console as a whole: a workspace, its Web API on one loopback port, and its page on another."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from starlette.types import ASGIApp

from bot.console.delivery import ACK_S, Delivery
from bot.console.escaping import USUAL
from bot.console.model import Channel, Person, Shortcut, SlashCommand, Suggestion, Team
from bot.console.page import page
from bot.console.serving import LOOPBACK, Server
from bot.console.sockets import SocketDelivery, Sockets
from bot.console.state import State
from bot.console.webapi import web_api
from bot.console.workspace import Workspace


def _no_suggestions(user: str, command: str, text: str) -> Sequence[Suggestion]:
    return ()


class Console:
    """A local workspace with one app.

    Order: `start_api` (now `api_url` is known), make the app, `deliver_to` its route, `start` (now `url` is known).
    """

    def __init__(  # noqa: PLR0913 - keyword-only, each a fact about the workspace
        self,
        people: Sequence[Person],
        *,
        channels: Sequence[Channel],
        signing_secret: str,
        bot_token: str,
        app_token: str = "",
        now: Callable[[], datetime],
        commands: Sequence[SlashCommand] = (),
        shortcuts: Sequence[Shortcut] = (),
        examples: Sequence[Suggestion] = (),
        complete: Callable[[str, str, str], Sequence[Suggestion]] = _no_suggestions,
        deliver_to: str = "",
        team: Team | None = None,
        events: Iterable[str] = ("app_home_opened",),
        escapes: Iterable[str] = USUAL,
        scopes: Iterable[str] | None = None,
        unfurl_domains: Iterable[str] = (),
        port: int = 0,
        api_port: int = 0,
        token: str = "",
        ack_s: float = ACK_S,
    ) -> None:
        """Make the workspace; ports 0 are chosen, and so is an empty token.

        With an ``app_token`` the app is reached over Socket Mode; else ``deliver_to`` (URL of its Slack route) may
        be set later. ``ack_s`` is shortened by tests only.
        ``scopes`` None grants the token everything; ``unfurl_domains`` are those whose links the app previews.
        """
        if not people:
            raise ValueError("a workspace needs at least one person")
        self.deliver_to = deliver_to
        self._complete = complete
        self._ports = (port, api_port)
        self._token = token or secrets.token_urlsafe(24)
        self._state = State(
            people,
            channels,
            team=team or Team(),
            bot_token=bot_token,
            now=now,
            scopes=scopes,
            unfurl_domains=unfurl_domains,
        )
        self.workspace = Workspace(
            self._state,
            self._delivery(signing_secret, app_token, ack_s),
            commands=commands,
            shortcuts=shortcuts,
            examples=examples,
            events=events,
            escapes=escapes,
        )
        self._api: Server | None = None
        self._page: Server | None = None

    @property
    def api_url(self) -> str:
        """Base URL of the Web API for ``slack_sdk``'s ``base_url``; there once `start_api` was called."""
        if self._api is None:
            raise RuntimeError("the Web API has not been started")
        return f"http://{LOOPBACK}:{self._api.port}/api/"

    @property
    def url(self) -> str:
        """Address of the page with its token; there once `start` was called."""
        if self._page is None:
            raise RuntimeError("the console has not been started")
        return f"http://{LOOPBACK}:{self._page.port}/?token={self._token}"

    def start_api(self) -> None:
        """Serve the Web API; doing it again does nothing."""
        if self._api is None:
            self._api = Server(lambda _: web_api(self._state), self._ports[1])
            self._state.files.base_url = f"http://{LOOPBACK}:{self._api.port}"
            if self._state.app_token:
                self._state.sockets = Sockets(self._state.team.app_id)

    def start(self) -> None:
        """Serve the Web API and the page."""
        self.start_api()
        if self._page is None:
            self._page = Server(self._make_page, self._ports[0])

    def stop(self) -> None:
        """Stop serving; open browsers are told that nothing follows."""
        self._state.feed.close()
        servers = [server for server in (self._page, self._api) if server is not None]
        for server in servers:
            server.ask_to_stop()
        for server in servers:
            server.stop()
        if self._state.sockets is not None:
            self._state.sockets.stop()

    def _make_page(self, port: int) -> ASGIApp:
        return page(self.workspace, self._complete, token=self._token, port=port)

    @property
    def sockets(self) -> Sockets:
        """The connections of an app that uses Socket Mode; there once `start_api` was called."""
        if self._state.sockets is None:
            raise RuntimeError("the console has no app_token, or was not started")
        return self._state.sockets

    def _delivery(self, signing_secret: str, app_token: str, ack_s: float) -> Delivery:
        self._state.app_token = app_token
        seconds, told = self._state.seconds, lambda: self._state.feed.add("wire", {})
        if app_token:
            return SocketDelivery(lambda: self.sockets, seconds, ack_s, told=told)
        return Delivery(self._route, signing_secret, seconds, ack_s, told=told)

    def _route(self) -> str:
        if not self.deliver_to:
            raise RuntimeError("the console was not told where the app listens: set deliver_to")
        return self.deliver_to
