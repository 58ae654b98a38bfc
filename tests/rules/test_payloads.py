"""What the bot sends in any test is judged as Slack would; here it is shown that a bad payload does fail its test."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.console.model import Call
from tests.outgoing import contract, objections
from tests.rules.source import ROOT, modules, text

SENT = """
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from tests.bot.console.shop import open_shop
from tests.bot.console.shop_app import TOKEN

@pytest.mark.parametrize("method, content", {cases})
def test_sends(method, content):
    with open_shop() as console:
        try:
            WebClient(token=TOKEN, base_url=console.api_url).api_call(method, json=content)
        except SlackApiError:
            pass
"""
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "x"}}
SAID = {"channel": "C0OPS", "text": "x", "blocks": [SECTION]}
LONG = {"type": "home", "blocks": [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]}  # fmt: skip
CASES = (
    ("chat.postMessage", SAID, ""),
    ("chat.postMessage", SAID | {"blocks": [{"type": "paragraph"}]}, "paragraph"),
    ("chat.postMessage", SAID | {"blocks": [SECTION | {"colour": "red"}]}, "colour"),
    ("chat.postMessage", SAID | {"text": ""}, "needs top-level text"),
    ("chat.postMessage", SAID | {"blocks": SECTION}, "invalid_blocks_format"),
    ("chat.postMessage", SAID | {"shade": "red"}, "chat.postMessage takes no shade"),
    ("views.publish", {"user_id": "U0ADA", "view": LONG}, "151"),
    ("chat.shout", {"text": "x"}, "Slack has no method chat.shout"),
)


def test_a_good_payload_passes_and_each_bad_one_fails_its_test(tmp_path: Path) -> None:
    cases = [(method, content) for method, content, _ in CASES]
    file = tmp_path / "test_sent.py"
    file.write_text(SENT.replace("{cases}", repr(cases)), "utf-8")
    options = ["-p", "tests.conftest", "-p", "no:randomly", "-n", "0", "--rootdir", str(ROOT)]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "-c", str(ROOT / "pyproject.toml"), str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )

    assert f"{len(CASES)} passed, {len(CASES) - 1} errors" in done.stdout, done.stdout[-2000:]
    assert [said for *_, said in CASES if said not in done.stdout] == []


@pytest.mark.parametrize(
    ("method", "arguments", "said"),
    [
        ("chat.postMessage", {"channel": "C1", "text": "x"}, []),
        ("chat.postMessage", {"text": "x"}, ["chat.postMessage needs channel"]),
        ("chat.update", {"channel": "C1", "ts": "", "text": "x"}, ["chat.update needs ts"]),
        ("views.open", {"view": "{}", "trigger": "1"}, ["views.open takes no trigger"]),
        ("response_url", {"text": "x", "ephemeral": True}, ["response_url takes no ephemeral"]),
        ("response_url", {"text": "x", "replace_original": True}, []),
    ],
)
def test_a_call_is_held_to_the_contract_of_its_method(
    method: str, arguments: dict[str, object], said: list[str]
) -> None:
    assert objections(Call(at=0, method=method, arguments=arguments, status=200)) == said


def test_only_tests_of_the_console_may_send_what_slack_does_not_take() -> None:
    marked = [
        str(path)
        for path in modules("tests")
        if re.search(r"^(@|pytestmark = )pytest\.mark\.bad_payloads", text(path), re.MULTILINE)
    ]

    assert [path for path in marked if not path.startswith("tests/bot/console/")] == []


def test_the_contract_is_whole() -> None:
    assert len(contract()) > 300
