"""From the text of a file to a document, or to every problem of it with its place."""

from __future__ import annotations

import pytest

from engine.documents import called, dotted, misplaced, to_plain
from engine.errors import Problem, Severity
from tests.builders import a_customer, loaded

PATH = "customers/ben-llc/customer.yaml"


def problems(data: bytes) -> tuple[Problem, ...]:
    found = loaded(PATH, data)
    assert found.model is None
    return found.problems


def told(data: bytes) -> list[tuple[str, int, int, str]]:
    return [(one.rule, one.line, one.column, one.field) for one in problems(data)]


def test_a_document_that_holds_has_a_model_and_no_problem() -> None:
    found = loaded(PATH, a_customer())

    assert found.model is not None
    assert (found.id, found.kind.name, found.problems) == ("ben-llc", "customer", ())


def test_a_wrong_type_is_told_at_the_value() -> None:
    data = b"name: Ben\ncurrency: USD\nlimits:\n  channels: many\n"

    assert told(data) == [("whole-number", 4, 13, "limits.channels")]


def test_a_group_in_place_of_a_value_is_told() -> None:
    assert told(b"name: {a: b}\ncurrency: USD\n") == [("wrong-shape", 1, 7, "name")]


def test_an_unknown_key_is_told_at_the_key_with_the_nearest() -> None:
    [problem] = problems(b"name: Ben\ncurrency: USD\nlimits:\n  chanels: 3\n")

    assert (problem.rule, problem.line, problem.column) == ("unknown-field", 4, 3)
    assert problem.field == "limits.chanels"
    assert "channels" in problem.hint


def test_a_missing_key_is_told_with_an_example() -> None:
    [problem] = problems(b"name: Ben\n")

    assert (problem.rule, problem.field) == ("missing-field", "currency")
    assert "currency: USD" in problem.hint


def test_a_key_given_twice_is_told_at_the_second() -> None:
    [problem] = problems(b"name: Ben\ncurrency: USD\nname: Bob\n")

    assert (problem.line, problem.column) == (3, 1)
    assert "name" in problem.message


def test_a_key_and_its_old_name_together_are_told() -> None:
    [problem] = problems(b"name: Ben\ncurrency: USD\nlimits:\n  cps: 1\n  flow_speed: 2\n")

    assert problem.rule == "double-field"


def test_all_problems_of_a_document_come_at_once() -> None:
    data = b"name: ''\ncurrency: dollars\nlimits:\n  channels: -1\n  cp: 1\nstatus: maybe\n"

    assert {field for _, _, _, field in told(data)} == {
        "name",
        "currency",
        "limits.channels",
        "limits.cp",
        "status",
    }


BOMB = b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nname: *c\ncurrency: USD\n"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(BOMB, id="alias bomb"),
        pytest.param(b"name: " + b"x" * 10_000_000 + b"\n", id="10 MB"),
        pytest.param(b"name: Ben\r\ncurrency: dollars\r\n", id="CRLF"),
        pytest.param(b"\xef\xbb\xbfname: Ben\ncurrency: dollars\n", id="BOM"),
        pytest.param(b"name: Ben\rcurrency: USD\r", id="CR"),
        pytest.param(b"name: Ben\nlimits:\n\tchannels: 3\n", id="tab"),
        pytest.param("name: Бен\ncurrency: USD\n".encode("utf-16"), id="UTF-16"),
        pytest.param("name: Crédit\ncurrency: USD\n".encode("latin-1"), id="latin-1"),
        pytest.param(b"name: Ben\x00\ncurrency: USD\n", id="NUL"),
        pytest.param(b"name: !!python/object:os.system x\ncurrency: USD\n", id="tag"),
        pytest.param(b"- a\n- b\n", id="a list"),
        pytest.param(b"just words\n", id="words"),
        pytest.param(b"name: [\n", id="unclosed"),
        pytest.param(b"name: Ben\n---\nname: Bob\n", id="two documents"),
        pytest.param(b"[" * 20_000, id="deep"),
        pytest.param(b"", id="empty"),
        pytest.param(b"# nothing\n", id="only a comment"),
    ],
)
def test_bad_text_is_a_problem_with_a_place_never_an_exception(data: bytes) -> None:
    found = problems(data)

    assert found
    for problem in found:
        assert (problem.path, problem.document) == (PATH, "ben-llc")
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.message
    assert any(problem.severity is Severity.ERROR for problem in found)


