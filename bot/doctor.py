"""``trunkline doctor``: everything the bot needs from outside, tried one by one, each with what mends it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.settings import Settings, demand
from bot.wiring import House, build_house, store_url
from engine.errors import Invalid, Refused, Unavailable
from engine.ports import Clock
from schemas.operators import Role

if TYPE_CHECKING:
    from slack_sdk.web import SlackResponse

_MOST_SKEW = timedelta(seconds=60)
_OPTIONAL = ("TRUNKLINE_COMMITTER", "TRUNKLINE_CONFIG_BRANCH", "DATABASE_URL", "SLACK_API_URL")
_MAIL = ("SMTP_URL", "MAIL_FROM")


class Health(StrEnum):
    """How a thing that was tried is."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tried: how it is, what was seen, and one sentence or command that mends it."""

    subject: str
    health: Health
    seen: str
    fix: str = ""


def examine(
    settings: Settings, clock: Clock, *, repo: str = "", store: str = ""
) -> Iterator[Finding]:
    """Try everything; one thing that fails does not keep the others from being tried."""
    yield from _tried("environment", lambda: _environment(settings))
    yield from _slack(settings, clock)
    house = build_house(settings, repo=repo, store=store)
    yield from _tried("config repository", lambda: _repository(house, clock))
    yield from _tried("right to push", lambda: _push_right(house))
    yield from _tried("age key", lambda: _key(house))
    yield from _tried("mail server", lambda: _mail(settings))
    yield from _tried("store", lambda: _store(settings, repo=repo, store=store))


def _tried(subject: str, look: Callable[[], Finding]) -> Iterator[Finding]:
    try:
        yield look()
    except Refused as refused:
        yield Finding(subject, Health.BAD, refused.message, refused.hint)
    except Invalid as invalid:
        yield Finding(subject, Health.BAD, str(invalid.problems[0]), "run trunkline validate")
    except Unavailable as unavailable:
        yield Finding(subject, Health.BAD, str(unavailable), unavailable.remedy)


def _environment(settings: Settings) -> Finding:
    front_end = "socket" if settings.slack_app_token.get_secret_value() else "http"
    demand(settings, front_end, (*_OPTIONAL, *_MAIL))
    served = "Socket Mode" if front_end == "socket" else "HTTP"
    return Finding("environment", Health.GOOD, f"everything is set for {served}")


def _slack(settings: Settings, clock: Clock) -> Iterator[Finding]:
    """Ask Slack who we are, what we may, what time it is, and whether Socket Mode opens."""
    token = settings.slack_bot_token.get_secret_value()
    if not token:
        yield Finding("Slack", Health.LEFT_OUT, "SLACK_BOT_TOKEN is not set")
        return
    from slack_sdk.errors import SlackApiError

    from bot.slack.app import slack_client

    client = slack_client(token, settings.slack_api_url)
    try:
        answer = client.auth_test()
    except SlackApiError as error:
        why = str(error.response.get("error", "no reason given"))
        yield Finding("bot token", Health.BAD, f"Slack refuses it: {why}", _RENEWED)
        return
    except OSError as error:
        yield Finding(
            "Slack",
            Health.BAD,
            f"cannot be reached: {error}",
            "let this machine reach Slack over HTTPS",
        )
        return
    yield Finding(
        "bot token", Health.GOOD, f"is of {answer['user']} in workspace {answer['team_id']}"
    )
    yield _scopes(answer)
    yield _slack_time(answer, clock)
    if app_token := settings.slack_app_token.get_secret_value():
        yield _socket_mode(app_token, settings.slack_api_url)


_RENEWED = "copy the bot token from OAuth & Permissions of the app into SLACK_BOT_TOKEN"


def _header(answer: SlackResponse, name: str) -> str:
    """Give a header of Slack's answer, however it spells it."""
    headers = answer.headers or {}
    found = next((value for key, value in headers.items() if key.lower() == name), "")
    return str(found[0] if isinstance(found, list) and found else found or "")


def _scopes(answer: SlackResponse) -> Finding:
    from bot.slack.surface import scopes

    granted = {one.strip() for one in _header(answer, "x-oauth-scopes").split(",")} - {""}
    missing = [one for one in scopes() if one not in granted]
    if not granted:
        return Finding("scopes", Health.WARNING, "Slack did not tell which scopes the token has")
    if missing:
        return Finding(
            "scopes",
            Health.BAD,
            f"missing: {', '.join(missing)}",
            "run trunkline manifest, paste it under App Manifest, and install the app again",
        )
    return Finding("scopes", Health.GOOD, f"all {len(scopes())} that are needed")


