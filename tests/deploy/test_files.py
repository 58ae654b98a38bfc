"""The files in ``deploy/`` say what the program understands, and are what their readers take."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import click
import pytest
import yaml

from bot.cli.main import root
from bot.settings import VARIABLES
from handlers.kit.catalogue import Catalogue

DEPLOY = Path(__file__).parents[2] / "deploy"
UNIT = (DEPLOY / "trunkline.service").read_text("utf-8")
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
KNOWN = {variable.name for variable in VARIABLES}


def understood(*words: str) -> bool:
    """Whether the command line takes these words."""
    top = root(Catalogue.read())
    with top.make_context("trunkline", list(words)) as context:
        name, command, rest = top.resolve_command(
            context, [*context._protected_args, *context.args]
        )
        assert command is not None
        command.make_context(name, list(rest), parent=context).close()
    return True


def directives() -> list[tuple[str, str, str]]:
    """Section, name and value of every line of the unit."""
    found, section = [], ""
    for line in UNIT.splitlines():
        if match := re.fullmatch(r"\[(\w+)\]", line):
            section = match[1]
        elif line and not line.startswith("#"):
            name, sign, value = line.partition("=")
            assert sign, line
            found.append((section, name, value))
    return found


def test_the_unit_says_each_thing_once_in_a_section_that_systemd_knows() -> None:
    named = Counter((section, name) for section, name, _ in directives())

    assert {section for section, _ in named} == {"Unit", "Service", "Install"}
    assert [name for (_, name), count in named.items() if count > 1] == ["SystemCallFilter"]


def test_the_unit_leaves_the_program_what_it_needs() -> None:
    said = {name: value for _, name, value in directives()}

    # git writes to the config repository of this machine, and what computes takes a lower priority.
    assert "/srv/config.git" in said["ReadWritePaths"]
    assert "@resources" not in "".join(v for _, name, v in directives() if "Filter" in name)
    assert said["StateDirectory"] == "trunkline"
    assert said["WorkingDirectory"] == "/var/lib/trunkline"


def test_compose_is_what_its_schema_takes() -> None:
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("check-jsonschema")),
            "--builtin-schema",
            "vendor.compose-spec",
            str(DEPLOY / "compose.yaml"),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == 0, done.stdout


def test_compose_looks_after_the_bot_where_it_listens() -> None:
    bot = COMPOSE["services"]["bot"]
    port = bot["environment"]["METRICS_ADDRESS"].rpartition(":")[2]

    assert f"http://127.0.0.1:{port}/livez" in bot["healthcheck"]["test"][-1]
    assert "ports" not in bot
    for secret, variable in (("age_key", "TRUNKLINE_AGE_KEY_FILE"), ("pgpass", "PGPASSFILE")):
        assert secret in bot["secrets"]
        assert bot["environment"][variable] == f"/run/secrets/{secret}"


def test_the_unit_runs_as_nobody_special_and_has_time_to_stop() -> None:
    said = dict(line.split("=", 1) for line in UNIT.splitlines() if re.match(r"\w+=", line))

    assert said["User"] == "trunkline"
    assert (said["ProtectSystem"], said["NoNewPrivileges"]) == ("strict", "yes")
    assert said["CapabilityBoundingSet"] == ""
    assert int(said["TimeoutStopSec"]) > 20
    assert understood(*said["ExecStart"].split()[1:])


def test_the_image_runs_what_the_program_understands() -> None:
    command = re.search(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)

    assert command is not None
    assert understood(*yaml.safe_load(command[1]))
    assert re.search(r"^USER 10001$", DOCKERFILE, re.MULTILINE)
    assert "STOPSIGNAL SIGTERM" in DOCKERFILE


def test_compose_sets_variables_that_are_read() -> None:
    bot = COMPOSE["services"]["bot"]

    assert set(bot["environment"]) - {"PGPASSFILE"} <= KNOWN  # PostgreSQL's library reads that one
    assert understood(*bot["command"])
    assert (DEPLOY / bot["build"]["context"] / bot["build"]["dockerfile"]).is_file()


def test_no_image_is_latest_and_none_holds_a_password() -> None:
    images = [service.get("image", "x:1") for service in COMPOSE["services"].values()]

    assert all(":" in image and not image.endswith(":latest") for image in images)
    assert not re.search(r"(?i)password\s*[:=]\s*[^\s/{]", DOCKERFILE)
    assert "POSTGRES_PASSWORD" not in COMPOSE["services"]["db"]["environment"]
    assert set(COMPOSE["secrets"]) >= {*COMPOSE["services"]["bot"]["secrets"]}


def test_the_page_says_which_of_them_were_only_linted() -> None:
    page = (DEPLOY.parent / "docs/how-to/from-empty-machine-to-service.md").read_text("utf-8")

    assert "never built or run" in page


def test_a_word_the_program_does_not_know_would_be_noticed() -> None:
    with pytest.raises(click.UsageError):
        understood("serve", "--nonsense")
