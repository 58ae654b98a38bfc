"""Where the parts come from."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from bot.settings import Settings
from bot.wiring import build_house, committer
from engine.errors import Refused
from engine.ports.repository import Person
from engine.ports.store import Store
from tests.builders import NOON
from tests.postgres_server import Postgres
from tests.stores import Stores, keeping, store_in


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_committer_is_read_as_name_and_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUNKLINE_COMMITTER", "Line Bot <bot@carrier.example>")

    assert committer(Settings()) == Person("Line Bot", "bot@carrier.example")


@pytest.mark.parametrize("text", ["bot", "bot@x", "Bot <bot>", "<a@b>", "Bot <a@b> x"])
def test_a_malformed_committer_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("TRUNKLINE_COMMITTER", text)

    with pytest.raises(Refused, match="TRUNKLINE_COMMITTER is malformed"):
        committer(Settings())


def test_joining_a_house_touches_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUNKLINE_STATE_DIR", str(tmp_path / "state"))
    house = build_house(Settings(), repo=str(tmp_path / "nowhere.git"))

    assert house.catalogue.get("customer add") is not None
    assert list(tmp_path.iterdir()) == []


def test_a_process_keeps_one_connection_to_the_store_and_one_that_leads(
    tmp_path: Path, postgres: Postgres
) -> None:
    with keeping(Stores(lambda: postgres)) as kept:
        house = build_house(Settings(), repo="nowhere.git", store=store_in(tmp_path))
        leads = house.jobs.leads()
        store = house.open_store()
        store.effects.count()
        house.open_overlays().in_force(NOON)
        house.safe.portal.known()
        house.jobs.runs.recent(job=None, limit=1)
        store.matters.last_told("faults")
        open_ones = [one for one in kept.connections if not one.closed]

        house.close()

        left = [one for one in kept.connections if not one.closed]
        kept.end(tmp_path)
    assert leads
    assert len(open_ones) == 2
    assert left == []


def test_threads_that_ask_for_the_store_at_once_are_given_the_same(tmp_path: Path) -> None:
    house = build_house(Settings(), repo="nowhere.git", store=store_in(tmp_path))
    together = Barrier(8)

    def ask(_: int) -> Store:
        together.wait()
        return house.open_store()

    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(ask, range(8)))
    house.close_store()

    assert len(set(map(id, given))) == 1


def test_without_a_repository_every_question_says_how_to_name_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRUNKLINE_STATE_DIR", str(tmp_path / "state"))

    with pytest.raises(Refused, match="no config repository is named"):
        build_house(Settings()).repository.head()
