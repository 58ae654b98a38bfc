"""Who may speak to the page: a browser that was given the token, at our own address, from our own pages."""

from __future__ import annotations

import secrets
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self' data: https:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """Lets through only our own page in a browser that was given the token."""

    def __init__(self, app: ASGIApp, token: str, port: int) -> None:
        """Stand before ``app``, which listens on ``port`` of this machine."""
        self._app = app
        self._token = token
        self._cookie = f"console-{port}"  # cookies do not tell ports apart
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it with 403."""
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
