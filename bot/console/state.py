"""The whole state of one workspace, as both sides use it: the app through the Web API, people through the browser."""

from __future__ import annotations

import itertools
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.console.conversations import Conversations
from bot.console.faults import Faults
from bot.console.feed import Feed
from bot.console.files import Files
from bot.console.model import JSON, PALETTE, Call, Channel, Finding, Person, SlackError, Team
from bot.console.tickets import Tickets
from bot.console.unfurls import Unfurls
from bot.console.views import Views

if TYPE_CHECKING:
    from bot.console.sockets import Sockets

CALLED, FOUND = "trunkline.console.called", "trunkline.console.found"
"""Audit events of this process, for who watches every workspace in it: a `Call`, and a `Finding`."""


class State:
    """Composes the parts; each of them is thread-safe on its own."""

    def __init__(
        self,
        people: Sequence[Person],
        channels: Sequence[Channel],
        *,
        team: Team,
        bot_token: str,
        now: Callable[[], datetime],
        scopes: Iterable[str] | None = None,
        unfurl_domains: Iterable[str] = (),
    ) -> None:
        """Make a workspace with these people and channels; ``scopes`` None grants the token everything."""
        self.team = team
        self.bot_token = bot_token
        self.app_token = ""
        self.sockets: Sockets | None = None
        self.seconds: Callable[[], float] = lambda: now().timestamp()
        self.people = {person.id: person for person in map(_tinted, people, itertools.count())}
        self.scopes = None if scopes is None else frozenset(scopes)
        self.feed = Feed()
        self.faults = Faults()
        self.tickets = Tickets(self.seconds)
        self.files = Files(self.seconds)
        self.conversations = Conversations(team, people, channels, feed=self.feed, now=self.seconds)
        self.views = Views(team, self.feed, self.conversations.names.name_parts)
        self.unfurls = Unfurls(unfurl_domains)
        self._log_lock = threading.Lock()
        self._calls: list[Call] = []
        self._findings: list[Finding] = []

    def person(self, user: str) -> Person:
        """Give a member.

        Raises:
            SlackError: ``user_not_found``.
        """
        if user not in self.people:
            raise SlackError("user_not_found")
        return self.people[user]

    def user_object(self, user: str) -> JSON:
        """A member, or the app's bot user, as ``users.info`` shows it."""
        if user == self.team.bot_user:
            return _bot_object(self.team)
        return _user_object(self.person(user), self.team)

    def note(self, where: str, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """Keep findings for whoever inspects, labelled with where they were met."""
        labelled = tuple(replace(finding, where=where) for finding in findings)
        with self._log_lock:
            self._findings.extend(labelled)
        for finding in labelled:
            sys.audit(FOUND, finding)
            body = {"where": where, "pointer": finding.pointer, "message": finding.message}
            self.feed.add("finding", body | {"severity": finding.severity})
        return labelled

    def record(self, call: Call) -> None:
        """Keep a call of the app."""
        sys.audit(CALLED, call)
        with self._log_lock:
            self._calls.append(call)
        self.feed.add("wire", {})

    @property
    def calls(self) -> tuple[Call, ...]:
        """Calls of the app so far, oldest first."""
        with self._log_lock:
            return tuple(self._calls)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything in the app's payloads that Slack would refuse or advise against."""
        with self._log_lock:
            return tuple(self._findings)


def _tinted(person: Person, place: int) -> Person:
    return replace(person, color=person.color or PALETTE[place % len(PALETTE)])


def _user_object(person: Person, team: Team) -> JSON:
    first, _, last = person.real_name.partition(" ")
    return {
        "id": person.id,
        "team_id": team.id,
        "name": person.name,
        "real_name": person.real_name,
        "deleted": False,
        "color": person.color.removeprefix("#"),
        "tz": person.tz,
        "is_admin": False,
        "is_owner": False,
        "is_bot": False,
        "is_app_user": False,
        "is_restricted": False,
        "updated": 0,
        "profile": {
            "real_name": person.real_name,
            "real_name_normalized": person.real_name,
            "display_name": person.name,
            "display_name_normalized": person.name,
            "first_name": first,
            "last_name": last,
            "email": person.email,
            "title": person.title,
            "team": team.id,
        },
    }


def _bot_object(team: Team) -> JSON:
    return {
        "id": team.bot_user,
        "team_id": team.id,
        "name": team.app_name.lower(),
        "real_name": team.app_name,
        "deleted": False,
        "is_bot": True,
        "is_app_user": False,
        "updated": 0,
        "profile": {
            "real_name": team.app_name,
            "display_name": "",
            "bot_id": team.bot_id,
            "api_app_id": team.app_id,
            "team": team.id,
        },
    }
