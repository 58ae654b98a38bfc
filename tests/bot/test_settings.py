"""The environment, and what each front end asks of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import VARIABLES, Settings, demand
from engine.errors import Refused

GOOD = {
    "TRUNKLINE_CONFIG_REPO": "/srv/config.git",
    "SLACK_BOT_TOKEN": "xoxb-1-2",
    "SLACK_SIGNING_SECRET": "0" * 32,
    "SLACK_APP_TOKEN": "xapp-1-2",
}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def refusal(monkeypatch: pytest.MonkeyPatch, front_end: str, *used: str, **environment: str) -> str:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    try:
        demand(Settings(), front_end, used)
    except Refused as refused:
        return f"{refused.message}\n{refused.hint}"
    return ""


@pytest.mark.parametrize(
    ("front_end", "missing"),
    [
        ("http", {"TRUNKLINE_CONFIG_REPO", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"}),
        ("socket", {"TRUNKLINE_CONFIG_REPO", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"}),
        ("cli", set()),
    ],
)
def test_each_front_end_names_everything_it_lacks_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, front_end: str, missing: set[str]
) -> None:
    said = refusal(monkeypatch, front_end)

    assert {
        variable.name for variable in VARIABLES if f"{variable.name} is missing" in said
    } == missing
    assert all(v.looks_like in said for v in VARIABLES if v.name in missing)


@pytest.mark.parametrize("front_end", ["http", "socket", "cli"])
def test_a_front_end_that_has_what_it_needs_starts(
    monkeypatch: pytest.MonkeyPatch, front_end: str
) -> None:
    assert refusal(monkeypatch, front_end, **GOOD) == ""


def test_empty_counts_as_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    said = refusal(monkeypatch, "http", **GOOD | {"SLACK_BOT_TOKEN": ""})

    assert "SLACK_BOT_TOKEN is missing" in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_BOT_TOKEN", "hunter2-secret"),
        ("SLACK_SIGNING_SECRET", "hunter2" * 5),
        ("SLACK_BOT_TOKEN", "xoxb-ok\nhunter2"),
    ],
)
def test_a_malformed_secret_is_named_and_never_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    said = refusal(monkeypatch, "http", **GOOD | {name: value})

    assert f"{name} is malformed: its value should be" in said
    assert "hunter2" not in said


def test_a_malformed_value_that_is_no_secret_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    said = refusal(
        monkeypatch, "http", "SLACK_API_URL", **GOOD | {"SLACK_API_URL": "127.0.0.1:3999"}
    )

    assert 'SLACK_API_URL is malformed: "127.0.0.1:3999" should be http' in said


def test_a_password_inside_an_address_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    url = "postgresql://bot:hunter2@db.example.com/x"
    said = refusal(monkeypatch, "http", "DATABASE_URL", **GOOD | {"DATABASE_URL": f"my{url}"})

    assert "DATABASE_URL is malformed" in said
    assert "hunter2" not in said


def test_what_a_front_end_does_not_use_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(monkeypatch, "cli", SLACK_BOT_TOKEN="nonsense", SLACK_API_URL="nonsense") == ""
    assert refusal(monkeypatch, "http", **GOOD | {"SLACK_APP_TOKEN": "nonsense"}) == ""


def test_every_fault_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    said = refusal(monkeypatch, "http", SLACK_BOT_TOKEN="x", SLACK_SIGNING_SECRET="y")

    assert len([line for line in said.splitlines() if " is m" in line]) == 3


def test_a_file_named_env_is_read_and_the_environment_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("TRUNKLINE_CONFIG_REPO=/from/file\nSLACK_BOT_TOKEN=xoxb-file\n")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-env")

    settings = Settings()
    assert settings.config_repo == "/from/file"
    assert settings.slack_bot_token.get_secret_value() == "xoxb-env"


def test_settings_do_not_print_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-hunter2")

    assert "hunter2" not in repr(Settings())


def test_every_variable_says_what_it_means_and_looks_like() -> None:
    for variable in VARIABLES:
        assert variable.meaning.endswith(".")
        assert variable.looks_like
        assert hasattr(Settings(), variable.field)
