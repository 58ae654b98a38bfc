"""The two doors for other programs, and the commands around them, through the real command line."""

from __future__ import annotations

import json
import os
import pwd
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.cli.main import root, run
from handlers.kit.catalogue import Catalogue
from tests.builders import sample_carrier
from tests.git_remote import bare_remote
from tests.stores import keep_state

pytestmark = pytest.mark.wall_clock  # the command line joins the real parts

ME = pwd.getpwuid(os.geteuid()).pw_name
TRUNKLINE = Path(sys.executable).with_name("trunkline")
CARD = {"currency": "USD", "rows": [{"prefix": "44", "rate": 0.06, "minimum": 30, "increment": 6}]}
QUOTE = {"card": CARD, "call": {"number": "442079460018", "duration": 31}}
CALL = ("442079460018", "--cli", "12125550123", "--ip", "203.0.113.7")
Called = tuple[int, str, str]
Run = Callable[..., Called]


@pytest.fixture(scope="module")
def remote(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = sample_carrier()
    files["operators.yaml"] = files["operators.yaml"].replace(
        b"os_user: ada", f"os_user: {ME}".encode()
    )
    return bare_remote(tmp_path_factory.mktemp("remote") / "remote.git", files)


@pytest.fixture
def trunkline(
    remote: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    monkeypatch.chdir(tmp_path)
    keep_state(monkeypatch, tmp_path)

    def call(*arguments: str, given: object = None, bare: bool = False) -> Called:
        words = [*([] if bare else ["--repo", str(remote)]), *arguments]
        if given is not None:
            return piped(words, given if isinstance(given, str) else json.dumps(given))
        capsys.readouterr()
        code = run(words)
        return (code, *capsys.readouterr())

    return call


def piped(words: Sequence[str], given: str) -> Called:
    """Run the program itself: what is piped in is its standard input and nobody else's."""
    ran = subprocess.run(
        [TRUNKLINE, *words], input=given, capture_output=True, text=True, check=False
    )
    return ran.returncode, ran.stdout, ran.stderr


def said(called: Called) -> Any:
    return json.loads(called[1])


# --- rate ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", [("rate", "--json", "-"), ("rate", "-", "--json"), ("--json", "rate", "-")]
)
def test_rate_reads_an_object_from_standard_input_and_needs_no_config(
    trunkline: Run, words: tuple[str, ...]
) -> None:
    called = trunkline(*words, given=QUOTE, bare=True)

    assert called[0] == 0
    assert (said(called)["charge"], said(called)["billed_seconds"]) == ("0.0360", 36)


def test_rate_gives_a_list_for_a_list(trunkline: Run) -> None:
    wrong = {**QUOTE, "call": {"number": "+44 (0)20", "duration": 1}}
    answers = said(trunkline("rate", "--json", "-", given=[QUOTE, wrong], bare=True))

    assert [sorted(one) for one in answers] == [
        ["billed_seconds", "charge", "currency", "matched_prefix", "steps", "unrounded"],
        ["refused"],
    ]


def test_rate_reads_a_file_and_cards_of_the_config(trunkline: Run, tmp_path: Path) -> None:
    call = {"number": "442079460018", "started_at": "2026-08-03T10:00:00Z", "duration": 61}
    (tmp_path / "quotes.json").write_text(json.dumps({"card": "retail-usd", "call": call}))

    assert said(trunkline("rate", "quotes.json", "--json"))["charge"] == "0.0098"


def test_rate_of_what_is_no_json_is_refused_with_its_place(trunkline: Run) -> None:
    code, out, _ = trunkline("rate", "--json", "-", given='{"card": }', bare=True)

    assert code == 1
    assert "at line 1, column 10" in json.loads(out)["summary"]


def test_more_than_a_file_may_hold_is_refused(trunkline: Run) -> None:
    code, out, err = trunkline("rate", "--json", "-", given=" " * 6_000_000, bare=True)

    assert code == 1
    assert "the most is 5 MB" in out + err


# --- simulate ------------------------------------------------------------------------------------------------------

KEYS = (
    "outcome",
    "code",
    "reason",
    "customer",
    "auth",
    "route",
    "number",
    "cli",
    "sell",
    "providers",
    "steps",
)


def test_simulate_answers_with_the_keys_that_are_promised(trunkline: Run) -> None:
    answer = said(
        trunkline("simulate", *CALL, "--duration", "61", "--at", "2026-08-03T10:00:00Z", "--json")
    )

    assert [key for key in KEYS if key not in answer] == []
    assert (answer["outcome"], answer["customer"], answer["auth"], answer["route"]) == (
        "routed",
        "ben-llc",
        "office-pbx",
        "standard",
    )
    assert answer["at"] == "2026-08-03T10:00:00Z"
    assert answer["sell"]["rate"] == "0.0089"
    assert {"provider", "card", "prefix", "buy", "gateway"} <= answer["providers"][0].keys()
    assert answer["providers"][1]["excluded"].startswith("provider borealis wants")
    assert {"step", "result", "detail", "file", "line"} == answer["steps"][1].keys()
    assert answer["rating"]["charge"]["charge"] == "0.0098"


def test_a_refused_call_is_an_answer_and_no_failure(trunkline: Run, tmp_path: Path) -> None:
    (tmp_path / "counters.json").write_text('{"customers": {"ben-llc": {"balance": 0}}}')
    called = trunkline("simulate", *CALL, "--counters", "counters.json", "--json")

    assert called[0] == 0
    assert (said(called)["outcome"], said(called)["code"], said(called)["reason"]) == (
        "refused",
        402,
        "Payment Required",
    )


@pytest.mark.parametrize("words", [("simulate", "--json"), ("simulate", "-", "--json")])
def test_simulate_gives_a_list_for_a_list(trunkline: Run, words: tuple[str, ...]) -> None:
    given = [{"number": "442079460018", "customer": "ben-llc"}, {"number": ""}]
    answers = said(trunkline(*words, given=given))

    assert (answers[0]["customer"], answers[1]["error"]["message"]) == (
        "ben-llc",
        "number: name the number that is dialled",
    )


def test_simulate_at_a_terminal_reads_from_top_to_bottom(trunkline: Run) -> None:
    code, out, _ = trunkline("simulate", *CALL, "--balance", "0")

    assert code == 0
    assert out.splitlines()[0].startswith("ben-llc: 442079460018 from 12125550123")
    assert "\u2717 credit" in out
    assert "(customers/ben-llc/customer.yaml:14)" in out


def test_an_instant_before_the_history_takes_the_head_and_keeps_the_instant(trunkline: Run) -> None:
    """The config of that time is not known: the rates of that time are, by their dates."""
    answer = said(trunkline("simulate", *CALL, "--at", "2020-01-01T00:00:00Z", "--json"))

    assert answer["at"] == "2020-01-01T00:00:00Z"
    assert answer["customer"] == "ben-llc"


# --- commands that have the name of their group --------------------------------------------------------------------


def test_what_follows_the_name_of_a_group_is_a_command_of_it_or_an_argument(trunkline: Run) -> None:
    assert trunkline("expect")[1].startswith("4 golden calls, all as expected.")
    assert trunkline("expect", "ben-llc")[1].startswith("3 golden calls, all as expected.")
    assert trunkline("simulate", "list")[1].startswith("No simulation is kept yet.")
    assert (
        "Plan:"
        in trunkline("expect", "save", "442079460018", "--customer", "ben-llc", "--id", "x")[1]
    )


def test_options_of_the_run_may_stand_before_and_behind_the_name(trunkline: Run) -> None:
    before = trunkline("--json", "expect", "ben-llc")
    behind = trunkline("expect", "ben-llc", "--json")

    assert [len(said(one)["calls"]) for one in (before, behind)] == [3, 3]


def test_help_of_such_a_name_tells_both(trunkline: Run) -> None:
    code, out, _ = trunkline("simulate", "--help")

    assert code == 0
    assert "Simulate a call" in out
    assert "list" in out
    assert trunkline("rate", "card", "--help")[0] == 0


def test_a_word_that_is_neither_is_told(trunkline: Run) -> None:
    code, out, err = trunkline("expect", "nobody")

    assert code == 1
    assert "nobody" in out + err
    assert trunkline("rate", "crad", "show", "x")[0] == 2


def test_only_groups_with_a_command_of_their_name_have_one() -> None:
    top = root(Catalogue.read())
    named = [name for name, one in top.commands.items() if getattr(one, "itself", None) is not None]

    assert {"rate", "expect", "simulate"} <= set(named)
    assert "customer" not in named
