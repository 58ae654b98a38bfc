"""What nobody thought of: presses that race each other, commands that are gone, branches that vanish, answers that come too late."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from adapters.git.repository import GitRepository
from adapters.memory.clock import FrozenClock
from bot.schedule import take_up_changes
from engine.ports.effects import EffectState
from engine.ports.ids import OperationId
from engine.ports.operations import Operation, OperationState
from engine.ports.repository import CommitId, PushOutcome, PushResult
from engine.ports.store import Store
from handlers.kit.reply import Outcome, Reply
from tests.builders import BOT, NOON, OPERATORS, Carrier, a_customer, a_real_house
from tests.git_remote import git, human_commit
from tests.scenarios.test_durability import DONE, LINE, Killed, Meddling, die, once, subjects

BEN = "customers/ben-llc/customer.yaml"
EDIT = "Edit limits.channels of customer ben-llc"


def reopened(before: Carrier, folder: Path) -> Carrier:
    """Another process over the same files, a minute later."""
    before.clock.advance(60)
    carrier = a_real_house(folder, clock=before.clock, ids=before.ids)
    carrier.asked = before.asked + 100
    return carrier


def at_once(*acts: Callable[[], Reply]) -> Sequence[Reply]:
    """Let several people act in the same moment."""
    gate = threading.Barrier(len(acts))

    def act(one: Callable[[], Reply]) -> Reply:
        gate.wait()
        return one()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act, acts))


def truth(carrier: Carrier, operation: str) -> tuple[bool, bool]:
    """Whether an operation is called done, and whether its commit is on the branch."""
    found = carrier.operation(operation)
    head = carrier.repository.fetch()
    trailers = [one.trailers.get("Op-Id") for one in carrier.repository.log([], at=head, limit=50)]
    assert trailers.count(operation) <= 1
    return found.state is OperationState.DONE, operation in trailers


# --- presses that race each other -------------------------------------------------------------------------------------


def test_a_plan_that_two_threads_confirm_is_committed_once_and_done_for_both(
    tmp_path: Path,
) -> None:
    carrier = a_real_house(tmp_path)
    plan = carrier.type(LINE)

    replies = at_once(*[lambda: carrier.confirm(plan)] * 3)

    carrier.clock.advance(60)
    assert carrier.confirm(plan).summary == DONE
    assert {reply.outcome for reply in replies} <= {Outcome.DONE, Outcome.WAITS}
    assert truth(carrier, plan.operation) == (True, True)
    assert subjects(carrier).count(EDIT) == 1


class Stale:
    """Operations of a store that once gives an operation as it was a moment ago: planned."""

    def __init__(self, real: Any) -> None:
        self._real = real
        self.meanwhile: Callable[[], object] | None = None

    def get(self, operation: OperationId) -> Operation | None:
        found: Operation | None = self._real.get(operation)
        if self.meanwhile is None or found is None:
            return found
        act, self.meanwhile = self.meanwhile, None
        act()
        return replace(found, state=OperationState.PLANNED)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


def stale(store: Store) -> Store:
    return replace(store, operations=Stale(store.operations))


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_cancel_that_comes_while_a_change_lands_takes_nothing_back_and_says_so(
    tmp_path: Path, moment: str
) -> None:
    """Whoever cancels read the plan before it was confirmed."""
    said: list[Reply] = []

    def cancel() -> None:
        operations.meanwhile = bool
        said.append(carrier.run("cancel", operation=plan.operation))

    carrier = a_real_house(
        tmp_path,
        wrap=lambda real: Meddling(real, **{moment: once(cancel)}),
        wrap_store=stale,
    )
    operations: Any = carrier.store.operations
    plan = carrier.type(LINE)

    assert carrier.confirm(plan).summary == DONE

    assert truth(carrier, plan.operation) == (True, True)
    assert [one.summary.partition(":")[0] for one in said] == ["Still at work"]


@pytest.mark.parametrize(("first", "second"), [("confirm", "cancel"), ("cancel", "confirm")])
def test_who_comes_second_over_a_plan_is_told_what_the_first_did(
    tmp_path: Path, first: str, second: str
) -> None:
    carrier = a_real_house(tmp_path, wrap_store=stale)
    operations: Any = carrier.store.operations
    plan = carrier.type(LINE)
    acts = {
        "confirm": lambda: carrier.confirm(plan),
        "cancel": lambda: carrier.run("cancel", operation=plan.operation),
    }
    said: list[Reply] = []

    operations.meanwhile = lambda: said.append(acts[first]())
    late = acts[second]()

    assert late.summary == said[0].summary
    done, landed = truth(carrier, plan.operation)
    assert (done, landed) == (first == "confirm", first == "confirm")


def test_a_cancel_and_a_confirm_in_the_same_moment_agree_on_one_end(tmp_path: Path) -> None:
    for number in range(6):
        folder = tmp_path / str(number)
        folder.mkdir()
        carrier = a_real_house(folder)
        plan = carrier.type(LINE)

        at_once(
            lambda carrier=carrier, plan=plan: carrier.confirm(plan),
            lambda carrier=carrier, plan=plan: carrier.run("cancel", operation=plan.operation),
        )

        take_up_changes(carrier.house)
        done, landed = truth(carrier, plan.operation)
        assert done is landed
        assert carrier.operation(plan.operation).state in (
            OperationState.DONE,
            OperationState.CANCELLED,
        )


def test_a_plan_that_expires_while_it_lands_is_done(tmp_path: Path) -> None:
    def expire() -> None:
        carrier.clock.advance(25 * 3600)
        carrier.house.changes.expire()

    carrier = a_real_house(tmp_path, wrap=lambda real: Meddling(real, before=once(expire)))
    plan = carrier.type(LINE)

    assert carrier.confirm(plan).summary == DONE
    assert truth(carrier, plan.operation) == (True, True)


def test_of_two_who_undo_an_undo_one_does_it(tmp_path: Path) -> None:
    carrier = a_real_house(tmp_path)
    done = carrier.change(LINE)
    undone = carrier.confirm(carrier.run("undo", operation=done.operation))
    first, second = (carrier.run("undo", operation=undone.operation) for _ in range(2))

    replies = at_once(lambda: carrier.confirm(first), lambda: carrier.confirm(second))

    take_up_changes(carrier.house)
    assert sorted(reply.outcome is Outcome.DONE for reply in replies) in (
        [False, True],
        [True, True],
    )
    assert b"channels: 60" in (carrier.file(BEN) or b"")
    assert len(subjects(carrier)) == 4


# --- what is not there any more ---------------------------------------------------------------------------------------


def a_gone_command(carrier: Carrier, operation: str) -> None:
    """Let an operation be one of a command that this version of the program does not have."""
    store: Any = carrier.store
    said = text("UPDATE operations SET command = 'customer gone' WHERE id = :id")
    with store.database.engine.begin() as connection:
        connection.execute(said, {"id": operation})


@pytest.mark.parametrize(("when", "landed"), [("before", False), ("after", True)])
def test_a_change_whose_command_is_gone_ends_as_what_became_of_it(
    tmp_path: Path, when: str, *, landed: bool
) -> None:
    carrier = a_real_house(tmp_path, wrap=lambda real: Meddling(real, **{when: die}))
    plan = carrier.type(LINE)
    with pytest.raises(Killed):
        carrier.confirm(plan)
    a_gone_command(carrier, plan.operation)
    after = reopened(carrier, tmp_path)

    take_up_changes(after.house)

    assert truth(after, plan.operation) == (landed, landed)
    ended = after.operation(plan.operation)
    assert ended.state is (OperationState.DONE if landed else OperationState.REFUSED)
    assert after.store.operations.unfinished((OperationState.QUEUED,)) == ()


def test_a_suspension_that_landed_is_done_although_the_role_was_taken_away_since(
    tmp_path: Path,
) -> None:
    carrier = a_real_house(tmp_path, wrap=lambda real: Meddling(real, after=die))
    with pytest.raises(Killed):
        carrier.type('customer suspend ben-llc --now --reason "Fraud since 02:40"')
    [operation] = carrier.store.operations.unfinished((OperationState.QUEUED,))
    nobody = OPERATORS.replace("os_user: ada, roles: [operator]", "os_user: ada, roles: [viewer]")
    human_commit(carrier.remote, {"operators.yaml": nobody.encode()})
    after = reopened(carrier, tmp_path)

    take_up_changes(after.house)

    assert truth(after, operation.id) == (True, True)


@pytest.mark.parametrize("branch", ["main", None], ids=["named", "default"])
def test_a_branch_that_vanishes_holds_up_changes_and_not_reading(
    tmp_path: Path, branch: str | None
) -> None:
    repository = GitRepository(
        str(tmp_path / "remote.git"), clone=tmp_path / "clone.git", branch=branch, committer=BOT
    )
    carrier = a_real_house(tmp_path, wrap=lambda _: repository)
    plan = carrier.type(LINE)
    head = git(carrier.remote, "rev-parse", "main")
    git(carrier.remote, "update-ref", "-d", "refs/heads/main")
    carrier.clock.advance(60)

    reply = carrier.run("customer list")
    assert reply.values["total"] == 1
    assert "the config remote is out of reach" in str(reply.blocks)
    waits = carrier.confirm(plan)
    assert waits.outcome is Outcome.WAITS
    assert "the config remote is out of reach" in waits.summary

    git(carrier.remote, "update-ref", "refs/heads/main", head)
    take_up_changes(carrier.house)
    assert truth(carrier, plan.operation) == (True, True)


# --- answers that come too late ---------------------------------------------------------------------------------------


def test_a_push_without_an_answer_is_not_called_refused_by_the_next_one(tmp_path: Path) -> None:
    """The first try lands only after the second was declined."""

    class Slow(Meddling):
        """Takes the first push a while later, and declines every other."""

        def __init__(self, real: Any) -> None:
            super().__init__(real)
            self.held: list[tuple[CommitId, CommitId]] = []
            self.pushes = 0

        def push(self, commit: CommitId, *, base: CommitId) -> PushResult:
            self.pushes += 1
            if self.pushes == 1:
                self.held.append((commit, base))
                return PushResult(PushOutcome.UNCLEAR, "no answer within 30 s")
            return PushResult(PushOutcome.DECLINED, "another push is at work")

        def land(self) -> None:
            [(commit, base)] = self.held
            assert self._real.push(commit, base=base).outcome is PushOutcome.LANDED

    slow: list[Slow] = []

    def wrap(real: Any) -> Slow:
        slow.append(Slow(real))
        return slow[0]

    carrier = a_real_house(tmp_path, wrap=wrap)
    plan = carrier.type(LINE)

    waits = carrier.confirm(plan)
    assert waits.outcome is Outcome.WAITS
    assert "a clear answer of the config remote" in waits.summary
    slow[0].land()
    take_up_changes(carrier.house)

    assert truth(carrier, plan.operation) == (True, True)


def test_a_remote_out_of_our_hands_that_takes_a_push_after_we_gave_up_has_it_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server goes on when the connection is gone, as a real one does: its hook sleeps past our patience."""
    ssh = tmp_path / "ssh"
    ssh.write_text('#!/bin/sh\nwhile [ $# -gt 1 ]; do shift; done\nexec setsid sh -c "$1"\n')
    ssh.chmod(0o755)
    monkeypatch.setenv("GIT_SSH", str(ssh))
    monkeypatch.setenv("GIT_SSH_VARIANT", "simple")
    remote = tmp_path / "remote.git"
    hasty = GitRepository(
        f"ssh://forge.example{remote}",
        clone=tmp_path / "clone.git",
        branch="main",
        committer=BOT,
        timeout_s=2,
    )
    carrier = a_real_house(tmp_path, wrap=lambda _: hasty)
    mark = tmp_path / "slept"
    hook = remote / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(
        f"#!/bin/sh\ncat >/dev/null\ntest -f {mark} || {{ touch {mark}; sleep 4; }}\nexit 0\n"
    )
    hook.chmod(0o755)

    carrier.change(LINE)
    [operation] = [
        one
        for one in carrier.store.operations.recent(actor=None, limit=9)
        if one.command == "customer edit"
    ]
    for _ in range(10):
        take_up_changes(carrier.house)

    assert mark.exists()
    assert truth(carrier, operation.id) == (True, True)
    assert subjects(carrier).count(EDIT) == 1


