"""The command line."""

from __future__ import annotations

import json
import os
import pwd
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from adapters.store.marks import DEMO_REMOTE
from adapters.store.opening import open_store
from bot.cli.main import run
from handlers.kit.catalogue import Catalogue, Surface
from tests.builders import a_carrier
from tests.git_remote import bare_remote, git, human_commit
from tests.stores import in_sqlite, keep_state

pytestmark = pytest.mark.wall_clock  # the command line joins the real parts

ME = pwd.getpwuid(os.geteuid()).pw_name
TRUNKLINE = Path(sys.executable).with_name("trunkline")
ZED = "customers/zed/customer.yaml"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def remote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    keep_state(monkeypatch, tmp_path)
    operators = a_carrier()["operators.yaml"].decode().replace("os_user: ada", f"os_user: {ME}")
    return bare_remote(tmp_path / "remote.git", a_carrier(operators=operators))


@pytest.fixture
def trunkline(remote: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(["--repo", str(remote), *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def as_json(called: tuple[int, str, str]) -> dict[str, Any]:
    return dict(json.loads(called[1]))


def test_a_person_is_known_by_the_system_account(trunkline: Run) -> None:
    code, out, _ = trunkline("whoami")

    assert code == 0
    assert out.startswith("You are Ada Larsen (ada), operator.")


def test_a_change_asks_and_is_confirmed_by_typing_what_it_says(
    trunkline: Run, remote: Path
) -> None:
    code, out, _ = trunkline("customer", "add", "Zed", "EUR", "--channels", "5")
    assert code == 0
    assert "Plan: add customer zed. Nothing has changed yet." in out
    assert git(remote, "log", "--format=%s") == "First files"

    [confirm] = [line for line in out.splitlines() if "Confirm: " in line]
    code, out, _ = trunkline(*confirm.split()[2:])
    assert (code, out.splitlines()[0]) == (0, "Done: add customer zed.")
    assert git(remote, "log", "-1", "--format=%an %s", "main") == "Ada Larsen Add customer zed"


def test_yes_confirms_at_once(trunkline: Run, remote: Path) -> None:
    code, out, _ = trunkline("--yes", "customer", "edit", "ben-llc", "--debit-limit", "-50")

    assert code == 0
    assert out.startswith("Done: edit credit.debit_limit")
    assert 'debit_limit: "-50"' in git(remote, "show", "main:customers/ben-llc/customer.yaml")


def test_options_about_the_run_stand_anywhere(trunkline: Run) -> None:
    for arguments in (
        ("--json", "customer", "list"),
        ("customer", "--json", "list"),
        ("customer", "list", "--json"),
    ):
        code, out, _ = trunkline(*arguments)
        assert code == 0
        assert json.loads(out)["total"] == 1


@pytest.mark.parametrize(
    "entry",
    [entry for entry in Catalogue.read().entries if Surface.CLI in entry.surfaces],
    ids=lambda entry: entry.name,
)
def test_every_command_answers_in_json(trunkline: Run, entry: Any) -> None:
    values = {"name": "Zed", "currency": "EUR"}
    needed = [argument for argument in entry.positionals if argument.required]
    positionals = [values.get(argument.name, "ben-llc") for argument in needed]

    code, out, err = trunkline(*entry.words, *positionals, "--json")
    printed = json.loads(out)
    assert code in (0, 1)
    assert (code == 0) is (printed["outcome"] in ("done", "asks"))
    assert printed["summary"]
    assert err == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("custmer",), 'There is no command "custmer". Did you mean customer'),
        (("customer", "lst"), 'There is no command "lst". Did you mean list'),
        (("zzzzzz",), 'There is no command "zzzzzz".'),
        (("customer", "list", "--stats", "x"), "--status"),
        (("customer", "show"), "CUSTOMER"),
        (("customer", "show", "a", "b"), "b"),
        (("customer", "list", "--page"), "requires an argument"),
    ],
)
def test_usage_errors_guess_and_exit_2(
    trunkline: Run, arguments: tuple[str, ...], said: str
) -> None:
    code, out, err = trunkline(*arguments)
    assert (code, out) == (2, "")
    assert said in err

    code, out, err = trunkline("--json", *arguments)
    printed = json.loads(out)
    assert (code, err, printed["outcome"]) == (2, "", "usage")
    assert said in printed["summary"]


