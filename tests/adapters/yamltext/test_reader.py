"""Strict reading: what is accepted, what is refused, and where the fault is said to be."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.yamltext import RULES, YamlText
from adapters.yamltext.rules import MAX_BYTES
from engine.errors import Problem, Severity
from schemas.values import PlainText

TEXT = YamlText()


def read(data: bytes | str) -> object:
    """Give the value of a text that must read without an error."""
    reading = TEXT.read("a.yaml", data.encode() if isinstance(data, str) else data)
    assert reading.value is not None, reading.problems
    return reading.value


def problems(data: bytes | str) -> tuple[Problem, ...]:
    """Give what is wrong with a text."""
    return TEXT.read("a.yaml", data.encode() if isinstance(data, str) else data).problems


def places(data: bytes | str) -> list[tuple[str, int, int]]:
    """Give rule, line and column of what is wrong with a text."""
    return [(problem.rule, problem.line, problem.column) for problem in problems(data)]


def test_every_scalar_is_text() -> None:
    value = read("a: 1\nb: yes\nc: 2026-01-02\nd: 0044\ne: +44\nf: 1:20\ng: 1e5\nh: .5\n")

    assert value == {
        "a": "1",
        "b": "yes",
        "c": "2026-01-02",
        "d": "0044",
        "e": "+44",
        "f": "1:20",
        "g": "1e5",
        "h": ".5",
    }


@pytest.mark.parametrize(
    "word", ["0044", "+44", "-1", ".5", "yes", "No", "OFF", "true", "y", "1:20"]
)
def test_marks_unquoted_text_that_could_be_something_else(word: str) -> None:
    value = read(f'plain: {word}\nquoted: "{word}"\n')

    assert isinstance(value, dict)
    assert isinstance(value["plain"], PlainText)
    assert not isinstance(value["quoted"], PlainText)


@pytest.mark.parametrize("word", ["", "~", "null", "Null", "NULL"])
def test_a_plain_null_is_nothing_and_a_quoted_one_is_text(word: str) -> None:
    assert read(f"plain: {word}\nquoted: '{word}'\n") == {"plain": None, "quoted": word}


@pytest.mark.parametrize(
    ("text", "rule", "line", "column"),
    [
        ("a: 1\nb: 2\na: 3\n", "yaml-duplicate-key", 3, 1),
        ("a:\n  - x: 1\n    'x': 2\n", "yaml-duplicate-key", 3, 5),
        ("a: *b\n", "yaml-alias", 1, 4),
        ("a: &b 1\n", "yaml-anchor", 1, 4),
        ("a: &b {c: 1}\n", "yaml-anchor", 1, 4),
        ("a: !!str 1\n", "yaml-tag", 1, 4),
        ("a: ! 1\n", "yaml-tag", 1, 4),
        ("a: !secret x\n", "yaml-tag", 1, 4),
        ("<<: {a: 1}\n", "yaml-merge-key", 1, 1),
        ("~: 1\n", "yaml-key", 1, 1),
        (": 1\n", "yaml-key", 1, 1),
        ("[a]: 1\n", "yaml-key", 1, 1),
        ("? a\n: 1\n", "yaml-key", 1, 3),
        ("a: {? b : 1}\n", "yaml-key", 1, 7),
        ("a: 1\n---\nb: 2\n", "yaml-multiple-documents", 2, 1),
        ("- a\n", "yaml-not-a-mapping", 1, 1),
        ("word\n", "yaml-not-a-mapping", 1, 1),
        ("", "yaml-empty", 1, 1),
        ("# only a comment\n", "yaml-empty", 1, 1),
        ("---\n", "yaml-empty", 1, 1),
        ("a:\n\tb: 1\n", "yaml-tab", 2, 1),
        ("a:\n  b: 1\n \tc: 1\n", "yaml-tab", 3, 2),
        ("a: [\n\t1]\n", "yaml-tab", 2, 1),
        ("%YAML 1.1\n---\na: 1\n", "yaml-directive", 1, 1),
        ("a: x\x00y\n", "yaml-character", 1, 5),
        ("a: x\x7fy\n", "yaml-character", 1, 5),
        ("a: x\u2028y\n", "yaml-character", 1, 5),
        ("a: 1\rb: 2\n", "yaml-character", 1, 5),
        ("a: 'b\n", "yaml-syntax", 1, 4),
        ("a: b: c\n", "yaml-syntax", 1, 5),
        ("a: @b\n", "yaml-syntax", 1, 4),
        ("a: [1, 2\n", "yaml-syntax", 1, 4),
        ("äöü: ß\na: @b\n", "yaml-syntax", 2, 4),
        ("ä: *b\n", "yaml-alias", 1, 4),
        ("😀😀: &b 1\n", "yaml-anchor", 1, 5),
    ],
)
def test_refuses_at_the_exact_place(text: str, rule: str, line: int, column: int) -> None:
    assert TEXT.read("a.yaml", text.encode()).value is None
    assert (rule, line, column) in places(text)


def test_tells_several_faults_of_one_file_at_once() -> None:
    text = "a: 1\na: 2\nb: *x\nc: &y 1\nd: !!str 3\na: 4\n~: 5\n"

    assert places(text) == [
        ("yaml-duplicate-key", 2, 1),
        ("yaml-alias", 3, 4),
        ("yaml-anchor", 4, 4),
        ("yaml-tag", 5, 4),
        ("yaml-duplicate-key", 6, 1),
        ("yaml-key", 7, 1),
    ]


def test_names_the_byte_that_is_not_utf8_and_reads_on() -> None:
    assert places(b"a: \xc3\xa4\nb: \xc3\xa4\xff\na: 2\n") == [
        ("yaml-encoding", 2, 5),
        ("yaml-duplicate-key", 3, 1),
    ]
    assert places("a: 1\n".encode("utf-16")) == [("yaml-encoding", 1, 1)]


def test_a_question_mark_in_text_or_comment_is_no_explicit_key() -> None:
    assert read("a: what? \n# really? \nb: 'is it?'\nc: why?\n") is not None
    assert places("a: what? \n# really? \nb: 'is it?'\nc: why?\n") == []


def test_accepts_crlf_and_warns_of_a_byte_order_mark() -> None:
    assert read("a: 1\r\nb:\r\n  - c\r\n") == {"a": "1", "b": ["c"]}
    reading = TEXT.read("a.yaml", b"\xef\xbb\xbfa: 1\n")
    assert reading.value == {"a": "1"}
    assert [(problem.rule, problem.severity) for problem in reading.problems] == [
        ("yaml-bom", Severity.WARNING)
    ]
    assert places(b"\xef\xbb\xbfa: *b\n")[-1] == ("yaml-alias", 1, 4)


def test_warns_of_text_that_hides_what_it_says() -> None:
    reading = TEXT.read("a.yaml", "a: b\u202ec\n".encode())

    assert reading.value == {"a": "b\u202ec"}
    assert [(problem.rule, problem.column) for problem in reading.problems] == [
        ("yaml-invisible", 5)
    ]


def test_emoji_and_right_to_left_text_are_ordinary() -> None:
    assert TEXT.read("a.yaml", "a: 👩‍💻 שלום مرحبا\n".encode()).problems == ()


def test_a_missing_final_newline_changes_no_value() -> None:
    assert read("a: |\n  b") == read("a: |\n  b\n") == {"a": "b\n"}


def test_tabs_inside_text_and_behind_values_are_no_indentation() -> None:
    assert read('a: "x\n\ty"\nb: |\n  p\n  \tq\nc: 1\t# note\n') == {
        "a": "x y",
        "b": "p\n\tq\n",
        "c": "1",
    }


def test_an_alias_bomb_is_refused_without_being_expanded() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    started = time.process_time()

    found = {problem.rule for problem in problems("\n".join(lines))}

    assert found == {"yaml-anchor", "yaml-alias"}
    assert time.process_time() - started < 1


def test_limits_are_told() -> None:
    assert [rule for rule, _, _ in places(b"a" * (MAX_BYTES + 1))] == ["yaml-too-large"]
    assert places("a: " + "x" * 70_000 + "\n") == [("yaml-scalar-too-large", 1, 4)]
    assert places("a: " + "[" * 65 + "]" * 65 + "\n") == [("yaml-depth", 1, 67)]
    assert read("a: " + "[" * 63 + "]" * 63 + "\n") is not None
    assert read("a:\n" + "  - abcdefgh\n" * 10_000) is not None


def test_every_rule_that_is_told_is_described() -> None:
    assert all(rule.startswith("yaml-") and text.endswith(".") for rule, text in RULES.items())


FRAGMENTS = st.sampled_from(
    [
        "a",
        "b",
        ": ",
        ":",
        "- ",
        "\n",
        "  ",
        "\t",
        "[",
        "]",
        "{",
        "}",
        ",",
        "'",
        '"',
        "|\n",
        ">-\n",
        "#",
        " # c\n",
        "&a ",
        "*a",
        "!t ",
        "? ",
        "---\n",
        "...\n",
        "<<: ",
        "~",
        "é",
        "\u202e",
        "\x00",
        "\r\n",
        "%YAML 1.2\n",
        "😀",
    ]
)


@given(st.binary(max_size=200))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    reading = TEXT.read("a.yaml", data)

    assert (reading.value is None) == any(p.severity is Severity.ERROR for p in reading.problems)


@given(st.lists(FRAGMENTS, max_size=40).map("".join))
def test_no_yaml_like_text_makes_it_raise(text: str) -> None:
    reading = TEXT.read("a.yaml", text.encode())

    assert (reading.value is None) == any(p.severity is Severity.ERROR for p in reading.problems)
    assert all(problem.rule in RULES for problem in reading.problems)
    lines = text.split("\n")
    assert all(1 <= p.line <= len(lines) + 1 and p.column >= 1 for p in reading.problems)
