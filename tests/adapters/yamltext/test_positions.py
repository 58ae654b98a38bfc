"""From a pointer to its place in the text."""

from __future__ import annotations

import pytest

from adapters.yamltext import YamlText
from engine.edits import Pointer

TEXT = YamlText()

DOCUMENT = """\
# comment
näme: "Ben"
contacts:
  - name: Anna
    phone: "+44"   # day
  - {name: Bob, phone: "+45"}
limits: {cps: 5, notes: [a, 😀b, c]}
empty:
"""


@pytest.mark.parametrize(
    ("at", "key", "value"),
    [
        ((), (2, 1), (2, 1)),
        (("näme",), (2, 1), (2, 7)),
        (("contacts",), (3, 1), (4, 3)),
        (("contacts", 0), (4, 5), (4, 5)),
        (("contacts", 0, "phone"), (5, 5), (5, 12)),
        (("contacts", 1), (6, 5), (6, 5)),
        (("contacts", 1, "phone"), (6, 17), (6, 24)),
        (("limits", "notes", 2), (7, 33), (7, 33)),
        (("empty",), (8, 1), (8, 7)),
        (("contacts", 0, "email"), (4, 5), (4, 5)),
        (("contacts", 7, "email"), (3, 1), (3, 1)),
        (("nowhere", "at", "all"), (2, 1), (2, 1)),
        (("näme", "deeper"), (2, 1), (2, 1)),
    ],
    ids=str,
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_places_are_told_as_people_count(
    at: Pointer, key: tuple[int, int], value: tuple[int, int], newline: str, mark: bytes
) -> None:
    places = TEXT.locate(mark + DOCUMENT.replace("\n", newline).encode())

    assert (places.key(at).line, places.key(at).column) == key
    assert (places.value(at).line, places.value(at).column) == value


@pytest.mark.parametrize("data", [b"", b"a: [", b"\xff", b"- a", b"a: *b"])
def test_a_document_that_does_not_read_has_a_top(data: bytes) -> None:
    assert TEXT.locate(data).key(("a", "b")).line == 1
