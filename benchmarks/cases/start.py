"""Start-up: whole processes of the command line against a bare ``python -c pass``.

The ratio says how much of a process is ours. Targets: ``--help`` within 0.3 s and ``customer show`` within 0.6 s,
which a person takes for at once; ``customer show`` includes a fetch from a remote on the same disk, with 50 customers.
"""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.carriers import carrier_files, customer_id, make_remote
from benchmarks.harness import Row, compare, take_turns

CUSTOMERS = 50
PEER = "python -c pass"


def measure() -> Sequence[Row]:
    """Make a carrier that knows this account, and start processes in turns."""
    with tempfile.TemporaryDirectory() as folder:
        files = carrier_files(CUSTOMERS)
        account = pwd.getpwuid(os.geteuid()).pw_name
        files["operators.yaml"] += f"    os_user: {account}\n".encode()
        remote = make_remote(Path(folder) / "remote.git", files)
        trunkline = str(Path(sys.executable).with_name("trunkline"))
        environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": folder,
            "TRUNKLINE_STATE_DIR": f"{folder}/state",
            "TRUNKLINE_CONFIG_REPO": str(remote),
        }
        taken = take_turns(
            {
                PEER: _process([sys.executable, "-c", "pass"], environment),
                "--help": _process([trunkline, "--help"], environment),
                "customer show": _process(
                    [trunkline, "customer", "show", customer_id(7)], environment
                ),
            },
            rounds=15,
            budget_s=30,
        )
    bare = taken[PEER]
    return (
        compare("--help", taken["--help"], PEER, bare, at_most_ms=300),
        compare("customer show", taken["customer show"], PEER, bare, at_most_ms=600),
    )


def _process(command: Sequence[str], environment: dict[str, str]) -> Callable[[], object]:
    def run() -> None:
        subprocess.run(command, env=environment, check=True, capture_output=True, timeout=30)  # noqa: S603

    return run
