"""Who leads: one process at a time, and another as soon as that one is gone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.memory.schedule import MemoryLeader, Seat
from adapters.store.engines import open_engine, parsed_url
from adapters.store.leader import AdvisoryLeader, FileLeader
from engine.errors import Unavailable
from engine.ports.jobs import Leader
from tests.postgres_server import Postgres

TOP = Path(__file__).parents[3]
LEAD = """
import sys
from pathlib import Path
from adapters.store.leader import FileLeader
print(FileLeader(Path(sys.argv[1])).lead(), flush=True)
sys.stdin.read()
"""


@pytest.fixture(params=["file", "postgresql", "memory"])
def two(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Leader, Leader]]:
    pair = two_of(request, tmp_path)
    yield pair
    for leader in pair:
        leader.resign()
        if isinstance(leader, AdvisoryLeader):
            leader._engine.dispose()


def two_of(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Leader, Leader]:
    if request.param == "memory":
        seat = Seat()
        return MemoryLeader(seat), MemoryLeader(seat)
    if request.param == "file":
        return FileLeader(tmp_path / "new" / "leader"), FileLeader(tmp_path / "new" / "leader")
    postgres: Postgres = request.getfixturevalue("postgres")
    url = parsed_url(postgres.empty())
    return AdvisoryLeader(open_engine(url)), AdvisoryLeader(open_engine(url))


def test_one_leads_and_keeps_leading(two: tuple[Leader, Leader]) -> None:
    first, second = two

    assert first.lead()
    assert not second.lead()
    assert first.lead()


def test_the_next_leads_when_the_first_resigns(two: tuple[Leader, Leader]) -> None:
    first, second = two
    first.lead()

    second.resign()
    assert not second.lead()
    first.resign()
    assert second.lead()
    assert not first.lead()


def test_the_lead_of_a_killed_process_is_free_at_once(tmp_path: Path) -> None:
    here = FileLeader(tmp_path / "leader")
    command = [sys.executable, "-c", LEAD, str(tmp_path / "leader")]
    with subprocess.Popen(
        command, cwd=TOP, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        assert not here.lead()
        other.kill()
        other.wait(10)

    assert here.lead()
    here.resign()


def test_a_lock_on_a_file_that_was_removed_is_no_lead(tmp_path: Path) -> None:
    first, second = FileLeader(tmp_path / "leader"), FileLeader(tmp_path / "leader")
    first.lead()
    (tmp_path / "leader").unlink()

    assert second.lead()
    assert not first.lead()
    second.resign()
    first.resign()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(Unavailable, match="file/leader"):
        FileLeader(tmp_path / "file" / "leader").lead()


def test_a_connection_that_was_ended_is_no_lead_until_it_is_taken_again(postgres: Postgres) -> None:
    named = postgres.empty()
    url = parsed_url(named)
    engines = open_engine(url), open_engine(url)
    first, second = (AdvisoryLeader(engine) for engine in engines)
    first.lead()
    assert not second.lead()

    postgres.cut(named)

    assert second.lead()
    assert not first.lead()
    second.resign()
    first.resign()
    for engine in engines:
        engine.dispose()
