from __future__ import annotations

from engine.checks import prefix_set_contradiction
from tests.engine.checks.carriers import told


def test_a_line_that_is_excluded_altogether_is_wrong() -> None:
    text = 'name: S\nlines: ["447", "4470", "^33"]\nexcluding: ["4470", "447", "^33"]\n'

    assert told(prefix_set_contradiction, {"prefix-sets/s.yaml": text}) == [
        "prefix-sets/s.yaml:2:9 lines.0",
        "prefix-sets/s.yaml:2:16 lines.1",
        "prefix-sets/s.yaml:2:24 lines.2",
    ]


def test_callers_refused_and_let_past_are_wrong() -> None:
    text = 'name: S\nlines: ["44"]\neverywhere:\n  block_cli: true\n  allow_cli: true\n'

    assert told(prefix_set_contradiction, {"prefix-sets/s.yaml": text}) == [
        "prefix-sets/s.yaml:5:3 everywhere.allow_cli"
    ]


def test_an_exclusion_below_a_line_is_right() -> None:
    text = 'name: S\nlines: ["447", "^44"]\nexcluding: ["4470"]\neverywhere: {block_cli: true}\n'

    assert told(prefix_set_contradiction, {"prefix-sets/s.yaml": text}) == []
