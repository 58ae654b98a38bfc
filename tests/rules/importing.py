"""Run with no environment in a process of its own: import every module, then tell what happened by it, as JSON.

What third parties do when they are imported counts where it would be ours to answer for: threads that run, sockets
that are bound or connected, applications that stand there. Reading the environment counts only from our own files.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = tuple(
    str(ROOT / package) for package in ("bot", "handlers", "engine", "adapters", "schemas")
)
APPLICATIONS = {
    ("slack_bolt.app.app", "App"),
    ("slack_sdk.web.client", "WebClient"),
    ("starlette.applications", "Starlette"),
    ("sqlalchemy.engine.base", "Engine"),
    ("apscheduler.schedulers.background", "BackgroundScheduler"),
    ("concurrent.futures.thread", "ThreadPoolExecutor"),
}


def main(names: list[str]) -> dict[str, list[str]]:
    """Import ``names`` and give what each kind of forbidden thing happened."""
    told: dict[str, list[str]] = {
        "sockets": [],
        "environment": [],
        "threads": [],
        "applications": [],
    }
    sys.addaudithook(lambda event, _: note(told, event))
    vars(os)["environ"] = watched(os.environ, told)
    for name in names:
        importlib.import_module(name)
    told["threads"] = [
        one.name for one in threading.enumerate() if one is not threading.main_thread()
    ]
    kinds = {(type(one).__module__, type(one).__qualname__) for one in gc.get_objects()}
    told["applications"] = sorted(name for _, name in kinds & APPLICATIONS)
    return told


def note(told: dict[str, list[str]], event: str) -> None:
    """Remember a socket that is bound or connected."""
    if event in ("socket.connect", "socket.bind") and not told["sockets"].count(event):
        told["sockets"].append(event)


def watched(environment: object, told: dict[str, list[str]]) -> object:
    """Give an environment that remembers which of our files asks it anything."""

    class Watched(dict):
        def __getitem__(self, name):
            self._note(name)
            return super().__getitem__(name)

        def get(self, name, default=None):
            self._note(name)
            return super().get(name, default)

        def __iter__(self):
            self._note("*")
            return super().__iter__()

        def items(self):
            self._note("*")
            return super().items()

        def __contains__(self, name):
            self._note(name)
            return super().__contains__(name)

        def _note(self, name):
            asker = sys._getframe(2)
            while asker.f_code.co_filename == os.__file__ and asker.f_back:
                asker = asker.f_back
            if asker.f_code.co_filename.startswith(OURS):
                told["environment"].append(f"{asker.f_code.co_filename}: {name}")

    return Watched(environment)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1:])))
