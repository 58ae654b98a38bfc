"""``trunkline manifest``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli.main import run
from tests.builders import a_carrier
from tests.git_remote import bare_remote

pytestmark = pytest.mark.wall_clock  # the command line joins the real parts


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TRUNKLINE_CONFIG_REPO", raising=False)
    monkeypatch.setenv("TRUNKLINE_STATE_DIR", str(tmp_path / "state"))


def test_it_needs_no_repository(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["manifest", "--socket"]) == 0

    out, err = capsys.readouterr()
    assert json.loads(out)["settings"]["socket_mode_enabled"] is True
    assert "slack.commands of settings.yaml are left out" in err


def test_it_lists_the_slash_commands_of_the_settings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = a_carrier(slack={"commands": ["route"], "links": ["https://git.example.com/c"]})
    remote = bare_remote(tmp_path / "remote.git", files)

    asked = ["manifest", "--url", "https://bot.example.com", "--repo", str(remote), "--json"]
    assert run(asked) == 0

    out, err = capsys.readouterr()
    features = json.loads(out)["features"]
    assert {"/trunkline", "/customer", "/route"} <= {
        one["command"] for one in features["slash_commands"]
    }
    assert features["unfurl_domains"] == ["git.example.com"]
    assert err == ""


@pytest.mark.parametrize(
    ("arguments", "code"),
    [([], 2), (["--socket", "--url", "https://x.example"], 2), (["--url", "http://x.example"], 1)],
)
def test_what_cannot_be_is_told(
    arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["manifest", *arguments]) == code
    assert capsys.readouterr().err
