"""What the doctor asks Slack: who we are, what we may, what time it is, and whether Socket Mode opens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.doctor.findings import PATIENCE_S, Finding, Health
from bot.settings import Settings
from bot.slack.app import slack_client
from bot.slack.surface import scopes
from engine.ports.clock import Clock

MOST_SKEW = timedelta(seconds=60)
_RENEWED = "copy the bot token from OAuth & Permissions of the app into SLACK_BOT_TOKEN"
_SOCKET_FIX = (
    "make an app-level token with connections:write under Basic Information of the app, "
    "and switch Socket Mode on there"
)
_CODE = re.compile(r"[a-z0-9_]+")
_UNREACHED = (SlackClientError, OSError)


def client_for(token: str, settings: Settings) -> WebClient:
    """Give a client that does not wait as long as the bot would."""
    client = slack_client(token, settings.slack_api_url)
    client.timeout = PATIENCE_S
    return client


def slack(settings: Settings, clock: Clock, *, workspace: str, channel: str) -> Iterator[Finding]:
    """Ask Slack; ``workspace`` and ``channel`` are those that settings.yaml names, empty where it was not read."""
    token = settings.slack_bot_token.get_secret_value()
    if not token:
        yield Finding("Slack", Health.LEFT_OUT, "SLACK_BOT_TOKEN is not set")
        return
    client = client_for(token, settings)
    try:
        answer = client.auth_test()
    except _UNREACHED as error:
        yield _failed("bot token", error, _RENEWED)
        return
    yield _bot_token(answer, workspace)
    yield _scopes(answer)
    yield _time(answer, clock)
    if channel:
        yield _channel(client, channel)
    if app_token := settings.slack_app_token.get_secret_value():
        yield _socket_mode(app_token, settings)


def _failed(subject: str, error: Exception, fix: str) -> Finding:
    """Tell what Slack refuses from a Slack that was not reached: an answer of somebody else's is no refusal."""
    reached = {
        "fix": "let this machine reach Slack over HTTPS; SLACK_API_URL is for a stand-in only"
    }
    if not isinstance(error, SlackApiError):
        return Finding("Slack", Health.BAD, f"no answer: {error}", **reached)
    code = str(error.response.get("error", ""))
    if not _CODE.fullmatch(
        code
    ):  # the library puts what is no answer of Slack's in the place of its code
        return Finding("Slack", Health.BAD, "something else than Slack answers", **reached)
    return Finding(subject, Health.BAD, f"Slack refuses it: {code}", fix)


def _bot_token(answer: SlackResponse, workspace: str) -> Finding:
    seen = f"is of {answer['user']} in workspace {answer['team_id']}"
    if workspace and workspace != answer["team_id"]:
        fix = "install the app in the right workspace, or mend workspace in settings.yaml"
        return Finding("bot token", Health.BAD, f"{seen}; settings.yaml names {workspace}", fix)
    return Finding("bot token", Health.GOOD, seen)


def _header(answer: SlackResponse, name: str) -> str:
    """Give a header of Slack's answer, however it spells it."""
    headers = answer.headers or {}
    found = next((value for key, value in headers.items() if key.lower() == name), "")
    return str(found[0] if isinstance(found, list) and found else found or "")


def _scopes(answer: SlackResponse) -> Finding:
    granted = {one.strip() for one in _header(answer, "x-oauth-scopes").split(",")} - {""}
    missing = [one for one in scopes() if one not in granted]
    if not granted:
        return Finding("scopes", Health.WARNING, "Slack did not tell which scopes the token has")
    if missing:
        fix = "run trunkline manifest, paste it under App Manifest, and install the app again"
        return Finding("scopes", Health.BAD, f"missing: {', '.join(missing)}", fix)
    return Finding("scopes", Health.GOOD, f"all {len(scopes())} that are needed")


def _time(answer: SlackResponse, clock: Clock) -> Finding:
    said = _header(answer, "date")
    if not said:
        return Finding("clock", Health.WARNING, "Slack did not tell the time")
    skew = clock.now() - parsedate_to_datetime(said).astimezone(UTC)
    if abs(skew) > MOST_SKEW:
        way = "ahead of" if skew > timedelta() else "behind"
        seen = f"is {abs(skew.total_seconds()):.0f} s {way} Slack's: requests will be refused as too old"
        return Finding("clock", Health.BAD, seen, "sudo timedatectl set-ntp true")
    return Finding("clock", Health.GOOD, "agrees with Slack's")


def _channel(client: WebClient, channel: str) -> Finding:
    subject = "channel for changes"
    try:
        client.conversations_history(channel=channel, limit=1)
    except _UNREACHED as error:
        fix = f"invite the app to {channel}, or name another: settings edit --changes"
        return _failed(subject, error, fix)
    return Finding(subject, Health.GOOD, f"{channel} can be read by the app")


def _socket_mode(token: str, settings: Settings) -> Finding:
    try:
        client_for(token, settings).apps_connections_open(app_token=token)
    except _UNREACHED as error:
        return _failed("app token", error, _SOCKET_FIX)
    return Finding("app token", Health.GOOD, "opens Socket Mode")
