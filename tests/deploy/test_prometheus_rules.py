"""The rules for Prometheus speak of what the program measures, and of all that the page says somebody is told about."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.metrics import EVENTS
from handlers.kit.jobs import JOBS
from tests.bot.test_metrics import carrier, names_of

__all__ = ["carrier"]  # a fixture

TOP = Path(__file__).parents[2]
GROUPS = yaml.safe_load((TOP / "deploy/prometheus-rules.yaml").read_text("utf-8"))["groups"]
RULES: list[dict[str, Any]] = [rule for group in GROUPS for rule in group["rules"]]
PAGE = (TOP / "docs/how-to/what-to-alert-on.md").read_text("utf-8")
ASKED = "\n".join(rule["expr"] for rule in RULES)


def spoken_of(label: str) -> set[str]:
    """Every value of a label that some rule names."""
    found = re.findall(rf'{label}[=!]=?~?"([^"]+)"', ASKED.replace("!~", "=~").replace("!=", "="))
    return {value for one in found for value in one.split("|")}


def test_every_measure_is_one_of_ours(carrier: Any) -> None:
    asked = set(re.findall(r"trunkline_\w+", ASKED))
    told = {name.removesuffix("_bucket") for name in asked}

    assert told <= names_of(carrier), told - names_of(carrier)


def test_every_measure_of_the_page_has_a_rule() -> None:
    rows = re.findall(r"^\| `(trunkline_\w+)", PAGE, re.MULTILINE)

    assert [name for name in rows if name not in ASKED and name != "trunkline_outbox"] == []
    assert rows


@pytest.mark.parametrize(
    ("label", "known"), [("event", set(EVENTS)), ("job", set(JOBS))], ids=["event", "job"]
)
def test_every_value_of_a_label_is_one_of_ours(label: str, known: set[str]) -> None:
    assert spoken_of(label)
    assert spoken_of(label) <= known


def test_every_event_that_is_counted_has_a_rule() -> None:
    assert spoken_of("event") == set(EVENTS)


def test_every_threshold_is_the_one_of_the_page() -> None:
    for number in re.findall(r"> (\d+)", ASKED):
        assert number in PAGE.replace(",", "") or number == "0", number


def test_every_rule_has_a_name_of_its_own_and_says_who_is_told() -> None:
    names = [rule["alert"] for rule in RULES]

    assert len(set(names)) == len(names)
    assert {rule["labels"]["severity"] for rule in RULES} == {"page", "ticket"}
    assert all(rule["annotations"]["summary"].endswith(".") for rule in RULES)
