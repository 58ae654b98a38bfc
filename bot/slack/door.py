"""Who and what is let in to the listeners: our workspace, and whole requests.

A class and not a function: for a function Bolt first takes the request apart, and fails on one without an action.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import structlog
from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware

log = structlog.get_logger()

_ID = re.compile(r"[^\x00-\x1f]{1,500}")
"""What Slack calls things by; a store takes neither a NUL nor an id of a megabyte."""

_ACTS = frozenset({"block_actions", "shortcut", "message_action"})


class Door(Middleware):
    """Lets requests in; safe for several threads."""

    def __init__(self, team: str) -> None:
        """Let people of the workspace ``team`` in."""
        self._team = team

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,
        next: Callable[[], BoltResponse],  # noqa: A002 -- the same
    ) -> BoltResponse | None:
        """Answer what is not let in; go on with the rest."""
        return self._refused(req.body) or next()

    def _refused(self, body: Mapping[str, Any]) -> BoltResponse | None:
        given = teams_in(body)
        if given != {self._team}:
            log.warning("slack.foreign_team", teams=sorted(given))
            return BoltResponse(status=403, body="not our workspace")
        kind = body.get("type")
        acts = "command" in body or kind in _ACTS
        if acts and not (body.get("trigger_id") and (body.get("user_id") or body.get("user"))):
            # Without a trigger a repeated delivery could not be told, and without a person nobody could be answered.
            return BoltResponse(status=400, body="no trigger or no user")
        if not all(_ID.fullmatch(one) for one in _ids_in(body)):
            return BoltResponse(status=400, body="an id that is none of Slack's")
        if kind == "block_actions" and not body.get("actions"):
            return BoltResponse(status=400, body="no action")
        if kind == "event_callback" and not body.get("event_id"):
            return BoltResponse(status=400, body="no event id")
        return None


def _ids_in(body: Mapping[str, Any]) -> Iterator[str]:
    """Give what a request says its person, its trigger and its view are called."""
    for named in (body.get("user_id"), body.get("trigger_id"), body.get("user"), body.get("view")):
        found = named.get("id") if isinstance(named, Mapping) else named
        if found is not None:
            yield str(found)


def teams_in(body: Mapping[str, Any]) -> set[str]:
    """Name every workspace a request says it is of; a guest in a shared channel is of another than the request."""
    team, user = body.get("team"), body.get("user")
    named = (
        body.get("team_id"),
        team.get("id") if isinstance(team, Mapping) else team,
        user.get("team_id") if isinstance(user, Mapping) else None,
    )
    return {str(one) for one in named if one}
