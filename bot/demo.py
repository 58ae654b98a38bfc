"""``trunkline demo``: a small carrier with its own remote, clone and store, and the console to try it in."""

from __future__ import annotations

import errno
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import webbrowser
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from bot.console.model import Channel, Person, Shortcut, SlashCommand, Suggestion, Team
from bot.console.server import Console
from bot.console.serving import Server
from bot.house import House
from bot.logs import configure_logs
from bot.serve import Bot, start_bot
from bot.settings import Settings
from bot.slack import surface
from bot.slack.app import slack_client
from bot.slack.manifest import domains
from bot.slack.suggest import complete
from bot.web.slack_route import slack_application
from bot.wiring import build_house, mailer_of
from engine.book import Book
from engine.errors import Refused, Unavailable

TOKEN = "xoxb-demo"  # noqa: S105 -- the console takes any token
GENERAL = "C0GENERAL"
MAIL_FROM = "Harbour Voice <noc@harbour.example>"
_EXAMPLES = (
    ("/simulate 442079460018 --ip 203.0.113.7", "A call: its route, its price, and why"),
    ("/customer show ben-llc", "One customer, tab by tab"),
    ("/customer add", "A form, then a plan, then a commit"),
    ("/customer list", "Everybody we carry calls for"),
    ("/auth ip add ben-llc 198.51.100.200", "An address two others have: see what is said"),
    ("/trunkline help", "Every command"),
)
_READER = """
# Whose key opens the passwords in auth.yaml: the demo's own, made with it.
secrets:
  recipients:
    - id: demo
      key: {key}
"""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts of a demo carrier lie."""

    folder: Path

    @property
    def remote(self) -> Path:
        """The bare repository that plays the forge."""
        return self.folder / "remote.git"

    @property
    def state(self) -> Path:
        """Our clone."""
        return self.folder / "state"

    @property
    def key(self) -> Path:
        """The age key that opens the carrier's secrets."""
        return self.folder / "age.key"

    @property
    def mail(self) -> Path:
        """Where mail is written instead of being sent."""
        return self.folder / "mail"

    @property
    def store(self) -> str:
        """The store, marked as a demo."""
        return f"sqlite:///{self.folder.absolute() / 'store.db'}"


def run_demo(folder: Path, *, port: int, open_browser: bool, fresh: bool) -> int:
    """Make the demo carrier unless it is there, serve the console, and wait for Ctrl-C."""
    configure_logs()
    try:
        places = make_carrier(folder, fresh=fresh)
        demo = start_demo(places, port=port)
    except (Refused, Unavailable) as problem:
        sys.stderr.write(f"{problem}\n{getattr(problem, 'hint', '')}\n")
        return 1
    except OSError as error:
        taken = f"Port {port} is taken, perhaps by another demo. Try --port 0 for a free one."
        other = f"The demo cannot be made: {error.filename or folder}: {error.strerror}"
        sys.stderr.write(f"{taken if error.errno == errno.EADDRINUSE else other}\n")
        return 1
    told = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: told.set())
    sys.stdout.write(f"Trunkline demo: {demo.console.url}\n")
    sys.stdout.flush()
    if open_browser:
        webbrowser.open(demo.console.url)
    told.wait()
    demo.stop()
    return 0


@dataclass(frozen=True, slots=True)
class Demo:
    """A running demo."""

    console: Console
    bot: Bot
    route: Server
    house: House

    def stop(self) -> None:
        """Stop serving; nothing is lost."""
        self.console.stop()
        self.route.stop()
        self.bot.stop()


def make_carrier(folder: Path, *, fresh: bool = False) -> Places:
    """Make the remote, from the sample config, and the store; what is there already stays.

    Raises:
        Refused: the folder holds something that is no demo.
    """
    from adapters.store.marks import DEMO_REMOTE
    from adapters.store.opening import open_store

    places = Places(folder)
    if places.remote.exists():
        _make_current(places)
        if fresh:
            _throw_away(places)
    folder.mkdir(parents=True, exist_ok=True)
    # The store with its mark comes first: a remote beside no store is somebody else's.
    store = open_store(places.store, create=True, demo=True)
    store.marks.put(DEMO_REMOTE, str(places.remote.absolute()))
    store.close()
    if not places.remote.exists():
        _make_remote(places)
    return places


def _throw_away(places: Places) -> None:
    """Remove what a demo made; whatever else lies in its folder is somebody's."""
    for made in (places.remote, places.state, places.mail):
        shutil.rmtree(made, ignore_errors=True)
    for file in (places.key, *places.folder.glob("store.db*")):
        file.unlink(missing_ok=True)


def _make_current(places: Places) -> None:
    """Bring the store of an older demo up to date; a folder without a demo's store is refused."""
    from adapters.store.opening import open_store, revision, upgrade

    if revision(places.store) is None:
        raise Refused(
            f"{places.folder} is no demo: it has a remote and no store", "choose another folder"
        )
    upgrade(places.store)
    open_store(places.store, create=False, demo=True).close()


