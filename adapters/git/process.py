"""Running git to read our clone, with nothing of the user's settings; GitPython is not needed for this."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.errors import Unavailable

# Set by a git that started us (a hook, an alias): they would point git at another repository.
_REDIRECTING = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_QUARANTINE_PATH",
    "GIT_CONFIG_PARAMETERS",
    "GIT_REPLACE_REF_BASE",
)
_TIMEOUT_S = 120.0

# What ssh said against it stands before this, and two lines of advice behind it.
_TELLS_NOTHING = (
    "fatal: Could not read from remote repository.",
    "Please make sure you have the correct access rights",
    "and the repository exists.",
)

ISOLATED: Mapping[str, str] = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_COUNT": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",
    "LANGUAGE": "C",
}
"""Variables that keep a local command free of the user's and the machine's git settings."""


CLONE = "the clone of the config repository"
"""What messages to people call it."""


class Damaged(Unavailable):
    """Something is missing in our clone that must be there, as far as one question could tell."""

    def __init__(self, why: str) -> None:
        """Say ``why`` it is not whole."""
        super().__init__(
            CLONE,
            why,
            "It is made anew from the remote once that is reached. No change that waits is lost by it.",
        )


def unwritable(error: OSError) -> Unavailable:
    """Say that the system does not let us keep our clone."""
    remedy = (
        "Let our account write to the folder that TRUNKLINE_STATE_DIR names, on a disk with room."
    )
    return Unavailable(CLONE, str(error), remedy)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a git command answered; ``stderr`` is decoded loosely, it is only for people."""

    status: int
    stdout: bytes
    stderr: str

    @property
    def complaint(self) -> str:
        """The first line that says what went wrong."""
        lines = [line.strip() for line in self.stderr.splitlines() if line.strip()]
        telling = [line for line in lines if not line.startswith(_TELLS_NOTHING)]
        marked = (line for line in telling if line.startswith(("fatal:", "error:", "ERROR:")))
        last = telling[-1:] or lines[:1] or [f"exit status {self.status}"]
        return next(marked, last[0])


def inherited() -> dict[str, str]:
    """Give the environment a git command inherits: ours, without what would point it at another repository.

    Only git reads it (PATH, HOME, ssh agent, proxies); no setting of ours comes from here.
    """
    return {name: value for name, value in os.environ.items() if name not in _REDIRECTING}


def read_git(clone: Path, arguments: Sequence[str], *, stdin: bytes = b"") -> Answer:
    """Run a git command that only reads the clone. Thread-safe; a failing command is an answer, not an error."""
    return _run(["--no-pager", "--literal-pathspecs", f"--git-dir={clone}", *arguments], stdin)


def create_bare(folder: Path) -> Answer:
    """Make an empty bare repository without templates or hooks."""
    return _run(["init", "--quiet", "--bare", "--template=", str(folder)])


def _run(arguments: Sequence[str], stdin: bytes = b"") -> Answer:
    try:
        done = subprocess.run(
            ["git", *arguments],
            input=stdin,
            capture_output=True,
            env={**inherited(), **ISOLATED},
            timeout=_TIMEOUT_S,
            check=False,
        )
    except FileNotFoundError as error:
        raise Unavailable("git", "the program is not installed") from error
    except subprocess.TimeoutExpired as error:
        raise Unavailable(CLONE, "git took too long") from error
    return Answer(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))


def version_of_git() -> str:
    """Give the version of the git that is installed, such as ``2.39.5``; nothing if there is none."""
    try:
        said = _run(["--version"]).stdout.decode("ascii", "replace")
    except Unavailable:
        return ""
    found = re.search(r"\d+(\.\d+)+", said)
    return found[0] if found else ""
