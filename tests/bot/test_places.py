"""Where what we keep lies."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.places import embedded_store, short_name, state_folder, store_url
from bot.settings import Settings
from engine.errors import Refused

REMOTE = "https://bot:s3cret@forge.example/carrier.git"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_state_lives_where_it_is_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/somewhere/ada")
    assert state_folder(Settings()) == Path("/somewhere/ada/.local/state/trunkline")
    monkeypatch.setenv("XDG_STATE_HOME", "/state")
    assert state_folder(Settings()) == Path("/state/trunkline")
    monkeypatch.setenv("TRUNKLINE_STATE_DIR", "/var/lib/trunkline")
    assert state_folder(Settings()) == Path("/var/lib/trunkline")


def test_without_a_home_and_a_state_folder_the_missing_variable_is_named() -> None:
    with pytest.raises(Refused) as refused:
        state_folder(Settings(_env_file=None).model_copy(update={"home": "", "state_home": ""}))

    assert "TRUNKLINE_STATE_DIR" in refused.value.hint


def test_the_store_is_the_one_that_is_named_or_a_file_for_the_remote(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TRUNKLINE_STATE_DIR", "/state")
    own = embedded_store(Path("/state"), REMOTE)

    assert store_url(Settings(), repo=REMOTE) == own
    assert store_url(Settings(), repo=REMOTE, store="sqlite:///x.db") == "sqlite:///x.db"
    monkeypatch.setenv("DATABASE_URL", "postgresql://db/trunkline")
    assert store_url(Settings(), repo=REMOTE) == "postgresql://db/trunkline"
    assert store_url(Settings(), repo=REMOTE, store="sqlite:///x.db") == "sqlite:///x.db"


def test_without_a_remote_and_a_store_the_store_is_asked_for() -> None:
    with pytest.raises(Refused, match="no store is named"):
        store_url(Settings())


def test_each_remote_has_a_name_of_its_own_that_does_not_tell_it() -> None:
    assert short_name(REMOTE) != short_name(f"{REMOTE}x")
    assert "forge" not in embedded_store(Path("/state"), REMOTE)
    assert "s3cret" not in embedded_store(Path("/state"), REMOTE)
