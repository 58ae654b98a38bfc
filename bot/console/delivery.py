"""Sends signed requests to the app's Slack route and enforces Slack's three seconds."""

from __future__ import annotations

import http.client
import json
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from slack_sdk.signature import SignatureVerifier

ACK_S = 3.0
KEPT = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What the app answered.

    ``error`` is Slack's word if the answer cannot be used, else empty; ``body`` is the parsed JSON, or text.
    """

    error: str
    status: int
    body: Any
    elapsed_ms: int


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as it went to the app at ``at``, with its answer; ``what`` names it for people."""

    at: float
    what: str
    body: str
    headers: Mapping[str, str]
    answer: Answer
    payload: Any = field(repr=False)


class Delivery:
    """The way to one app's route. Thread-safe: every request has its own connection."""

    def __init__(
        self,
        url: Callable[[], str],
        signing_secret: str,
        now: Callable[[], float],
        ack_s: float = ACK_S,
        *,
        told: Callable[[], None] = lambda: None,
    ) -> None:
        """Sign with ``signing_secret`` at the time ``now`` gives; an answer after ``ack_s`` is too late.

        ``told`` is called after every request.
        """
        self._url = url
        self._signer = SignatureVerifier(signing_secret)
        self._now = now
        self._ack_s = ack_s
        self._told = told
        self.sent: deque[Sent] = deque(maxlen=KEPT)

    def command(self, fields: Mapping[str, str]) -> Answer:
        """Send a slash command."""
        return self._send(urlencode(fields), _FORM, fields["command"], fields)

    def interaction(self, payload: Mapping[str, Any]) -> Answer:
        """Send an interaction payload."""
        body = urlencode({"payload": json.dumps(payload)})
        return self._send(body, _FORM, str(payload["type"]), payload)

    def event(self, body: Mapping[str, Any], headers: Mapping[str, str]) -> Answer:
        """Send an Events API request."""
        what = body["event"]["type"] if "event" in body else body["type"]
        return self._send(
            json.dumps(body), {"Content-Type": "application/json", **headers}, what, body
        )

    def repeat(self, sent: Sent, *, sign_again: bool) -> Answer:
        """Send the same body once more: as Slack does after a lost answer, or byte for byte as a replay would."""
        headers = dict(sent.headers)
        if sign_again:
            headers |= self._signature(sent.body)
        return self._record(sent.what, sent.body, headers, sent.payload)

    def _send(self, body: str, headers: Mapping[str, str], what: str, payload: Any) -> Answer:
        agent = {"User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)"}
        return self._record(what, body, {**agent, **headers, **self._signature(body)}, payload)

    def _signature(self, body: str) -> dict[str, str]:
        stamp = str(int(self._now()))
        signature = self._signer.generate_signature(timestamp=stamp, body=body) or ""
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}

    def _record(self, what: str, body: str, headers: Mapping[str, str], payload: Any) -> Answer:
        at, started = self._now(), time.monotonic()
        error, status, said = self._exchange(body.encode(), headers, payload)
        elapsed = time.monotonic() - started
        if not error and elapsed > self._ack_s:
            error = "operation_timeout"
        answer = Answer(error, status, said, int(elapsed * 1000))
        self.sent.append(Sent(at, what, body, headers, answer, payload))
        self._told()
        return answer

    def _exchange(
        self,
        body: bytes,
        headers: Mapping[str, str],
        payload: Any,
    ) -> tuple[str, int, Any]:
        url = urlsplit(self._url())
        kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
        connection = kind(url.hostname or "", url.port, timeout=self._ack_s)
        try:
            connection.request("POST", url.path or "/", body=body, headers=dict(headers))
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


_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def _parsed(text: str) -> Any:
    if text[:1] not in ("{", "["):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text
