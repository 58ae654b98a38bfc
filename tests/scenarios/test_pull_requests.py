"""A branch that takes no pushes: each change waits on a branch of its own until a person merges it. Real git, real store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.people import Identity
from bot.schedule import take_up_changes
from engine.ports.effects import EffectState
from engine.ports.operations import Operation, OperationState
from engine.ports.repository import CommitId
from handlers.kit.reply import Outcome, Reply
from tests.builders import CHANGES, TEXT, Carrier, a_carrier, a_customer, a_real_house
from tests.faults.stories import ADA, BEN, COMMENTED
from tests.git_remote import (
    OLGA,
    git,
    human_commit,
    merge,
    no_user_git_settings,
    proposed,
    protect,
    rebase,
    squash,
)
from tests.scenarios.test_durability import DONE, LINE, channels, subjects

__all__ = ["no_user_git_settings"]

BRANCH = "trunkline/customer-ben-llc-00000001"
TAGS = b"tags: [retail]  # wholesale from May"
LINK = "https://git.example.com/carrier/config/compare/main...{branch}"


@pytest.fixture
def carrier(tmp_path: Path) -> Carrier:
    carrier = a_real_house(tmp_path, {**a_carrier(), BEN: COMMENTED})
    protect(carrier.remote)
    return carrier


def looked(carrier: Carrier) -> None:
    """Let a quarter of a minute pass."""
    carrier.clock.advance(15)
    take_up_changes(carrier.house)


def proposes(carrier: Carrier, line: str = LINE) -> tuple[Reply, Operation]:
    reply = carrier.change(line)
    assert reply.outcome is Outcome.WAITS, reply.summary
    return reply, carrier.operation(str(reply.operation))


def now(carrier: Carrier, operation: Operation) -> Operation:
    return carrier.operation(operation.id)


def told(carrier: Carrier, operation: Operation) -> str:
    """The answer as it stands."""
    return str((now(carrier, operation).reply or {})["summary"])


def posted(carrier: Carrier) -> dict[str, tuple[str, str, str]]:
    """What was posted, in order: effect -> the one whose place it takes, the recipient, the first line."""
    said: dict[str, tuple[str, str, str]] = {}
    while found := carrier.store.effects.claim_due(now=carrier.clock.now(), limit=50):
        for effect in found:
            carrier.store.effects.settle(effect, state=EffectState.SENT, at=carrier.clock.now())
            payload: Any = effect.payload
            place, first = payload.get("updates", ""), payload["reply"]["summary"]
            said[effect.id] = (place, effect.recipient, first)
    return said


def in_channel(carrier: Carrier) -> list[str]:
    """What the channel for changes was told, in order."""
    return [first for _, to, first in posted(carrier).values() if to == f"slack:{CHANGES}"]


def by_hand(carrier: Carrier, old: bytes, new: bytes) -> CommitId:
    text = git(carrier.remote, "show", f"main:{BEN}").encode() + b"\n"
    assert old in text
    return human_commit(carrier.remote, {BEN: text.replace(old, new)}, at=carrier.clock.now())


def is_over(carrier: Carrier, operation: Operation, state: OperationState) -> None:
    assert now(carrier, operation).state is state
    assert proposed(carrier.remote) == []
    assert carrier.repository.kept() == ()


# --- proposing ------------------------------------------------------------------------------------------------------


def test_a_change_of_a_protected_branch_is_proposed_and_has_changed_nothing(
    carrier: Carrier,
) -> None:
    reply, operation = proposes(carrier)

    assert reply.summary == (
        "Proposed: edit limits.channels of customer ben-llc. Nothing has changed yet."
    )
    assert reply.values["branch"] == BRANCH
    assert operation.state is OperationState.PROPOSED
    assert proposed(carrier.remote) == [BRANCH]
    assert git(carrier.remote, "rev-parse", BRANCH) == operation.commit
    assert channels(carrier) == 30
    assert in_channel(carrier) == [
        "Ada Larsen proposes: edit limits.channels of customer ben-llc. It counts once it is merged."
    ]


def test_the_settings_may_have_every_change_proposed_and_say_where(tmp_path: Path) -> None:
    files = a_carrier(land="pull_request", pull_request_url=LINK)
    carrier = a_real_house(tmp_path, {**files, BEN: COMMENTED})

    reply, operation = proposes(carrier, "customer edit ben-llc --tags uk")

    assert operation.state is OperationState.PROPOSED
    assert LINK.replace("{branch}", BRANCH) in str(reply.blocks)
    assert subjects(carrier) == ["First files"]


def test_the_policy_may_have_some_changes_proposed_after_they_were_confirmed(
    tmp_path: Path,
) -> None:
    policy = """\
