"""What no test may do: touch the user's home or git settings, leave this machine, or ask the wall clock.

Everything else a test needs it builds itself, with ``tests.builders``.
"""

from __future__ import annotations

import gc
import ipaddress
import os
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import settings

from adapters.system import SystemClock
from tests.outgoing import Watch
from tests.postgres_server import Postgres, a_postgres
from tests.stores import Stores, keeping

_PRIVATE = ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")
_OURS = (
    "TRUNKLINE_",
    "SLACK_",
    "DATABASE_URL",
    "CDR_URL",
    "GITHUB_",
    "SMTP_",
    "MAIL_FROM",
    "METRICS_",
)
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
# The clock's own tests; and Slack's library judges the age of a signature by the machine's clock.
_CLOCK_USERS = ("tests/adapters/test_system.py", "tests/bot/console/")

_guard = {"armed": False}
_watch = Watch()


def pytest_configure(config: pytest.Config) -> None:
    """Refuse connections to other machines from here on, and name our markers."""
    config.addinivalue_line(
        "markers", "wall_clock: joins the real composition root, which asks the machine's clock"
    )
    config.addinivalue_line("markers", "bad_payloads: sends what Slack does not take, on purpose")
    # A loaded machine must not fail a property, and nothing is to be written beside the code.
    settings.register_profile("house", deadline=None, max_examples=60, database=None)
    settings.load_profile("house")
    if not _guard["armed"]:
        _guard["armed"] = True
        sys.addaudithook(_stay_here)
        _watch.start()


def _stay_here(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook sees every connection of the process, whichever library makes it."""
    if event in ("socket.connect", "socket.sendto") and not _is_loopback(arguments[1]):
        raise RuntimeError(f"a test tried to leave this machine: {arguments[1]!r}")
    if event == "socket.getaddrinfo" and not _is_loopback((arguments[0],)):
        raise RuntimeError(f"a test tried to look up a machine outside: {arguments[0]!r}")


def _is_loopback(address: Any) -> bool:
    if not isinstance(address, tuple):  # the path of a Unix socket
        return True
    host = address[0].decode() if isinstance(address[0], bytes) else str(address[0] or "localhost")
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def pytest_collection_finish() -> None:
    """Keep the collector away from the tests themselves: its walks over them are a tenth of all the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Start a real PostgreSQL when the first test asks for it, and stop it at the end."""
    with a_postgres() as server:
        yield server


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let tests keep their stores in PostgreSQL, and note which modules keep any: ``script/test`` runs those twice."""
    parser.addoption(
        "--store",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="where tests keep their stores",
    )
    parser.addoption(
        "--note-stores", metavar="FILE", help="add the modules whose tests keep a store to FILE"
    )


@pytest.fixture(scope="session", autouse=True)
def stores_of_the_run(request: pytest.FixtureRequest) -> Iterator[Stores]:
    """Say where stores are kept: in files, or in a server that starts when it is first needed."""
    is_server = request.config.getoption("--store") == "postgresql"
    with keeping(
        Stores((lambda: request.getfixturevalue("postgres")) if is_server else None)
    ) as kept:
        yield kept


@pytest.fixture(autouse=True)
def stores_end_with_their_test(
    request: pytest.FixtureRequest, stores_of_the_run: Stores
) -> Iterator[None]:
    """Drop what a test kept, and fail it if a store was a file where none should be."""
    yield
    stores = stores_of_the_run
    if stores.asked:
        _note(request)
        stores.asked = False
    folder = request.node.funcargs.get("tmp_path")
    if folder is not None and stores.server is not None:
        stores.end(folder)
        assert stores.strays(folder) == [], "a store was kept in a file; is the test about that?"


def _note(request: pytest.FixtureRequest) -> None:
    noted = request.config.getoption("--note-stores")
    if noted:
        with Path(noted).open("a") as file:
            file.write(f"{request.node.nodeid.partition('::')[0]}\n")


@pytest.fixture(autouse=True)
def nothing_of_the_user(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> Iterator[None]:
    """Give each test an environment without a home, git settings, proxies or variables of ours."""
    home = Path(tmp_path_factory.getbasetemp()) / "nobody"
    home.mkdir(exist_ok=True)
    for name in list(os.environ):
        if name.upper() in _PROXIES or name.startswith(_OURS) or name.startswith("XDG_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_TERMINAL_PROMPT", "0")
    before = set(home.iterdir())
    yield
    if request.node.get_closest_marker("browser") is None:
        assert set(home.iterdir()) == before, "a test wrote into the home of the user"


@pytest.fixture(autouse=True)
def slack_takes_what_is_sent(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test in which anything was sent that Slack would not take, unless it is there to try just that."""
    _watch.take()
    yield
    objections = _watch.take()
    if request.node.get_closest_marker("bad_payloads") is None:
        assert objections == [], "Slack would not take what was sent"


@pytest.fixture(autouse=True)
def logs_as_at_the_start() -> Iterator[None]:
    """Take back what a front end set up for its logs: they go to a stream that ends with its test."""
    yield
    structlog.reset_defaults()


@pytest.fixture(autouse=True)
def no_wall_clock(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse the system's clock where a test could have given a frozen one."""
    node = request.node
    excused = node.get_closest_marker("wall_clock") or node.get_closest_marker("browser")
    if excused or node.nodeid.startswith(_CLOCK_USERS):
        return
    monkeypatch.setattr(SystemClock, "now", _refuse_to_tell_the_time)


def _refuse_to_tell_the_time(clock: SystemClock) -> datetime:
    raise RuntimeError("a test asked the wall clock; give the code adapters.memory.clock")
