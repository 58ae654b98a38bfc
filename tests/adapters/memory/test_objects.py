"""Commits and blobs in memory are what git would make of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from adapters.memory.objects import Objects
from engine.errors import Refused
from engine.ports.repository import CommitId, Person
from tests.git_remote import BOT, NOON, OLGA

FIRST: Mapping[str, bytes | None] = {"settings.yaml": b"format: 1\n", "a/b.yaml": b"x\n"}


def added(
    objects: Objects,
    changes: Mapping[str, bytes | None],
    parent: CommitId | None = None,
    *,
    message: str = "By hand",
    at: datetime = NOON,
    author: Person = OLGA,
) -> CommitId:
    return objects.add(parent, changes, message=message, people=(author, BOT), at=at)


def test_a_commit_holds_what_its_parent_held_but_for_the_changes() -> None:
    objects = Objects()
    first = added(objects, FIRST)

    second = added(objects, {"a/b.yaml": None, "c.yaml": b"new\n"}, first)

    files = objects.commits[second].files
    assert {path: objects.blobs[blob] for path, blob in files.items()} == {
        "settings.yaml": b"format: 1\n",
        "c.yaml": b"new\n",
    }
    assert objects.commits[first].files.keys() == FIRST.keys()


def test_the_id_of_a_commit_stands_for_everything_in_it() -> None:
    once = added(Objects(), FIRST)

    assert added(Objects(), FIRST) == once
    others = {
        added(Objects(), {"settings.yaml": b"format: 2\n"}),
        added(Objects(), FIRST, message="Otherwise"),
        added(Objects(), FIRST, at=NOON + timedelta(seconds=1)),
        added(Objects(), FIRST, author=BOT),
    }
    assert len(others - {once}) == 4


def test_a_commit_is_read_as_git_tells_it() -> None:
    objects = Objects()
    message = "Raise the limit\nof Ben LLC\n\nAs agreed: by phone.\n\nOp-Id: op-1\nAsked-By: ada\n"

    info = objects.commits[
        added(
            objects,
            FIRST,
            message=message,
            at=NOON + timedelta(microseconds=5),
            author=Person("Olga\n<Reyes>", " olga@carrier.example "),
        )
    ].info

    assert info.subject == "Raise the limit of Ben LLC"
    assert info.trailers == {"Op-Id": "op-1", "Asked-By": "ada"}
    assert info.author == OLGA
    assert info.committer == BOT
    assert info.committed_at == NOON.astimezone(UTC)


def test_a_line_goes_back_to_the_first_commit() -> None:
    objects = Objects()
    first = added(objects, FIRST)
    second = added(objects, {"c.yaml": b""}, first)
    beside = added(objects, {"d.yaml": b""}, first)

    assert [commit.info.id for commit in objects.line(second)] == [second, first]
    assert objects.contains(second, first)
    assert not objects.contains(second, beside)
    assert list(objects.line(None)) == []


def test_a_line_is_taken_over_with_everything_it_needs() -> None:
    theirs, ours = Objects(), Objects()
    first = added(theirs, FIRST)
    second = added(theirs, {"c.yaml": b"new\n"}, first)
    beside = added(theirs, {"d.yaml": b"other\n"}, first)

    ours.copy_line(second, theirs)

    assert ours.commits.keys() == {first, second}
    assert {blob for one in ours.commits.values() for blob in one.files.values()} == set(ours.blobs)
    assert beside not in ours.commits


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"a": b""}, "cannot stand beside"),
        ({"a/b.yaml/c": b""}, "cannot stand beside"),
        ({"gone.yaml": None}, "not there to be removed"),
        ({"../x": b""}, "not a path inside"),
        ({"a//x": b""}, "not a path inside"),
        ({".git/config": b""}, "not a path inside"),
    ],
)
def test_what_git_would_not_take_is_refused(changes: dict[str, bytes | None], why: str) -> None:
    objects = Objects()
    first = added(objects, FIRST)

    with pytest.raises(Refused, match=why):
        added(objects, changes, first)
