"""What the doctor makes of Slack's answers, and of answers that are not Slack's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.memory.clock import FrozenClock
from adapters.system import SystemClock
from bot.console.serving import Server
from bot.doctor.findings import Finding, Health
from bot.doctor.slack import slack
from bot.settings import Settings
from bot.slack.surface import scopes

pytestmark = pytest.mark.wall_clock  # what serves here dates its answers by it
GOOD: Mapping[str, Any] = {"ok": True, "user": "trunkline", "team_id": "T0HARBOUR"}


@contextmanager
def a_slack(
    answers: Mapping[str, bytes | Mapping[str, Any]], *, granted: str = ""
) -> Iterator[str]:
    """Answer methods with these, others with what is good; gives the base address."""

    def answer(request: Request) -> Response:
        said = answers.get(request.path_params["method"], GOOD)
        data = said if isinstance(said, bytes) else json.dumps(said).encode()
        headers = {"x-oauth-scopes": granted or ",".join(scopes())}
        return Response(data, headers=headers, media_type="application/json")

    app = Starlette(routes=[Route("/api/{method}", answer, methods=["POST"])])
    server = Server(lambda _: app)
    try:
        yield f"http://127.0.0.1:{server.port}/api/"
    finally:
        server.stop()


def look(
    url: str, *, workspace: str = "", channel: str = "", skew_s: int = 0
) -> dict[str, Finding]:
    """Ask, with a clock that is so far ahead of Slack's."""
    clock = FrozenClock(SystemClock().now() + timedelta(seconds=skew_s))
    settings = Settings.model_validate(
        {"SLACK_API_URL": url, "SLACK_BOT_TOKEN": "xoxb-secret", "SLACK_APP_TOKEN": "xapp-s"}
    )
    found = slack(settings, clock, workspace=workspace, channel=channel)
    told = {one.subject: one for one in found}
    assert "xoxb-secret" not in str(told)
    return told


def refused(error: str) -> Mapping[str, Any]:
    return {"ok": False, "error": error}


def test_all_that_is_well_is_good() -> None:
    with a_slack({}) as url:
        told = look(url, workspace="T0HARBOUR", channel="C0CHANGES")

    assert [*told] == ["bot token", "scopes", "clock", "channel for changes", "app token"]
    assert {one.health for one in told.values()} == {Health.GOOD}


def test_a_token_that_has_ended_is_told() -> None:
    with a_slack({"auth.test": refused("token_expired")}) as url:
        told = look(url)

    assert [*told] == ["bot token"]
    assert "token_expired" in told["bot token"].seen
    assert "SLACK_BOT_TOKEN" in told["bot token"].fix


def test_a_token_of_another_workspace_is_told() -> None:
    with a_slack({}) as url:
        told = look(url, workspace="T0OTHER")["bot token"]

    assert told.health is Health.BAD
    assert "settings.yaml names T0OTHER" in told.seen


def test_scopes_that_are_missing_are_named() -> None:
    with a_slack({}, granted="commands,chat:write") as url:
        told = look(url)["scopes"]

    assert told.health is Health.BAD
    assert "files:read" in told.seen
    assert "chat:write" not in told.seen


def test_a_clock_that_is_off_is_told_which_way() -> None:
    with a_slack({}) as url:
        behind = look(url, skew_s=-6000)["clock"]
        ahead = look(url, skew_s=6000)["clock"]

    assert re.match(r"is (59|60)\d\d s behind Slack's: requests will be refused", behind.seen)
    assert re.match(r"is (59|60)\d\d s ahead of Slack's", ahead.seen)
    assert behind.health is ahead.health is Health.BAD


def test_a_channel_that_the_app_is_not_in_is_told() -> None:
    with a_slack({"conversations.history": refused("not_in_channel")}) as url:
        told = look(url, channel="C0CHANGES")["channel for changes"]

    assert (told.health, "invite the app to C0CHANGES" in told.fix) == (Health.BAD, True)


def test_socket_mode_that_is_not_allowed_is_told() -> None:
    with a_slack({"apps.connections.open": refused("missing_scope")}) as url:
        told = look(url)["app token"]

    assert told.health is Health.BAD
    assert "connections:write" in told.fix


def test_an_answer_that_is_not_slacks_is_no_refusal_of_the_token() -> None:
    with a_slack({"auth.test": b"<html>Log in to this network</html>"}) as url:
        told = look(url)

    assert [*told] == ["Slack"]
    assert told["Slack"].seen == "something else than Slack answers"


def test_a_slack_that_is_out_of_reach_is_told() -> None:
    told = look("http://127.0.0.1:1/api/")

    assert [*told] == ["Slack"]
    assert "reach Slack over HTTPS" in told["Slack"].fix
