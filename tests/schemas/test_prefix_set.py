from __future__ import annotations

from schemas.prefix_set import PrefixSet
from tests.schemas.reading import document, faults


def test_exceptions_take_the_place_of_looking_ahead() -> None:
    found = document(PrefixSet, 'name: UK\nlines: ["44"]\nexcluding: ["4498"]')

    assert (found.lines, found.excluding) == (("44",), ("4498",))


def test_a_set_can_be_a_list_for_everybody() -> None:
    found = document(PrefixSet, "name: x\neverywhere: {block_dialled: true}")

    assert found.everywhere.block_dialled is True
    assert found.everywhere.block_cli is found.everywhere.allow_cli is False


def test_a_bad_line_is_told_by_its_place() -> None:
    (fault,) = faults(PrefixSet, 'name: x\nlines: ["44", "^(", "45"]')

    assert fault.pointer == ("lines", 1)
