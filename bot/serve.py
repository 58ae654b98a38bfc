"""``trunkline serve``: the bot over HTTP or Socket Mode, until it is told to stop."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from time import monotonic
from types import FrameType

import structlog
import uvicorn
from apscheduler.schedulers.background import BackgroundScheduler
from slack_bolt import App
from slack_sdk import WebClient

from bot.console.serving import Server
from bot.health import Health
from bot.house import House
from bot.letters import BY_MAIL, BY_SLACK
from bot.logs import configure_logs
from bot.mail.sender import MailSender, NoMailer
from bot.memory import spare_what_stays
from bot.metrics import Metrics
from bot.outbox import Outbox, Sender
from bot.schedule import start_schedule
from bot.settings import Settings, address_of, demand
from bot.slack.app import app_of, slack_client, starting_with
from bot.slack.listeners import Listeners
from bot.slack.posts import POST, SlackPosts
from bot.slack.runs import Runs
from bot.slack.sender import SlackSender
from bot.web.health_routes import health_routes, private_application
from bot.web.slack_route import slack_application
from bot.wiring import build_house, mailer_of
from bot.workers import Workers
from engine.errors import LATER, Refused, Unavailable
from engine.ports.mail import Mailer
from engine.ports.operations import OperationState

log = structlog.get_logger()

HOMES, HOMES_EVERY_S = "homes", 15
FRESH_EVERY_S = 15
LEFT_EVERY_S = 5
STALE_AFTER = timedelta(minutes=1)
DRAIN_S = 18
"""Seconds from SIGTERM to the end of the process: two less than a supervisor should wait before it kills."""

LAST_REQUESTS_S = 5
BUG = 3
"""Exit code of a process that ends by a bug of ours."""

OPTIONAL = (
    "TRUNKLINE_COMMITTER",
    "TRUNKLINE_CONFIG_BRANCH",
    "DATABASE_URL",
    "SLACK_API_URL",
    "SMTP_URL",
    "MAIL_FROM",
    "METRICS_ADDRESS",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """A running bot without its door: the app, its threads and its schedule."""

    app: App
    house: House
    workers: Workers
    scheduler: BackgroundScheduler

    def stop(self, within_s: float | None = None) -> bool:
        """Finish what is begun and stop the threads; False if something was still at work after ``within_s``."""
        finishing = threading.Thread(target=self._finish, name="finish", daemon=True)
        finishing.start()
        finishing.join(within_s)
        return not finishing.is_alive()

    def _finish(self) -> None:
        self.scheduler.shutdown(wait=True)
        self.workers.stop()
        with suppress(Unavailable):  # the store went away first: nothing depends on it
            self.house.close()


def start_bot(
    house: House,
    client: WebClient,
    signing_secret: str,
    mailer: Mailer | None = None,
    *,
    took: Callable[[float], object] = lambda _: None,
) -> Bot:
    """Build the app, start the schedule, and take up requests that a crash left without an answer.

    ``took`` hears the seconds of each acknowledgement.
    """
    workers = Workers(took)
    listeners = Listeners(house, SlackSender(client), workers)
    app = app_of(listeners, client, signing_secret)
    _take_up(house, listeners.runs, workers)
    house.upkeep.connect(outbox_of(house, client, mailer or NoMailer()))
    keep_fresh = partial(_keep_fresh, house)
    workers.work(keep_fresh)
    beats = (
        (HOMES, listeners.homes.refresh, HOMES_EVERY_S),
        ("fresh", keep_fresh, FRESH_EVERY_S),
        ("left", listeners.runs.take_up_left, LEFT_EVERY_S),
    )
    scheduler = start_schedule(house, beats)
    spare_what_stays()
    return Bot(app=app, house=house, workers=workers, scheduler=scheduler)


def _keep_fresh(house: House) -> None:
    """Have the config at hand, and know whether it stands still, also in a process that does not lead.

    So the first request does not wait for a clone.
    """
    with suppress(Unavailable):
        house.books.head(fresh_for=STALE_AFTER)
        house.books.rewritten()


def outbox_of(house: House, client: WebClient, mailer: Mailer) -> Outbox:
    """Join what sends the effects of each kind."""
    posts = SlackPosts(client, house.safe.vault)
    senders: dict[str, Sender] = {
        POST: posts,
        BY_SLACK: posts,
        BY_MAIL: MailSender(mailer, house.safe.vault),
    }
    return Outbox(house.open_store(), house.clock, senders)


def _take_up(house: House, runs: Runs, workers: Workers) -> None:
    """Work on what was acknowledged in Slack but not begun or not finished when the last process ended."""
    for operation in house.open_store().operations.unfinished((OperationState.RECEIVED,)):
        if operation.origin.get("front_end") == "slack":
            workers.work(lambda operation=operation: runs.run(operation))  # type: ignore[misc]


def serve_bot(*, http: str) -> int:
    """Serve Slack over HTTP at ``http`` (HOST:PORT), or over Socket Mode if it is empty. Blocks."""
    metrics = Metrics()
    configure_logs(watching=(metrics.count,))
    stopping = _Stopping()
    private, bot, code = None, None, BUG
    try:
        settings = Settings()
        demand(settings, "http" if http else "socket", OPTIONAL)
        address = address_of(http) if http else None
        house = build_house(settings)
        health = Health(house)
        stopping.then(health.drain)
        metrics.watch(house)
        # Listened on before anything begins: whether an address is free must not be learned when messages leave.
        private = _serve_private(settings, health, metrics)
        client = slack_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
        secret = settings.slack_signing_secret.get_secret_value() or "unused"
        bot = start_bot(house, client, secret, mailer_of(settings), took=metrics.acknowledged)
        if address:
            _serve_http(bot, settings, address, health, stopping)
        else:
            _serve_socket(bot, settings, stopping)
        code = 0
    except (Refused, Unavailable) as problem:
        code = _told(problem)
    finally:
        if bot is not None:
            _end(bot, private, stopping, code)
    return code


class _Stopping:
    """Hears SIGTERM and SIGINT; the first begins the end, more change nothing."""

    def __init__(self) -> None:
        """Listen from now on."""
        self._told = threading.Event()
        self._since = 0.0
        self._then: list[Callable[[], object]] = []
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self.hear)

    def then(self, do: Callable[[], object]) -> None:
        """Do this when it is told to stop, at once."""
        self._then.append(do)
        if self._told.is_set():
            do()

    def wait(self) -> None:
        """Wait until it is told to stop."""
        self._told.wait()

    @property
    def left_s(self) -> float:
        """How many seconds are left to finish what runs."""
        return DRAIN_S - (monotonic() - self._since) if self._since else DRAIN_S

    def hear(self, *_: object) -> None:
        """Begin the end."""
        if not self._told.is_set():
            self._since = monotonic()
            self._told.set()
            for do in self._then:
                do()


class _Door(uvicorn.Server):
    """uvicorn, which hears signals itself while it runs and hands them on only when it has ended."""

    def __init__(self, config: uvicorn.Config, stopping: _Stopping) -> None:
        """Tell ``stopping`` at once."""
        super().__init__(config)
        self._stopping = stopping

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop taking requests; those that are under way are answered, however often it is told."""
        self._stopping.hear()


