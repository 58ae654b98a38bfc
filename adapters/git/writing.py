"""Running git through GitPython: everything that writes to the clone or talks to the remote.

GitPython is imported when first needed (it costs about 70 ms). It leaks processes when left open, so a ``Repo`` lives
for one command only.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from configparser import Error as ConfigError
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.git.process import ISOLATED, Answer, Damaged
from engine.errors import Unavailable

if TYPE_CHECKING:
    from git import Git

_GRACE_S = 5.0
_LOCAL_TIMEOUT_S = 120.0

# GitPython hands on the whole environment and can only override, so what redirects git is set to say nothing.
_OURS: Mapping[str, str] = {
    "GIT_NAMESPACE": "",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES": "",
    "GIT_CONFIG_PARAMETERS": "",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "LC_ALL": "C",
    "LANGUAGE": "C",
}
_NETWORK: Mapping[str, str] = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ALLOW_PROTOCOL": "file:https:ssh",
    "GCM_INTERACTIVE": "never",
    "SSH_ASKPASS_REQUIRE": "never",
}


class TimedOut(Exception):
    """A git command was stopped because it took too long."""


def write_git(
    clone: Path,
    arguments: Sequence[str],
    *,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
    timeout_s: float = _LOCAL_TIMEOUT_S,
) -> Answer:
    """Run a git command that writes to the clone, free of the user's git settings."""
    return run_git(
        clone, arguments, stdin=stdin, env={**ISOLATED, **(env or {})}, timeout_s=timeout_s
    )


def network_git(clone: Path, arguments: Sequence[str], *, timeout_s: float) -> Answer:
    """Run a git command that talks to the remote.

    The user's settings count here, for credential helpers, proxies and ssh; prompts, hooks and other transports do
    not. Raises ``TimedOut`` after ``timeout_s``.
    """
    options = [
        "-c",
        f"core.hooksPath={os.devnull}",
        "-c",
        "gc.auto=0",
        "-c",
        "maintenance.auto=false",
    ]
    return run_git(clone, [*options, *arguments], env=_NETWORK, timeout_s=timeout_s)


def run_git(
    clone: Path,
    arguments: Sequence[str],
    *,
    stdin: bytes = b"",
    env: Mapping[str, str],
    timeout_s: float = _LOCAL_TIMEOUT_S,
) -> Answer:
    """Run one git command in a session of its own, so that it can ask nobody and can be stopped as a whole."""
    try:
        from git import InvalidGitRepositoryError, NoSuchPathError, Repo
    except ImportError as error:  # GitPython says so when it finds no git
        raise Unavailable("git", "the program is not installed") from error
    command = ["git", "--literal-pathspecs", f"--git-dir={clone}", *arguments]
    ours = {**_OURS, "GIT_OBJECT_DIRECTORY": str(clone / "objects"), **env}
    try:
        repo = Repo(clone)
    except (InvalidGitRepositoryError, NoSuchPathError, ConfigError) as error:
        raise Damaged(f"git takes {clone} for none") from error
    with repo:
        return _talk(repo.git, command, ours, stdin, timeout_s)


def _talk(
    git: Git, command: Sequence[str], env: Mapping[str, str], stdin: bytes, timeout_s: float
) -> Answer:
    # Not kill_after_timeout: it sends SIGKILL, after which git leaves ref locks behind, and it needs ps or pgrep.
    running = git.execute(
        command, istream=subprocess.PIPE, as_process=True, env=env, start_new_session=True
    )
    process = running.proc
    assert process is not None
    try:
        stdout, stderr = process.communicate(stdin, timeout=timeout_s)
    except subprocess.TimeoutExpired as error:
        _stop(process)
        raise TimedOut(f"no answer within {round(timeout_s, 1):g} s") from error
    return Answer(process.returncode, stdout, stderr.decode("utf-8", "replace"))


def _stop(process: subprocess.Popen[bytes]) -> None:
    for how in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=_GRACE_S)
            return
