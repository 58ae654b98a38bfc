"""The HTTP route that Slack calls: raw body in, Bolt's answer out. Bolt runs on threads, never on the event loop."""

from __future__ import annotations

import json
from collections.abc import Sequence
from urllib.parse import parse_qs

import anyio.to_thread
from anyio import CapacityLimiter
from slack_bolt import App, BoltRequest
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.workers import Precedence

THREADS = 64  # so many requests may share one transaction of the store
LONGEST_BODY = 1_000_000
LONGEST_STAMP = 12  # Python refuses to read numbers of some thousand digits


def slack_application(
    app: App, signing_secret: str, precedence: Precedence, more: Sequence[Route] = ()
) -> Starlette:
    """Serve a Bolt app at ``/slack/events``, and ``more`` beside it; work behind it gives way by ``precedence``."""
    limiter = CapacityLimiter(THREADS)
    verifier = SignatureVerifier(signing_secret)

    async def events(request: Request) -> Response:
        """Hand the body to Bolt as it came; its signature is over the very bytes."""
        stamp = request.headers.get("x-slack-request-timestamp", "")
        if not stamp.isascii() or not stamp.isdigit() or len(stamp) > LONGEST_STAMP:
            # Bolt would fail on int() and answer 500, which Slack and attackers take for an outage.
            return PlainTextResponse("bad timestamp", status_code=401)
        body = await _body(request)
        if body is None:
            return PlainTextResponse("too large", status_code=413)
        signature = request.headers.get("x-slack-signature", "")
        if not signature.isascii() or not verifier.is_valid(body, stamp, signature):
            # Bolt reads a body before it looks at the signature, and fails on what is no JSON object.
            return PlainTextResponse("bad signature", status_code=401)
        headers = {name: [value] for name, value in request.headers.items()}
        text = body.decode("utf-8", "replace")
        if not _is_readable(text, request.headers.get("content-type", "")):
            return PlainTextResponse("not a request of Slack's", status_code=400)
        with precedence.acknowledging():
            return await anyio.to_thread.run_sync(_dispatch, app, text, headers, limiter=limiter)

    return Starlette(routes=[Route("/slack/events", events, methods=["POST"]), *more])


async def _body(request: Request) -> bytes | None:
    data = b""
    async for part in request.stream():
        data += part
        if len(data) > LONGEST_BODY:
            return None
    return data


def _is_readable(body: str, content_type: str) -> bool:
    """Whether a body is what Bolt can read: a form, whose payload if it has one is a JSON object, or such an object."""
    is_json = content_type.startswith("application/json") or body.startswith("{")
    sent = body if is_json else parse_qs(body).get("payload", ["{}"])[0]
    try:
        return isinstance(json.loads(sent), dict)
    except (ValueError, RecursionError):
        return False


def _dispatch(app: App, body: str, headers: dict[str, list[str]]) -> Response:
    answer = app.dispatch(BoltRequest(body=body, headers=dict(headers)))
    flat = {name: values[0] for name, values in answer.headers.items() if values}
    return Response(answer.body, status_code=answer.status, headers=flat)
