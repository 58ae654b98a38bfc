"""What Slack makes of text that a person typed: control characters, mentions, channels, links, mail, telephone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

ALL = frozenset({"users", "channels", "links", "mail", "tel"})
USUAL = frozenset({"users", "channels", "links", "mail"})

_MAIL = re.compile(r"(?<![\w.+<|:@/-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"(?<![<|\w])https?://[^\s<>|]*[^\s<>|.,;:!?)\]'\"]")
_TEL = re.compile(r"(?<![\w<|:+])\+\d{7,15}(?!\w)")
_USER = re.compile(r"(?<![\w<@|.])@([\w.-]+)")
_CHANNEL = re.compile(r"(?<![\w<#|&/])#([\w-]+)")


def as_slack_sends(
    text: str,
    *,
    users: Mapping[str, str],
    channels: Mapping[str, str],
    kinds: Iterable[str] = USUAL,
) -> str:
    """Escape ``& < >`` and turn what is recognised into ``<...>``; ``users`` and ``channels`` are name -> id.

    In the form of slash commands registered with ``should_escape``: mentions carry their name behind a bar.
    """
    wanted = frozenset(kinds)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if "links" in wanted:
        text = _LINK.sub(lambda match: f"<{match[0]}>", text)
    if "mail" in wanted:
        text = _MAIL.sub(lambda match: f"<mailto:{match[0]}|{match[0]}>", text)
    if "tel" in wanted:
        text = _TEL.sub(lambda match: f"<tel:{match[0]}|{match[0]}>", text)
    if "users" in wanted:
        text = _USER.sub(lambda match: _mention("@", match, users), text)
    if "channels" in wanted:
        text = _CHANNEL.sub(lambda match: _mention("#", match, channels), text)
    return text


def _mention(sign: str, match: re.Match[str], known: Mapping[str, str]) -> str:
    name = match[1]
    bare = name.rstrip(".")  # "ask @ada." ends a sentence
    found = known.get(bare)
    return f"<{sign}{found}|{bare}>{name[len(bare) :]}" if found else match[0]
