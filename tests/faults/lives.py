"""The lives of one bot: started in processes of their own over the same files, killed at a step, started again."""

from __future__ import annotations

import logging
import multiprocessing
import os
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from adapters.mail.folder import FolderMailer
from adapters.memory.clock import FrozenClock
from adapters.system import SystemClock, SystemIds
from bot.console.model import Channel
from bot.console.server import Console
from bot.demo import people_of
from bot.logs import configure_logs
from bot.outbox import Outbox
from bot.schedule import take_up_changes
from bot.serve import outbox_of
from bot.slack.app import slack_client
from engine.errors import Unavailable
from engine.ports.operations import OperationState
from engine.ports.store import Store
from handlers.kit.services import Safe
from tests.builders import CHANGES, NOON, Carrier, a_book, a_carrier, a_real_house, a_real_safe
from tests.faults.fate import Cut, Fate, die_in, lay_hooks, let_in
from tests.faults.stories import STORIES, Teller
from tests.stores import copied_store

TOKEN = "xoxb-faults"
RESTARTS_AFTER_S, TOLD_AGAIN_AFTER_S = 120, 300
SECONDS = 120.0
_NO_STATUS = 255

_PROCESSES = multiprocessing.get_context("forkserver")
# Whoever forks next has it all loaded: a life takes a third of a second then, not three.
_PROCESSES.set_forkserver_preload(["tests.faults.lives"])


class LifeError(AssertionError):
    """A life ended in another way than it should: neither whole nor by the kill."""


@dataclass(frozen=True)
class Place:
    """Where a bot lives: its files, the Slack it talks to, and its store."""

    folder: Path
    api: str
    story: str
    store: str

    @property
    def steps(self) -> Path:
        """What this life came to, one step a line."""
        return self.folder / "steps"

    @property
    def lived(self) -> Path:
        """A mark that a life came to its end."""
        return self.folder / "lived"

    @property
    def remote(self) -> Path:
        """The config repository."""
        return self.folder / "remote.git"


@contextmanager
def slack() -> Iterator[Console]:
    """A workspace in Slack's place, alive over all lives of a bot."""
    console = Console(
        people_of(a_book(a_carrier())),
        channels=(Channel(id=CHANGES, name="changes"),),
        signing_secret="0" * 32,
        bot_token=TOKEN,
        now=SystemClock().now,
    )
    console.start_api()
    try:
        yield console
    finally:
        console.stop()


# --- what a life does; each runs in a process of its own ----------------------------------------------------------


def prepare(place: Place, _: Fate) -> None:
    """Make the carrier, the clone and the store, and close them."""
    carrier = a_real_house(
        place.folder,
        STORIES[place.story].files(place.folder),
        ids=SystemIds(FrozenClock(NOON)),
        store_url=place.store,
    )
    lay_hooks(place.remote)
    carrier.house.books.head()
    carrier.house.books.accept()
    STORIES[place.story].before(carrier)
    carrier.overlays.in_force(NOON)
    store: Any = carrier.store
    store.close()


def tell(place: Place, fate: Fate) -> None:
    """Tell the story, and send what it has to say to others."""
    teller = _teller(place, fate, after_s=0)
    STORIES[place.story].tell(teller)
    teller.delivers()


def tell_and_go_on(place: Place, fate: Fate) -> None:
    """Tell the story while the server of the store cuts the bot off, and go on in the same process when it is back."""
    teller = _teller(place, fate, after_s=0)
    house = teller.carrier.house
    STORIES[place.story].tell(teller)
    with suppress(Unavailable):
        teller.delivers()
    let_in(place.store)
    teller.carrier.clock.advance(RESTARTS_AFTER_S)
    for operation in house.endings.left():
        if operation.state is OperationState.RECEIVED:
            house.dispatcher.work(operation)
    take_up_changes(house)
    teller.delivers()


def come_back(place: Place, fate: Fate) -> None:
    """Start again as the bot does: requests without an answer, then what waits to land, then the outbox."""
    _start_again(_teller(place, fate, after_s=RESTARTS_AFTER_S))


def come_back_again(place: Place, fate: Fate) -> None:
    """Start once more after a start that did not come to its end."""
    _start_again(_teller(place, fate, after_s=2 * RESTARTS_AFTER_S))


def _start_again(teller: Teller) -> None:
    house = teller.carrier.house
    for operation in house.open_store().operations.unfinished((OperationState.RECEIVED,)):
        house.dispatcher.work(operation)
    take_up_changes(house)
    teller.delivers()


