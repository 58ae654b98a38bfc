"""The two pages for somebody with an empty machine, and with a lost one: every block marked as tried is run as it stands."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import Settings, demand
from tests.stores import in_sqlite, keep_state, lose_store

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
# Folders of the machine, and where a test has them.
PLACES = ("/srv", "/etc/trunkline", "/var/lib/trunkline")


class Machine:
    """An empty machine: a folder, and a shell in it whose commands are ours."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for place in PLACES:
            (folder / place.lstrip("/")).mkdir(parents=True)

    def follow(self, page: str) -> str:
        """Type every tried block of a page, in order; gives all that was printed."""
        typed = "\n".join(BLOCK.findall((HOW_TO / page).read_text("utf-8")))
        for place in PLACES:
            typed = re.sub(rf"(?<![\w.]){place}\b", f"{self.folder}{place}", typed)
        return self.type(typed)

    def type(self, typed: str) -> str:
        plain = {
            name: os.environ[name]
            for name in ("HOME", "GIT_CONFIG_GLOBAL", "LANG", "DATABASE_URL")
            if name in os.environ
        }
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", "-euxo", "pipefail", "-c", typed],
            cwd=self.folder,
            env={**plain, "PATH": path, "GIT_CONFIG_NOSYSTEM": "1"},
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    keep_state(monkeypatch, tmp_path)
    return Machine(tmp_path)


def test_a_stranger_gets_from_an_empty_machine_to_a_backup_and_back(machine: Machine) -> None:
    told = machine.follow("from-empty-machine-to-service.md")
    assert "You are Rosa Delgado (rosa-delgado), admin." in told
    assert told.count("The store is whole.") == 2

    # After the backup somebody goes on working; then the machine is lost, and only what the page names is left.
    set_up = (
        f"export TRUNKLINE_CONFIG_REPO={machine.folder}/srv/config.git "
        f"TRUNKLINE_STATE_DIR={machine.folder}/var/lib/trunkline\n"
    )
    machine.type(set_up + 'trunkline customer add "Ben LLC" EUR --yes')
    machine.type(f"rm -r {machine.folder}/var/lib/trunkline/*; mv store-*.db store-backup.db")
    lose_store(machine.folder)
    in_sqlite(machine.folder / "store-backup.db")

    told = machine.follow("back-from-a-lost-machine.md")

    assert "are known again: 1." in told
    assert "The store is whole." in told
    assert "Ben LLC" in told


def test_the_environment_of_the_page_says_the_same_to_the_shell_and_holds(machine: Machine) -> None:
    page = (HOW_TO / "from-empty-machine-to-service.md").read_text("utf-8")
    [block] = re.findall(
        r"^```text\n(TRUNKLINE_CONFIG_REPO=.*?)^```", page, re.MULTILINE | re.DOTALL
    )
    plain = block.replace("-...'", "-123-abc'")
    (machine.folder / "environment").write_text(plain)

    read = machine.type("set -a; . ./environment; env").splitlines()

    said = dict(line.split("=", 1) for line in plain.splitlines())
    assert all(value[0] == value[-1] == "'" for value in said.values())
    values = {name: value[1:-1] for name, value in said.items()}
    assert [
        f"{name}={value}" for name, value in values.items() if f"{name}={value}" not in read
    ] == []
    demand(Settings.model_validate(values), "socket", {*values})


def test_the_folders_of_the_page_are_those_of_the_unit() -> None:
    page = (HOW_TO / "from-empty-machine-to-service.md").read_text("utf-8")
    unit = (HOW_TO.parents[1] / "deploy" / "trunkline.service").read_text("utf-8")

    assert "install -d -o trunkline -g trunkline -m 0750 /etc/trunkline /srv/config.git" in page
    assert "ReadWritePaths=-/srv/config.git" in unit
    assert "EnvironmentFile=/etc/trunkline/environment" in unit
