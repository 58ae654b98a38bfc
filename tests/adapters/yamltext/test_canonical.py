"""The canonical form of documents that people wrote."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from adapters.yamltext import YamlText
from adapters.yamltext.document import Document
from engine.edits import Pointer
from engine.errors import Invalid
from tests.adapters.yamltext.styles import KEYS, random_document

TEXT = YamlText()
CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.yaml"))


def formatted(text: str, order: tuple[str, ...] = (), quoted: tuple[str, ...] = ()) -> str:
    """Format a text with one key order for every mapping."""
    return TEXT.fmt(text.encode(), lambda at: order, lambda at: at[-1] in quoted).decode()


def test_the_layout_becomes_canonical() -> None:
    text = """\
---
# head

b:   'x'    # about b
list:
- 1
-   name:  "y"
    codecs: [ A,B ,]

# section


# about a
a: {k: v,
    l: w}
text: >
      folded
      here
"""

    assert (
        formatted(text)
        == """\
# head

b: x  # about b
list:
  - 1
  - name: "y"
    codecs: [A, B]

# section

# about a
a:
  k: v
  l: w
text: >
  folded
  here
"""
    )


def test_keys_take_their_order_and_their_comments_with_them() -> None:
    text = (
        "# file\n\n# about z\nz: 1  # one\n# about b\nb: 2\nx: 3\n# about a\na:\n  z: 1\n  a: 2\n"
    )

    assert formatted(text, order=("a", "b")) == (
        "# file\n\n# about a\na:\n  a: 2\n  z: 1\n# about b\nb: 2\n# about z\nz: 1  # one\nx: 3\n"
    )


def test_identifiers_get_quotes_and_quantities_do_not() -> None:
    def must_quote(at: Pointer) -> bool:
        return at[0] == "dids" or at[-1] == "prefix"

    data = b"prefix: 0044\nchannels: 10\nname: '12'\ndids:\n- 4420\n- +4421\n"

    assert TEXT.fmt(data, lambda at: (), must_quote) == (
        b'prefix: "0044"\nchannels: 10\nname: "12"\ndids:\n  - "4420"\n  - "+4421"\n'
    )


def test_brackets_hold_no_blanks_and_what_looks_like_a_pair_is_quoted() -> None:
    once = formatted("a: { k: v, l: [ x , 2001:db8::1 ] }\nb: [ mon 08:00-18:00, '2001:db8::1' ]\n")

    assert once == ('a: {k: v, l: [x, "2001:db8::1"]}\nb: [mon 08:00-18:00, "2001:db8::1"]\n')
    assert formatted(once) == once


def test_line_ends_marks_and_blank_lines_are_made_ordinary() -> None:
    assert (
        formatted("\ufeff\r\n\r\na: 1\r\n\r\n\r\n\r\nb: 2\r\n\r\n\r\n# end")
        == "a: 1\n\nb: 2\n\n# end\n"
    )


def test_comments_in_odd_places_stay() -> None:
    text = "a: [ # 1\n  x, # 2\n  # 3\n  y # 4\n  # 5\n] # 6\nb: # 7\n  # 8\n  'v' # 9\nc: | # 10\n  t\n # 11\n"

    result = formatted(text)

    assert result == (
        "# 6\na:  # 1\n  - x  # 2\n  # 3\n  - y  # 4\n  # 5\n"
        "# 8\n# 9\nb: v  # 7\nc: |  # 10\n  t\n # 11\n"
    )


def test_what_does_not_read_is_not_formatted() -> None:
    with pytest.raises(Invalid):
        formatted("a: 1\na: 2\n")


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_formatting_keeps_the_value_and_is_stable(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    once = formatted(text)

    assert TEXT.read("", once.encode()).value == TEXT.read("", text.encode()).value
    assert formatted(once) == once


@given(st.integers(0, 2**40))
def test_formatting_loses_no_comment_and_is_stable_for_any_document(seed: int) -> None:
    random = Random(seed)
    text = random_document(random)
    value = TEXT.read("", text.encode()).value
    assume(value is not None)
    order = tuple(random.sample(KEYS, len(KEYS)))
    quoted = tuple(random.sample(KEYS, 3))

    once = formatted(text, order, quoted)

    assert formatted(once, order, quoted) == once
    assert TEXT.read("", once.encode()).value == value
    assert _comments(once) == _comments(text)


def _comments(text: str) -> list[str]:
    text = text.removeprefix("\ufeff")
    document = Document(text if text.endswith("\n") else text + "\n")
    return sorted(comment.text.rstrip() for comment in document.comments)


def test_a_written_document_is_canonical() -> None:
    data = TEXT.write(
        {"a": "x", "b": [{"c": "0044", "d": ["yes"]}], "t": "l\nm\n"}, schema="s.json"
    )

    assert TEXT.fmt(data, lambda at: (), lambda at: False) == data


@pytest.mark.parametrize(
    "text", [b"# top\n{}\n# after\n", b"--- # top\n{}\n...\n# after\n", b"# top\n{}  # after\n"]
)
def test_the_comments_of_an_empty_document_stand_above_it_for_good(text: bytes) -> None:
    first = TEXT.fmt(text, lambda _: (), lambda _: False)

    assert sorted(first.splitlines()) == [b"# after", b"# top", b"{}"]
    assert first.endswith(b"{}\n")
    assert TEXT.fmt(first, lambda _: (), lambda _: False) == first