def _make_remote(places: Places) -> None:
    """Commit the sample config as a first commit of a new bare repository; appears whole or not at all.

    A key of its own opens its secrets; one that lies there belongs to no remote.
    """
    from adapters.secrets.age import AgeVault

    remote = places.remote
    places.key.unlink(missing_ok=True)
    reader = AgeVault("").make_key(str(places.key))
    sample = Path(__file__).resolve().parent.parent / "config"
    making = remote.with_suffix(".making")
    shutil.rmtree(making, ignore_errors=True)
    work = making / "work"
    shutil.copytree(str(sample), work / "config")
    with (work / "config" / "settings.yaml").open("a", encoding="utf-8") as settings:
        settings.write(_READER.format(key=reader))
    person = [
        "-c",
        "user.name=Rosa Delgado",
        "-c",
        "user.email=rosa@example.com",
        "-c",
        "commit.gpgsign=false",
    ]
    _git(work, "init", "-q", "-b", "main")
    _git(work, "add", "-A")
    _git(work, *person, "commit", "-q", "-m", "Start the carrier's config")
    _git(making, "clone", "-q", "--bare", "work", "remote.git")
    _git(making / "remote.git", "remote", "remove", "origin")
    (making / "remote.git").rename(remote)
    shutil.rmtree(making)


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, timeout=60)  # noqa: S603, S607


def start_demo(places: Places, *, port: int) -> Demo:
    """Start the console's Web API, the bot, its route, and the page, in this order."""
    key = str(places.key.absolute()) if places.key.exists() else ""
    settings = Settings().model_copy(
        update={
            "config_branch": "",
            "signing_key": "",
            "database_url": "",
            "age_key_file": key,
            # A demo mails nobody, whatever the environment says.
            "smtp_url": SecretStr(f"folder:{places.mail.absolute()}"),
            "mail_from": MAIL_FROM,
        }
    )
    house = build_house(
        settings, repo=str(places.remote.absolute()), store=places.store, state=places.state
    )
    book = house.books.head().book
    secret = secrets.token_hex(16)
    console = Console(
        people_of(book),
        channels=channels_of(book),
        signing_secret=secret,
        bot_token=TOKEN,
        now=house.clock.now,
        commands=slash_commands(house),
        shortcuts=shortcuts(),
        examples=[Suggestion(*example) for example in _EXAMPLES],
        events=surface.EVENTS,
        scopes=surface.scopes(),
        unfurl_domains=domains(book.settings),
        complete=lambda user, command, text: suggestions(house, command, text),
        team=Team(name=book.settings.name, app_name="Trunkline"),
        port=port,
    )
    # The page's port may be taken: learn that before anything else runs.
    console.start()
    client = slack_client(TOKEN, console.api_url)
    bot = start_bot(house, client, secret, mailer_of(settings))
    route = Server(lambda _: slack_application(bot.app, secret, bot.workers.precedence), 0)
    console.deliver_to = f"http://127.0.0.1:{route.port}/slack/events"
    return Demo(console, bot, route, house)


def people_of(book: Book) -> tuple[Person, ...]:
    """Let every operator of the carrier who uses Slack take part."""
    return tuple(
        Person(
            id=person.slack_id,
            name=person.id,
            real_name=person.name,
            email=person.email,
            title=", ".join(str(role) for role in person.roles) or "no role",
        )
        for person in book.operators
        if person.slack_id
    )


def channels_of(book: Book) -> tuple[Channel, ...]:
    """Make the channels the carrier's settings name, and one to work in."""
    named = {
        book.settings.channels.changes: ("changes", "Every change to the config, as it happens")
    }
    known = (
        Channel(id=channel, name=name, topic=topic)
        for channel, (name, topic) in named.items()
        if channel
    )
    return (
        Channel(id=GENERAL, name="noc", topic="An invented carrier: nothing here can break"),
        *known,
    )


def slash_commands(house: House) -> tuple[SlashCommand, ...]:
    """Register the slash commands of the manifest."""
    registered = surface.slash_commands(house.catalogue, house.books.known().settings)
    return tuple(SlashCommand(one.name, one.description, one.usage) for one in registered)


def shortcuts() -> tuple[Shortcut, ...]:
    """Register the shortcuts of the manifest."""
    return tuple(
        Shortcut(one.id, one.name, one.description, on_messages=one.on is surface.On.MESSAGE)
        for one in surface.SHORTCUTS
    )


def suggestions(house: House, command: str, text: str) -> Sequence[Suggestion]:
    """Complete what is being typed."""
    found = complete(house.catalogue, house.books.known(), command, text)
    return [Suggestion(one.word, one.description, one.final) for one in found]
