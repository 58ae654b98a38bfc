from __future__ import annotations

import ast

from bot.docs.gaps import gaps
from bot.docs.rules import all_rules
from tests.rules.source import modules, nodes, place, tree

KNOWN = {rule.id for rules in all_rules().values() for rule in rules}
ARGUMENTS = {"argument"}
"""Faults in the arguments of a command, which are in no document."""


def test_every_command_argument_kind_field_rule_and_variable_is_described() -> None:
    assert list(gaps()) == []


def test_every_rule_id_that_the_code_tells_is_in_the_reference() -> None:
    told = {
        (place(path, node), value.value)
        for path in modules("engine", "schemas", "adapters", "bot", "handlers")
        for node in nodes(path, ast.Call)
        for value in _rule_ids(node)
    }

    assert {one for one in told if one[1] not in KNOWN | ARGUMENTS} == set()


def _rule_ids(call: ast.Call) -> list[ast.Constant]:
    named = [keyword.value for keyword in call.keywords if keyword.arg == "rule"]
    if isinstance(call.func, ast.Name) and call.func.id == "fault":
        named += call.args[:1]
    return [one for one in named if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def test_every_module_says_what_lives_in_it() -> None:
    silent = [
        str(path)
        for path in modules()
        if path.name != "__init__.py" and not _sentence(ast.get_docstring(tree(path)))
    ]

    assert silent == []


def _sentence(docstring: str | None) -> bool:
    return (docstring or "").split("\n\n")[0].rstrip().endswith((".", ":"))
