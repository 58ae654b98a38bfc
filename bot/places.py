"""Where we keep what lies beside the config, as the settings say: one folder, in it one of each for every remote."""

from __future__ import annotations

import hashlib
from pathlib import Path

from bot.settings import Settings
from engine.errors import Refused


def state_folder(settings: Settings) -> Path:
    """Give the folder for what we keep beside the config: our clone and the embedded store."""
    if settings.state_dir:
        return Path(settings.state_dir)
    if not settings.state_home and not settings.home:
        raise Refused(
            "there is no home to keep state in", "set TRUNKLINE_STATE_DIR to a folder of ours"
        )
    base = (
        Path(settings.state_home)
        if settings.state_home
        else Path(settings.home) / ".local" / "state"
    )
    return base / "trunkline"


def store_url(settings: Settings, *, repo: str = "", store: str = "") -> str:
    """Give the URL of the store that a front end would use.

    Raises:
        Refused: none is named, and no config repository either that would name the embedded one.
    """
    remote = repo or settings.config_repo
    if store or settings.database_url:
        return store or settings.database_url
    if not remote:
        raise Refused("no store is named", "say --store URL, or --repo for the store beside it")
    return embedded_store(state_folder(settings), remote)


def embedded_store(folder: Path, remote: str) -> str:
    """Give the URL of the store that is a file of its own for a remote, below the state folder."""
    return f"sqlite:///{folder / 'stores' / short_name(remote)}.db"


def short_name(text: str) -> str:
    """Name a folder after a remote without naming it."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
