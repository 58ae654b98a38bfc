"""``trunkline doctor``: each thing that can be wrong is told with what mends it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from adapters.secrets.age import AgeVault
from adapters.store.opening import open_store
from bot.cli.main import run
from engine.ports.effects import Effect, EffectState
from tests.builders import NOON, a_carrier
from tests.git_remote import bare_remote, human_commit
from tests.scenarios.steps import an_office
from tests.stores import in_sqlite, keep_state

pytestmark = pytest.mark.wall_clock  # the command line joins the real parts


@pytest.fixture
def ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine on which all but Slack and mail is set up; gives the remote."""
    monkeypatch.chdir(tmp_path)
    key = AgeVault("").make_key(str(tmp_path / "age.key"))
    remote = bare_remote(
        tmp_path / "config.git",
        a_carrier(workspace="T0CONSOLE", secrets={"recipients": [{"id": "bot", "key": key}]}),
    )
    keep_state(monkeypatch, tmp_path)
    monkeypatch.setenv("TRUNKLINE_CONFIG_REPO", str(remote))
    monkeypatch.setenv("TRUNKLINE_AGE_KEY_FILE", str(tmp_path / "age.key"))
    assert run(["store", "upgrade"]) == 0
    return remote


def found(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, Any]]:
    capsys.readouterr()
    run(["doctor", "--json"])
    return {one["subject"]: one for one in json.loads(capsys.readouterr().out)}


def test_what_is_well_is_told_as_good(ready: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = found(capsys)

    for subject in ("config repository", "right to push", "age key", "store"):
        assert told[subject]["health"] == "good", told[subject]
    assert told["Slack"]["health"] == told["mail server"]["health"] == "left out"


def test_slack_is_asked_for_scopes_and_the_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ready: Path
) -> None:
    office_at = tmp_path / "office"
    office_at.mkdir()
    with an_office(office_at) as office:
        monkeypatch.setenv("SLACK_API_URL", str(office.client.base_url))
        monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-test")
        told = found(capsys)

    assert told["bot token"]["health"] == "good"
    assert told["scopes"]["health"] == "good", told["scopes"]
    assert told["clock"]["health"] == "good", told["clock"]


def test_a_token_slack_refuses_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ready: Path
) -> None:
    office_at = tmp_path / "office"
    office_at.mkdir()
    with an_office(office_at, faultless=False) as office:
        monkeypatch.setenv("SLACK_API_URL", str(office.client.base_url))
        monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-wrong")
        told = found(capsys)

    assert told["bot token"]["health"] == "bad"
    assert "invalid_auth" in told["bot token"]["seen"]
    assert "SLACK_BOT_TOKEN" in told["bot token"]["fix"]


