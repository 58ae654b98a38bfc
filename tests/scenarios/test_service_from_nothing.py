"""The two pages for somebody with an empty machine, and with a lost one: every block marked as tried is run as it stands."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.stores import keep_state

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

    told = machine.follow("back-from-a-lost-machine.md")

    assert "are known again: 1." in told
    assert "The store is whole." in told
    assert "Ben LLC" in told