def test_windows_line_ends_are_read_like_any_other() -> None:
    assert loaded(PATH, b"name: Ben\r\ncurrency: USD\r\n").problems == ()
    assert told(b"name: Ben\r\ncurrency: dollars\r\n") == [("currency", 2, 11, "currency")]


def test_a_byte_order_mark_is_a_warning_at_the_first_place() -> None:
    found = loaded(PATH, b"\xef\xbb\xbfname: Ben\ncurrency: USD\n")

    [problem] = found.problems
    assert found.model is not None
    assert (problem.severity, problem.line, problem.column) == (Severity.WARNING, 1, 1)


def test_a_file_that_is_no_document_is_told_with_the_nearest_place() -> None:
    stray = misplaced("customers/ben-llc/custmer.yaml")

    assert stray is not None
    assert stray.severity is Severity.WARNING
    assert "customers/<id>/" in stray.hint
    assert misplaced("README.md") is None
    assert misplaced("archive/customers/gone/customer.yaml") is None
    assert misplaced(PATH) is None


def test_plain_values_are_what_the_file_says_and_no_default() -> None:
    found = loaded(PATH, a_customer(credit={"debit_limit": "250.00"}, portal={"enabled": False}))
    assert found.model is not None

    assert to_plain(found.model) == {
        "name": "Ben LLC",
        "currency": "USD",
        "credit": {"debit_limit": "250.00"},
        "portal": {"enabled": False},
    }


def test_a_pointer_is_written_with_dots() -> None:
    assert dotted(("contacts", 1, "email")) == "contacts.1.email"
    assert dotted(()) == ""


@pytest.mark.parametrize(
    "path",
    ["customers/ben/dids.yaml", "providers/atlas/numbers.yaml", "templates/tags/uk/cli.yaml"],
)
def test_a_list_of_comments_only_holds_and_is_empty(path: str) -> None:
    found = loaded(path, b"# Nothing yet.\n")

    assert found.problems == ()
    assert found.model is not None
    assert to_plain(found.model) == {}


@pytest.mark.parametrize("path", ["operators.yaml", "settings.yaml", "customers/ben/customer.yaml"])
def test_any_other_file_of_comments_only_is_told_as_empty(path: str) -> None:
    found = loaded(path, b"# Nothing yet.\n")

    assert found.model is None
    assert [problem.rule for problem in found.problems] == ["yaml-empty"]


def test_a_key_given_twice_does_not_hide_what_is_wrong_with_the_fields() -> None:
    text = b"name: Ben\nname: Ben LLC\ncurrency: XYZ\ncolour: red\n"
    found = loaded("customers/ben/customer.yaml", text)

    assert found.model is None
    told = [(problem.rule, problem.line) for problem in found.problems]
    assert told == [("yaml-duplicate-key", 2), ("currency", 3), ("unknown-field", 4)]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (("ip", 0, "hosts", 1), "ip[pbx].hosts"),
        (("ip", 0, "numbers", "rewrites", 0, "new"), "ip[pbx].numbers.rewrites[1].new"),
        (("ip", 0), "ip[pbx]"),
        (("ip", 7, "hosts"), "ip.hosts"),
        ((), ""),
    ],
)
def test_a_place_is_called_as_in_a_plan(at: tuple[str | int, ...], expected: str) -> None:
    text = (
        b"ip:\n  - id: pbx\n    hosts: [192.0.2.1, 192.0.2.2]\n"
        b'    numbers: {rewrites: [{type: cli, current: "0", new: "44"}]}\n'
    )

    assert called(loaded("customers/ben/auth.yaml", text).model, at) == expected


def test_a_place_in_a_document_that_does_not_hold_goes_by_numbers() -> None:
    assert called(None, ("ip", 0, "hosts")) == "ip.0.hosts"
