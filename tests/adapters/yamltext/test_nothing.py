"""Files that say nothing but comments, and files whose only fault is a key that stands twice."""

from __future__ import annotations

import pytest

from adapters.yamltext import YamlText
from engine.edits import SetKey
from engine.errors import Invalid

TEXT = YamlText()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "dids:\n  - id: a\n"),
        ("# Nobody has one yet.\n", "# Nobody has one yet.\ndids:\n  - id: a\n"),
        ("\n# a\n\n# b\n\n", "\n# a\n\n# b\ndids:\n  - id: a\n"),
        ("---\n# c\n", "---\n# c\ndids:\n  - id: a\n"),
        ("# c\r\n# d\r\n", "# c\r\n# d\r\ndids:\r\n  - id: a\r\n"),
        ("\ufeff# x", "\ufeff# x\ndids:\n  - id: a\n"),
    ],
)
def test_a_file_of_comments_says_nothing_and_can_be_given_something(
    before: str, after: str
) -> None:
    reading = TEXT.read("dids.yaml", before.encode())
    assert reading.value is None
    assert reading.says_nothing

    edited = TEXT.edit(before.encode(), (SetKey(("dids",), [{"id": "a"}]),))
    assert edited.decode() == after


@pytest.mark.parametrize("text", ["[]\n", "a: {\n", "# c\n...\n# d\n", "x\n"])
def test_other_files_that_do_not_hold_do_not_say_nothing(text: str) -> None:
    assert not TEXT.read("dids.yaml", text.encode()).says_nothing
    with pytest.raises(Invalid):
        TEXT.edit(text.encode(), (SetKey(("dids",), []),))


def test_a_text_with_a_key_twice_does_not_hold_and_what_it_means_is_known() -> None:
    reading = TEXT.read("x.yaml", b"name: a\nname: b\nlist: [{id: 1, id: 2}]\n")

    assert reading.value is None
    assert {problem.rule for problem in reading.problems} == {"yaml-duplicate-key"}
    assert reading.meant == {"name": "b", "list": [{"id": "2"}]}
    assert TEXT.read("x.yaml", b"name: a\nname: b\nb: *x\n").meant is None
