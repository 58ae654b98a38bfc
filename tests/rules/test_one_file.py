"""A command is one file: everything a user meets of it is made from there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.rules.source import ROOT

GREET = '''"""Greet a customer by name."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role


class Args(BaseModel):
    """Whom, and how."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(description="Name to greet.", examples=["Ben LLC"])
    loudly: bool = Field(False, description="Whether to shout.", examples=[True])


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Greet."""
    return Reply(f"Hello, {args.name}")


COMMAND = Command(role=Role.FINANCE, effect=Effect.READ, examples=('customer greet "Ben LLC"',))
'''


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What every surface says in a process whose ``handlers`` hold one file more."""
    aside = tmp_path_factory.mktemp("house")
    shutil.copytree(
        ROOT / "handlers", aside / "handlers", ignore=shutil.ignore_patterns("__pycache__")
    )
    (aside / "handlers" / "customer" / "greet.py").write_text(GREET)
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "rules" / "adding.py")],
        env={"PYTHONPATH": os.pathsep.join((str(aside), str(ROOT))), "PATH": os.environ["PATH"]},
        cwd=aside,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_the_copy_leaves_the_tree_as_it_was(told: dict[str, Any]) -> None:
    assert "greet" not in (ROOT / "handlers" / "kit" / "index.json").read_text()
    assert not (Path(ROOT) / "handlers" / "customer" / "greet.py").exists()


def test_slack_understands_it(told: dict[str, Any]) -> None:
    assert told["typed"] == {
        "command": "customer greet",
        "args": {"name": "Ben LLC", "loudly": "yes"},
        "form": False,
    }


def test_slack_opens_its_form_where_something_is_missing(told: dict[str, Any]) -> None:
    assert told["unfinished opens the form"] is True
    assert told["form"] == ["Name", "Loudly"]


def test_it_is_completed_while_being_typed(told: dict[str, Any]) -> None:
    assert told["completion"] == ["greet"]


def test_the_command_line_has_it_with_help(told: dict[str, Any]) -> None:
    assert "Greet a customer by name." in told["command line"]
    assert "--loudly" in told["command line"]
    assert "Whether to shout." in told["command line"]


def test_the_reference_has_its_page(told: dict[str, Any]) -> None:
    assert "customer greet NAME" in told["reference"]
    assert (
        "| `--loudly` | yes or no | no | Whether to shout. Default: `no`. Example: `yes`. |"
        in told["reference"]
    )


def test_its_role_is_a_row_of_the_permissions(told: dict[str, Any]) -> None:
    assert told["role"] == "finance"
    assert told["permissions"] == [
        "| [customer greet](commands.md#customer-greet) |  |  |  |  | yes | yes |"
    ]
