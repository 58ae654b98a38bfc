"""What a console is made from: people, channels, commands, and how a delivery to the app went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

JSON: TypeAlias = dict[str, Any]
"""An object of Slack's wire formats, as ``json`` reads it."""

PALETTE = ("#6d28d9", "#b45309", "#1d4ed8", "#be185d", "#4d7c0f", "#b91c1c", "#0e7490", "#7c2d12")
"""Avatar colours; white text reads on each of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A member of the workspace. ``name`` is what is typed behind ``@``; ``title`` says the role in words."""

    id: str
    name: str
    real_name: str
    email: str = ""
    title: str = ""
    color: str = ""
    tz: str = "Etc/UTC"

    @property
    def initials(self) -> str:
        """At most two letters to draw in place of a picture."""
        words = self.real_name.split() or [self.name]
        return "".join(word[0] for word in (words[0], *words[1:][-1:])).upper()


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A public or private channel. ``members`` None means everybody; ``has_bot`` whether the app was invited."""

    id: str
    name: str
    topic: str = ""
    members: tuple[str, ...] | None = None
    is_private: bool = False
    has_bot: bool = True


@dataclass(frozen=True, slots=True)
class SlashCommand:
    """A slash command as the app's manifest registers it; ``name`` begins with ``/``."""

    name: str
    description: str = ""
    usage: str = ""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut of the app: on a message, or anywhere (``on_messages`` False)."""

    callback_id: str
    name: str
    description: str = ""
    on_messages: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One completion of what is being typed behind a command.

    ``value`` replaces the last word of the text (a word may begin with a double quote); ``description`` is shown
    beside it. ``final`` says that nothing is expected behind it, so no space is added.
    """

    value: str
    description: str = ""
    final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """The workspace and the one app installed in it."""

    id: str = "T0CONSOLE"
    name: str = "Practice workspace"
    domain: str = "practice"
    app_id: str = "A0CONSOLE"
    app_name: str = "App"
    bot_id: str = "B0CONSOLE"
    bot_user: str = "U0CONSOLE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something in a payload of the app that Slack would refuse (``error``) or advises against (``warning``).

    ``where`` is the Web API method, or whose answer it was; ``pointer`` is a JSON pointer into the payload.
    """

    pointer: str
    message: str
    severity: str = "error"
    where: str = ""

    def __str__(self) -> str:
        """One line in the form Slack uses in ``response_metadata.messages``."""
        return f"[{self.severity.upper()}] {self.message} [json-pointer:{self.pointer}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of the Web API (or of a response URL) by the app, as it was answered."""

    at: float
    method: str
    arguments: Mapping[str, Any]
    status: int
    error: str = ""
    findings: tuple[Finding, ...] = ()
    answer: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How something a person did ended.

    ``error`` is Slack's word for what went wrong (``operation_timeout``, ``dispatch_failed``, ``field_errors``), and
    ``errors`` the field errors of a modal: block id -> message. ``options`` answers a suggestion request.
    """

    ok: bool
    error: str = ""
    status: int = 0
    elapsed_ms: int = 0
    errors: Mapping[str, str] = field(default_factory=dict)
    options: tuple[JSON, ...] = ()


class SlackError(Exception):
    """An error answer of the Web API: a code, and the lines of ``response_metadata.messages``."""

    def __init__(
        self,
        code: str,
        messages: tuple[str, ...] = (),
        *,
        status: int = 200,
        findings: tuple[Finding, ...] = (),
        more: Mapping[str, str] | None = None,
    ) -> None:
        """Name the ``code`` as Slack does; ``findings`` are what led to it, ``more`` are fields of the answer."""
        super().__init__(code)
        self.code = code
        self.messages = messages or tuple(str(f) for f in findings if f.severity == "error")
        self.status = status
        self.findings = findings
        self.more = dict(more or {})
