"""Races, outages and crashes on a real remote and a real store: one commit, and a truthful state at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from adapters.memory.clock import FrozenClock
from bot.people import Identity
from bot.schedule import take_up_changes
from engine.errors import Unavailable
from engine.ports.effects import EffectState
from engine.ports.operations import OperationState
from engine.ports.repository import CommitId, PushOutcome, PushResult, Repository
from handlers.kit.reply import Outcome, Reply
from tests.builders import (
    HAND,
    NOON,
    Carrier,
    a_carrier,
    a_clone,
    a_customer,
    a_house,
    a_real_house,
    settings,
)
from tests.git_remote import human_commit

BEN = "customers/ben-llc/customer.yaml"
LINE = "customer edit ben-llc --channels 60"
DONE = "Done: edit limits.channels of customer ben-llc."


class Killed(BaseException):
    """The process ends here; nothing in it can catch this."""


class Meddling:
    """A repository in which something happens before or after a push."""

    def __init__(
        self, real: Repository, *, before: Callable[[], Any] = bool, after: Callable[[], Any] = bool
    ) -> None:
        self._real, self._before, self._after = real, before, after

    def push(self, commit: CommitId, *, base: CommitId) -> PushResult:
        self._before()
        result = self._real.push(commit, base=base)
        return self._after() or result

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


def once(act: Callable[[], Any]) -> Callable[[], Any]:
    """Act the first time only."""
    waiting = [act]
    return lambda: waiting.pop()() if waiting else None


def die() -> None:
    raise Killed


def subjects(carrier: Carrier) -> list[str]:
    repository = carrier.repository
    return [one.subject for one in repository.log([], at=repository.fetch(), limit=50)]


def channels(carrier: Carrier) -> int:
    carrier.clock.advance(60)
    shown = carrier.run("customer show", customer="ben-llc").values["customer"]
    return int(shown["limits"]["channels"])


def reopened(folder: Path) -> Carrier:
    """A new process over the same files, a minute later."""
    clock = FrozenClock(NOON)
    clock.advance(60)
    return a_real_house(folder, clock=clock)


# --- races ------------------------------------------------------------------------------------------------------


def test_a_push_that_lost_its_race_is_replayed_on_the_new_head(tmp_path: Path) -> None:
    def somebody_else_pushes() -> None:
        other = a_clone(tmp_path, clone="other.git")
        head = other.fetch()
        commit = other.commit(
            head,
            {"customers/new/customer.yaml": a_customer("New")},
            message="From another clone",
            author=HAND,
            at=NOON,
            keep_as="op-other",
        )
        assert other.push(commit, base=head).outcome is PushOutcome.LANDED

    carrier = a_real_house(
        tmp_path, wrap=lambda real: Meddling(real, before=once(somebody_else_pushes))
    )

    assert carrier.change(LINE).summary == DONE
    assert subjects(carrier) == [
        "Edit limits.channels of customer ben-llc",
        "From another clone",
        "First files",
    ]
    assert channels(carrier) == 60


def test_a_race_that_changed_the_meaning_asks_again(tmp_path: Path) -> None:
    other = a_customer(limits={"channels": 45, "cps": 5})
    carrier = a_real_house(
        tmp_path,
        wrap=lambda real: Meddling(
            real, before=once(lambda: human_commit(tmp_path / "remote.git", {BEN: other}))
        ),
    )

    again = carrier.change(LINE)
    assert again.outcome is Outcome.ASKS
    assert carrier.operation(again.operation).state is OperationState.PLANNED
    assert channels(carrier) == 45
    assert carrier.confirm(again).summary == DONE
    assert channels(carrier) == 60


def test_a_direct_change_lands_on_whatever_the_head_is(tmp_path: Path) -> None:
    other = a_customer(limits={"channels": 45}, tags=["other"])
    carrier = a_real_house(
        tmp_path,
        wrap=lambda real: Meddling(
            real, before=once(lambda: human_commit(tmp_path / "remote.git", {BEN: other}))
        ),
    )

    assert carrier.change("customer edit ben-llc --tags uk").outcome is Outcome.DONE
    shown = carrier.run("customer show", customer="ben-llc").values["customer"]
    assert (shown["tags"], shown["limits"]) == (["uk"], {"channels": 45})


def test_a_race_that_made_the_change_impossible_refuses_it(tmp_path: Path) -> None:
    carrier = a_real_house(
        tmp_path,
        wrap=lambda real: Meddling(
            real, before=once(lambda: human_commit(tmp_path / "remote.git", {BEN: None}))
        ),
    )

    reply = carrier.change(LINE)
    assert reply.outcome is Outcome.REFUSED
    assert carrier.operation(reply.operation).state is OperationState.REFUSED
    assert subjects(carrier) == ["By hand", "First files"]


def test_a_lost_answer_to_a_push_is_looked_up_and_not_pushed_twice(tmp_path: Path) -> None:
    unclear = PushResult(PushOutcome.UNCLEAR, "timed out")
    carrier = a_real_house(tmp_path, wrap=lambda real: Meddling(real, after=once(lambda: unclear)))

    assert carrier.change(LINE).summary == DONE
    assert subjects(carrier).count("Edit limits.channels of customer ben-llc") == 1


def test_a_push_that_the_remote_took_only_after_the_next_try_counts_as_that_try() -> None:
    """The first push hangs in the remote, is given up, and arrives just before the second."""

    class Late(Meddling):
        def __init__(self, real: Repository) -> None:
            super().__init__(real)
            self.held: list[tuple[CommitId, CommitId]] = []

        def push(self, commit: CommitId, *, base: CommitId) -> PushResult:
            if not self.held:
                self.held.append((commit, base))
                clock.advance(1)
                return PushResult(PushOutcome.UNCLEAR, "timed out")
            first, at = self.held[0]
            assert self._real.push(first, base=at).outcome is PushOutcome.LANDED
            return self._real.push(commit, base=base)

    clock = FrozenClock(NOON)
    carrier = a_house(wrap=Late, clock=clock)
    done = carrier.change("customer add Zed EUR")

    assert done.outcome is Outcome.DONE
    assert subjects(carrier) == ["Add customer zed", "Start"]
    assert carrier.operation(done.operation).commit == carrier.repository.fetch()
    assert done.values["commit"] == carrier.repository.fetch()


def test_a_remote_that_declines_is_a_refusal_in_its_words() -> None:
    carrier = a_house()
    carrier.remote.declines = "closed for the audit"

    reply = carrier.change(LINE)
    assert reply.outcome is Outcome.REFUSED
    assert "closed for the audit" in reply.summary


def test_what_a_protected_branch_does_not_take_is_done_once_it_is_merged_there() -> None:
    carrier = a_house()
    carrier.remote.is_protected = True
    reply = carrier.change(LINE)
    assert (reply.outcome, channels(carrier)) == (Outcome.WAITS, 30)

    carrier.remote.squash(str(reply.values["branch"]), author=HAND, at=carrier.clock.now())
    take_up_changes(carrier.house)

    assert carrier.operation(str(reply.operation)).state is OperationState.DONE
    assert carrier.remote.branches == {}
    assert channels(carrier) == 60


def test_a_branch_that_never_stops_moving_leaves_the_change_waiting() -> None:
    clock = FrozenClock(NOON)
    carrier = a_house(
        clock=clock,
        wrap=lambda real: Meddling(
            real,
            before=lambda: clock.advance(200) and None,
            after=lambda: PushResult(PushOutcome.LOST, "fetch first"),
        ),
    )
    reply = carrier.change(LINE)

    assert reply.outcome is Outcome.WAITS
    assert carrier.operation(reply.operation).state is OperationState.QUEUED


# --- outages ----------------------------------------------------------------------------------------------------


def test_while_the_remote_is_away_a_change_waits_and_is_taken_up_when_it_is_back(
    tmp_path: Path,
) -> None:
    carrier = a_real_house(tmp_path)
    plan = carrier.type(LINE)
    carrier.remote.rename(tmp_path / "away")

    waits = carrier.confirm(plan)
    assert waits.outcome is Outcome.WAITS
    assert "Recorded, but the config remote is out of reach" in waits.summary
    assert carrier.operation(plan.operation).state is OperationState.QUEUED

    (tmp_path / "away").rename(carrier.remote)
    after = reopened(tmp_path)
    [(operation, reply)] = after.house.desk.resume()
    assert (operation.id, reply.summary) == (plan.operation, DONE)
    assert after.operation(plan.operation).state is OperationState.DONE
    assert after.house.desk.resume() == []
    assert channels(after) == 60


def test_a_confirmation_of_a_change_that_waits_is_not_called_refused() -> None:
    carrier = a_house()
    plan = carrier.type(LINE)
    carrier.remote.is_reachable = False

    carrier.confirm(plan)

    [confirmed] = [
        one
        for one in carrier.store.operations.recent(actor=None, limit=9)
        if one.command == "confirm"
    ]
    assert confirmed.state is OperationState.DONE


def test_the_end_that_was_promised_is_recorded_with_the_end_itself() -> None:
    """A crash right behind it must not leave somebody waiting for ever."""
    carrier = a_house()
    carrier.run("whoami")
    carrier.remote.is_reachable = False
    request = carrier.request(
        Identity("slack", "U0ADA001"), "customer edit", {"customer": "ben-llc", "tags": "uk"}
    )
    slack = replace(request, origin={"front_end": "slack", "user": "U0ADA001"})
    waits = carrier.house.dispatcher.answer(slack)
    assert waits.outcome is Outcome.WAITS
    carrier.remote.is_reachable = True
    operation = carrier.operation(waits.operation)

    carrier.house.changes.take_up(operation)

    sent = []
    while due := carrier.store.effects.claim_due(now=carrier.clock.now(), limit=9):
        sent += [effect.id for effect in due]
        for effect in due:
            carrier.store.effects.settle(effect, state=EffectState.SENT, at=carrier.clock.now())
    assert sorted(sent) == [f"{operation.id}:{name}" for name in ("changes", "told", "waiting")]


def test_reads_go_on_while_the_remote_is_away_and_say_so(tmp_path: Path) -> None:
    carrier = a_real_house(tmp_path)
    carrier.run("whoami")
    carrier.remote.rename(tmp_path / "away")
    carrier.clock.advance(60)

    reply = carrier.run("customer list")
    assert reply.values["total"] == 1
    assert "out of reach" in str(reply.blocks)


def test_a_writer_that_hangs_leaves_the_change_waiting_not_to_be_asked_again() -> None:
    class Busy(Meddling):
        def writer_lock(self) -> Any:
            raise Unavailable("the config repository", "another writer is at work")

    carrier = a_house(wrap=Busy)
    reply = carrier.change("customer edit ben-llc --tags uk")

    assert reply.outcome is Outcome.WAITS
    assert carrier.operation(reply.operation).state is OperationState.QUEUED


def test_a_delivery_repeated_while_the_change_waits_is_not_told_the_plan() -> None:
    carrier = a_house()
    carrier.run("whoami")
    carrier.remote.is_reachable = False
    ada = Identity("operator", "ada")
    args = {"customer": "ben-llc", "tags": "uk"}

    first = carrier.ask_as(ada, "customer edit", args, delivery="twice")
    second = carrier.ask_as(ada, "customer edit", args, delivery="twice")
    assert (first.outcome, second.outcome) == (Outcome.WAITS, Outcome.WAITS)
    assert first.operation == second.operation


def test_a_role_taken_away_while_a_change_waits_refuses_it() -> None:
    carrier = a_house()
    plan = carrier.type(LINE)
    carrier.remote.is_reachable = False
    carrier.confirm(plan)
    carrier.remote.is_reachable = True
    carrier.push({"operators.yaml": b"operators: []\n"})

    [(_, reply)] = carrier.house.desk.resume()
    assert reply.outcome is Outcome.REFUSED
    assert carrier.operation(plan.operation).state is OperationState.REFUSED


def test_an_account_given_to_somebody_else_does_not_give_them_the_waiting_change() -> None:
    files = a_carrier()
    carrier = a_house(files)
    plan = carrier.ask_as(
        Identity("os", "ada"), "customer edit", {"customer": "ben-llc", "channels": "60"}
    )
    asked = {"operation": plan.operation, "digest": plan.values["digest"]}
    carrier.remote.is_reachable = False
    carrier.ask_as(Identity("os", "ada"), "confirm", asked)
    carrier.remote.is_reachable = True
    moved = files["operators.yaml"].replace(b", os_user: ada", b"")
    moved = moved.replace(b"slack_id: U0GRACE1", b"slack_id: U0GRACE1, os_user: ada")
    carrier.push({"operators.yaml": moved})

    [(_, reply)] = carrier.house.desk.resume()

    assert reply.outcome is Outcome.REFUSED
    assert "asked for by ada" in reply.summary
    assert subjects(carrier) == ["By hand", "Start"]


# --- crashes ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_crash_around_the_push_ends_in_one_commit_and_done(tmp_path: Path, when: str) -> None:
    carrier = a_real_house(tmp_path, wrap=lambda real: Meddling(real, **{when: die}))
    plan = carrier.type(LINE)
    with pytest.raises(Killed):
        carrier.confirm(plan)
    assert carrier.operation(plan.operation).state is OperationState.QUEUED

    after = reopened(tmp_path)
    [(_, reply)] = after.house.desk.resume()
    assert reply.summary == DONE
    assert subjects(after) == ["Edit limits.channels of customer ben-llc", "First files"]
    done = after.operation(plan.operation)
    assert (done.state, done.commit) == (OperationState.DONE, after.repository.fetch())
    assert len(after.store.effects.claim_due(now=after.clock.now(), limit=10)) == 1


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_crash_and_a_head_that_moved_meanwhile(tmp_path: Path, when: str) -> None:
    carrier = a_real_house(tmp_path, wrap=lambda real: Meddling(real, **{when: die}))
    plan = carrier.type(LINE)
    with pytest.raises(Killed):
        carrier.confirm(plan)
    human_commit(carrier.remote, {"customers/new/customer.yaml": a_customer("New")})

    after = reopened(tmp_path)
    after.house.desk.resume()
    assert subjects(after).count("Edit limits.channels of customer ben-llc") == 1
    assert after.operation(plan.operation).state is OperationState.DONE
    assert channels(after) == 60


def test_a_crash_before_the_plan_was_made_leaves_a_request_that_can_be_worked_on(
    tmp_path: Path,
) -> None:
    carrier = a_real_house(tmp_path)
    ada = Identity("operator", "ada")
    request = carrier.request(ada, "customer edit", {"customer": "ben-llc", "channels": "60"})
    operation, fresh = carrier.house.inbox.receive(request)
    assert fresh

    after = reopened(tmp_path)
    [found] = after.store.operations.unfinished((OperationState.RECEIVED,))
    assert found.id == operation.id
    assert after.house.dispatcher.work(found).outcome is Outcome.ASKS


def test_a_person_who_confirmed_before_the_crash_gets_the_answer_after_it(tmp_path: Path) -> None:
    carrier = a_real_house(tmp_path, wrap=lambda real: Meddling(real, after=die))
    plan = carrier.type(LINE)
    with pytest.raises(Killed):
        carrier.confirm(plan)

    after = reopened(tmp_path)
    after.house.desk.resume()
    assert after.confirm(plan).summary == DONE


def test_a_crash_after_the_end_leaves_nothing_kept_for_ever(tmp_path: Path) -> None:
    class DiesBeforeRelease(Meddling):
        def release(self, operation: object) -> None:
            raise Killed

    carrier = a_real_house(tmp_path, wrap=DiesBeforeRelease)
    plan = carrier.type(LINE)
    with pytest.raises(Killed):
        carrier.confirm(plan)
    assert carrier.repository.kept() == (plan.operation,)

    after = reopened(tmp_path)
    after.house.desk.resume()

    assert after.repository.kept() == ()


# --- what must not be untrue ------------------------------------------------------------------------------------


def test_what_was_pushed_is_done_although_the_settings_are_broken() -> None:
    carrier = a_house()
    carrier.run("whoami")
    plan = carrier.type(LINE)
    carrier.push({"settings.yaml": b"format: one\n"})

    reply = carrier.confirm(plan)
    landed = "Edit limits.channels of customer ben-llc" in subjects(carrier)
    assert landed is (reply.outcome is Outcome.DONE)
    assert landed is (carrier.operation(plan.operation).state is OperationState.DONE)


def test_a_carrier_without_a_channel_for_changes_tells_nobody() -> None:
    carrier = a_house(a_carrier() | {"settings.yaml": settings(changes="")})
    carrier.change(LINE)

    assert carrier.store.effects.claim_due(now=carrier.clock.now(), limit=10) == ()


def test_a_stale_digest_is_refused() -> None:
    carrier = a_house()
    plan = carrier.type(LINE)

    assert carrier.confirm(plan, digest="0" * 64).outcome is Outcome.REFUSED
    assert carrier.confirm(plan, digest="-").outcome is Outcome.REFUSED
    assert subjects(carrier) == ["Start"]
    assert carrier.confirm(plan).summary == DONE


def test_plans_nobody_confirmed_end_after_a_day() -> None:
    carrier = a_house()
    old = carrier.type(LINE)
    carrier.clock.advance(24 * 3600 - 60)
    young = carrier.type("customer add Zed EUR")

    assert carrier.house.changes.expire() == 0
    carrier.clock.advance(61)
    assert carrier.house.changes.expire() == 1
    assert carrier.operation(old.operation).state is OperationState.EXPIRED
    assert carrier.operation(young.operation).state is OperationState.PLANNED
    assert carrier.confirm(old).outcome is Outcome.REFUSED


def test_the_past_cannot_be_changed() -> None:
    carrier = a_house()
    head = carrier.repository.head()
    reply: Reply = carrier.run("customer edit", at=head, customer="ben-llc", channels="6")

    assert reply.outcome is Outcome.REFUSED
    assert "the past cannot be changed" in reply.summary


def test_everybody_who_changes_at_once_lands_exactly_once() -> None:
    from concurrent.futures import ThreadPoolExecutor

    carrier = a_house(a_carrier({f"c{n}": a_customer(f"C{n}") for n in range(8)}))
    plans = [carrier.type(f"customer edit c{n} --channels 7") for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(carrier.confirm, plans))

    assert {reply.outcome for reply in replies} == {Outcome.DONE}
    assert len(subjects(carrier)) == 9


# --- bugs and what nobody went on with ----------------------------------------------------------------------------


def test_a_change_that_meets_a_bug_ends_and_holds_up_nobody(tmp_path: Path) -> None:
    carrier = a_real_house(tmp_path)
    carrier.run("whoami")
    first, second = (
        carrier.type(LINE),
        carrier.type("customer edit ben-llc --website https://ben.example"),
    )
    carrier.remote.rename(tmp_path / "away")
    carrier.confirm(first)
    carrier.confirm(second)
    (tmp_path / "away").rename(carrier.remote)

    def stumble() -> None:
        raise ZeroDivisionError

    after = a_real_house(
        tmp_path,
        clock=carrier.clock,
        wrap=lambda real: Meddling(real, before=once(stumble)),
    )
    replies = [reply for _, reply in after.house.desk.resume()]

    assert [reply.outcome for reply in replies] == [Outcome.BUG, Outcome.DONE]
    assert after.operation(first.operation).state is OperationState.FAILED
    assert after.operation(second.operation).state is OperationState.DONE
    assert after.house.desk.resume() == []


def test_forms_and_requests_that_nobody_went_on_with_end_after_a_day() -> None:
    carrier = a_house()
    request = carrier.request(Identity("operator", "ada"), "customer add", {})
    form, _ = carrier.house.inbox.receive(request, state=OperationState.FORM)
    killed, _ = carrier.house.inbox.receive(
        carrier.request(Identity("operator", "ada"), "customer edit", {"customer": "ben-llc"})
    )

    assert carrier.house.changes.expire() == 0
    carrier.clock.advance(25 * 3600)

    assert carrier.house.changes.expire() == 2
    assert carrier.operation(form.id).state is OperationState.EXPIRED
    assert carrier.operation(killed.id).state is OperationState.EXPIRED