def test_a_key_that_opens_nothing_is_told(
    ready: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    AgeVault("").make_key(str(tmp_path / "other.key"))
    monkeypatch.setenv("TRUNKLINE_AGE_KEY_FILE", str(tmp_path / "other.key"))

    key = found(capsys)["age key"]

    assert key["health"] == "bad"
    assert "TRUNKLINE_AGE_KEY_FILE" in key["fix"]


def test_a_mail_server_that_is_not_there_is_told(
    ready: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SMTP_URL", "smtp://127.0.0.1:1?starttls=no")
    monkeypatch.setenv("MAIL_FROM", "noc@carrier.example")

    mail = found(capsys)["mail server"]

    assert mail["health"] == "bad"
    assert "Check host and port in SMTP_URL" in mail["fix"]


def test_a_remote_that_takes_no_push_is_told(
    ready: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)  # the file of another remote is another file
    monkeypatch.setenv(
        "TRUNKLINE_CONFIG_REPO", str(ready.rename(ready.with_name("moved.git"))) + "x"
    )

    told = found(capsys)

    assert told["config repository"]["health"] == "bad"
    assert "git ls-remote" in told["config repository"]["fix"]
    assert told["right to push"]["health"] == told["age key"]["health"] == "left out"
    assert told["store"]["fix"] == "trunkline store upgrade"


def test_a_key_that_everybody_can_read_is_told(
    ready: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "age.key").chmod(0o644)

    key = found(capsys)["age key"]

    assert (key["health"], key["fix"]) == ("bad", f"chmod 0600 {tmp_path}/age.key")


def test_without_a_way_in_from_slack_both_are_told(
    ready: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "")

    told = found(capsys)["environment"]

    assert told["health"] == "bad"
    assert "SLACK_APP_TOKEN for Socket Mode or SLACK_SIGNING_SECRET for HTTP" in told["fix"]


def test_a_config_without_an_admin_is_told(ready: Path, capsys: pytest.CaptureFixture[str]) -> None:
    human_commit(
        ready, {"operators.yaml": b"operators:\n  - id: ada\n    name: Ada\n    roles: [noc]\n"}
    )

    told = found(capsys)["config repository"]

    assert (told["health"], told["seen"]) == ("bad", "operators.yaml names no admin")


@pytest.mark.parametrize(
    ("variable", "value", "subject"),
    [
        ("TRUNKLINE_STATE_DIR", "/proc/none", "config repository"),
        ("DATABASE_URL", "sqlite:////proc/1/nothing/store.db", "store"),
        ("TRUNKLINE_COMMITTER", "nobody", "config repository"),
        ("SMTP_URL", "smtp://user:hunter2@127.0.0.1:port", "mail server"),
        ("TRUNKLINE_CONFIG_BRANCH", "nowhere", "config repository"),
    ],
)
def test_nothing_that_is_wrong_keeps_the_rest_from_being_tried(
    ready: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    variable: str,
    value: str,
    subject: str,
) -> None:
    monkeypatch.setenv("MAIL_FROM", "noc@carrier.example")
    monkeypatch.setenv(variable, value)

    told = found(capsys)

    assert {"environment", "programs", "config repository", "mail server", "store"} <= {*told}
    assert told[subject]["health"] in ("bad", "warning")
    assert told[subject]["fix"]
    assert "hunter2" not in str(told)


@pytest.mark.parametrize("revision", ["0001", "9999"])
def test_a_store_of_another_revision_is_told(
    ready: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    revision: str,
) -> None:
    monkeypatch.setenv("DATABASE_URL", in_sqlite(tmp_path / "other.db"))
    assert run(["store", "upgrade"]) == 0
    with closing(sqlite3.connect(tmp_path / "other.db")) as store, store:
        store.execute("UPDATE alembic_version SET version_num = ?", (revision,))

    told = found(capsys)["store"]

    assert told["health"] == "bad"
    assert ("store upgrade" in told["fix"]) == (revision == "0001")


def test_a_database_server_that_does_not_answer_is_told_with_how_to_try_it(
    ready: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://trunkline@127.0.0.1:1/trunkline")

    told = found(capsys)["store"]

    assert told["health"] == "bad"
    assert 'psql "$DATABASE_URL"' in told["fix"]


@pytest.mark.parametrize("kept", [b"name,price\n" * 1000, None], ids=["no store", "half a store"])
def test_a_file_that_is_no_whole_store_is_told_with_what_mends_it(
    ready: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    kept: bytes | None,
) -> None:
    file = tmp_path / "other.db"
    monkeypatch.setenv("DATABASE_URL", in_sqlite(file))
    assert run(["store", "upgrade"]) == 0
    file.write_bytes(kept or file.read_bytes()[:20_000])

    told = found(capsys)["store"]

    assert told["health"] == "bad"
    assert "trunkline store restore" in told["fix"]


def test_mail_that_only_goes_into_a_folder_is_told(
    ready: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SMTP_URL", f"folder:{tmp_path}/mail")

    told = found(capsys)["mail server"]

    assert told["health"] == "warning"
    assert f"{tmp_path}/mail" in told["seen"]


def test_the_exit_code_says_whether_something_is_bad(
    ready: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["doctor"]) == 1  # the environment has no tokens

    assert "FAULT    environment: " in capsys.readouterr().out


def test_messages_that_could_not_be_delivered_are_told(
    ready: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    url = in_sqlite(tmp_path / "other.db")
    monkeypatch.setenv("DATABASE_URL", url)
    store = open_store(url, create=True)
    lost = Effect(
        id="lost",
        operation=None,
        kind="slack.post",
        recipient="slack:C0GONE",
        payload={"channel": "C0GONE"},
        created_at=NOON,
    )
    store.effects.record((lost,))
    claimed = store.effects.claim("lost", now=NOON)
    assert claimed
    store.effects.settle(claimed, state=EffectState.FAILED, at=NOON, error="is_archived")
    store.close()

    told = found(capsys)["store"]

    assert (told["health"], told["seen"]) == (
        "warning",
        "holds messages that could not be delivered: 1",
    )
    assert "outbox list" in told["fix"]