default: direct
rules:
  - id: limits
    when: {fields: [limits.*]}
    needs: pull_request
"""
    carrier = a_real_house(tmp_path, a_carrier(policy=policy))

    plan = carrier.type(LINE)
    assert plan.outcome is Outcome.ASKS
    assert "done when somebody merges that" in str(plan.blocks)
    assert proposes(carrier)[1].state is OperationState.PROPOSED
    assert carrier.change("customer edit ben-llc --tags uk").outcome is Outcome.DONE


def test_a_hook_that_declines_every_branch_is_a_refusal_in_its_own_words(
    carrier: Carrier,
) -> None:
    hook = carrier.remote / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho 'GH013: Push cannot contain secrets' >&2\nexit 1\n")
    hook.chmod(0o755)

    reply = carrier.change(LINE)

    assert reply.outcome is Outcome.REFUSED
    assert "Push cannot contain secrets" in reply.summary
    is_over(carrier, carrier.operation(str(reply.operation)), OperationState.REFUSED)


def test_the_status_lists_what_waits_to_be_merged(carrier: Carrier) -> None:
    proposes(carrier)

    status = carrier.run("repo status")
    [table] = [block for block in status.blocks if block.kind == "table"]

    assert status.values["proposed"] == 1
    assert table.rows == (
        (BRANCH, "Edit limits.channels of customer ben-llc", "ada", "2026-11-20 12:00 UTC"),
    )


def test_a_second_change_of_the_same_customer_is_told_of_the_first(carrier: Carrier) -> None:
    proposes(carrier)

    plan = carrier.type("customer edit ben-llc --tags uk --cps 9")

    assert f"ada proposes a change of the same, which is not merged yet: {BRANCH}." in str(
        plan.blocks
    )


# --- merged ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", [merge, squash, rebase])
def test_it_is_done_once_a_person_merges_it_and_can_be_undone(
    carrier: Carrier, how: Callable[[Path, str], CommitId]
) -> None:
    _, operation = proposes(carrier)
    human_commit(carrier.remote, {"customers/zed/customer.yaml": a_customer("Zed")})

    commit = how(carrier.remote, BRANCH)
    looked(carrier)

    is_over(carrier, operation, OperationState.DONE)
    assert told(carrier, operation) == DONE
    assert now(carrier, operation).commit == (operation.commit if how is merge else commit)
    assert channels(carrier) == 60
    assert "Ada Larsen: edit limits.channels of customer ben-llc." in in_channel(carrier)
    undo = carrier.confirm(carrier.run("undo", operation=operation.id))
    merge(carrier.remote, str(undo.values["branch"]))
    looked(carrier)
    assert git(carrier.remote, "show", f"main:{BEN}").encode() + b"\n" == COMMENTED


def test_a_forge_may_rebase_the_branch_itself_and_move_main_to_it(carrier: Carrier) -> None:
    _, operation = proposes(carrier)
    human_commit(carrier.remote, {"customers/zed/customer.yaml": a_customer("Zed")})
    commit = rebase(carrier.remote, BRANCH)
    git(carrier.remote, "update-ref", f"refs/heads/{BRANCH}", commit)

    looked(carrier)

    assert (now(carrier, operation).state, now(carrier, operation).commit) == (
        OperationState.DONE,
        commit,
    )
    assert proposed(carrier.remote) == [BRANCH]  # it is theirs by now


def test_a_merge_that_keeps_no_word_of_the_message_is_known_by_its_files(
    carrier: Carrier,
) -> None:
    _, operation = proposes(carrier)
    squash(carrier.remote, BRANCH, "Raise Ben (#12)")
    git(carrier.remote, "branch", "-D", BRANCH)

    looked(carrier)

    is_over(carrier, operation, OperationState.DONE)


def test_a_merge_into_a_file_that_others_changed_first_is_known_by_what_it_comes_to(
    carrier: Carrier,
) -> None:
    _, operation = proposes(carrier)
    by_hand(carrier, TAGS, b"tags: [wholesale]")
    squash(carrier.remote, BRANCH)
    git(carrier.remote, "branch", "-D", BRANCH)

    looked(carrier)

    is_over(carrier, operation, OperationState.DONE)
    undo = carrier.confirm(carrier.run("undo", operation=operation.id))
    merge(carrier.remote, str(undo.values["branch"]))
    assert b"tags: [wholesale]" in git(carrier.remote, "show", f"main:{BEN}").encode()


def test_a_commit_that_only_quotes_the_operation_is_no_merge(carrier: Carrier) -> None:
    _, operation = proposes(carrier)
    human_commit(
        carrier.remote,
        {"customers/zed/customer.yaml": a_customer("Zed")},
        message=f"Prepare\n\nOp-Id: {operation.id}",
    )

    looked(carrier)

    assert now(carrier, operation).state is OperationState.PROPOSED


def test_a_person_is_forgotten_when_their_erasure_is_merged_and_not_before(
    carrier: Carrier,
) -> None:
    contacts = [{"id": "zelda", "name": "Zelda Quux", "email": "zelda@quux.example"}]
    place = "customers/ben-llc/contacts.yaml"
    human_commit(carrier.remote, {place: TEXT.write({"contacts": contacts})})
    edit = carrier.change("contact edit ben-llc zelda --public_notes Friendly", "rosa")
    reply = carrier.change("contact erase ben-llc zelda", "rosa")
    operation = carrier.operation(str(reply.operation))
    assert "Zelda Quux" in str(operation.drawn)

    squash(carrier.remote, str(reply.values["branch"]))
    looked(carrier)

    erased = now(carrier, operation)
    assert (erased.state, erased.drawn, erased.after) == (OperationState.DONE, {}, None)
    is_over(carrier, carrier.operation(str(edit.operation)), OperationState.REFUSED)
    assert carrier.run("undo", "rosa", operation=operation.id).outcome is Outcome.REFUSED


# --- not merged -----------------------------------------------------------------------------------------------------


def test_a_branch_that_goes_without_a_merge_ends_it_and_is_told_once(carrier: Carrier) -> None:
    _, operation = proposes(carrier)
    git(carrier.remote, "branch", "-D", BRANCH)

    looked(carrier)
    looked(carrier)

    is_over(carrier, operation, OperationState.CANCELLED)
    said = f"Cancelled: edit limits.channels of customer ben-llc. The branch {BRANCH} is gone, and it was not merged."
    assert told(carrier, operation) == said
    assert in_channel(carrier).count(said) == 1
    assert channels(carrier) == 30


def test_a_proposal_that_was_merged_with_other_contents_is_not_called_done(
    carrier: Carrier,
) -> None:
    _, operation = proposes(carrier)
    text = git(carrier.remote, "show", f"{BRANCH}:{BEN}").replace("channels: 60", "channels: 50")
    human_commit(carrier.remote, {BEN: text.encode() + b"\n"}, branch=BRANCH)
    message = git(carrier.remote, "show", "--no-patch", "--format=%B", f"{BRANCH}~1")
    commit = squash(carrier.remote, BRANCH, message)
    git(carrier.remote, "branch", "-D", BRANCH)

    looked(carrier)

    is_over(carrier, operation, OperationState.CANCELLED)
    assert f"merged as {commit[:12]} with other contents" in told(carrier, operation)


def test_whoever_asked_takes_it_back_and_the_branch_goes(carrier: Carrier) -> None:
    _, operation = proposes(carrier)

    reply = carrier.run("cancel", operation=operation.id)

    assert reply.summary == (
        "Cancelled: edit limits.channels of customer ben-llc. Nothing was changed."
    )
    is_over(carrier, operation, OperationState.CANCELLED)


def test_what_was_merged_meanwhile_cannot_be_taken_back(carrier: Carrier) -> None:
    _, operation = proposes(carrier)
    merge(carrier.remote, BRANCH)

    assert carrier.run("cancel", operation=operation.id).summary == DONE
    is_over(carrier, operation, OperationState.DONE)


# --- others push ----------------------------------------------------------------------------------------------------


def test_a_branch_that_a_person_pushed_to_is_left_alone_and_said_so_once(
    carrier: Carrier,
) -> None:
    _, operation = proposes(carrier)
    theirs = human_commit(carrier.remote, {"notes.md": b"Looks good.\n"}, branch=BRANCH)

    looked(carrier)
    by_hand(carrier, TAGS, b"tags: [wholesale]")
    looked(carrier)

    said = f"{OLGA.name} pushed to {BRANCH}, so it is left alone from now on."
    assert told(carrier, operation) == said
    assert git(carrier.remote, "rev-parse", BRANCH) == theirs
    refused = carrier.run("cancel", operation=operation.id)
    assert refused.outcome is Outcome.REFUSED
    assert "somebody pushed" in refused.summary
    merge(carrier.remote, BRANCH)
    looked(carrier)
    assert now(carrier, operation).state is OperationState.DONE
    assert git(carrier.remote, "rev-parse", BRANCH) == theirs


def test_a_proposal_is_made_anew_when_others_changed_the_same_file(carrier: Carrier) -> None:
    _, operation = proposes(carrier)
    head = by_hand(carrier, TAGS, b"tags: [wholesale]")

    looked(carrier)

    renewed = now(carrier, operation)
    assert git(carrier.remote, "rev-parse", BRANCH) == renewed.commit != operation.commit
    assert git(carrier.remote, "rev-parse", f"{BRANCH}~1") == head
    assert (renewed.digest, renewed.state) == (operation.digest, OperationState.PROPOSED)
    merge(carrier.remote, BRANCH)
    looked(carrier)
    is_over(carrier, operation, OperationState.DONE)
    assert channels(carrier) == 60


def test_a_proposal_that_means_something_else_now_is_told_again(carrier: Carrier) -> None:
    _, operation = proposes(carrier)
    by_hand(carrier, b"channels: 30", b"channels: 40")

    looked(carrier)

    assert now(carrier, operation).digest != operation.digest
    blocks = str((now(carrier, operation).reply or {})["blocks"])
    assert "The config changed meanwhile" in blocks
    assert "40 \u2192 60" in blocks


def test_a_proposal_that_is_so_already_ends_and_its_branch_goes(carrier: Carrier) -> None:
    _, operation = proposes(carrier)
    by_hand(carrier, b"channels: 30  # was 20", b"channels: 60")

    looked(carrier)

    assert told(carrier, operation) == "Nothing to change: it is so already."
    is_over(carrier, operation, OperationState.DONE)


def test_a_proposal_stays_as_it_is_while_others_change_other_files(carrier: Carrier) -> None:
    _, operation = proposes(carrier)
    human_commit(carrier.remote, {"customers/zed/customer.yaml": a_customer("Zed")})

    looked(carrier)

    assert now(carrier, operation).commit == operation.commit


def test_a_rewrite_freezes_it_and_after_the_adoption_it_stands_on_the_new_history(
    carrier: Carrier,
) -> None:
    human_commit(carrier.remote, {"customers/lost/customer.yaml": a_customer("Lost")})
    carrier.clock.advance(1)
    looked(carrier)
    _, operation = proposes(carrier)
    git(carrier.remote, "update-ref", "refs/heads/main", "main~1")
    looked(carrier)
    assert now(carrier, operation).commit == operation.commit

    digest = carrier.run("repo adopt", "grace").values["digest"]
    carrier.run("repo adopt", "grace", digest=digest)
    looked(carrier)

    on = git(carrier.remote, "rev-parse", f"{BRANCH}~1")
    assert on == git(carrier.remote, "rev-parse", "main")


# --- in Slack ---------------------------------------------------------------------------------------------------------


def test_how_it_ended_takes_the_place_of_what_slack_was_told_before(carrier: Carrier) -> None:
    asked = carrier.request(
        Identity("slack", ADA), "customer edit", {"customer": "ben-llc", "tags": "uk"}
    )
    in_slack = replace(asked, origin={"front_end": "slack", "user": ADA})
    received, _ = carrier.house.inbox.receive(in_slack)
    carrier.house.dispatcher.work(received)
    merge(carrier.remote, BRANCH)
    looked(carrier)

    posts = posted(carrier)

    name = received.id
    assert {post: places[0] for post, places in posts.items()} == {
        f"{name}:proposed": "",
        f"{name}:waiting": "",
        f"{name}:changes": f"{name}:proposed",
        f"{name}:told": f"{name}:waiting",
    }


# --- what is done at once, and outages ------------------------------------------------------------------------------


def test_a_suspension_at_once_lasts_whatever_becomes_of_its_proposal(carrier: Carrier) -> None:
    reply = carrier.type('customer suspend ben-llc --now --reason "Fraud since 02:40"')
    assert reply.outcome is Outcome.WAITS
    assert "is suspended since" in reply.summary
    operation = carrier.operation(str(reply.operation))
    git(carrier.remote, "branch", "-D", BRANCH)

    looked(carrier)

    assert told(carrier, operation).startswith("Ben LLC is suspended since")
    assert "it was not merged" in told(carrier, operation)
    assert len(carrier.overlays.in_force(carrier.clock.now(), customer="ben-llc")) == 1


def test_what_was_proposed_while_the_remote_went_away_is_followed_when_it_is_back(
    carrier: Carrier, tmp_path: Path
) -> None:
    _, operation = proposes(carrier)
    merge(carrier.remote, BRANCH)
    carrier.remote.rename(tmp_path / "away")
    looked(carrier)
    assert now(carrier, operation).state is OperationState.PROPOSED

    (tmp_path / "away").rename(carrier.remote)
    looked(carrier)

    is_over(carrier, operation, OperationState.DONE)
