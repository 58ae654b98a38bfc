"""The same command, answered from Slack, the console and the command line, gives the same Reply."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.cli.main import run as run_cli
from bot.cli.render import as_json
from bot.slack.blocks import message
from handlers.kit.reply import Reply, decode
from tests.builders import a_real_house
from tests.scenarios.steps import ADA, Office, an_office
from tests.stores import in_sqlite, keep_state

pytestmark = pytest.mark.wall_clock  # Slack's library judges signatures by it

READS = (
    "customer list --status active",
    "customer list --status dialling",
    "customer show ben-llc --tab billing",
    "customer show ben-lcl",
    "customer why ben-llc limits.channels",
    "customer why ben-llc tax_percent",
    "customer history ben-llc",
    'customer find "ben llc"',
    "help customer add",
    "help custmer",
)
CHANGES = (
    'customer add "Zed Ltd" EUR --channels 30',
    "customer add Zed dollars --channels many",
    "customer edit ben-llc --channels 60",
    "customer edit ben-llc --channels 30",
    "customer edit ben-llc --unset chanels",
    "customer edit nobody --channels 1",
    "undo",
    "undo op-nonsense",
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office(tmp_path_factory.mktemp("three")) as opened:
        yield opened


@pytest.mark.parametrize("line", [*READS, *CHANGES])
def test_three_front_ends_give_one_reply(
    office: Office,
    line: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keep_state(monkeypatch, office.carrier.remote.parent)
    by_slack = from_slack(office, line)
    by_cli = from_cli(office, line, capsys)

    assert plain(by_slack) == plain(by_cli)
    assert plain(decode(by_slack)) == plain(by_slack)


def test_the_console_shows_what_slack_would_be_sent(office: Office) -> None:
    reply = from_slack(office, "customer why ben-llc limits.channels")
    shown = office.told()

    sent = message(decode(reply))
    assert shown["text"] == sent["text"]
    assert texts(shown["blocks"]) == texts(sent["blocks"])


def from_slack(office: Office, line: str) -> dict[str, Any]:
    """Type it in the console and take the answer the operation remembers."""
    area, _, rest = line.partition(" ")
    typed = f"/{area} {rest}" if area == "customer" else f"/trunkline {line}"
    assert office.slash(typed).ok
    operation = office.carrier.store.operations.recent(actor=None, limit=1)[0]
    assert operation.origin["front_end"] == "slack"
    assert operation.reply is not None
    return dict(operation.reply)


def from_cli(office: Office, line: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """Give it to the command line of the same carrier, as the same person."""
    from bot.slack.text import split_words

    folder = office.carrier.remote.parent
    capsys.readouterr()
    run_cli(
        [
            *(
                "--repo",
                str(office.carrier.remote),
                "--store",
                demo_store(folder, office.carrier.remote),
                "--as",
                "ada",
            ),
            "--json",
            *split_words(line),
        ]
    )
    return dict(json.loads(capsys.readouterr().out))


def demo_store(folder: Path, remote: Path) -> str:
    """A store in which one may act as an operator; reads and plans need nothing of the other one."""
    from adapters.store.marks import DEMO_REMOTE
    from adapters.store.opening import open_store

    url = in_sqlite(folder / "demo.db")
    store = open_store(url, create=True, demo=True)
    store.marks.put(DEMO_REMOTE, str(remote))
    store.close()
    return url


def plain(reply: dict[str, Any] | Reply) -> dict[str, Any]:
    """A reply as printed JSON, without what a request of one's own makes different: its operation."""
    value = json.loads(as_json(reply if isinstance(reply, Reply) else _as_reply(reply)))
    name = value.pop("operation") or "op-none"
    return dict(json.loads(json.dumps(value, sort_keys=True).replace(name, "OPERATION")))


def _as_reply(value: dict[str, Any]) -> Reply:
    if "values" in value:
        return decode(value)
    known = ("summary", "blocks", "outcome", "operation", "incident")
    rest = {name: below for name, below in value.items() if name not in known}
    operation = value.get("operation") or ""
    return decode({name: value[name] for name in known} | {"operation": operation, "values": rest})


def texts(blocks: list[dict[str, Any]]) -> list[str]:
    """Everything that is text in blocks, in order."""
    found: list[str] = []
    walk: Callable[[Any], None]

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("text"), str):
                found.append(value["text"])
            for below in value.values():
                walk(below)
        elif isinstance(value, list):
            for below in value:
                walk(below)

    walk(blocks)
    return found


def test_the_memory_house_is_no_fourth_opinion(office: Office, tmp_path: Path) -> None:
    carrier = a_real_house(tmp_path)
    by_house = carrier.type("customer list --status active")

    assert plain(by_house) == plain(from_slack(office, "customer list --status active"))
    assert ADA in str(office.carrier.store.operations.recent(actor=None, limit=1)[0].origin)
