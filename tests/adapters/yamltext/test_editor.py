"""Edits as a whole: refusals, properties on random documents, and the faults of other tools that must not recur."""

from __future__ import annotations

from random import Random

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

from adapters.yamltext import EditUnproven, YamlText
from adapters.yamltext.document import Document, Splice
from adapters.yamltext.model import apply_to_value, same
from adapters.yamltext.opinion import second_opinion
from adapters.yamltext.proof import prove_result, prove_step
from engine.edits import DeleteItem, DeleteKey, FieldEdit, InsertItem, MoveItem, Pointer, SetKey
from engine.errors import Invalid, Refused
from schemas.values import PlainText
from tests.adapters.yamltext.styles import random_document, random_edit

TEXT = YamlText()


def edited(text: str, *edits: FieldEdit) -> str:
    """Edit a text."""
    return TEXT.edit(text.encode(), edits).decode()


# --- refusals ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "edit",
    [
        SetKey((), "x"),
        SetKey(("name", "x"), 1),
        SetKey(("list", "x"), 1),
        SetKey(("list", 2), 1),
        SetKey(("list", 5, "x"), 1),
        DeleteKey(("absent",)),
        DeleteKey(("map", "absent")),
        DeleteItem(("list", 2)),
        DeleteItem(("absent", 0)),
        InsertItem(("list", 3), "x"),
        InsertItem(("absent", 0), "x"),
        InsertItem(("map", 0), "x"),
        InsertItem(("list", -1), "x"),
        MoveItem(("list", 0), 2),
        MoveItem(("list", 2), 0),
        MoveItem(("map", 0), 0),
    ],
    ids=repr,
)
def test_a_pointer_that_leads_nowhere_is_refused(edit: FieldEdit) -> None:
    with pytest.raises(Refused):
        edited("name: a\nlist: [x, y]\nmap: {k: v}\n", edit)


def test_a_document_that_does_not_read_is_not_edited() -> None:
    with pytest.raises(Invalid) as caught:
        edited("a: 1\na: 2\nb: *c\n", SetKey(("a",), 3))

    assert [problem.rule for problem in caught.value.problems] == [
        "yaml-duplicate-key",
        "yaml-alias",
    ]


def test_a_value_that_is_too_large_is_told() -> None:
    with pytest.raises(Invalid) as caught:
        edited("a: 1\n", SetKey(("b",), "x" * 70_000))

    assert [(problem.rule, problem.field) for problem in caught.value.problems] == [
        ("yaml-scalar-too-large", "b")
    ]


def test_values_that_no_document_holds_are_a_bug() -> None:
    with pytest.raises(TypeError):
        edited("a: 1\n", SetKey(("a",), 1.5))


def test_a_comment_that_text_would_swallow_stops_the_edit() -> None:
    with pytest.raises(Refused, match="line 5"):
        edited("a: |\n  text\nb: 1\n\n     # deep\nc: 2\n", DeleteKey(("b",)))


def test_a_bare_dash_between_brackets_stops_the_edit() -> None:
    with pytest.raises(Refused, match="dash"):
        edited("a: [ -, b ]\n", MoveItem(("a", 1), 0))


def test_half_a_character_is_refused() -> None:
    with pytest.raises(Refused):
        edited("a: 1\n", SetKey(("a",), "\ud83d"))


# --- faults met in other editors -----------------------------------------------------------------------------------

LIST = """\
ips:
  # first
  - 192.0.2.1
  # second
  - 192.0.2.2
  - 192.0.2.3

# --- next section ---

# about the limit
limit: 5
# about the rest
rest: 6
"""


def test_deleting_the_first_item_keeps_the_comment_above_the_next() -> None:
    assert edited(LIST, DeleteItem(("ips", 0))) == LIST.replace("  # first\n  - 192.0.2.1\n", "")


def test_deleting_the_last_item_keeps_the_next_section_and_the_blank_line() -> None:
    assert edited(LIST, DeleteItem(("ips", 2))) == LIST.replace("  - 192.0.2.3\n", "")


def test_deleting_a_key_keeps_the_comment_of_the_next_key() -> None:
    assert edited(LIST, DeleteKey(("limit",))) == LIST.replace("# about the limit\nlimit: 5\n", "")


def test_appending_puts_the_item_above_a_following_section_comment() -> None:
    text = LIST.replace("192.0.2.3\n\n#", "192.0.2.3\n#")

    for before in (LIST, text):
        expected = before.replace("  - 192.0.2.3\n", "  - 192.0.2.3\n  - 192.0.2.4\n")
        assert edited(before, InsertItem(("ips", 3), "192.0.2.4")) == expected


def test_money_is_written_as_text() -> None:
    assert edited("rate: '0.10'\n", SetKey(("rate",), "0.100000000000000000001")) == (
        "rate: '0.100000000000000000001'\n"
    )


def test_crlf_stays() -> None:
    assert (
        edited("a: 1\r\nb: 2\r\n", SetKey(("a",), 3), SetKey(("c",), 4))
        == "a: 3\r\nb: 2\r\nc: 4\r\n"
    )


def test_numbers_that_are_text_are_not_rewritten_beside_an_edit() -> None:
    text = "a: +4416\nb: 0123\nc: 1_000\nd: 1e5\ne: 2026-01-02\nf: 1\n"

    assert edited(text, SetKey(("f",), 2)) == text.replace("f: 1", "f: 2")


# --- quoting -------------------------------------------------------------------------------------------------------


def test_setting_plain_digits_to_the_same_text_quotes_them() -> None:
    assert edited("prefix: 0044\n", SetKey(("prefix",), "0044")) == 'prefix: "0044"\n'
    assert edited("prefix: 0044\n", SetKey(("prefix",), PlainText("0044"))) == "prefix: 0044\n"


