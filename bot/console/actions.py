"""What the page may ask for: what is shown to a person, and the workspace's actions by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, TypeAlias

from bot.console import rules, wire
from bot.console.model import JSON, Outcome, SlackError, Suggestion
from bot.console.workspace import Workspace

Complete: TypeAlias = Callable[[str, str, str], Sequence[Suggestion]]

PAGE = 60
"""How many messages of a channel are shown at first, and more at a time when one scrolls up."""

_SENT_OF_A_VIEW = ("type", "title", "submit", "close", "blocks", "private_metadata", "callback_id")


class Actions:
    """The JSON API of the page. Each action takes the body of its request and gives the answer."""

    def __init__(self, workspace: Workspace, complete: Complete) -> None:
        """``complete`` suggests how a half-typed command may go on."""
        self._workspace = workspace
        self._complete = complete
        self._named: Mapping[str, Callable[[JSON], Any]] = {
            "say": self._say,
            "slash": lambda body: workspace.slash(body["user"], body["channel"], body["text"]),
            "press": self._press,
            "suggest": self._suggest,
            "submit": self._submit,
            "shortcut": self._shortcut,
            "close": self._close,
            "home": lambda body: workspace.open_home(body["user"]),
            "dismiss": lambda body: workspace.dismiss(body["user"], body["ts"]),
            "react": self._react,
            "read": self._read,
            "older": self._older,
            "thread": self._thread,
            "complete": self._completions,
            "check": _check,
            "wire": lambda _: wire.as_json(workspace),
            "fault": self._fault,
        }

    def run(self, name: str, body: JSON) -> JSON:
        """Do what the page asks.

        Raises:
            SlackError: there is no such action, or the workspace refuses it.
        """
        if name not in self._named:
            raise SlackError("unknown_method")
        result = self._named[name](body)
        if isinstance(result, Outcome):
            return asdict(result)
        return result if isinstance(result, dict) else {"ok": True}

    def state(self, user: str) -> JSON:
        """Everything a browser shows to one person at first."""
        state, workspace = self._workspace.state, self._workspace
        state.person(user or next(iter(state.people)))
        user = user or next(iter(state.people))
        seq = state.feed.seq  # first, so that no later change is missed
        channels = state.conversations.visible_to(user)
        return {
            "seq": seq,
            "user": user,
            "team": asdict(state.team),
            "people": [asdict(p) | {"initials": p.initials} for p in state.people.values()],
            "commands": [asdict(command) for command in workspace.commands],
            "examples": [asdict(example) for example in workspace.examples],
            "shortcuts": [asdict(shortcut) for shortcut in workspace.shortcuts],
            "channels": channels,
            "messages": {c["id"]: state.conversations.roots(c["id"], most=PAGE) for c in channels},
            "page": PAGE,
            "unread": state.conversations.unread(user),
            "ephemerals": state.conversations.ephemerals(user),
            "stack": state.views.stack(user),
            "home": state.views.home(user),
            "read": state.conversations.read_marks(user),
            "findings": [asdict(finding) for finding in workspace.findings],
        }

    def upload(self, user: str, name: str, data: bytes) -> JSON:
        """Take a file a person chose."""
        self._workspace.state.person(user)
        return self._workspace.state.files.object(self._workspace.upload(user, name, data))

    def _say(self, body: JSON) -> Outcome:
        return self._workspace.say(
            body["user"],
            body["channel"],
            body["text"],
            thread_ts=body.get("thread_ts"),
            files=body.get("files", ()),
        )

    def _press(self, body: JSON) -> Outcome:
        return self._workspace.press(
            body["user"],
            self._target(body),
            body["action_id"],
            body.get("value"),
            block_id=body["block_id"],
            values=body.get("values", {}),
        )

    def _submit(self, body: JSON) -> Outcome:
        view = self._target(body)
        known = {block["block_id"] for block in view["blocks"]}  # the page may remember more
        values = {key: value for key, value in body["values"].items() if key in known}
        return self._workspace.submit_view(body["user"], view["id"], values)

    def _shortcut(self, body: JSON) -> Outcome:
        message = self._target(body) if body.get("ts") else None
        return self._workspace.shortcut(body["user"], body["callback_id"], message)

    def _suggest(self, body: JSON) -> Outcome:
        return self._workspace.suggest(
            body["user"],
            self._target(body),
            body["action_id"],
            body["typed"],
            block_id=body["block_id"],
        )

    def _close(self, body: JSON) -> Outcome:
        return self._workspace.close_view(
            body["user"], body["view"], everything=bool(body.get("everything"))
        )

    def _react(self, body: JSON) -> Outcome:
        return self._workspace.react(body["user"], body["channel"], body["ts"], body["name"])

    def _read(self, body: JSON) -> None:
        self._workspace.state.conversations.mark_read(body["user"], body["channel"], body["ts"])

    def _older(self, body: JSON) -> JSON:
        """Messages before one that is shown; fewer than a page means that there are no others."""
        channel = self._seen(body)
        found = self._workspace.state.conversations.roots(
            channel["id"], before=body["before"], most=PAGE
        )
        return {"messages": found}

    def _thread(self, body: JSON) -> JSON:
        channel = self._seen(body)
        return {"messages": self._workspace.state.conversations.replies(channel["id"], body["ts"])}

    def _seen(self, body: JSON) -> JSON:
        channel = self._workspace.state.conversations.channel(body["channel"])
        if body["user"] not in channel["members"]:
            raise SlackError("channel_not_found")
        return channel

    def _completions(self, body: JSON) -> JSON:
        name, _, text = body["text"].partition(" ")
        found = self._complete(body["user"], name, text)
        return {"suggestions": [asdict(suggestion) for suggestion in found]}

    def _fault(self, body: JSON) -> None:
        """Order a fault for the app's next call of a method."""
        faults, method = self._workspace.state.faults, body["method"]
        match body["kind"]:
            case "rate_limit":
                faults.rate_limit(method, retry_after_s=int(body.get("seconds", 2)))
            case "refuse":
                faults.refuse(method, body.get("error", "internal_error"))
            case "lose_answer":
                faults.lose_answer(method)
            case other:
                raise ValueError(f"no fault is called {other!r}")

    def _target(self, body: JSON) -> JSON:
        """The view or message that was interacted with, as it is now."""
        state = self._workspace.state
        if body.get("view"):
            return state.views.of(body["user"], body["view"])
        whispered = state.conversations.ephemeral(body["user"], body["ts"])
        return whispered or state.conversations.message(body["channel"], body["ts"])


def _check(body: JSON) -> JSON:
    """What the block check says about a message or view as the page shows it."""
    if "message" in body:
        findings = rules.check_message(body["message"])
    else:
        known = {key: body["view"].get(key) for key in _SENT_OF_A_VIEW}
        findings = rules.check_view({key: value for key, value in known.items() if value})
    return {"findings": [asdict(finding) for finding in findings]}
