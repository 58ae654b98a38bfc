"""``trunkline serve``: the bot over HTTP or Socket Mode, until it is told to stop."""

from __future__ import annotations

import gc
import signal
import sys
import threading
from dataclasses import dataclass

import structlog
import uvicorn
from apscheduler.schedulers.background import BackgroundScheduler
from slack_bolt import App
from slack_sdk import WebClient

from bot.letters import BY_MAIL, BY_SLACK
from bot.logs import configure_logs
from bot.mail.sender import MailSender, NoMailer
from bot.outbox import Outbox, Sender
from bot.schedule import start_schedule
from bot.settings import Settings, demand
from bot.slack.app import app_of, slack_client, starting_with
from bot.slack.listeners import Listeners
from bot.slack.posts import POST, SlackPosts
from bot.slack.sender import SlackSender
from bot.web.slack_route import slack_application
from bot.wiring import House, build_house, mailer_of
from bot.workers import Workers
from engine.errors import Refused, Unavailable
from engine.ports import Mailer, OperationState

log = structlog.get_logger()

HOMES, HOMES_EVERY_S = "homes", 15

OPTIONAL = (
    "TRUNKLINE_COMMITTER",
    "TRUNKLINE_CONFIG_BRANCH",
    "DATABASE_URL",
    "SLACK_API_URL",
    "SMTP_URL",
    "MAIL_FROM",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """A running bot without its door: the app, its threads and its schedule."""

    app: App
    house: House
    workers: Workers
    scheduler: BackgroundScheduler

    def stop(self) -> None:
        """Finish what is begun and stop the threads."""
        self.scheduler.shutdown(wait=True)
        self.workers.stop()
        self.house.jobs.close()


def start_bot(
    house: House, client: WebClient, signing_secret: str, mailer: Mailer | None = None
) -> Bot:
    """Build the app, start the schedule, and take up requests that a crash left without an answer."""
    workers = Workers()
    listeners = Listeners(house, SlackSender(client), workers)
    app = app_of(listeners, client, signing_secret)
    _take_up(house, listeners, workers)
    house.upkeep.connect(outbox_of(house, client, mailer or NoMailer()))
    scheduler = start_schedule(house, ((HOMES, listeners.homes.refresh, HOMES_EVERY_S),))
    _spare_what_stays()
    return Bot(app=app, house=house, workers=workers, scheduler=scheduler)


def outbox_of(house: House, client: WebClient, mailer: Mailer) -> Outbox:
    """Join what sends the effects of each kind."""
    posts = SlackPosts(client, house.safe.vault)
    senders: dict[str, Sender] = {
        POST: posts,
        BY_SLACK: posts,
        BY_MAIL: MailSender(mailer, house.safe.vault),
    }
    return Outbox(house.open_operations(), house.clock, senders)


def _spare_what_stays() -> None:
    """Take everything that was made at the start from the garbage collector, whose walk over it stops every thread for 100 ms."""
    gc.collect()
    gc.freeze()


def _take_up(house: House, listeners: Listeners, workers: Workers) -> None:
    """Work on what was acknowledged in Slack but not begun or not finished when the last process ended."""
    for operation in house.open_operations().unfinished((OperationState.RECEIVED,)):
        if operation.origin.get("front_end") == "slack":
            workers.work(lambda operation=operation: listeners.run(operation))  # type: ignore[misc]


def serve_bot(*, http: str) -> int:
    """Serve Slack over HTTP at ``http`` (HOST:PORT), or over Socket Mode if it is empty. Blocks."""
    configure_logs()
    try:
        settings = Settings()
        demand(settings, "http" if http else "socket", OPTIONAL)
        host, port = _address(http) if http else ("", 0)
        house = build_house(settings)
        client = slack_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
        secret = settings.slack_signing_secret.get_secret_value() or "unused"
        bot = start_bot(house, client, secret, mailer_of(settings))
    except (Refused, Unavailable) as problem:
        return _told(problem)
    try:
        if http:
            log.info("serve.http", host=host, port=port, path="/slack/events")
            uvicorn.run(
                slack_application(
                    bot.app,
                    settings.slack_signing_secret.get_secret_value(),
                    bot.workers.precedence,
                ),
                host=host,
                port=port,
                log_level="warning",
                access_log=False,
            )
        else:
            _serve_socket(bot, settings)
    except (Refused, Unavailable) as problem:
        return _told(problem)
    finally:
        bot.stop()
    return 0


def _told(problem: Refused | Unavailable) -> int:
    """Say why the bot does not run; gives the exit code."""
    if isinstance(problem, Refused):
        sys.stderr.write(f"{problem.message}\n{problem.hint}\n")
        return 1
    sys.stderr.write(f"{problem}\nStart it again when that is back.\n")
    return 4


def _serve_socket(bot: Bot, settings: Settings) -> None:
    from bot.slack.socket_mode import SocketMode

    client = slack_client(settings.slack_app_token.get_secret_value(), settings.slack_api_url)
    door = SocketMode(bot.app, client, bot.workers.precedence)
    told = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: told.set())
    with starting_with("SLACK_APP_TOKEN"):
        door.start()
    log.info("serve.socket")
    told.wait()
    door.stop()


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit() or not 0 <= int(port) < 65536:
        raise Refused(
            f'"{text}" is no address to listen on', "write HOST:PORT, for example 127.0.0.1:3000"
        )
    return host.strip("[]"), int(port)
