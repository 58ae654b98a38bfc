"""Long lists, some rows at a time."""

from __future__ import annotations

from handlers.kit.paging import page_of


def test_a_page_tells_which_part_it_is() -> None:
    page = page_of(range(23), 3)

    assert (page.rows, page.note, page.last) == ((20, 21, 22), "21-23 of 23", 3)
    assert page_of(range(11), 2).note == "11 of 11"


def test_behind_the_last_page_there_is_the_last() -> None:
    assert page_of(range(23), 9).number == 3
    assert page_of((), 4).number == 1


def test_the_buttons_keep_what_was_asked_for() -> None:
    turns = page_of(range(60), 2, size=25).turns("package list", {"search": "uk", "page": 2})

    assert [(button.label, button.args) for button in turns] == [
        ("Previous", {"search": "uk", "page": 1}),
        ("Next", {"search": "uk", "page": 3}),
    ]
    assert page_of(range(5), 1).turns("package list", {}) == ()


def test_a_list_that_is_shown_whole_has_nothing_to_say_of_its_parts() -> None:
    assert page_of(range(10), 1).note == ""
    assert page_of((), 1).note == ""
    assert page_of(range(11), 2).note == "11 of 11"
