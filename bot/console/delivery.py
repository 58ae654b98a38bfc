"""Sends signed requests to the app's Slack route and enforces Slack's three seconds."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from slack_sdk.signature import SignatureVerifier

ACK_S = 3.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the app answered. ``error`` is Slack's word if it cannot be used, else empty; ``body`` is the parsed JSON, or text."""

    error: str
    status: int
    body: Any
    elapsed_ms: int


class Delivery:
    """One app's route. Thread-safe: every request has its own connection."""

    def __init__(self, url: str, signing_secret: str, now: Callable[[], float]) -> None:
        """Sign with ``signing_secret`` at the time ``now`` gives."""
        self._url = urlsplit(url)
        self._signer = SignatureVerifier(signing_secret)
        self._now = now

    def form(self, fields: Mapping[str, str]) -> Answer:
        """Send a slash command, or with ``payload`` an interaction."""
        return self._send(urlencode(fields), "application/x-www-form-urlencoded", {})

    def event(self, body: Mapping[str, Any], headers: Mapping[str, str]) -> Answer:
        """Send an Events API request."""
        return self._send(json.dumps(body), "application/json", headers)

    def _send(self, body: str, content_type: str, extra: Mapping[str, str]) -> Answer:
        stamp = str(int(self._now()))
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": self._signer.generate_signature(timestamp=stamp, body=body) or "",
            **extra,
        }
        started = time.monotonic()
        error, status, answer = self._exchange(body.encode(), headers)
        elapsed = time.monotonic() - started
        if not error and elapsed > ACK_S:
            error = "operation_timeout"
        return Answer(error, status, answer, int(elapsed * 1000))

    def _exchange(self, body: bytes, headers: Mapping[str, str]) -> tuple[str, int, Any]:
        https = self._url.scheme == "https"
        kind = http.client.HTTPSConnection if https else http.client.HTTPConnection
        connection = kind(self._url.hostname or "", self._url.port, timeout=ACK_S)
        try:
            path = self._url.path or "/"
            connection.request("POST", path, body=body, headers=dict(headers))
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
        except TimeoutError:
            return "operation_timeout", 0, None
        except (OSError, http.client.HTTPException):
            return "dispatch_failed", 0, None
        finally:
            connection.close()
        if response.status != 200:
            return "dispatch_failed", response.status, text
        return "", 200, _parsed(text)


def _parsed(text: str) -> Any:
    if text[:1] not in ("{", "["):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text
