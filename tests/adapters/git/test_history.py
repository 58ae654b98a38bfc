"""Commits as git prints them are read back as they were written."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from adapters.git.history import FORMAT, LogEntry, parse_log, parse_trailers
from engine.ports.repository import CommitInfo
from tests.git_remote import NOON, OLGA, bare_remote, git, human_commit, no_user_git_settings

__all__ = ["no_user_git_settings"]


def read(remote: Path) -> list[LogEntry]:
    return list(parse_log(git(remote, "log", "-z", FORMAT, "main").encode()))


def test_a_commit_is_read_with_its_people_instant_subject_and_trailers(tmp_path: Path) -> None:
    remote = bare_remote(tmp_path / "remote.git")
    message = "Raise the limit\nof Ben\n\nAs agreed.\n\nOp-Id: op-1\nAsked-By: ada\n bella\n"
    commit = human_commit(remote, {"a.yaml": b"x"}, message=message, at=NOON + timedelta(hours=1))

    newest, first = read(remote)

    assert newest == LogEntry(
        CommitInfo(
            id=commit,
            author=OLGA,
            committed_at=NOON + timedelta(hours=1),
            subject="Raise the limit of Ben",
            trailers={"Op-Id": "op-1", "Asked-By": "ada bella"},
            committer=OLGA,
        ),
        OLGA,
    )
    assert (first.info.subject, first.info.trailers) == ("First files", {})


@pytest.mark.parametrize("message", ["", "größer \U0001f98a", "x\ty: z", "Op-Id: op-9"])
def test_whatever_a_message_says_every_commit_stays_one_entry(tmp_path: Path, message: str) -> None:
    remote = bare_remote(tmp_path / "remote.git")
    for number in range(3):
        human_commit(remote, {"a.yaml": b"%d" % number}, message=message)

    assert [entry.info.subject for entry in read(remote)] == [message] * 3 + ["First files"]


def test_of_nothing_nothing_is_read() -> None:
    assert list(parse_log(b"")) == []


def test_the_last_value_of_a_trailer_counts() -> None:
    assert parse_trailers("Op-Id: op-1\nno trailer\nOp-Id: op-2\nNote: a: b\n") == {
        "Op-Id": "op-2",
        "Note": "a: b",
    }
