"""New documents in canonical form."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from adapters.yamltext import YamlText
from adapters.yamltext.model import read_form, same
from engine.edits import Plain
from engine.errors import Refused

TEXT = YamlText()


def test_a_document_is_written_in_canonical_form() -> None:
    content = {
        "name": "Ben LLC",
        "prefix": "0044",
        "phone": "+44 20 7946 0000",
        "enabled": True,
        "channels": 120,
        "country": "NO",
        "motto": "👩‍💻 شركة",
        "note": "first\nsecond\n",
        "tags": ["retail", "us"],
        "contacts": [{"name": "Anna", "roles": ["noc"]}, {"name": "Bob"}],
        "matrix": [["a", "b"], []],
        "limits": {},
    }

    data = TEXT.write(content, schema="../schema.json")

    assert (
        data.decode()
        == """\
# yaml-language-server: $schema=../schema.json
name: Ben LLC
prefix: "0044"
phone: "+44 20 7946 0000"
enabled: true
channels: 120
country: "NO"
motto: 👩‍💻 شركة
note: |
  first
  second
tags:
  - retail
  - us
contacts:
  - name: Anna
    roles:
      - noc
  - name: Bob
matrix:
  - - a
    - b
  - []
limits: {}
"""
    )


def test_an_empty_document_and_one_without_schema() -> None:
    assert TEXT.write({}) == b"{}\n"
    assert TEXT.write({"a": None}) == b"a: null\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "~",
        "null",
        "yes",
        "No",
        "on",
        "y",
        "N",
        "true",
        "1",
        "-1",
        "+44",
        "0x1F",
        "0o17",
        "1_000",
        "1e5",
        ".5",
        "1:20",
        "2026-01-02",
        "2026-01-02T03:04:05Z",
        ".inf",
        "-.INF",
        ".nan",
        "=",
        "<<",
        "020 7946 0000",
        "(020) 79",
    ],
)
def test_text_that_could_be_something_else_gets_quotes(text: str) -> None:
    assert TEXT.write({"a": text}).decode() == f'a: "{text}"\n'


@pytest.mark.parametrize(
    "text", ["-", "- a", "? a", "a: b", "a #b", "#a", "&a", "*a", "!a", "|", ">", "@a", "`a", "%a"]
)
@pytest.mark.parametrize("shape", ["{}", "{} ", " {}", "[{}", "{}:", "'{}", '"{}', "{},"])
def test_text_that_breaks_the_grammar_survives(text: str, shape: str) -> None:
    value = shape.format(text)

    assert TEXT.read("", TEXT.write({"a": value, "b": [value]})).value == {"a": value, "b": [value]}


def test_what_does_not_print_is_escaped_and_nothing_else() -> None:
    written = TEXT.write({"a": "x\u202ey\x00\u2028\ufeff\x85", "b": "é😀"}).decode()

    assert written == 'a: "x\\u202Ey\\0\\u2028\\uFEFF\\x85"\nb: é😀\n'


def test_a_key_that_no_parser_would_find_is_refused() -> None:
    with pytest.raises(Refused):
        TEXT.write({"k" * 2000: "x"})


CHARACTERS = st.characters(exclude_categories=["Cs"])
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(CHARACTERS, max_size=12)
    | st.text("ab \n\t:#-'\"[]{},&*!|>%@?", max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(CHARACTERS, max_size=6), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.text(CHARACTERS, max_size=8), VALUES, max_size=5))
def test_whatever_is_written_is_read_back(content: dict[str, Plain]) -> None:
    data = TEXT.write(content)

    reading = TEXT.read("", data)
    assert reading.problems == ()
    assert same(reading.value, read_form(content))
    assert isinstance(yaml.safe_load(data), dict)
