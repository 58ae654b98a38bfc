"""A suspension that cannot wait: before anything is asked of the remote, through outages and kills, and back again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from adapters.memory.clock import FrozenClock
from bot.schedule import take_up_changes
from engine.errors import Unavailable
from engine.ports.operations import OperationState
from engine.ports.overlays import OverlayStore
from engine.ports.repository import CommitId, PushOutcome, PushResult
from handlers.kit.reply import Outcome, Reply
from tests.builders import (
    NOON,
    Carrier,
    a_carrier,
    a_customer,
    a_house,
    a_real_house,
)
from tests.git_remote import human_commit
from tests.scenarios.test_durability import Killed, Meddling, die, once, subjects

NOW = 'customer suspend ben-llc --now --reason "Fraud since 02:40"'
BACK = "customer resume ben-llc --now"
COMMIT = "Suspend customer ben-llc: Fraud since 02:40"


def stands(carrier: Carrier) -> dict[str, Any]:
    """What counts for ben-llc, asked at once."""
    found: Any = carrier.run("customer show", customer="ben-llc").values["effective"]
    return dict(found)


def status(carrier: Carrier) -> tuple[str, str]:
    """What counts, and what the config says."""
    found = stands(carrier)
    return found["status"], found["config"]


def away(carrier: Carrier, folder: Path) -> Callable[[], None]:
    """Take the remote away; gives what brings it back."""
    carrier.run("whoami")
    carrier.remote.rename(folder / "away")
    return lambda: (folder / "away").rename(carrier.remote) and None


def restarted(folder: Path, *, seconds: float = 60) -> Carrier:
    """A new process over the same files, a while later."""
    clock = FrozenClock(NOON)
    clock.advance(seconds)
    return a_real_house(folder, clock=clock)


# --- with the remote there -----------------------------------------------------------------------------------------


def test_a_suspension_at_once_is_laid_and_committed(tmp_path: Path) -> None:
    carrier = a_real_house(tmp_path)

    reply = carrier.type(NOW)

    assert reply.outcome is Outcome.DONE
    assert reply.summary == (
        "Ben LLC is suspended since 2026-11-20 12:00 UTC, until somebody resumes it."
        " Done: suspend customer ben-llc: Fraud since 02:40."
    )
    carrier.clock.advance(60)
    assert status(carrier) == ("suspended", "inactive")
    assert subjects(carrier) == [COMMIT, "First files"]


def test_the_overlay_lies_before_anything_is_asked_of_the_remote(tmp_path: Path) -> None:
    seen: list[int] = []

    class Watching(Meddling):
        def fetch(self, *, within_s: int | None = None) -> CommitId:
            if opened:
                store = opened[0].overlays
                seen.append(len(store.in_force(opened[0].clock.now())))
            return self._real.fetch()

    opened: list[Carrier] = []
    carrier = a_real_house(tmp_path, wrap=Watching)
    carrier.run("whoami")
    opened.append(carrier)

    assert carrier.type(NOW).outcome is Outcome.DONE
    assert seen
    assert set(seen) == {1}


def test_nothing_of_an_overlay_is_written_into_the_config(tmp_path: Path) -> None:
    carrier = a_real_house(tmp_path)
    before = carrier.repository.fetch()

    carrier.type('customer suspend ben-llc --now --until 18:00 --reason "Flood"')

    assert carrier.repository.fetch() == before


def test_the_channel_is_told_of_it_once(tmp_path: Path) -> None:
    carrier = a_real_house(tmp_path)
    back = away(carrier, tmp_path)
    carrier.type(NOW)
    carrier.house.changes.act_on_waiting()
    back()
    carrier.house.desk.resume()

    due = carrier.store.effects.claim_due(now=carrier.clock.now(), limit=10)
    assert len(due) == 1
    assert due[0].payload["reply"]["summary"] == (
        "Ada Larsen: Ben LLC is suspended since 2026-11-20 12:00 UTC, until somebody resumes it."
        " Why: Fraud since 02:40"
    )


# --- with the remote gone ------------------------------------------------------------------------------------------


def test_with_the_remote_gone_it_counts_at_once_and_is_committed_when_that_is_back(
    tmp_path: Path,
) -> None:
    carrier = a_real_house(tmp_path)
    back = away(carrier, tmp_path)

    waits = carrier.type(NOW)

    assert waits.outcome is Outcome.WAITS
    assert waits.summary.startswith("Ben LLC is suspended since 2026-11-20 12:00 UTC")
    assert "out of reach" in waits.summary
    assert status(carrier) == ("suspended", "active")
    back()
    after = restarted(tmp_path)
    [(operation, reply)] = after.house.desk.resume()
    assert (operation.id, reply.outcome) == (waits.operation, Outcome.DONE)
    assert status(after) == ("suspended", "inactive")
    assert subjects(after) == [COMMIT, "First files"]


def test_an_answer_comes_though_the_remote_hangs_and_the_writer_is_busy() -> None:
    class Stuck(Meddling):
        def writer_lock(self) -> Any:
            raise Unavailable("the config repository", "another writer is at work")

    carrier = a_house(wrap=Stuck)

    assert carrier.type(NOW).outcome is Outcome.WAITS
    assert status(carrier) == ("suspended", "active")


def test_resumed_before_the_remote_is_back_nothing_is_committed(tmp_path: Path) -> None:
    carrier = a_real_house(tmp_path)
    back = away(carrier, tmp_path)
    first = carrier.type(NOW)
    carrier.clock.advance(30)

    second = carrier.type(BACK)

    assert second.summary.startswith("The suspension of ben-llc is lifted.")
    assert status(carrier) == ("active", "active")
    back()
    after = restarted(tmp_path)
    ended = {operation.id: reply for operation, reply in after.house.desk.resume()}
    assert set(ended) == {first.operation, second.operation}
    assert ended[first.operation].summary == (
        "The suspension of ben-llc is over, so nothing is committed."
    )
    assert status(after) == ("active", "active")
    assert subjects(after) == ["First files"]
    assert after.store.operations.unfinished((OperationState.QUEUED,)) == ()


def test_resumed_after_its_commit_was_lost_sight_of_the_resumption_wins(tmp_path: Path) -> None:
    """The push arrived and its answer did not, then the remote went away."""
    unclear = PushResult(PushOutcome.UNCLEAR, "timed out")

    def lost_and_gone() -> PushResult:
        carrier.remote.rename(tmp_path / "away")
        return unclear

    carrier = a_real_house(tmp_path, wrap=lambda real: Meddling(real, after=once(lost_and_gone)))
    assert carrier.type(NOW).outcome is Outcome.WAITS
    carrier.clock.advance(30)
    assert carrier.type(BACK).outcome is Outcome.WAITS

    (tmp_path / "away").rename(carrier.remote)
    after = restarted(tmp_path)
    assert all(reply.outcome is Outcome.DONE for _, reply in after.house.desk.resume())
    assert status(after) == ("active", "active")
    assert subjects(after) == ["Resume customer ben-llc", COMMIT, "First files"]


def test_a_suspension_with_an_end_needs_no_remote_and_ends_by_itself(tmp_path: Path) -> None:
    carrier = a_real_house(tmp_path)
    away(carrier, tmp_path)

    reply = carrier.type('customer suspend ben-llc --now --until 2h --reason "Flood"')

    assert reply.outcome is Outcome.DONE
    assert carrier.operation(reply.operation).state is OperationState.DONE
    assert status(carrier) == ("suspended", "active")
    carrier.clock.advance(2 * 3600 - 1)
    assert status(carrier) == ("suspended", "active")
    carrier.clock.advance(1)
    assert status(carrier) == ("active", "active")


# --- killed in between ---------------------------------------------------------------------------------------------


class DyingStore:
    """A store of overlays in which the process dies before or after it lays one."""

    def __init__(self, real: OverlayStore, *, before: bool) -> None:
        self._real, self._before = real, before

    def lay(self, overlay: Any) -> None:
        if not self._before:
            self._real.lay(overlay)
        die()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_a_kill_around_the_overlay_leaves_a_suspension_that_is_completed(
    tmp_path: Path, *, before: bool
) -> None:
    carrier = a_real_house(tmp_path, wrap_overlays=lambda real: DyingStore(real, before=before))
    with pytest.raises(Killed):
        carrier.type(NOW)

    after = restarted(tmp_path)
    assert status(after) == ("active" if before else "suspended", "active")
    take_up_changes(after.house)
    assert status(after) == ("suspended", "inactive")
    assert subjects(after) == [COMMIT, "First files"]
    assert stands(after)["overlay"]["since"] == NOON.isoformat()


def test_a_kill_before_the_overlay_is_made_up_for_also_while_the_remote_is_away(
    tmp_path: Path,
) -> None:
    carrier = a_real_house(tmp_path, wrap_overlays=lambda real: DyingStore(real, before=True))
    carrier.run("whoami")
    with pytest.raises(Killed):
        carrier.type(NOW)

    after = restarted(tmp_path)
    after.remote.rename(tmp_path / "away")
    take_up_changes(after.house)

    assert status(after) == ("suspended", "active")


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_kill_around_the_push_leaves_one_commit(tmp_path: Path, when: str) -> None:
    carrier = a_real_house(tmp_path, wrap=lambda real: Meddling(real, **{when: die}))
    with pytest.raises(Killed):
        carrier.type(NOW)

    after = restarted(tmp_path)
    assert stands(after)["status"] == "suspended"
    take_up_changes(after.house)
    assert status(after) == ("suspended", "inactive")
    assert subjects(after) == [COMMIT, "First files"]


def test_a_resumption_that_is_taken_up_late_lifts_no_later_suspension(tmp_path: Path) -> None:
    carrier = a_real_house(tmp_path)
    back = away(carrier, tmp_path)
    carrier.type(BACK)
    carrier.clock.advance(60)
    carrier.type(NOW)

    back()
    after = restarted(tmp_path, seconds=3600)
    take_up_changes(after.house)

    assert status(after) == ("suspended", "inactive")


def test_a_suspension_taken_up_after_its_end_is_not_laid_and_not_committed(tmp_path: Path) -> None:
    carrier = a_real_house(tmp_path, wrap_overlays=lambda real: DyingStore(real, before=True))
    with pytest.raises(Killed):
        carrier.type('customer suspend ben-llc --now --until 1h --reason "Flood"')

    after = restarted(tmp_path, seconds=7200)
    take_up_changes(after.house)

    assert status(after) == ("active", "active")
    assert subjects(after) == ["First files"]
    assert after.store.operations.unfinished((OperationState.QUEUED,)) == ()


# --- who may -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["vera", "nora"])
def test_somebody_without_the_role_lays_nothing(who: str) -> None:
    carrier = a_house()

    assert carrier.type(NOW, who).outcome is Outcome.REFUSED
    assert carrier.type(BACK, who).outcome is Outcome.REFUSED
    assert status(carrier) == ("active", "active")


def test_a_role_taken_away_before_it_was_taken_up_lays_nothing(tmp_path: Path) -> None:
    carrier = a_real_house(tmp_path, wrap_overlays=lambda real: DyingStore(real, before=True))
    with pytest.raises(Killed):
        carrier.type(NOW)

    after = restarted(tmp_path)
    human_commit(after.remote, {"operators.yaml": b"operators: []\n"})
    after.repository.fetch()
    take_up_changes(after.house)

    assert after.overlays.in_force(after.clock.now()) == ()


def test_a_customer_that_waits_for_approval_is_not_suspended_and_so_made_active_later() -> None:
    carrier = a_house(a_carrier({"ben-llc": a_customer(status="pending_approval")}))

    said: Reply = carrier.type(NOW)

    assert said.outcome is Outcome.REFUSED
    assert "waits for approval" in said.summary
    assert status(carrier) == ("pending_approval", "pending_approval")
