"""Links that people post: which the app hears of, and the previews it hangs on them with ``chat.unfurl``."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.console import rules
from bot.console.arguments import Arguments
from bot.console.model import JSON, Finding, SlackError

_LINK = re.compile(r"<(https?://[^|>\s]+)(?:\|[^>]*)?>")
_SOURCE = "conversations_history"


@dataclass(frozen=True, slots=True)
class Shared:
    """A message with links the app was told of."""

    unfurl_id: str
    channel: str
    ts: str
    links: tuple[JSON, ...]

    @property
    def urls(self) -> frozenset[str]:
        """Addresses that may get a preview."""
        return frozenset(link["url"] for link in self.links)


class Unfurls:
    """Remembers what was told to the app; only that can be unfurled. Thread-safe."""

    def __init__(self, domains: Iterable[str] = ()) -> None:
        """``domains`` are those the app registered; their subdomains count as well."""
        self._domains = tuple(domains)
        self._lock = threading.Lock()
        self._shared: dict[str, Shared] = {}

    def share(self, channel: str, message: JSON) -> Shared | None:
        """Take a posted message; None unless it has links to a registered domain."""
        found = tuple(self._links(message.get("text", "")))
        if not found:
            return None
        with self._lock:
            name = f"{channel}.{message['ts']}.{len(self._shared) + 1:08d}"
            self._shared[name] = Shared(name, channel, message["ts"], found)
            return self._shared[name]

    def by_id(self, unfurl_id: str) -> Shared | None:
        """Find by the id the event carried."""
        return self._shared.get(unfurl_id)

    def by_place(self, channel: str, ts: str) -> Shared | None:
        """Find by channel and time of the message."""
        known = reversed(tuple(self._shared.values()))
        return next((one for one in known if (one.channel, one.ts) == (channel, ts)), None)

    def _links(self, text: str) -> Iterable[JSON]:
        for url in dict.fromkeys(_LINK.findall(text)):
            host = urlsplit(url.replace("&amp;", "&")).hostname or ""
            for domain in self._domains:
                if host == domain or host.endswith("." + domain):
                    yield {"url": url.replace("&amp;", "&"), "domain": domain}
                    break


def link_shared(shared: Shared, message: JSON, *, event_ts: str, is_member: bool) -> JSON:
    """The ``link_shared`` event of a message."""
    told: JSON = {
        "type": "link_shared",
        "user": message["user"],
        "channel": shared.channel,
        "message_ts": shared.ts,
        "unfurl_id": shared.unfurl_id,
        "source": _SOURCE,
        "links": list(shared.links),
        "is_bot_user_member": is_member,
        "event_ts": event_ts,
    }
    return told | ({"thread_ts": message["thread_ts"]} if "thread_ts" in message else {})


def find_shared(unfurls: Unfurls, args: Arguments) -> Shared:
    """Find the message a ``chat.unfurl`` speaks of.

    Raises:
        SlackError: as Slack refuses a message that has no link the app was told of.
    """
    if args.text("unfurl_id") or args.text("source"):
        if not args.text("source"):
            raise SlackError("missing_source")
        if not args.text("unfurl_id"):
            raise SlackError("missing_unfurl_id")
        if args.text("source") != _SOURCE:
            raise SlackError("invalid_source")
        found = unfurls.by_id(args.text("unfurl_id"))
        missing = "invalid_unfurl_id"
    else:
        for name in ("channel", "ts"):
            if not args.text(name):
                raise SlackError(f"missing_{name}")
        found = unfurls.by_place(args.text("channel"), args.text("ts"))
        missing = "cannot_unfurl_message"
    if found is None:
        raise SlackError(missing)
    return found


def check_previews(shared: Shared, previews: Any) -> list[Finding]:
    """Judge previews by url.

    Raises:
        SlackError: there are none, or one is for an address that is not in the message.
    """
    if previews is None:
        raise SlackError("missing_unfurls")
    if not isinstance(previews, dict) or not previews:
        raise SlackError("invalid_unfurls_format")
    if previews.keys() - shared.urls:
        raise SlackError("cannot_unfurl_url")
    return [
        finding
        for url, preview in previews.items()
        for finding in rules.check_preview(url, preview)
    ]


def as_attachment(url: str, preview: JSON, app: JSON) -> JSON:
    """A preview as it hangs on the message."""
    kept = {key: value for key, value in preview.items() if key != "preview"}
    return {"from_url": url, "is_app_unfurl": True, "app_unfurl_url": url, **app, **kept}