def _serve_private(settings: Settings, health: Health, metrics: Metrics) -> Server | None:
    if not settings.metrics_address:
        return None
    host, port = address_of(settings.metrics_address)
    try:
        server = Server(lambda _: private_application(health, metrics), port, host=host)
    except OSError as error:
        raise Refused(
            f"METRICS_ADDRESS {settings.metrics_address} cannot be listened on: {error.strerror}",
            "name a free port of this machine, for example 127.0.0.1:9464",
        ) from error
    log.info("serve.metrics", host=host, port=server.port)
    return server


def _serve_http(
    bot: Bot, settings: Settings, address: tuple[str, int], health: Health, stopping: _Stopping
) -> None:
    host, port = address
    secret = settings.slack_signing_secret.get_secret_value()
    application = slack_application(bot.app, secret, bot.workers.precedence, health_routes(health))
    config = uvicorn.Config(
        application,
        host=host,
        port=port,
        log_config=None,
        log_level="warning",
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=LAST_REQUESTS_S,
    )
    server = _Door(config, stopping)
    stopping.then(lambda: setattr(server, "should_exit", True))
    log.info("serve.http", host=host, port=port, path="/slack/events")
    server.run()


def _end(bot: Bot, private: Server | None, stopping: _Stopping, code: int) -> None:
    """Finish what runs within the time there is; what takes longer is in the store, and taken up at the next start.

    ``code`` is the exit code of the process.
    """
    log.info("serve.drains", left_s=round(stopping.left_s))
    is_finished = bot.stop(max(stopping.left_s, 0))
    if private is not None:
        private.ask_to_stop()
    log.info("serve.ended", finished=is_finished)
    if not is_finished:
        # Threads that still wait for something outside would keep the process for as long as that takes.
        sys.stderr.flush()
        os._exit(code)


def _told(problem: Refused | Unavailable) -> int:
    """Say why the bot does not run; gives the exit code."""
    if isinstance(problem, Refused):
        sys.stderr.write(f"{problem.message}\n{problem.hint}\n")
        return 1
    remedy = "Start it again when that is back." if problem.remedy == LATER else problem.remedy
    sys.stderr.write(f"{problem}\n{remedy}\n")
    return 4


def _serve_socket(bot: Bot, settings: Settings, stopping: _Stopping) -> None:
    from bot.slack.socket_mode import SocketMode

    client = slack_client(settings.slack_app_token.get_secret_value(), settings.slack_api_url)
    door = SocketMode(bot.app, client, bot.workers.precedence)
    with starting_with("SLACK_APP_TOKEN"):
        door.start()
    log.info("serve.socket")
    stopping.wait()
    door.stop()