# --- clocks -----------------------------------------------------------------------------------------------------------


def test_what_was_put_off_while_the_clock_was_a_year_ahead_leaves_when_it_is_right_again(
    tmp_path: Path,
) -> None:
    carrier = a_real_house(tmp_path)
    carrier.clock.advance(365 * 86400)
    carrier.change(LINE)
    [tried] = carrier.store.effects.claim_due(now=carrier.clock.now(), limit=9)
    later = carrier.clock.now()
    carrier.store.effects.settle(
        tried, state=EffectState.PENDING, at=later, next_try_at=later, error="away"
    )

    right = FrozenClock(NOON)
    assert [one.id for one in carrier.store.effects.claim_due(now=right.now(), limit=9)] == [
        tried.id
    ]


def test_a_claim_of_a_year_ahead_is_taken_up(tmp_path: Path) -> None:
    carrier = a_real_house(tmp_path)
    carrier.clock.advance(365 * 86400)
    carrier.change(LINE)
    [claimed] = carrier.store.effects.claim_due(now=carrier.clock.now(), limit=9)

    assert [one.id for one in carrier.store.effects.claim_due(now=NOON, limit=9)] == [claimed.id]


def test_a_clock_that_was_set_back_does_not_keep_old_answers_fresh(tmp_path: Path) -> None:
    carrier = a_real_house(tmp_path)
    carrier.run("customer list")
    human_commit(carrier.remote, {"customers/new/customer.yaml": a_customer("New")})
    carrier.clock.advance(-3600)

    assert carrier.run("customer list").values["total"] == 2