def test_nothing_at_all_shows_what_there_is(
    trunkline: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([]) == 2
    assert "add, approve, archived, bulk" in capsys.readouterr().err
    assert run(["customer"]) == 2
    assert "List customers" in capsys.readouterr().err

    code, out, _ = trunkline("customer", "--help")
    assert code == 0
    assert "List customers" in out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("customer", "show", "nobody"), 1),
        (("customer", "edit", "ben-llc"), 1),
        (("customer", "list", "--page", "many"), 1),
        (("--at", "nonsense", "customer", "list"), 1),
        (("undo", "op-nonsense"), 1),
    ],
)
def test_what_is_refused_goes_to_the_error_stream_and_exits_1(
    trunkline: Run, arguments: tuple[str, ...], code: int
) -> None:
    found, out, err = trunkline(*arguments)

    assert (found, out) == (code, "")
    assert err


def test_a_remote_that_is_away_exits_4(tmp_path: Path, trunkline: Run) -> None:
    (tmp_path / "remote.git").rename(tmp_path / "away")
    code, _, err = trunkline("whoami")

    assert code in (1, 4)
    assert "remote" in err


def test_a_change_that_waits_says_so_and_exits_0(
    tmp_path: Path, trunkline: Run, remote: Path
) -> None:
    plan = as_json(trunkline("--json", "customer", "add", "Zed", "EUR"))
    remote.rename(tmp_path / "away")
    code, out, _ = trunkline("confirm", plan["operation"], plan["digest"])
    assert (code, out.startswith("Recorded, but")) == (0, True)

    (tmp_path / "away").rename(remote)
    code, out, _ = trunkline("repo", "sync")
    assert "1 waiting change taken up." in out
    assert "Zed" in git(remote, "show", f"main:{ZED}")


def test_the_past_can_be_read(trunkline: Run, remote: Path) -> None:
    before = git(remote, "rev-parse", "main")
    human_commit(remote, {"customers/ben-llc/customer.yaml": None})

    assert as_json(trunkline("--json", "--at", before, "customer", "list"))["total"] == 1
    assert as_json(trunkline("--json", "customer", "list"))["total"] == 0


# --- acting as somebody -----------------------------------------------------------------------------------------


def test_acting_as_somebody_is_refused_on_a_store_that_is_no_demo(trunkline: Run) -> None:
    code, _, err = trunkline("--as", "rosa", "whoami")

    assert code == 1
    assert "--as works only on a demo store" in err


def test_acting_as_somebody_is_refused_on_another_remote_than_that_of_the_demo(
    trunkline: Run, tmp_path: Path
) -> None:
    url = in_sqlite(tmp_path / "demo.db")
    store = open_store(url, create=True, demo=True)
    store.marks.put(DEMO_REMOTE, str(tmp_path / "the demo's own"))
    store.close()

    code, _, err = trunkline("--store", url, "--as", "rosa", "whoami")

    assert code == 1
    assert "for the remote of that demo" in err


def test_acting_as_somebody_works_on_a_demo_store(
    trunkline: Run, remote: Path, tmp_path: Path
) -> None:
    url = in_sqlite(tmp_path / "demo.db")
    store = open_store(url, create=True, demo=True)
    store.marks.put(DEMO_REMOTE, str(remote))
    store.close()

    assert trunkline("--store", url, "--as", "vera", "whoami")[1].startswith("You are Vera")
    assert trunkline("--store", url, "--as", "nobody", "customer", "list")[0] == 1


