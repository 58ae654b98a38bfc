from __future__ import annotations

import importlib
import re

import pytest
from click.testing import CliRunner

from benchmarks.__main__ import known, main


def test_an_unknown_benchmark_is_a_usage_error_that_names_the_known_ones() -> None:
    done = CliRunner().invoke(main, ["strat"])

    assert done.exit_code == 2
    assert "start" in done.output


@pytest.mark.parametrize("name", known())
def test_every_benchmark_says_what_it_compares_and_its_target(name: str) -> None:
    module = importlib.import_module(f"benchmarks.cases.{name}")

    assert re.search(r"[Pp]eers?\b|against", module.__doc__)
    assert re.search(r"[Tt]argets?\b|at most", module.__doc__)
    assert callable(module.measure)
