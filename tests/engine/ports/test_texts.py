"""What a file says that cannot be read as it stands."""

from __future__ import annotations

from engine.ports.texts import Reading


def test_a_file_of_comments_only_says_nothing() -> None:
    assert Reading(None, meant={}).says_nothing


def test_a_file_that_does_not_read_does_not_say_nothing() -> None:
    assert not Reading(None).says_nothing
    assert not Reading(None, meant={"name": "Ben"}).says_nothing
    assert not Reading({}).says_nothing