def tell_again(place: Place, fate: Fate) -> None:
    """Have the same people ask the same things again."""
    teller = _teller(place, fate, after_s=TOLD_AGAIN_AFTER_S)
    STORIES[place.story].tell(teller)
    teller.delivers()


def _teller(place: Place, fate: Fate, *, after_s: float) -> Teller:
    clock = FrozenClock(NOON)
    clock.advance(after_s + STORIES[place.story].after_s)
    safe = a_real_safe(place.folder, place.store)
    portal = safe.portal
    carrier = a_real_house(
        place.folder,
        wrap=lambda repository: fate.around(repository, "repository"),
        wrap_overlays=lambda overlays: fate.around(overlays, "overlays"),
        wrap_store=lambda store: _watched(fate, store),
        clock=clock,
        ids=SystemIds(clock),
        safe=Safe(
            vault=safe.vault,
            randomness=safe.randomness,
            hasher=safe.hasher,
            open_portal=lambda: fate.around(portal, "portal"),
            mails=True,
        ),
        store_url=place.store,
    )
    return Teller(carrier, _outbox(place, fate, carrier), place.folder / "said")


def _watched(fate: Fate, store: Store) -> Store:
    parts = ("operations", "effects", "heads", "matters", "events")
    return replace(store, **{name: fate.around(getattr(store, name), "store") for name in parts})


def _outbox(place: Place, fate: Fate, carrier: Carrier) -> Outbox:
    client = fate.around(slack_client(TOKEN, place.api), "slack", outside=("chat_postMessage",))
    mailer = FolderMailer(place.folder / "mail", "Harbour Voice <noc@carrier.example>")
    return outbox_of(carrier.house, client, fate.around(mailer, "mail", outside=("send",)))


# --- living ----------------------------------------------------------------------------------------------------------

Life = Callable[[Place, Fate], None]


def live(
    life: Life,
    place: Place,
    *,
    dies_at: int | None = None,
    dies_in: str = "",
    full_at: int | None = None,
    cut: Cut | None = None,
    may_outlive: bool = False,
) -> Sequence[str]:
    """Live one life; gives the steps it came to. It dies before step ``dies_at``, or while the remote is in a hook.

    ``may_outlive``: it may also end before it comes to that step. From step ``full_at`` on the disk takes no byte more; how a life ends then is its own affair.

    Raises:
        LifeError: it ended by itself where it should have been killed, or did not end well.
    """
    place.steps.unlink(missing_ok=True)
    place.lived.unlink(missing_ok=True)
    if dies_in:
        die_in(place.remote, dies_in)
    process: Any = _PROCESSES.Process(target=_run, args=(life, place, dies_at, full_at, cut))
    process.start()
    process.join(SECONDS)
    if process.is_alive():
        process.kill()
        process.join()
        raise LifeError(f"{place.story}: {life.__name__} hangs")
    steps = place.steps.read_text().splitlines() if place.steps.exists() else []
    lived = place.lived.exists()
    dies = dies_in or (dies_at is not None and not (may_outlive and len(steps) <= dies_at))
    if full_at is None and lived is bool(dies):
        raise LifeError(
            f"{place.story}: {life.__name__} {'lived' if lived else f'ended with {process.exitcode}'}"
        )
    # The status of a process that another one forked may get lost; what it left behind does not.
    if not lived and process.exitcode not in (-signal.SIGKILL, _NO_STATUS) and full_at is None:
        raise LifeError(f"{place.story}: {life.__name__} ended with {process.exitcode}")
    return steps


def _run(
    life: Life, place: Place, dies_at: int | None, full_at: int | None, cut: Cut | None
) -> None:
    # Nothing of the settings of whoever runs this.
    os.environ.update(GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_NOSYSTEM="1", HOME=str(place.folder))
    configure_logs(logging.CRITICAL)
    if place.remote.exists():
        (place.remote / "pid").write_text(str(os.getpid()))
    if full_at is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # nobody reads how it stumbles
    fate = Fate(place.steps, dies_at, full_at, cut)
    fate.watch()
    life(place, fate)
    place.lived.touch()


def copied(template: Place, folder: Path) -> Place:
    """Give the same bot in a folder of its own."""
    shutil.copytree(template.folder, folder)
    lay_hooks(folder / "remote.git")
    return Place(folder, template.api, template.story, copied_store(template.folder, folder))
