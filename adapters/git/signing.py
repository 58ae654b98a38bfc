"""Whether an ssh key signs, asked of the program that git asks."""

from __future__ import annotations

import subprocess

_PATIENCE_S = 10


def complaint_of_key(key: str) -> str:
    """Sign something with the key in a file; gives what is said against it, else nothing. Nobody is asked for a passphrase."""
    try:
        done = subprocess.run(
            ["ssh-keygen", "-q", "-Y", "sign", "-n", "git", "-f", key],
            input=b"tried",
            capture_output=True,
            timeout=_PATIENCE_S,
            start_new_session=True,  # without a terminal there is nothing it could ask at
            check=False,
        )
    except FileNotFoundError:
        return "the program ssh-keygen is not installed"
    except subprocess.TimeoutExpired:
        return "ssh-keygen took too long"
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return (said[-1] if said else f"exit status {done.returncode}") if done.returncode else ""
