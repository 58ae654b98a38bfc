from __future__ import annotations

import ast
import re
from pathlib import Path

from handlers.kit.discovery import discover
from tests.rules.source import ROOT, modules, nodes, place, tree

VAGUE = re.compile(r"utils?|helpers?|commons?|misc|stuff")


def test_no_module_is_named_for_having_no_subject() -> None:
    vague = [
        str(path)
        for path in modules()
        if any(VAGUE.fullmatch(part) for part in path.with_suffix("").parts)
    ]

    assert vague == []


def test_the_path_of_a_command_is_its_name() -> None:
    paths = {
        ("handlers", *(word.replace("-", "_") for word in entry.words)): entry.module
        for entry in discover().entries
    }

    # A word that Python keeps for itself has an underscore behind it: import_.py is "import".
    assert {
        module: tuple(part.rstrip("_") for part in module.split(".")) for module in paths.values()
    } == {module: path for path, module in paths.items()}


def test_every_module_of_a_command_area_is_a_command() -> None:
    commands = {entry.module for entry in discover().entries}
    others = {
        ".".join(path.with_suffix("").parts)
        for path in modules("handlers")
        if path.parts[1] != "kit" and path.name != "__init__.py"
    }
    # An area may be a command itself: "rate" beside "rate import".
    commands = {name for name in commands if not (ROOT / Path(*name.split("."))).is_dir()}

    assert others == commands


def test_no_float_comes_near_money() -> None:
    floats = [
        place(path, node)
        for path in modules("engine", "schemas")
        for node in nodes(path, ast.AST)
        if (isinstance(node, ast.Name) and node.id == "float")
        or (isinstance(node, ast.Constant) and isinstance(node.value, float))
    ]

    assert floats == []


def test_every_public_function_of_the_core_says_what_it_is_for() -> None:
    silent = [
        f"{place(path, node)} {node.name}"
        for path in modules("engine", "schemas", "handlers")
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]

    assert silent == []


def test_tests_of_a_package_stand_where_the_package_does() -> None:
    strays = [
        str(path)
        for path in modules("tests")
        if len(path.parts) > 2
        and path.parts[1] in {"bot", "handlers", "engine", "adapters", "schemas"}
        and not (ROOT / path.parent.relative_to("tests")).is_dir()
    ]

    assert strays == []
