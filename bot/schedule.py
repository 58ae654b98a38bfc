"""What happens by itself while the bot runs: messages leave the outbox, waiting changes are taken up.

Explicit APScheduler settings: UTC, one instance of a job at a time, a late run is made up for once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from bot.outbox import Outbox
from bot.wiring import House
from engine.book import Book
from engine.errors import Invalid, Unavailable
from engine.ports import PortalPasswords
from schemas.contacts import Contacts

log = structlog.get_logger()

DELIVER_EVERY_S = 1
SYNC_EVERY_S = 15


Job: TypeAlias = tuple[str, Callable[[], object], int]
"""A name, what to do, and how often, in seconds."""


def start_schedule(house: House, outbox: Outbox, more: Sequence[Job] = ()) -> BackgroundScheduler:
    """Start the jobs, and ``more`` of a front end; the caller shuts the scheduler down."""
    scheduler = BackgroundScheduler(
        timezone="UTC",
        executors={"default": ThreadPoolExecutor(2)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 30},
    )
    jobs: tuple[Job, ...] = (
        ("deliver", outbox.send_due, DELIVER_EVERY_S),
        ("sync", lambda: take_up_changes(house), SYNC_EVERY_S),
        *more,
    )
    for name, job, seconds in jobs:
        scheduler.add_job(_reported(name, job), "interval", seconds=seconds, id=name)
    scheduler.start()
    return scheduler


def take_up_changes(house: House) -> None:
    """Look at the remote, accept its head, say what is wrong in it, and take up what waits for it."""
    house.changes.expire()
    house.changes.act_on_waiting()
    opened = house.books.head()
    if opened.note:
        return
    book, is_new = house.books.accept()
    if is_new:
        house.changes.announce_faults(book)
        forget_gone(house.safe.portal, book)
    house.dispatcher.resume()


def forget_gone(portal: PortalPasswords, book: Book) -> None:
    """Forget the portal passwords of contacts that are not in the book any more, however they left it.

    Contacts in a file that does not hold are left alone: they may come back.
    """
    for customer, contact in portal.known():
        try:
            contacts = book.tab("contacts", customer, Contacts)
        except Invalid:
            continue
        if contacts is None or all(one.id != contact for one in contacts.contacts):
            portal.remove(customer, contact)


def _reported(name: str, job: Callable[[], object]) -> Callable[[], None]:
    def run() -> None:
        try:
            job()
        except Unavailable as unavailable:
            log.warning("job.unavailable", job=name, what=unavailable.what)
        except (
            Exception
        ):  # a job that fails must not stop the schedule; it is logged and runs again
            log.exception("job.bug", job=name)

    return run
