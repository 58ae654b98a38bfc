"""The commands about the store itself: backup, restore, verify, upgrade. They ask nobody's role: whoever runs them has the files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.options import Globals

if TYPE_CHECKING:
    from bot.house import House
    from bot.settings import Settings

_STORE = click.option("--store", metavar="URL", help="The store. Default: as for every command.")
_REPO = click.option("--repo", metavar="PATH-or-URL", help="The config repository it belongs to.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")


def store_commands() -> click.Group:
    """``trunkline store``: look after the store."""

    @click.group("store", short_help="backup, restore, verify, upgrade")
    def store() -> None:
        """Look after the store of operations and messages. All but upgrade may run while the bot does."""

    @store.command("backup", short_help="Copy the store into a file, while it is used.")
    @click.argument("file", type=click.Path(path_type=Path))
    @_STORE
    @_REPO
    @_JSON
    def backup(file: Path, store: str | None, repo: str | None, as_json: bool) -> int:
        """Copy the whole store, as one moment had it, into a new FILE that only you may read."""
        return _told(lambda place: _back_up(file, place), store, repo, as_json=as_json)

    @store.command("restore", short_help="Put a backup into an empty store.")
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--replace", is_flag=True, help="Throw away what the store holds now.")
    @_STORE
    @_REPO
    @_JSON
    def restore(
        file: Path, replace: bool, store: str | None, repo: str | None, as_json: bool
    ) -> int:
        """Put the rows of a backup into the store, then learn from the config repository what landed since.

        Stop the bot first: while one runs this is refused. Until the repository was reached no message leaves the store.
        """
        return _told(
            lambda place: _restore(file, place, replace=replace),
            store,
            repo,
            as_json=as_json,
        )

    @store.command(
        "verify", short_help="Check that the store is whole and agrees with the repository."
    )
    @_STORE
    @_REPO
    @_JSON
    def verify(store: str | None, repo: str | None, as_json: bool) -> int:
        """Check the file, what refers to what, the state of every operation, and the commits of the config repository."""
        return _told(_verify, store, repo, as_json=as_json)

    @store.command("upgrade", short_help="Bring the store to the revision of this program.")
    @_STORE
    @_REPO
    @_JSON
    def upgrade(store: str | None, repo: str | None, as_json: bool) -> int:
        """Bring the tables up to date, or make them. Stop the bot first, or it is refused; and make a backup."""
        return _told(_upgrade, store, repo, as_json=as_json)

    return store


@dataclass(frozen=True, slots=True)
class _Place:
    """Which store is meant, and the config repository that was named for it."""

    url: str
    repo: str
    settings: Settings

    @property
    def has_repository(self) -> bool:
        return bool(self.repo or self.settings.config_repo)

    @contextmanager
    def house(self) -> Iterator[House]:
        from bot.wiring import build_house

        house = build_house(self.settings, repo=self.repo, store=self.url)
        try:
            yield house
        finally:
            house.close_store()


Answer = tuple[int, list[str], dict[str, object]]
"""Exit code, lines for people, values for machines."""


def _told(
    work: Callable[[_Place], Answer], store: str | None, repo: str | None, *, as_json: bool
) -> int:
    """Do something with the store that was named, and print how it went."""
    import json
    import logging

    from bot.logs import configure_logs
    from bot.places import store_url
    from bot.settings import Settings
    from engine.errors import Refused, Unavailable

    configure_logs(logging.ERROR)  # what is less is told by the answer
    said = click.get_current_context().ensure_object(Globals)
    try:
        settings = Settings()
        named = repo or said.repo
        url = store_url(settings, repo=named, store=store or said.store)
        code, lines, values = work(_Place(url, named, settings))
    except (Refused, Unavailable) as problem:
        hint = problem.hint if isinstance(problem, Refused) else problem.remedy
        code = 1 if isinstance(problem, Refused) else 4
        lines, values = [str(problem), *([hint] if hint else [])], {"error": str(problem)}
    if as_json or said.json:
        click.echo(json.dumps({**values, "exit": code}, indent=2))
    else:
        click.echo("\n".join(lines), err=code != 0)
    return code


@contextmanager
def _no_bot(url: str) -> Iterator[None]:
    """Hold what a bot that runs holds: the lead of the schedule.

    Raises:
        Refused: a bot holds it.
    """
    from adapters.store.opening import leading
    from engine.errors import Refused

    with leading(url) as leads:
        if not leads:
            raise Refused(
                "a bot runs on this store", "stop it first, for example: systemctl stop trunkline"
            )
        yield


def _back_up(file: Path, place: _Place) -> Answer:
    from adapters.store.backups import back_up

    counts = back_up(place.url, file)
    values: dict[str, object] = {"file": str(file), "rows": dict(counts)}
    return 0, [f"Backed up to {file}: {_rows(counts)}."], values


def _restore(file: Path, place: _Place, *, replace: bool) -> Answer:
    from adapters.store.backups import restore
    from adapters.system import SystemClock
    from engine.errors import Refused, Unavailable

    with _no_bot(place.url):
        counts = restore(file, place.url, at=SystemClock().now(), replace=replace)
    lines = [f"Restored from {file}: {_rows(counts)}."]
    values: dict[str, object] = {"rows": dict(counts), "reconciled": False}
    try:
        with place.house() as house:
            landed = house.reconciling.reconcile() or 0
    except (Refused, Unavailable) as problem:
        lines.append(
            f"{problem}. No message leaves until the bot has reached the config repository."
        )
        return 0, lines, values
    lines.append(f"Changes that had landed since the backup, and are known again: {landed}.")
    return 0, lines, values | {"reconciled": True, "landed": landed}


def _verify(place: _Place) -> Answer:
    from adapters.store.checking import check_store
    from engine.errors import Unavailable

    found = check_store(place.url)
    faults = list(found.faults)
    lines = [f"Revision {found.revision}: {_rows(found.counts)}."]
    missed = ""
    if place.has_repository:
        try:
            with place.house() as house:
                faults += house.reconciling.disagreements()
        except Unavailable as unavailable:
            missed = f"The commits of the config repository were not compared: {unavailable}."
    else:
        lines.append("No config repository is named, so its commits were not compared.")
    lines += [f"FAULT {fault}" for fault in faults] or ["The store is whole."]
    lines += [missed] if missed else []
    values: dict[str, object] = {
        "revision": found.revision,
        "rows": dict(found.counts),
        "faults": faults,
        "compared": place.has_repository and not missed,
    }
    return 1 if faults else 4 if missed else 0, lines, values


def _upgrade(place: _Place) -> Answer:
    from adapters.store.opening import revision, upgrade
    from adapters.store.tables import REVISIONS

    before = revision(place.url)
    if before == REVISIONS[-1]:
        return 0, [f"The store is of revision {before} already."], {"revision": before}
    with _no_bot(place.url):
        after = upgrade(place.url)
    was = f"from revision {before} " if before else "from nothing "
    return 0, [f"Upgraded the store {was}to {after}."], {"revision": after, "before": before}


def _rows(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items())
