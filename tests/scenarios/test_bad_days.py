"""Days on which the outside is not well: remotes that refuse, hang or go away, and clocks that jump. Real git, real store."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
import structlog

from adapters.git.repository import GitRepository
from adapters.memory.clock import FrozenClock
from bot.schedule import take_up_changes
from engine.ports.effects import EffectState
from engine.ports.operations import OperationState
from handlers.kit.reply import Outcome
from tests.builders import BOT, NOON, Carrier, a_real_house
from tests.scenarios.test_durability import DONE, LINE, channels, subjects

EDIT = "Edit limits.channels of customer ben-llc"


def lay_hook(carrier: Carrier, script: str, name: str = "pre-receive") -> None:
    hook = carrier.remote / "hooks" / name
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\n{script}\n")
    hook.chmod(0o755)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("pre-receive", "GH013: Push cannot contain secrets."),
        ("update", "Commits need the number of a ticket."),
    ],
)
def test_a_hook_that_declines_is_told_in_its_own_words(
    tmp_path: Path, name: str, said: str
) -> None:
    carrier = a_real_house(tmp_path)
    lay_hook(carrier, f"echo '{said}' >&2; exit 1", name)

    reply = carrier.change(LINE)

    assert reply.outcome is Outcome.REFUSED
    assert said in reply.summary
    assert carrier.operation(reply.operation).state is OperationState.REFUSED
    assert subjects(carrier) == ["First files"]
    assert carrier.repository.kept() == ()


def test_a_remote_that_hangs_over_a_push_is_asked_again_and_has_it_once(tmp_path: Path) -> None:
    hasty = GitRepository(
        str(tmp_path / "remote.git"),
        clone=tmp_path / "clone.git",
        branch="main",
        committer=BOT,
        timeout_s=1,
    )
    carrier = a_real_house(tmp_path, wrap=lambda _: hasty)
    mark = tmp_path / "hung"
    lay_hook(carrier, f"cat >/dev/null; test -f {mark} || {{ touch {mark}; sleep 5; }}")

    assert carrier.change(LINE).summary == DONE

    assert mark.exists()
    assert subjects(carrier) == [EDIT, "First files"]


def test_who_reads_does_not_wait_for_a_remote_that_hangs(tmp_path: Path) -> None:
    carrier = a_real_house(tmp_path)
    assert carrier.type("customer list").outcome is Outcome.DONE
    carrier.clock.advance(60)
    (carrier.remote / "HEAD").rename(tmp_path / "HEAD")
    os.mkfifo(carrier.remote / "HEAD")  # whoever opens it waits for a writer

    with structlog.testing.capture_logs() as logs:
        reply = carrier.type("customer list")

    (carrier.remote / "HEAD").unlink()
    (tmp_path / "HEAD").rename(carrier.remote / "HEAD")
    assert (reply.outcome, reply.values["total"]) == (Outcome.DONE, 1)
    assert "this is what was last known" in str(reply.blocks)
    [away] = [line["why"] for line in logs if line["event"] == "config.away"]
    assert re.search(r"no answer within ([0-4]|3\.\d+) s", away)


def test_a_remote_that_is_gone_for_a_quarter_of_an_hour_gets_everything_once(
    tmp_path: Path,
) -> None:
    carrier = a_real_house(tmp_path)
    plans = [carrier.type(LINE), carrier.type("customer add Zed EUR")]
    carrier.remote.rename(tmp_path / "away")
    waits = [carrier.confirm(plan) for plan in plans]
    assert {reply.outcome for reply in waits} == {Outcome.WAITS}

    for _ in range(60):
        carrier.clock.advance(15)
        take_up_changes(carrier.house)
    assert carrier.operation(plans[0].operation).state is OperationState.QUEUED
    (tmp_path / "away").rename(carrier.remote)
    carrier.clock.advance(15)
    take_up_changes(carrier.house)

    assert subjects(carrier) == ["Add customer zed", EDIT, "First files"]
    states = {carrier.operation(plan.operation).state for plan in plans}
    assert states == {OperationState.DONE}
    assert carrier.store.effects.count()[EffectState.PENDING] == 2


@pytest.mark.parametrize("jump_s", [-3600, -60, 7200])
def test_a_clock_that_jumps_over_a_change_loses_nothing(tmp_path: Path, jump_s: int) -> None:
    carrier = a_real_house(tmp_path)
    take_up_changes(carrier.house)
    plan = carrier.type(LINE)
    carrier.clock.advance(jump_s)

    assert carrier.confirm(plan).summary == DONE
    carrier.clock.advance(1)
    assert carrier.change("customer add Zed EUR").outcome is Outcome.DONE

    take_up_changes(carrier.house)
    assert subjects(carrier) == ["Add customer zed", EDIT, "First files"]
    assert channels(carrier) == 60
    [first] = carrier.store.effects.claim_due(now=carrier.clock.now(), limit=10)
    assert "limits.channels" in str(first.payload)


def test_a_claim_that_a_clock_set_back_left_in_the_future_is_taken_up_in_the_end(
    tmp_path: Path,
) -> None:
    carrier = a_real_house(tmp_path)
    carrier.change(LINE)
    [claimed] = carrier.store.effects.claim_due(now=carrier.clock.now(), limit=10)

    earlier = a_real_house(tmp_path, clock=FrozenClock(NOON))
    earlier.clock.advance(-3600)
    assert earlier.store.effects.claim_due(now=earlier.clock.now(), limit=10) == ()
    earlier.clock.advance(3600 + 61)

    [again] = earlier.store.effects.claim_due(now=earlier.clock.now(), limit=10)
    assert again.id == claimed.id
