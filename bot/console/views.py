"""Modals and home tabs: a stack of at most three views for each person, and one App Home."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable

from bot.console.feed import Feed
from bot.console.model import JSON, SlackError, Team

STACK = 3


class Views:
    """What each person has open. Every view given out is the live object in Slack's form."""

    def __init__(self, team: Team, feed: Feed, name_parts: Callable[[list[JSON]], None]) -> None:
        """``name_parts`` gives names to blocks and elements that have none."""
        self._team = team
        self._feed = feed
        self._name_parts = name_parts
        self._lock = threading.RLock()
        self._stacks: dict[str, list[JSON]] = {}
        self._homes: dict[str, JSON] = {}
        self._count = 0

    def stack(self, user: str) -> list[JSON]:
        """Open modals, the visible one last."""
        with self._lock:
            return list(self._stacks.get(user, ()))

    def home(self, user: str) -> JSON | None:
        """The published home tab, if any."""
        return self._homes.get(user)

    def open(self, user: str, view: JSON) -> JSON:
        """Open a modal in place of whatever is open.

        Raises:
            SlackError: ``duplicate_external_id`` if an open view has the same one.
        """
        with self._lock:
            self._refuse_duplicate(view)
            fresh = self._fresh(view)
            self._stacks[user] = [fresh]
            self._tell(user)
            return fresh

    def push(self, user: str, view: JSON) -> JSON:
        """Put a modal on top.

        Raises:
            SlackError: ``push_limit_reached`` above three.
        """
        with self._lock:
            stack = self._stacks.setdefault(user, [])
            if not stack:
                raise SlackError("not_found")
            if len(stack) >= STACK:
                raise SlackError("push_limit_reached")
            self._refuse_duplicate(view)
            fresh = self._fresh(view, root=stack[0]["id"], previous=stack[-1]["id"])
            stack.append(fresh)
            self._tell(user)
            return fresh

    def update(
        self, view: JSON, *, view_id: str = "", external_id: str = "", view_hash: str = ""
    ) -> JSON:
        """Give an open view another content; it keeps its id and gets a new hash.

        Raises:
            SlackError: ``not_found``; ``hash_conflict`` if ``view_hash`` is given and stale.
        """
        with self._lock:
            user, place, old = self._find(view_id, external_id)
            if view_hash and view_hash != old["hash"]:
                raise SlackError("hash_conflict")
            self._refuse_duplicate(view, but=old["id"])
            fresh = self._fresh(view, root=old["root_view_id"], previous=old["previous_view_id"])
            fresh["id"] = old["id"]
            self._stacks[user][place] = fresh
            self._tell(user)
            return fresh

    def publish(self, user: str, view: JSON, *, view_hash: str = "") -> JSON:
        """Set a person's App Home."""
        with self._lock:
            old = self._homes.get(user)
            if view_hash and (old is None or view_hash != old["hash"]):
                raise SlackError("hash_conflict")
            fresh = self._fresh(view)
            if old is not None:
                fresh["id"] = fresh["root_view_id"] = old["id"]
            self._homes[user] = fresh
            self._feed.add("home", {"view": fresh}, frozenset({user}))
            return fresh

    def close(self, user: str, view_id: str, *, everything: bool = False) -> list[JSON]:
        """Take a view and those above it off the stack (or all); gives those closed, top first."""
        with self._lock:
            stack = self._stacks.get(user, [])
            places = [index for index, view in enumerate(stack) if view["id"] == view_id]
            if not places:
                return []
            start = 0 if everything else places[0]
            closed = stack[start:][::-1]
            del stack[start:]
            self._tell(user)
            return closed

    def of(self, user: str, view_id: str) -> JSON:
        """An open view, or the home tab, of this person.

        Raises:
            SlackError: ``not_found``.
        """
        with self._lock:
            home = self._homes.get(user)
            known: list[JSON] = [*self._stacks.get(user, ()), *([home] if home else [])]
            for view in known:
                if view["id"] == view_id:
                    return view
        raise SlackError("not_found")

    def _refuse_duplicate(self, view: JSON, but: str = "") -> None:
        wanted = view.get("external_id")
        every = itertools.chain(*self._stacks.values(), self._homes.values())
        if wanted and any(v["external_id"] == wanted and v["id"] != but for v in every):
            raise SlackError("duplicate_external_id")

    def _find(self, view_id: str, external_id: str) -> tuple[str, int, JSON]:
        for user, stack in self._stacks.items():
            for place, view in enumerate(stack):
                by_id = view_id and view["id"] == view_id
                if by_id or (external_id and view["external_id"] == external_id):
                    return user, place, view
        raise SlackError("not_found")

    def _fresh(self, view: JSON, root: str = "", previous: str | None = None) -> JSON:
        self._count += 1
        view_id = f"V{self._count:08d}"
        blocks = view.get("blocks", [])
        self._name_parts(blocks)
        return {
            "id": view_id,
            "team_id": self._team.id,
            "type": view.get("type"),
            "blocks": blocks,
            "private_metadata": view.get("private_metadata", ""),
            "callback_id": view.get("callback_id", ""),
            "state": {"values": {}},
            "hash": f"{self._count:010d}.console",
            "title": view.get("title"),
            "clear_on_close": view.get("clear_on_close", False),
            "notify_on_close": view.get("notify_on_close", False),
            "close": view.get("close"),
            "submit": view.get("submit"),
            "previous_view_id": previous,
            "root_view_id": root or view_id,
            "app_id": self._team.app_id,
            "external_id": view.get("external_id", ""),
            "app_installed_team_id": self._team.id,
            "bot_id": self._team.bot_id,
        }

    def _tell(self, user: str) -> None:
        self._feed.add("views", {"stack": list(self._stacks[user])}, frozenset({user}))
