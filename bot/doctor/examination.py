"""Everything the doctor tries, in the order in which it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from bot.doctor.findings import PATIENCE_S, Finding, Health, left_out, tried
from bot.doctor.machine import machine, who_else_reads
from bot.doctor.slack import MOST_SKEW, slack
from bot.house import House
from bot.places import store_url
from bot.settings import Settings, demand
from bot.wiring import build_house
from engine.book import Book
from engine.errors import LATER, Invalid, Refused, Unavailable
from engine.ports.clock import Clock
from engine.ports.effects import EffectState
from schemas.operators import Role

_OPTIONAL = (
    "TRUNKLINE_COMMITTER",
    "TRUNKLINE_CONFIG_BRANCH",
    "DATABASE_URL",
    "SLACK_API_URL",
    "SMTP_URL",
    "MAIL_FROM",
    "METRICS_ADDRESS",
)
_REPOSITORY = "config repository"
_REACHED = (
    "see that TRUNKLINE_CONFIG_REPO names it, and that this account may read it:\n"
    'git ls-remote "$TRUNKLINE_CONFIG_REPO"'
)

_SERVER = (
    "see that DATABASE_URL names host, account and database, that this machine may reach it, and that PGPASSFILE "
    'has the password:\npsql "$DATABASE_URL" -c "select 1"'
)


def examine(
    settings: Settings, clock: Clock, *, repo: str = "", store: str = ""
) -> Iterator[Finding]:
    """Try everything; one thing that fails does not keep the others from being tried."""
    yield tried("environment", lambda: _environment(settings))
    yield from machine(settings)
    workspace = channel = ""
    try:
        house = build_house(settings, repo=repo, store=store)
    except Refused as refused:
        yield Finding(_REPOSITORY, Health.BAD, refused.message, refused.hint)
    else:
        read: list[Book] = []
        yield tried(_REPOSITORY, lambda: _repository(house, clock, read.append))
        if not read:
            yield from left_out(("right to push", "age key"), "the config was not read")
        else:
            workspace, channel = _named_in_slack(read[0])
            yield tried("right to push", lambda: _push_right(house))
            yield tried("age key", lambda: _key(house, settings))
    yield from slack(settings, clock, workspace=workspace, channel=channel)
    yield tried("mail server", lambda: _mail(settings))
    yield tried("store", lambda: _store(settings, repo=repo, store=store))


def _environment(settings: Settings) -> Finding:
    doors = {"socket": settings.slack_app_token, "http": settings.slack_signing_secret}
    open_door = next((name for name, key in doors.items() if key.get_secret_value()), "")
    if not open_door:
        demand(settings, "", _OPTIONAL)  # what is malformed is told first
        seen = "there is no way in from Slack"
        fix = (
            "set SLACK_BOT_TOKEN, and with it SLACK_APP_TOKEN for Socket Mode or SLACK_SIGNING_SECRET for HTTP;\n"
            "all three are on the pages of the Slack app, and serve without a way in does not start"
        )
        return Finding("environment", Health.BAD, seen, fix)
    demand(settings, open_door, _OPTIONAL)
    served = "Socket Mode" if open_door == "socket" else "HTTP"
    return Finding("environment", Health.GOOD, f"everything is set for {served}")


def _named_in_slack(book: Book) -> tuple[str, str]:
    try:
        return book.settings.workspace or "", book.settings.channels.changes or ""
    except Invalid:
        return "", ""


def _repository(house: House, clock: Clock, keep: Callable[[Book], object]) -> Finding:
    """Look at the head of the branch; ``keep`` gets its book."""
    try:
        head = house.repository.fetch()
    except Unavailable as unavailable:
        fix = _REACHED if unavailable.remedy == LATER else unavailable.remedy
        return Finding(_REPOSITORY, Health.BAD, str(unavailable), fix)
    info = house.repository.describe(head)
    book = house.books.at(head)
    keep(book)
    if info.committed_at - clock.now() > MOST_SKEW:
        seen = f"its newest commit is dated {info.committed_at:%Y-%m-%d %H:%M} UTC, in the future"
        fix = "set the clock of this machine, or of the one that made the commit"
        return Finding(_REPOSITORY, Health.WARNING, seen, fix)
    if not any(Role.ADMIN in person.roles for person in book.operators):
        fix = "give somebody the role admin in operators.yaml"
        return Finding(_REPOSITORY, Health.BAD, "operators.yaml names no admin", fix)
    return Finding(_REPOSITORY, Health.GOOD, f"{book.settings.name} at {head[:12]}")


def _push_right(house: House) -> Finding:
    complaint = house.repository.try_push()
    if complaint:
        fix = "give the bot's account the right to push to the config repository"
        return Finding("right to push", Health.BAD, complaint, fix)
    seen = "a push would be taken; hooks and the protection of the branch answer to a change only"
    return Finding("right to push", Health.GOOD, seen)


def _key(house: House, settings: Settings) -> Finding:
    """Seal something for the readers in the settings, and open it again."""
    from engine.sealed import recipients_of

    file = settings.age_key_file
    if file and Path(file).is_file() and (mode := who_else_reads(Path(file))):
        seen = f"{file} is open to everybody on this machine: its mode is {mode}"
        return Finding("age key", Health.BAD, seen, f"chmod 0600 {file}")
    config = house.books.known().settings
    if not config.secrets.recipients:
        seen = "settings.yaml names no reader of secrets, so none can be kept"
        return Finding("age key", Health.WARNING, seen, "trunkline secrets keygen FILE")
    readers = recipients_of(config)
    house.safe.vault.open(house.safe.vault.seal("doctor", readers))
    return Finding("age key", Health.GOOD, "opens what is sealed")


def _mail(settings: Settings) -> Finding:
    from adapters.mail.smtp import SMTPMailer

    url = settings.smtp_url.get_secret_value()
    if not url:
        return Finding("mail server", Health.LEFT_OUT, "SMTP_URL names none: no mail is sent")
    if url.startswith("folder:"):
        seen = f"no mail is sent: SMTP_URL lets it be written into {url.partition(':')[2]}"
        return Finding(
            "mail server", Health.WARNING, seen, "name a server: smtps://user:password@host"
        )
    if not settings.mail_from:
        fix = "write Name <address@example.com>"
        return Finding("mail server", Health.BAD, "SMTP_URL is set and MAIL_FROM is not", fix)
    SMTPMailer(url, settings.mail_from, patience_s=PATIENCE_S).greet()
    return Finding("mail server", Health.GOOD, f"takes mail from {settings.mail_from}")


def _store(settings: Settings, *, repo: str, store: str) -> Finding:
    from adapters.store.opening import open_store, revision

    url = store_url(settings, repo=repo, store=store)
    try:
        found = revision(url)
    except Unavailable as away:
        fix = _SERVER if away.remedy == LATER and not url.startswith("sqlite:") else away.remedy
        return Finding("store", Health.BAD, str(away), fix)
    if found is None:
        return Finding("store", Health.WARNING, "is not there yet", "trunkline store upgrade")
    opened = open_store(url, create=False)
    try:
        if opened.operations.awaits_reconciling():
            seen = "was restored and not yet compared with the config repository: no message leaves"
            return Finding("store", Health.WARNING, seen, "trunkline repo sync")
        if given_up := opened.effects.count()[EffectState.FAILED]:
            seen = f"holds messages that could not be delivered: {given_up}"
            fix = "trunkline outbox list says which and why; then outbox retry or outbox drop"
            return Finding("store", Health.WARNING, seen, fix)
    finally:
        opened.close()
    return Finding("store", Health.GOOD, "is of the revision of this program")
