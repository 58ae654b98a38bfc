from __future__ import annotations

from engine.checks import prefix_set_redundant_line
from engine.errors import Severity
from tests.engine.checks.carriers import problems, told


def test_a_line_that_adds_nothing_is_needless() -> None:
    text = 'name: S\nlines: ["447", "4471", "447", "^33", "^33"]\nexcluding: ["44711", "353"]\n'
    files = {"prefix-sets/s.yaml": 'name: S\nlines: ["44"]\nexcluding: ["447", "4470", "353"]\n'}

    assert told(prefix_set_redundant_line, {"prefix-sets/s.yaml": text}) == [
        "prefix-sets/s.yaml:2:16 lines.1",
        "prefix-sets/s.yaml:2:24 lines.2",
        "prefix-sets/s.yaml:2:38 lines.4",
    ]
    assert told(prefix_set_redundant_line, files) == [
        "prefix-sets/s.yaml:3:20 excluding.1",
        "prefix-sets/s.yaml:3:28 excluding.2",
    ]
    assert problems(prefix_set_redundant_line, files)[0].severity is Severity.WARNING


def test_lines_that_each_add_something_are_right() -> None:
    text = 'name: S\nlines: ["447", "448", "^44(20|161)"]\nexcluding: ["4470"]\n'

    assert told(prefix_set_redundant_line, {"prefix-sets/s.yaml": text}) == []