@pytest.mark.parametrize("address", ["192.0.2.1", "192.0.2.0/24", "2001:db8::1", "5 High Street"])
def test_addresses_stand_without_quotes(address: str) -> None:
    assert edited("a: 192.0.2.9\n", SetKey(("a",), address)) == f"a: {address}\n"


def test_text_that_comes_to_the_end_of_a_file_keeps_its_line_end_for_every_parser() -> None:
    after = edited("a: 1\nb: 2", SetKey(("b",), "one\ntwo\n"))

    assert after == "a: 1\nb: |\n  one\n  two\n"
    assert yaml.load(after, Loader=yaml.CBaseLoader)["b"] == "one\ntwo\n"
    assert edited("a: 1\nb: 2", SetKey(("a",), 3)) == "a: 3\nb: 2"


# --- properties ----------------------------------------------------------------------------------------------------


def _edits_for(
    random: Random, value: dict[str, object]
) -> tuple[list[FieldEdit], dict[str, object]]:
    edits: list[FieldEdit] = []
    for _ in range(random.choice([1, 1, 2, 4])):
        edit = random_edit(random, value)
        value = apply_to_value(value, [edit])
        edits.append(edit)
    return edits, value


@given(st.integers(0, 2**40))
@example(266493)  # ends in a block text without a line end
def test_any_edit_of_any_document_reads_as_intended(seed: int) -> None:
    random = Random(seed)
    data = random_document(random).encode()
    before = TEXT.read("", data).value
    assume(before is not None)
    assert before is not None
    edits, intended = _edits_for(random, dict(before))

    try:
        after = TEXT.edit(data, edits)
    except Refused:
        return  # a comment so deep that text would swallow it; see above

    value = TEXT.read("", after).value
    assert value is not None
    assert same(value, intended)
    # To us the last line of a file is a line also where its end is missing; this loader then drops the end of a block text.
    whole = after if after.endswith(b"\n") else after + b"\n"
    assert _agree(value, yaml.load(whole, Loader=yaml.CBaseLoader))


def _agree(value: object, other: object) -> bool:
    """Whether a loader that gives nulls as the text they are written with reads the same."""
    if isinstance(value, dict) and isinstance(other, dict):
        return value.keys() == other.keys() and all(_agree(value[key], other[key]) for key in value)
    if isinstance(value, list) and isinstance(other, list):
        return len(value) == len(other) and all(map(_agree, value, other))
    return other in ("", "~", "null", "Null") if value is None else value == other


@given(st.integers(0, 2**40))
def test_setting_a_value_back_restores_every_byte_of_a_scalar(seed: int) -> None:
    random = Random(seed)
    data = random_document(random).encode()
    value = TEXT.read("", data).value
    assume(value is not None)
    assert value is not None
    found = [
        (at, leaf) for at, leaf in _pointers(value) if isinstance(leaf, str) and "\n" not in leaf
    ]
    assume(found)
    at, leaf = random.choice(found)

    there = TEXT.edit(data, [SetKey(at, "elsewhere")])
    back = TEXT.edit(there, [SetKey(at, leaf)])

    assert TEXT.read("", back).value == value
    assert _comments(back) == _comments(there) == _comments(data)


def _pointers(value: object, at: Pointer = ()) -> list[tuple[Pointer, object]]:
    if isinstance(value, dict):
        return [found for key, item in value.items() for found in _pointers(item, (*at, key))]
    if isinstance(value, list):
        return [
            found for place, item in enumerate(value) for found in _pointers(item, (*at, place))
        ]
    return [(at, value)]


def _comments(data: bytes) -> list[str]:
    text = data.decode().removeprefix("\ufeff")
    return [
        comment.text for comment in Document(text if text.endswith("\n") else text + "\n").comments
    ]


# --- the proof itself ----------------------------------------------------------------------------------------------


def test_the_proof_notices_a_wrong_value() -> None:
    before, after = Document("a: 1\n"), Document("a: 2\n")

    with pytest.raises(EditUnproven):
        prove_result(before, after, {"a": PlainText("3")})
    with pytest.raises(EditUnproven):
        prove_result(before, after, {"a": "2"})


@pytest.mark.parametrize(
    ("after", "splices"),
    [
        ("a: 2\nb: 2  # y\n", [Splice(3, 4, "2")]),
        ("a: 2\nb: 1\n", [Splice(3, 4, "2"), Splice(9, 14, "")]),
        ("a: 2  # new\nb: 1  # y\n", [Splice(3, 4, "2  # new")]),
        ("a: 2\nb: 1  # y\n", [Splice(3, 4, "2"), Splice(2, 5, "")]),
    ],
)
def test_the_proof_notices_a_change_outside_and_a_comment_lost_or_made_up(
    after: str, splices: list[Splice]
) -> None:
    before = Document("a: 1\nb: 1  # y\n")
    lost = after == "a: 2\nb: 1\n"

    if lost:
        prove_step(before, Document(after), splices, moves=False)
        splices = splices[:1]
    with pytest.raises(EditUnproven):
        prove_step(before, Document(after), splices, moves=False)


@given(st.integers(0, 2**40))
def test_both_parsers_see_the_same_values_and_comments(seed: int) -> None:
    data = random_document(Random(seed)).encode()
    value = TEXT.read("", data).value
    assume(value is not None)
    text = data.decode().removeprefix("\ufeff")
    text = text if text.endswith("\n") else text + "\n"

    opinion = second_opinion(text)

    assert same(opinion.value, value)
    seen = [comment.text.rstrip() for comment in Document(text).comments]
    assert opinion.comments in (None, tuple(seen))
