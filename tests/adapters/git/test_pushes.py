"""What forges and git itself answer to a push, and what we make of it."""

from __future__ import annotations

import pytest

from adapters.git.process import Answer
from adapters.git.pushes import classify_push
from engine.errors import Unavailable
from engine.ports.repository import PushOutcome

REF = "abc123:refs/heads/main"


def said(flag: str = "", summary: str = "", stderr: str = "") -> Answer:
    stdout = f"To forge\n{flag}\t{REF}\t{summary}\nDone\n" if flag else ""
    return Answer(0 if flag in (" ", "=", "*") else 1, stdout.encode(), stderr)


@pytest.mark.parametrize(
    ("flag", "summary"),
    [(" ", "1111..2222"), ("=", "[up to date]"), ("*", "[new branch]")],
)
def test_what_the_remote_took_has_landed(flag: str, summary: str) -> None:
    assert classify_push(said(flag, summary)).outcome is PushOutcome.LANDED


@pytest.mark.parametrize(
    "summary",
    [
        "[rejected] (fetch first)",
        "[rejected] (non-fast-forward)",
        "[rejected] (stale info)",
        "[remote rejected] (cannot lock ref 'refs/heads/main': is at 1 but expected 2)",
        "[remote rejected] (failed to update ref)",
        "[remote rejected] (reference already exists)",
        "[remote rejected] (incorrect old value provided)",
    ],
)
def test_a_branch_that_moved_is_a_lost_race(summary: str) -> None:
    result = classify_push(said("!", summary))

    assert result.outcome is PushOutcome.LOST
    assert result.detail


@pytest.mark.parametrize(
    ("summary", "stderr", "detail"),
    [
        (
            "[remote rejected] (protected branch hook declined)",
            "remote: error: GH006: Protected branch update failed for refs/heads/main.   \n",
            "protected branch hook declined; error: GH006: Protected branch update failed for "
            "refs/heads/main.",
        ),
        (
            "[remote rejected] (push declined due to repository rule violations)",
            "remote: error: GH013: Repository rule violations found for refs/heads/main.\n"
            "remote: - Changes must be made through a pull request.\n",
            "push declined due to repository rule violations; error: GH013: Repository rule violations "
            "found for refs/heads/main.; - Changes must be made through a pull request.",
        ),
        (
            "[remote rejected] (pre-receive hook declined)",
            "remote: GitLab: You are not allowed to push code to protected branches on this project.\n",
            "pre-receive hook declined; GitLab: You are not allowed to push code to protected branches "
            "on this project.",
        ),
        (
            "[remote rejected] (pre-receive hook declined)",
            "remote: Gitea: Not allowed to push to protected branch main\n",
            "pre-receive hook declined; Gitea: Not allowed to push to protected branch main",
        ),
        (
            "[remote rejected] (TF402455: Pushes to this branch are not permitted; you must use a pull "
            "request to update this branch.)",
            "",
            "TF402455: Pushes to this branch are not permitted; you must use a pull request to update "
            "this branch.",
        ),
    ],
)
def test_a_branch_that_takes_only_merges_is_protected(
    summary: str, stderr: str, detail: str
) -> None:
    result = classify_push(said("!", summary, stderr))

    assert (result.outcome, result.detail) == (PushOutcome.PROTECTED, detail)


@pytest.mark.parametrize(
    ("summary", "stderr", "detail"),
    [
        (
            "[remote rejected] (pre-receive hook declined)",
            "remote: Commits need the number of a ticket.\n",
            "pre-receive hook declined; Commits need the number of a ticket.",
        ),
        (
            "[remote rejected] (pre-receive hook declined)",
            "remote: cannot lock ref of the freeze\n",
            "pre-receive hook declined; cannot lock ref of the freeze",
        ),
        (
            "[remote rejected] (unpacker error)",
            "error: remote unpack failed: unable to create temporary object directory\n"
            "remote: fatal: Permission denied\n",
            "unpacker error; fatal: Permission denied",
        ),
    ],
)
def test_what_else_the_remote_forbids_is_declined(summary: str, stderr: str, detail: str) -> None:
    result = classify_push(said("!", summary, stderr))

    assert (result.outcome, result.detail) == (PushOutcome.DECLINED, detail)


def test_a_remote_that_is_a_work_tree_gets_advice() -> None:
    result = classify_push(said("!", "[remote rejected] (branch is currently checked out)"))

    assert result.outcome is PushOutcome.DECLINED
    assert "bare repository" in result.detail


@pytest.mark.parametrize(
    "stderr",
    [
        "ERROR: Permission to carrier/config.git denied to bot.\n"
        "fatal: Could not read from remote repository.\n",
        "remote: Write access to repository not granted.\n"
        "fatal: unable to access 'https://forge/x/': The requested URL returned error: 403\n",
        "ERROR: The key you are authenticating with has been marked as read only.\n"
        "fatal: Could not read from remote repository.\n",
    ],
)
def test_lacking_the_right_to_write_is_declined(stderr: str) -> None:
    assert classify_push(said(stderr=stderr)).outcome is PushOutcome.DECLINED


@pytest.mark.parametrize(
    "stderr",
    [
        "fatal: '/gone' does not appear to be a git repository\n"
        "fatal: Could not read from remote repository.\n",
        "fatal: unable to access 'https://forge/x/': Could not resolve host: forge\n",
        "ssh: connect to host forge port 22: Connection refused\n"
        "fatal: Could not read from remote repository.\n",
        "git@forge: Permission denied (publickey).\nfatal: Could not read from remote repository.\n",
        "fatal: could not read Username for 'https://forge': terminal prompts disabled\n",
        "fatal: the remote end hung up upon initial contact\n",
    ],
)
def test_a_remote_that_was_not_reached_is_unavailable(stderr: str) -> None:
    with pytest.raises(Unavailable, match="the config remote"):
        classify_push(said(stderr=stderr))


def test_a_remote_without_room_is_unavailable() -> None:
    full = said("!", "[remote rejected] (unpacker error)", "remote: fatal: write error: no space\n")

    with pytest.raises(Unavailable, match="no space"):
        classify_push(full)


@pytest.mark.parametrize(
    "answer",
    [
        said(
            stderr="send-pack: unexpected disconnect while reading sideband packet\n"
            "fatal: the remote end hung up unexpectedly\n"
        ),
        said(
            stderr="error: RPC failed; HTTP 502 curl 22\nfatal: the remote end hung up unexpectedly\n"
        ),
        said("!", "[remote failure] (remote failed to report status)"),
        said("!", "[remote rejected] (Internal Server Error)"),
        said(),
    ],
)
def test_a_lost_answer_is_unclear(answer: Answer) -> None:
    assert classify_push(answer).outcome is PushOutcome.UNCLEAR


def test_a_detail_is_one_line_without_passwords() -> None:
    stderr = "remote: \x1b[31mno\n" + "remote: see https://bot:s3cret@forge/x " + "y" * 500 + "\n"

    detail = classify_push(said("!", "[remote rejected] (hook declined)", stderr)).detail

    assert "s3cret" not in detail
    assert detail.isprintable()
    assert len(detail) <= 300