@pytest.mark.parametrize(
    "url", ["nonsense", "mysql://x:hunter2@h/d", "sqlite:////proc/no/such/store.db"]
)
def test_a_store_that_cannot_be_opened_is_told_without_a_traceback(
    trunkline: Run, url: str
) -> None:
    for arguments in (("--as", "ada", "whoami"), ("repo", "sync")):
        code, out, err = trunkline("--store", url, *arguments)
        assert code in (1, 4)
        assert "Traceback" not in out + err
        assert "hunter2" not in out + err


# --- what needs no repository -----------------------------------------------------------------------------------


def test_a_folder_is_validated_by_anybody_without_a_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "settings.yaml").write_text("format: one\n")

    assert run(["validate", ".", "--json"]) == 1
    [*_, problem] = json.loads(capsys.readouterr().out)["problems"]
    assert set(problem) == {
        "path", "line", "column", "document", "field", "rule", "severity", "message", "hint",
        "called",
    }  # fmt: skip


def test_no_repository_is_told_with_how_to_name_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    assert run(["whoami"]) == 1
    assert "TRUNKLINE_CONFIG_REPO" in capsys.readouterr().err


def test_a_malformed_variable_is_told(trunkline: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUNKLINE_COMMITTER", "nobody")
    code, _, err = trunkline("whoami")

    assert code == 1
    assert "TRUNKLINE_COMMITTER is malformed" in err


@pytest.mark.parametrize("arguments", [("serve",), ("serve", "--http", "x:1", "--socket")])
def test_serve_wants_to_know_how(trunkline: Run, arguments: tuple[str, ...]) -> None:
    code, _, err = trunkline(*arguments)

    assert code == 2
    assert "--http HOST:PORT or --socket" in err


# --- the program itself -----------------------------------------------------------------------------------------


def program(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = dict(os.environ) | {"TRUNKLINE_STATE_DIR": str(folder / "state")}
    return subprocess.run(
        [TRUNKLINE, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_program_runs(remote: Path, tmp_path: Path) -> None:
    done = program("--repo", str(remote), "customer", "list", "--json", folder=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["total"] == 1


def test_the_program_exits_2_where_it_is_not_understood(tmp_path: Path) -> None:
    done = program("custmer", folder=tmp_path)

    assert (done.returncode, done.stdout) == (2, "")
    assert "Did you mean customer" in done.stderr


def test_serve_names_what_it_lacks(tmp_path: Path) -> None:
    done = program("serve", "--http", "127.0.0.1:0", folder=tmp_path)

    assert done.returncode == 1
    assert "SLACK_SIGNING_SECRET is missing" in done.stderr
    assert "Traceback" not in done.stderr


def test_help_imports_no_command_and_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys; from bot.cli.main import run; run(['customer', 'add', '--help']);"
        "heavy = ('sqlalchemy', 'git', 'slack_sdk', 'pydantic', 'handlers.customer');"
        "print([m for m in heavy if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path,
        env=dict(os.environ) | {"PYTHONPATH": str(Path(__file__).resolve().parents[3])},
    )  # fmt: skip

    assert done.stderr.strip() == "[]"
    assert "--debit_limit" in done.stdout


def test_arguments_with_a_place_can_be_named_as_in_slack(trunkline: Run) -> None:
    code, out, _ = trunkline("customer", "show", "--customer", "ben-llc", "--json")
    assert (code, json.loads(out)["summary"]) == (0, "Ben LLC (ben-llc): active")

    _, mixed, _ = trunkline("customer", "rename", "--name", "Ben & Sons", "ben-llc", "--json")
    assert json.loads(mixed)["summary"].startswith("Plan: rename customer ben-llc")


def test_an_argument_given_twice_or_not_at_all_is_a_usage_error(trunkline: Run) -> None:
    code, _, err = trunkline("customer", "show", "ben-llc", "--customer", "ben-llc")
    assert (code, "unexpected extra argument" in err) == (2, True)

    code, _, err = trunkline("customer", "rename", "--customer", "ben-llc")
    assert (code, "Missing argument 'NAME" in err) == (2, True)
