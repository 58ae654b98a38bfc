"""Locks between threads and processes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from adapters.git.locks import file_lock
from engine.errors import Unavailable

HOLDER = """
import sys
from pathlib import Path
from adapters.git.locks import file_lock
with file_lock(Path(sys.argv[1]), timeout_s=5, what="x"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_holder_waits_and_is_then_told(tmp_path: Path) -> None:
    with (
        file_lock(tmp_path / "turn", timeout_s=1, what="the turn"),
        pytest.raises(Unavailable, match="the turn is not available: busy"),
        file_lock(tmp_path / "turn", timeout_s=0.05, what="the turn"),
    ):
        pass


def test_a_holder_that_is_killed_frees_the_lock(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path / "turn")]
    with subprocess.Popen(
        command, cwd=Path(__file__).parents[3], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(Unavailable), file_lock(tmp_path / "turn", timeout_s=0, what="x"):
            pass

        holder.kill()

        with file_lock(tmp_path / "turn", timeout_s=10, what="x"):
            pass


def test_a_lock_that_cannot_be_made_says_where(tmp_path: Path) -> None:
    with (
        pytest.raises(Unavailable, match=r"the clone of the config repository .*gone/turn"),
        file_lock(tmp_path / "gone" / "turn", timeout_s=0, what="x"),
    ):
        pass
