"""``/livez`` and ``/readyz`` for whoever gives us requests, and ``/metrics`` for a listener of its own.

The endpoints are plain functions, so that Starlette runs them on threads and not on its event loop.
"""

from __future__ import annotations

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.health import Health
from bot.metrics import Metrics


def health_routes(health: Health) -> list[Route]:
    """Give the routes that say whether the process lives and whether it is ready."""

    def livez(_request: Request) -> Response:
        return PlainTextResponse("lives\n")

    def readyz(_request: Request) -> Response:
        complaints = health.complaints()
        if complaints:
            # What is wrong is for our own eyes; this may be seen from outside.
            return PlainTextResponse("not ready\n", status_code=503)
        return PlainTextResponse("ready\n")

    return [Route("/livez", livez), Route("/readyz", readyz)]


def private_application(health: Health, metrics: Metrics) -> Starlette:
    """Serve metrics, and health with its reasons, where only machines of ours reach."""

    def why(_request: Request) -> Response:
        complaints = health.complaints()
        text = "".join(f"{line}\n" for line in complaints) or "ready\n"
        return PlainTextResponse(text, status_code=503 if complaints else 200)

    def scraped(_request: Request) -> Response:
        return Response(metrics.text(), media_type=CONTENT_TYPE_LATEST)

    livez, _ = health_routes(health)
    return Starlette(routes=[livez, Route("/readyz", why), Route("/metrics", scraped)])