def _slack_time(answer: SlackResponse, clock: Clock) -> Finding:
    said = _header(answer, "date")
    if not said:
        return Finding("clock", Health.WARNING, "Slack did not tell the time")
    skew = clock.now() - parsedate_to_datetime(said).astimezone(UTC)
    if abs(skew) > _MOST_SKEW:
        way = "ahead of" if skew > timedelta() else "behind"
        seen = f"is {abs(skew.total_seconds()):.0f} s {way} Slack's: requests will be refused as too old"
        return Finding("clock", Health.BAD, seen, "sudo timedatectl set-ntp true")
    return Finding("clock", Health.GOOD, "agrees with Slack's")


def _socket_mode(token: str, api_url: str) -> Finding:
    from slack_sdk.errors import SlackApiError

    from bot.slack.app import slack_client

    try:
        slack_client(token, api_url).apps_connections_open(app_token=token)
    except SlackApiError as error:
        seen = f"Slack refuses it: {error.response.get('error')}"
        fix = "make an app-level token with connections:write under Basic Information of the app"
        return Finding("app token", Health.BAD, seen, fix)
    return Finding("app token", Health.GOOD, "opens Socket Mode")


def _repository(house: House, clock: Clock) -> Finding:
    head = house.repository.fetch()
    info = house.repository.describe(head)
    book = house.books.at(head)
    if info.committed_at - clock.now() > _MOST_SKEW:
        seen = f"its newest commit is dated {info.committed_at:%Y-%m-%d %H:%M} UTC, in the future"
        fix = "set the clock of this machine, or of the one that made the commit"
        return Finding("config repository", Health.WARNING, seen, fix)
    if not any(Role.ADMIN in person.roles for person in book.operators):
        seen, fix = (
            "operators.yaml names no admin",
            "give somebody the role admin in operators.yaml",
        )
        return Finding("config repository", Health.BAD, seen, fix)
    return Finding("config repository", Health.GOOD, f"{book.settings.name} at {head[:12]}")


def _push_right(house: House) -> Finding:
    complaint = house.repository.try_push()
    if complaint:
        fix = "give the bot's account the right to push to the config repository"
        return Finding("right to push", Health.BAD, complaint, fix)
    return Finding("right to push", Health.GOOD, "a push would be taken; hooks were not asked")


def _key(house: House) -> Finding:
    """Seal something for the readers in the settings, and open it again."""
    from engine.sealed import recipients_of

    readers = recipients_of(house.books.head().book.settings)
    if not readers:
        seen = "settings.yaml names no reader of secrets, so none can be kept"
        return Finding("age key", Health.WARNING, seen, "trunkline secrets keygen")
    house.safe.vault.open(house.safe.vault.seal("doctor", readers))
    return Finding("age key", Health.GOOD, "opens what is sealed")


def _mail(settings: Settings) -> Finding:
    from adapters.mail.smtp import SMTPMailer

    url = settings.smtp_url.get_secret_value()
    if not url or url.startswith("folder:"):
        return Finding("mail server", Health.LEFT_OUT, "SMTP_URL names none: no mail is sent")
    try:
        SMTPMailer(url, settings.mail_from).greet()
    except Unavailable as unavailable:
        fix = "check host, port, user and password in SMTP_URL"
        return Finding("mail server", Health.BAD, str(unavailable), fix)
    return Finding("mail server", Health.GOOD, "takes our login")


def _store(settings: Settings, *, repo: str, store: str) -> Finding:
    from adapters.store.opening import open_store, revision

    url = store_url(settings, repo=repo, store=store)
    if revision(url) is None:
        return Finding("store", Health.WARNING, "is not there yet", "trunkline store upgrade")
    opened = open_store(url, create=False)
    try:
        if opened.awaits_reconciling():
            seen = "was restored and not yet compared with the config repository: no message leaves"
            return Finding("store", Health.WARNING, seen, "trunkline repo sync")
    finally:
        opened.close()
    return Finding("store", Health.GOOD, "is of the revision of this program")


def is_well(findings: tuple[Finding, ...]) -> bool:
    """Whether nothing is bad."""
    return all(one.health is not Health.BAD for one in findings)
