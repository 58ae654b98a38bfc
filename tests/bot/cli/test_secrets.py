"""Secrets on the command line: asked for or piped in, never in argv, and shown once."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from adapters.secrets.age import AgeVault
from adapters.store.opening import open_store
from adapters.system import SystemClock
from adapters.yamltext import YamlText
from bot.cli.main import run
from bot.letters import BY_MAIL
from engine.ports.effects import EffectState
from engine.sealed import digests_of, read_secret
from tests.bot.cli.test_main import ME, TRUNKLINE
from tests.builders import TEXT, a_carrier, readers
from tests.git_remote import bare_remote, git
from tests.stores import keep_state, kept_bytes, store_in

pytestmark = pytest.mark.wall_clock  # the command line joins the real parts

TYPED = "Correct-Horse-7"
AUTH = "customers/ben-llc/auth.yaml"
BEN = {"id": "ben", "name": "Ben Archer", "email": "ben@ben.example.com"}
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def remote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    keep_state(monkeypatch, tmp_path)
    monkeypatch.setenv("DATABASE_URL", store_in(tmp_path))
    monkeypatch.setenv("TRUNKLINE_AGE_KEY_FILE", str(tmp_path / "age.key"))
    key = AgeVault("").make_key(str(tmp_path / "age.key"))
    operators = a_carrier()["operators.yaml"].decode().replace("os_user: ada", f"os_user: {ME}")
    extra = {"customers/ben-llc/contacts.yaml": TEXT.write({"contacts": [BEN]})}
    files = a_carrier(operators=operators, extra=extra, secrets=readers(key))
    return bare_remote(tmp_path / "remote.git", files)


@pytest.fixture
def trunkline(remote: Path) -> Run:
    def call(*arguments: str, piped: str = "") -> tuple[int, str, str]:
        done = subprocess.run(
            [TRUNKLINE, "--repo", str(remote), *arguments],
            input=piped,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    return call


def at_a_terminal(remote: Path, *arguments: str, answers: list[str]) -> str:
    """Run the program on a terminal of its own; each time it asks, give the next answer. Gives all that was shown."""
    child, terminal = pty.fork()
    if child == 0:
        os.execv(TRUNKLINE, [str(TRUNKLINE), "--repo", str(remote), *arguments])
    shown, waiting = "", list(answers)
    with suppress(OSError):  # the terminal goes when the program ends
        while chunk := os.read(terminal, 4096):
            shown += chunk.decode()
            if waiting and shown.endswith(": "):
                os.write(terminal, f"{waiting.pop(0)}\n".encode())
    os.waitpid(child, 0)
    os.close(terminal)
    return shown


def digests(remote: Path, tmp_path: Path) -> object:
    value = YamlText().read(AUTH, git(remote, "show", f"main:{AUTH}").encode()).value
    assert value is not None
    sealed = value["users"][0]["secret"]
    return read_secret(AgeVault(str(tmp_path / "age.key")).open(str(sealed))).digests


def test_a_made_password_is_printed_once(trunkline: Run, remote: Path, tmp_path: Path) -> None:
    code, out, _ = trunkline("auth", "user", "add", "ben-llc", "1001", "--yes", "--json")
    letter = (
        json.loads(out)["values"]["letter"]
        if "values" in json.loads(out)
        else json.loads(out)["letter"]
    )
    store = open_store(store_in(tmp_path), create=False)

    assert code == 0
    assert (
        digests(remote, tmp_path)
        == digests_of("1001", "sip.example.net", letter["Password"]).digests
    )
    assert store.effects.count()[EffectState.SENT] == 1
    assert letter["Password"].encode() not in b"".join(kept_bytes(tmp_path).values())
    store.close()


def test_a_person_reads_it_under_the_answer(trunkline: Run) -> None:
    code, out, _ = trunkline("auth", "user", "add", "ben-llc", "1001", "--yes")

    assert code == 0
    assert out.startswith("Done: add SIP user 1001")
    assert "Password of SIP user 1001 of Ben LLC." in out
    assert "Shown once" in out


def test_a_piped_password_is_the_one_that_counts(
    trunkline: Run, remote: Path, tmp_path: Path
) -> None:
    line = ("auth", "user", "add", "ben-llc", "1001", "--password", "-", "--yes")
    code, out, _ = trunkline(*line, piped=f"{TYPED}\n")

    assert code == 0
    assert digests(remote, tmp_path) == digests_of("1001", "sip.example.net", TYPED).digests
    assert TYPED not in out


def test_a_password_in_argv_is_refused_and_not_repeated(trunkline: Run, tmp_path: Path) -> None:
    code, out, err = trunkline("auth", "user", "add", "ben-llc", "1001", "--password", TYPED)

    assert code == 1
    assert "Write --password alone to be asked for it" in err
    assert TYPED not in out + err
    assert TYPED.encode() not in b"".join(kept_bytes(tmp_path).values())


def test_a_needed_password_is_read_from_a_pipe_without_being_announced(
    trunkline: Run, tmp_path: Path
) -> None:
    code, out, _ = trunkline("contact", "password", "set", "ben-llc", "ben", piped=TYPED)
    store = open_store(store_in(tmp_path), create=False)
    kept = store.portal.get("ben-llc", "ben")
    store.close()

    assert code == 0
    assert "Nothing was mailed" in out
    assert kept is not None
    assert kept.hash.startswith("$argon2id$")


def test_without_anything_piped_it_says_what_to_do(trunkline: Run) -> None:
    code, _, err = trunkline("contact", "password", "set", "ben-llc", "ben")

    assert code == 1
    assert "pipe in one line" in err


def test_at_a_terminal_it_is_asked_for_twice_and_not_shown(remote: Path, tmp_path: Path) -> None:
    line = ("auth", "user", "add", "ben-llc", "1001", "--password", "--yes")
    shown = at_a_terminal(remote, *line, answers=[TYPED, TYPED])

    assert "Done: add SIP user 1001" in shown
    assert TYPED not in shown
    assert digests(remote, tmp_path) == digests_of("1001", "sip.example.net", TYPED).digests


def test_without_a_key_it_is_refused_before_anything_changes(
    trunkline: Run, monkeypatch: pytest.MonkeyPatch, remote: Path
) -> None:
    monkeypatch.delenv("TRUNKLINE_AGE_KEY_FILE")
    code, _, err = trunkline("auth", "user", "add", "ben-llc", "1001", "--yes")

    assert code == 1
    assert "Set TRUNKLINE_AGE_KEY_FILE" in err
    assert git(remote, "log", "--format=%s", "main") == "First files"


@pytest.mark.parametrize("has_key", [True, False])
def test_a_password_that_is_mailed_is_not_shown_and_needs_no_key_here(
    trunkline: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, has_key: bool
) -> None:
    if not has_key:
        monkeypatch.delenv("TRUNKLINE_AGE_KEY_FILE")
    code, out, _ = trunkline("auth", "user", "add", "ben-llc", "1001", "--to", "ben", "--yes")
    store = open_store(store_in(tmp_path), create=False)

    assert code == 0
    assert "Shown once" not in out
    due = store.effects.claim_due(now=SystemClock().now(), limit=9)
    assert [one.payload["to"] for one in due if one.kind == BY_MAIL] == ["ben@ben.example.com"]
    store.close()


def test_a_key_is_made_without_any_repository(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code = run(["secrets", "keygen", "new.key", "--json"])

    assert code == 0
    assert (tmp_path / "new.key").read_text().count("AGE-SECRET-KEY-1") == 1
    assert "AGE-SECRET-KEY" not in capsys.readouterr().out
