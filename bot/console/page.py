"""The browser's side over HTTP: the page, its files, a JSON API over the workspace's methods, and the change feed.

Loopback only. A request needs the start-up token once and its cookie after that, our own Host, and for anything that
changes something our own Origin.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeAlias

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.console import rules
from bot.console.feed import Event, Feed
from bot.console.model import JSON, Outcome, SlackError, Suggestion
from bot.console.workspace import Workspace

STATIC = Path(__file__).parent / "static"
UPLOAD_BYTES = 20_000_000
KEEP_ALIVE_S = 15.0

Complete: TypeAlias = Callable[[str, str, str], Sequence[Suggestion]]

_SENT_OF_A_VIEW = ("type", "title", "submit", "close", "blocks", "private_metadata", "callback_id")
_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def page(workspace: Workspace, complete: Complete, *, token: str, port: int) -> ASGIApp:
    """Make the browser-facing app."""
    actions = _Actions(workspace, complete)

    async def index(request: Request) -> Response:
        return FileResponse(STATIC / "index.html")

    async def state(request: Request) -> Response:
        return await _answered(lambda: actions.state(request.query_params.get("user", "")))

    async def act(request: Request) -> Response:
        body = await request.body()
        name = request.path_params["name"]
        return await _answered(lambda: actions.run(name, json.loads(body or b"{}")))

    async def upload(request: Request) -> Response:
        data = await request.body()
        if len(data) > UPLOAD_BYTES:
            return JSONResponse({"error": "file_too_large"}, 413)
        query = request.query_params
        return await _answered(lambda: actions.upload(query["user"], query["name"], data))

    async def file(request: Request) -> Response:
        name, media_type, data = workspace.state.files.read(request.path_params["file_id"])
        inline = media_type in ("image/png", "image/jpeg", "image/gif")
        disposition = "inline" if inline else "attachment"
        quoted = name.encode("ascii", "replace").decode().replace('"', "")
        headers = {"Content-Disposition": f'{disposition}; filename="{quoted}"'}
        return Response(data, media_type=media_type, headers=headers)

    async def feed(request: Request) -> Response:
        user = request.query_params.get("user", "")
        after = request.headers.get("last-event-id") or request.query_params.get("after", "")
        events = _follow(workspace.state.feed, user, int(after) if after.isdecimal() else 0)
        return StreamingResponse(events, media_type="text/event-stream")

    return Starlette(
        routes=[
            Route("/", index),
            Route("/api/state", state),
            Route("/api/feed", feed),
            Route("/api/upload", upload, methods=["POST"]),
            Route("/api/do/{name}", act, methods=["POST"]),
            Route("/files/{file_id}", file),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[Middleware(_Guard, token=token, port=port)],
        exception_handlers={SlackError: _not_found},
    )


class _Guard:
    """Lets through only our own page in a browser that was given the token."""

    def __init__(self, app: ASGIApp, token: str, port: int) -> None:
        self._app = app
        self._token = token
        self._cookie = f"console-{port}"  # cookies do not tell ports apart
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        refusal = self._judge(Request(scope))
        if refusal is not None:
            await refusal(scope, receive, send)
            return

        async def with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                extra = [(k.lower().encode(), v.encode()) for k, v in _HEADERS.items()]
                message["headers"] = [*message["headers"], *extra]
            await send(message)

        await self._app(scope, receive, with_headers)

    def _judge(self, request: Request) -> Response | None:
        host = request.headers.get("host", "")
        if host not in self._hosts:
            return PlainTextResponse("unknown host", 403)
        origin = request.headers.get("origin")
        if request.method != "GET" and origin != f"http://{host}":
            return PlainTextResponse("unknown origin", 403)
        elsewhere = request.headers.get("sec-fetch-site") in ("cross-site", "same-site")
        if elsewhere and request.url.path != "/":  # a link may lead to the page itself only
            return PlainTextResponse("cross-site request", 403)
        given = request.query_params.get("token", "")
        if request.url.path == "/" and secrets.compare_digest(given, self._token):
            return self._enter()
        if not secrets.compare_digest(request.cookies.get(self._cookie, ""), self._token):
            return PlainTextResponse("open the address that was printed at the start", 403)
        return None

    def _enter(self) -> Response:
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self._cookie, self._token, httponly=True, samesite="strict", path="/")
        return answer


class _Actions:
    """The JSON API: names of the workspace's methods and what they need."""

    def __init__(self, workspace: Workspace, complete: Complete) -> None:
        self._workspace = workspace
        self._complete = complete

    def run(self, name: str, body: JSON) -> JSON:
        actions: Mapping[str, Callable[[JSON], Any]] = {
            "say": self._say,
            "slash": lambda b: self._workspace.slash(b["user"], b["channel"], b["text"]),
            "press": self._press,
            "suggest": self._suggest,
            "submit": self._submit,
            "shortcut": self._shortcut,
            "close": self._close,
            "home": lambda b: self._workspace.open_home(b["user"]),
            "dismiss": lambda b: self._workspace.dismiss(b["user"], b["ts"]),
            "read": self._read,
            "complete": self._completions,
            "check": _check,
            "wire": lambda _: self._wire(),
        }
        if name not in actions:
            raise SlackError("unknown_method")
        result = actions[name](body)
        if isinstance(result, Outcome):
            return asdict(result)
        return result if isinstance(result, dict) else {"ok": True}

    def state(self, user: str) -> JSON:
        """Everything a browser shows to one person."""
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
            "shortcuts": [asdict(shortcut) for shortcut in workspace.shortcuts],
            "channels": channels,
            "messages": {c["id"]: state.conversations.messages(c["id"]) for c in channels},
            "ephemerals": state.conversations.ephemerals(user),
            "stack": state.views.stack(user),
            "home": state.views.home(user),
            "read": state.conversations.read_marks(user),
            "findings": [asdict(finding) for finding in workspace.findings],
        }

    def upload(self, user: str, name: str, data: bytes) -> JSON:
        self._workspace.state.person(user)
        return self._workspace.state.files.object(self._workspace.upload(user, name, data))

    def _say(self, body: JSON) -> Outcome:
        return self._workspace.say(
            body["user"], body["channel"], body["text"], thread_ts=body.get("thread_ts")
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

    def _wire(self) -> JSON:
        """Calls by the app and requests to it, newest first."""
        calls = [asdict(call) | {"to_app": False} for call in self._workspace.calls[-200:]]
        sent = [
            {
                "to_app": True,
                "at": each.at,
                "method": each.what,
                "arguments": each.payload,
                "answer": each.answer.body,
                "error": each.answer.error,
                "status": each.answer.status,
                "elapsed_ms": each.answer.elapsed_ms,
                "findings": [],
            }
            for each in self._workspace.sent
        ]
        return {"wire": sorted([*calls, *sent], key=lambda entry: -float(str(entry["at"])))}

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

    def _read(self, body: JSON) -> None:
        self._workspace.state.conversations.mark_read(body["user"], body["channel"], body["ts"])

    def _completions(self, body: JSON) -> JSON:
        name, _, text = body["text"].partition(" ")
        found = self._complete(body["user"], name, text)
        return {"suggestions": [asdict(suggestion) for suggestion in found]}

    def _target(self, body: JSON) -> JSON:
        """The view or message that was interacted with, as it is now."""
        state = self._workspace.state
        if body.get("view"):
            return state.views.of(body["user"], body["view"])
        for message in state.conversations.ephemerals(body["user"]):
            if message["ts"] == body["ts"]:
                return message
        return state.conversations.message(body["channel"], body["ts"])


def _check(body: JSON) -> JSON:
    """What the block check says about a message or view as the page shows it."""
    if "message" in body:
        findings = rules.check_message(body["message"])
    else:
        known = {key: body["view"].get(key) for key in _SENT_OF_A_VIEW}
        findings = rules.check_view({key: value for key, value in known.items() if value})
    return {"findings": [asdict(finding) for finding in findings]}


async def _answered(work: Callable[[], JSON]) -> Response:
    try:
        return JSONResponse(await run_in_threadpool(work))
    except SlackError as error:
        return JSONResponse({"ok": False, "error": error.code}, 404)
    except (KeyError, LookupError, TypeError, ValueError) as error:
        return JSONResponse({"ok": False, "error": "bad_request", "detail": str(error)}, 400)


async def _not_found(request: Request, error: Exception) -> Response:
    return PlainTextResponse("not found", 404)


async def _follow(feed: Feed, user: str, after: int) -> AsyncIterator[str]:
    """Server-sent events behind ``after`` for one person, until the feed closes."""
    loop, woken = asyncio.get_running_loop(), asyncio.Event()

    def wake() -> None:
        loop.call_soon_threadsafe(woken.set)

    feed.listen(wake)
    try:
        yield "retry: 1000\n\n"
        while not feed.closed:
            woken.clear()
            events = feed.since(after)
            if events is None:
                yield "event: reset\ndata: {}\n\n"
                return
            for event in events:
                after = event.seq
                if event.audience is None or user in event.audience:
                    yield _line(event)
            try:
                await asyncio.wait_for(woken.wait(), KEEP_ALIVE_S)
            except TimeoutError:
                yield ": still here\n\n"
    finally:
        feed.forget(wake)


def _line(event: Event) -> str:
    body = json.dumps({"seq": event.seq, "kind": event.kind, **event.body})
    return f"id: {event.seq}\ndata: {body}\n\n"
