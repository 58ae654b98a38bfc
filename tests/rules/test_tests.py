"""The habits of tests: each module has its own, nothing is patched, nothing sleeps."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.rules.source import ROOT, modules, nodes, place

UNMIRRORED: dict[str, str] = {
    "adapters/git/reading.py": "tests/adapters/git/test_repository.py",
    "adapters/mail/folder.py": "tests/contract/test_mailer.py",
    "adapters/mail/writing.py": "tests/contract/test_mailer.py",
    "adapters/memory/mail.py": "tests/contract/test_mailer.py",
    "adapters/memory/overlays.py": "tests/contract/test_overlay_store.py",
    "adapters/memory/portal.py": "tests/contract/test_portal_passwords.py",
    "adapters/memory/repository.py": "tests/contract/test_repository.py",
    "adapters/memory/schedule.py": "tests/contract/test_job_runs.py",
    "adapters/memory/secrets.py": "tests/contract/test_vault.py",
    "adapters/memory/effects.py": "tests/contract/test_effects.py",
    "adapters/memory/heads.py": "tests/contract/test_heads.py",
    "adapters/memory/kept.py": "tests/contract/test_operations.py",
    "adapters/memory/operations.py": "tests/contract/test_operations.py",
    "adapters/memory/store.py": "tests/contract/test_matters.py",
    "adapters/secrets/argon2.py": "tests/contract/test_password_hasher.py",
    "adapters/store/columns.py": "tests/adapters/store/test_operations.py",
    "adapters/store/engines.py": "tests/adapters/store/test_operations.py",
    "adapters/store/events.py": "tests/contract/test_matters.py",
    "adapters/store/heads.py": "tests/contract/test_heads.py",
    "adapters/store/inserting.py": "tests/adapters/store/test_operations.py",
    "adapters/store/job_runs.py": "tests/contract/test_job_runs.py",
    "adapters/store/naming.py": "tests/contract/test_operations.py",
    "adapters/store/portal.py": "tests/contract/test_portal_passwords.py",
    "adapters/yamltext/block.py": "tests/adapters/yamltext/test_editor.py",
    "adapters/yamltext/diagnosis.py": "tests/adapters/yamltext/test_reader.py",
    "adapters/yamltext/document.py": "tests/adapters/yamltext/test_editor.py",
    "adapters/yamltext/document_text.py": "tests/adapters/yamltext/test_reader.py",
    "adapters/yamltext/events.py": "tests/adapters/yamltext/test_reader.py",
    "adapters/yamltext/flow.py": "tests/adapters/yamltext/test_editor.py",
    "adapters/yamltext/lines.py": "tests/adapters/yamltext/test_reader.py",
    "adapters/yamltext/model.py": "tests/adapters/yamltext/test_reader.py",
    "adapters/yamltext/notes.py": "tests/adapters/yamltext/test_editor.py",
    "adapters/yamltext/opinion.py": "tests/adapters/yamltext/test_editor.py",
    "adapters/yamltext/proof.py": "tests/adapters/yamltext/test_editor.py",
    "adapters/yamltext/scalars.py": "tests/adapters/yamltext/test_reader.py",
    "adapters/yamltext/tree.py": "tests/adapters/yamltext/test_editor.py",
    "adapters/yamltext/values.py": "tests/adapters/yamltext/test_editor.py",
}
"""Module -> the test that covers it instead, or why it needs none. This list only shrinks."""


GUARDS = Path("tests/conftest.py")  # takes the wall clock away from every test


def mirrored() -> dict[str, str]:
    """Give every module of the core and the adapters with the place of its test."""
    return {
        str(path): f"tests/{path.parent}/test_{path.name}"
        for path in modules("engine", "adapters")
        if path.name != "__init__.py" and does_something(path)
    }


def does_something(path: Path) -> bool:
    """Whether a module has code to run beyond declaring values and Protocols."""
    bodies = (
        function.body
        for function in nodes(path, ast.FunctionDef)
        if isinstance(function, ast.FunctionDef)
    )
    return any(
        not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))
        for body in bodies
        for statement in body
    )


def test_every_module_of_the_core_and_the_adapters_has_its_test() -> None:
    missing = {
        module: test
        for module, test in mirrored().items()
        if not (ROOT / test).is_file() and module not in UNMIRRORED
    }

    assert missing == {}


def test_a_module_that_has_its_test_leaves_the_list_of_those_that_have_none() -> None:
    tests = mirrored()
    done = [
        module for module in UNMIRRORED if module not in tests or (ROOT / tests[module]).is_file()
    ]

    assert done == []


@pytest.mark.parametrize("module", UNMIRRORED)
def test_a_module_without_its_own_test_names_one_that_exists(module: str) -> None:
    instead = UNMIRRORED[module]

    assert not instead.startswith("tests/") or (ROOT / instead).is_file()


def test_nothing_is_patched() -> None:
    patched = [
        place(path, node)
        for path in modules("tests")
        for node in nodes(path, ast.AST)
        if (isinstance(node, ast.Import) and any("mock" in one.name for one in node.names))
        or (isinstance(node, ast.ImportFrom) and "mock" in (node.module or ""))
        or (isinstance(node, ast.Attribute) and node.attr == "setattr" and path != GUARDS)
    ]

    assert patched == []


def test_no_test_sleeps() -> None:
    sleeping = [
        place(path, node)
        for path in modules("tests")
        for node in nodes(path, ast.Call)
        if "sleep" in (getattr(node.func, "attr", ""), getattr(node.func, "id", ""))
    ]

    assert sleeping == []


def test_no_test_is_set_aside() -> None:
    marked = [
        place(path, node)
        for path in modules("tests")
        for node in nodes(path, ast.Attribute)
        if node.attr in {"skip", "xfail"} and getattr(node.value, "attr", "") == "mark"
    ]

    assert marked == []
