"""The Web API over HTTP: tokens, bodies, faults, the call log, uploads, downloads and response URLs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from threading import Event
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.console import responses
from bot.console.arguments import Arguments
from bot.console.faults import Fault
from bot.console.methods import METHODS
from bot.console.model import JSON, Call, SlackError
from bot.console.scopes import refuse_without
from bot.console.state import State

APP_LEVEL = frozenset({"apps.connections.open"})
"""Methods that take the token of the app instead of the bot's."""


class _Droppable:
    """Puts a way to drop the connection into the scope; uvicorn itself offers none."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        cycle = getattr(send, "__self__", None)  # uvicorn's request cycle
        if cycle is not None:
            scope["console.drop"] = cycle.transport.abort
        await self._app(scope, receive, send)


def web_api(state: State) -> ASGIApp:
    """Make the app that stands for ``slack.com/api``, ``files.slack.com`` and ``hooks.slack.com``."""

    async def call(request: Request) -> Response:
        given = _arguments(request, await request.body())
        method = request.path_params["method"]
        fault = state.faults.take(method)
        answer = await run_in_threadpool(_call, state, method, given, fault)
        if fault.lose_answer:
            request.scope["console.drop"]()
        return answer

    async def respond(request: Request) -> Response:
        body = await request.body()
        return await run_in_threadpool(_respond, state, request.path_params["name"], body)

    async def upload(request: Request) -> Response:
        data = _uploaded(request.headers.get("content-type", ""), await request.body())
        try:
            state.files.fill(request.path_params["file_id"], data)
        except SlackError as error:
            return PlainTextResponse(error.code, 404 if error.status == 200 else error.status)
        return PlainTextResponse(f"OK - {len(data)}")

    async def download(request: Request) -> Response:
        if request.headers.get("authorization") != f"Bearer {state.bot_token}":
            # Slack sends a stranger to its sign-in page, which answers 200: an app may take that for the file.
            return RedirectResponse("/signin", 302)
        try:
            _, media_type, data = state.files.read(request.path_params["file_id"])
        except SlackError:
            return PlainTextResponse("not found", 404)
        return Response(data, media_type=media_type)

    async def signin(request: Request) -> Response:
        return HTMLResponse(
            "<!doctype html><title>Sign in</title><p>Sign in to this workspace.</p>"
        )

    app = Starlette(
        routes=[
            Route("/api/{method}", call, methods=["GET", "POST"]),
            Route("/response/{name}", respond, methods=["POST"]),
            Route("/upload/{file_id}", upload, methods=["POST"]),
            Route("/files/{file_id}/{name:path}", download),
            Route("/signin", signin),
        ]
    )
    return _Droppable(app)


def _call(state: State, method: str, given: Mapping[str, Any], fault: Fault) -> Response:
    if fault.delay_s:
        Event().wait(fault.delay_s)
    if fault.retry_after_s:
        return _limited(state, method, given, fault)
    args = Arguments({key: value for key, value in given.items() if key != "token"})
    answer = _answer(state, method, given, args, fault)
    _log(state, method, given, args, 200, answer.get("error", ""), answer)
    # Slack tells with each answer what the token may; where it may everything there is nothing to tell.
    told = {} if state.scopes is None else {"x-oauth-scopes": ",".join(sorted(state.scopes))}
    return JSONResponse(answer, headers=told)


def _limited(state: State, method: str, given: Mapping[str, Any], fault: Fault) -> Response:
    _log(state, method, given, Arguments({}), 429, "ratelimited")
    headers = {"Retry-After": str(fault.retry_after_s)}
    return JSONResponse({"ok": False, "error": "ratelimited"}, 429, headers)


def _answer(
    state: State, method: str, given: Mapping[str, Any], args: Arguments, fault: Fault
) -> JSON:
    try:
        _authorise(state, method, given)
        refuse_without(state.scopes, method)
        if fault.error:
            raise SlackError(fault.error)
        if method not in METHODS:
            raise SlackError("unknown_method")
        return {"ok": True, **METHODS[method](state, args)}
    except SlackError as error:
        args.findings = error.findings
        return _refusal(error)


def _refusal(error: SlackError) -> JSON:
    answer: JSON = {"ok": False, "error": error.code, **error.more}
    if error.messages:
        answer["errors"] = [line.removeprefix("[ERROR] ") for line in error.messages]
        answer["response_metadata"] = {"messages": list(error.messages)}
    return answer


def _authorise(state: State, method: str, given: Mapping[str, Any]) -> None:
    token = given.get("token")
    if not token:
        raise SlackError("not_authed")
    if token not in (state.bot_token, state.app_token):
        raise SlackError("invalid_auth")
    if (token == state.app_token) != (method in APP_LEVEL):
        raise SlackError("not_allowed_token_type")


def _arguments(request: Request, body: bytes) -> dict[str, Any]:
    given: dict[str, Any] = dict(request.query_params)
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        given |= _object(body)
    elif body:
        given |= parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        given["token"] = token
    return given


def _object(body: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(body or b"{}")
    except ValueError:
        return {}
    return parsed if isinstance(parsed, dict) else {}


def _respond(state: State, name: str, body: bytes) -> Response:
    payload = _object(body)
    args = Arguments(payload)
    fault = state.faults.take("response_url")
    if fault.retry_after_s:
        return _limited(state, "response_url", payload, fault)
    try:
        if fault.error:
            raise SlackError(fault.error)
        args.findings = responses.post(state, name, payload)
    except SlackError as error:
        status = 400 if error.status == 200 else error.status
        args.findings = error.findings
        _log(state, "response_url", payload, args, status, error.code)
        return JSONResponse(_refusal(error), status)
    _log(state, "response_url", payload, args, 200, "")
    return PlainTextResponse("ok")


def _log(
    state: State,
    method: str,
    given: Mapping[str, Any],
    args: Arguments,
    status: int,
    error: str,
    answer: JSON | None = None,
) -> None:
    shown = {key: value for key, value in given.items() if key != "token"}
    state.record(
        Call(
            at=state.seconds(),
            method=method,
            arguments=shown,
            status=status,
            error=error,
            findings=args.findings,
            answer=answer or {},
        )
    )


def _uploaded(content_type: str, body: bytes) -> bytes:
    """The bytes of a file, sent raw or as the only part of a multipart form."""
    kind, _, parameters = content_type.partition("boundary=")
    if not kind.startswith("multipart/form-data"):
        return body
    boundary = b"--" + parameters.strip('"').encode()
    part = body.split(boundary)[1].partition(b"\r\n\r\n")[2]
    return part.removesuffix(b"\r\n")
