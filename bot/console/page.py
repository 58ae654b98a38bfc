"""The browser's side over HTTP: the page, its files, a JSON API over the workspace's methods, and the change feed.

Loopback only. A request needs the start-up token once and its cookie after that, our own Host, and for anything that
changes something our own Origin.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    JSONResponse,
    PlainTextResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from bot.console.actions import Actions, Complete
from bot.console.feed import Event, Feed
from bot.console.guard import Guard
from bot.console.model import JSON, SlackError
from bot.console.workspace import Workspace

STATIC = Path(__file__).parent / "static"
UPLOAD_BYTES = 20_000_000
KEEP_ALIVE_S = 15.0


def page(workspace: Workspace, complete: Complete, *, token: str, port: int) -> ASGIApp:
    """Make the browser-facing app."""
    actions = Actions(workspace, complete)

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
        middleware=[Middleware(Guard, token=token, port=port)],
        exception_handlers={SlackError: _not_found},
    )


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
