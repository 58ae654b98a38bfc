"""The doctor's look at the machine: programs, the state folder, the room in it, the address of the measures."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from adapters.git.process import version_of_git
from bot.console.serving import Server
from bot.doctor.findings import Finding, Health
from bot.doctor.machine import (
    LEAST_ROOM,
    MEBIBYTE,
    SOON_FULL,
    machine,
    programs,
    room,
    who_else_reads,
)
from bot.settings import Settings


def look(**settings: str) -> dict[str, Finding]:
    return {one.subject: one for one in machine(Settings.model_validate(settings))}


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_a_python_that_is_too_old_is_told() -> None:
    found = programs("3.10.12")

    assert (found.health, found.seen) == (
        Health.BAD,
        f"Python 3.10.12, git {version_of_git()}",
    )
    assert "Python 3.11" in found.fix
    assert programs("3.11.0").health is programs("3.20.1").health is Health.GOOD


@pytest.mark.parametrize(("says", "told"), [("2.20.1", "2.20.1"), ("", "is not installed")])
def test_a_git_that_is_too_old_or_missing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str, told: str
) -> None:
    if says:
        (tmp_path / "git").write_text(f"#!/bin/sh\necho git version {says}\n")
        (tmp_path / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    found = programs()

    assert (found.health, found.fix) == (Health.BAD, "install git 2.33 or newer")
    assert told in found.seen


def test_a_folder_that_cannot_be_written_is_told() -> None:
    found = look(TRUNKLINE_STATE_DIR="/proc/trunkline")["state folder"]

    assert found.health is Health.BAD
    assert "/proc/trunkline cannot be written" in found.seen
    assert "TRUNKLINE_STATE_DIR" in found.fix


def test_a_folder_that_is_not_there_yet_is_not_made(tmp_path: Path) -> None:
    found = look(TRUNKLINE_STATE_DIR=str(tmp_path / "new" / "state"))["state folder"]

    assert found.health in (Health.GOOD, Health.WARNING)  # a disk of a test may be full
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("free", "health"),
    [
        (LEAST_ROOM - 1, Health.BAD),
        (SOON_FULL - 1, Health.WARNING),
        (SOON_FULL, Health.GOOD),
    ],
)
def test_a_disk_that_is_nearly_full_is_told(free: int, health: Health) -> None:
    found = room(Path("/var/lib/trunkline"), free)

    assert (found.health, bool(found.fix)) == (health, health is not Health.GOOD)
    assert f"{free // MEBIBYTE:,} MiB" in found.seen


def test_a_state_folder_that_everybody_reads_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)

    found = look(TRUNKLINE_STATE_DIR=str(tmp_path))["state folder"]

    assert found.fix in (f"chmod 0700 {tmp_path}", room(tmp_path, 0).fix)
    assert found.health is not Health.GOOD


def test_permissions_are_told_as_the_shell_writes_them(tmp_path: Path) -> None:
    file = tmp_path / "age.key"
    file.write_text("")

    for mode, told in ((0o644, "0644"), (0o640, ""), (0o600, ""), (0o602, "0602")):
        file.chmod(mode)
        assert who_else_reads(file) == told


def test_a_signing_key_that_is_not_there_is_told(tmp_path: Path) -> None:
    found = look(TRUNKLINE_SIGNING_KEY=str(tmp_path / "none"))["signing key"]

    assert found.health is Health.BAD
    assert "No such file" in found.seen
    assert "TRUNKLINE_SIGNING_KEY" in found.fix


def test_an_address_that_somebody_else_has_is_told(taken: int) -> None:
    found = look(METRICS_ADDRESS=f"127.0.0.1:{taken}")["metrics"]

    assert found.health is Health.BAD
    assert f"127.0.0.1:{taken} cannot be listened on" in found.seen


def test_an_address_that_a_bot_has_is_well() -> None:
    live = Starlette(routes=[Route("/livez", lambda _: PlainTextResponse("lives\n"))])
    server = Server(lambda _: live)
    found = look(METRICS_ADDRESS=f"127.0.0.1:{server.port}")["metrics"]
    server.stop()

    assert found.health is Health.GOOD


@pytest.mark.parametrize("host", ["0.0.0.0", "[::]"])
def test_an_address_that_is_public_is_told(host: str) -> None:
    found = look(METRICS_ADDRESS=f"{host}:0")["metrics"]

    assert found.health is Health.WARNING
    assert "may be reached from outside" in found.seen


def test_an_address_that_is_none_is_told() -> None:
    assert look(METRICS_ADDRESS="9464")["metrics"].health is Health.BAD