# --- forgers ----------------------------------------------------------------------------------------------------------


def test_a_commit_that_forges_the_operation_and_the_committer_takes_nothing_from_it(
    tmp_path: Path,
) -> None:
    carrier = a_real_house(tmp_path, wrap=lambda real: Meddling(real, before=die))
    plan = carrier.type(LINE)
    with pytest.raises(Killed):
        carrier.confirm(plan)
    forge(carrier, plan.operation)
    after = reopened(carrier, tmp_path)

    take_up_changes(after.house)

    assert after.operation(plan.operation).state is OperationState.DONE
    assert subjects(after)[:2] == [EDIT, "Forged"]
    assert b"channels: 60" in (after.file(BEN) or b"")


def forge(carrier: Carrier, operation: str) -> None:
    head = git(carrier.remote, "rev-parse", "main")
    tree = git(carrier.remote, "rev-parse", "main^{tree}")
    body = f"tree {tree}\nparent {head}\n"
    who = f"{BOT.name} <{BOT.email}> {int(NOON.timestamp())} +0000"
    body += f"author {who}\ncommitter {who}\n\nForged\n\nOp-Id: {operation}\n"
    written = git(
        carrier.remote, "hash-object", "-t", "commit", "-w", "--stdin", stdin=body.encode()
    )
    git(carrier.remote, "update-ref", "refs/heads/main", written)
