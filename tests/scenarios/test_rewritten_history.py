"""History that is rewritten under the bot: nothing is changed until somebody else adopts it, and nothing is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.schedule import take_up_changes
from engine.ports.effects import EffectState
from engine.ports.operations import OperationState
from engine.ports.repository import CommitId
from handlers.kit.reply import Outcome, Reply, Table
from tests.builders import Carrier, a_carrier, a_customer, a_house, a_real_house
from tests.git_remote import OLGA, git, human_commit
from tests.scenarios.test_durability import DONE, LINE, channels, subjects

BEN = "customers/ben-llc/customer.yaml"
OLGA_TOO = f"""\
  - {{id: olga, name: Olga Reyes, email: {OLGA.email}, slack_id: U0OLGA01, roles: [engineer]}}
"""


def files() -> dict[str, bytes]:
    found = a_carrier()
    return found | {"operators.yaml": found["operators.yaml"] + OLGA_TOO.encode()}


def rewrite(carrier: Carrier, **more: Any) -> tuple[CommitId, CommitId]:
    """Go by a second commit, then put another in its place, as Olga's ``git push --force`` does."""
    first = carrier.repository.fetch()
    old = human_commit(carrier.remote, {"customers/lost/customer.yaml": a_customer("Lost")})
    carrier.clock.advance(60)
    take_up_changes(carrier.house)
    git(carrier.remote, "update-ref", "refs/heads/main", first)
    new = human_commit(carrier.remote, {"customers/new/customer.yaml": a_customer("New"), **more})
    carrier.clock.advance(60)
    take_up_changes(carrier.house)
    return old, new


def told(carrier: Carrier) -> list[Any]:
    """Every message for the channel, in order; they count as sent."""
    found = []
    while due := carrier.store.effects.claim_due(now=carrier.clock.now(), limit=10):
        for effect in due:
            found.append(effect.payload["reply"])
            carrier.store.effects.settle(effect, state=EffectState.SENT, at=carrier.clock.now())
    return found


def adopted(carrier: Carrier, who: str = "grace") -> Reply:
    shown = carrier.run("repo adopt", who)
    return carrier.run("repo adopt", who, digest=shown.values["digest"])


@pytest.fixture
def carrier(tmp_path: Path) -> Carrier:
    return a_real_house(tmp_path, files())


def test_every_change_is_refused_with_the_reason_and_who_can_end_it(carrier: Carrier) -> None:
    plan = carrier.type(LINE)
    old, new = rewrite(carrier)

    for refused in (carrier.type("customer edit ben-llc --tags uk"), carrier.confirm(plan)):
        assert refused.outcome is Outcome.REFUSED
        assert f"We went by {old[:12]}, and {new[:12]} does not contain it" in refused.summary
        assert "Grace Okafor or Rosa Delgado can look at it and adopt it: repo adopt" in str(
            refused
        )
    assert subjects(carrier) == ["By hand", "First files"]
    assert carrier.operation(plan.operation).state is OperationState.PLANNED


def test_reading_goes_on_and_says_so(carrier: Carrier) -> None:
    rewrite(carrier)

    reply = carrier.run("customer list")

    assert reply.values["total"] == 2
    assert "nothing is changed until repo adopt" in str(reply.blocks)
    assert "nothing is changed now" in str(carrier.run("repo status").blocks).lower()


def test_the_channel_is_told_once_with_both_heads(carrier: Carrier) -> None:
    old, new = rewrite(carrier)
    take_up_changes(carrier.house)

    [said] = told(carrier)
    assert said["summary"].startswith("The history of the config was rewritten.")
    assert old[:12] in str(said)
    assert new[:12] in str(said)
    assert "1 commit" in str(said)


def test_what_is_shown_before_it_is_adopted_names_both_heads_and_what_was_lost(
    carrier: Carrier,
) -> None:
    old, new = rewrite(carrier)

    shown = carrier.run("repo adopt", "grace")

    assert (shown.values["old"], shown.values["new"], shown.values["lost"]) == (old, new, [old])
    differ = (("customers/lost/customer.yaml",), ("customers/new/customer.yaml",))
    assert differ in [block.rows for block in shown.blocks if isinstance(block, Table)]
    assert f"{new[:12]} takes the place of {old[:12]}. Lost by it: 1 commit." in str(shown.blocks)
    assert carrier.type(LINE).outcome is Outcome.REFUSED


def test_a_second_person_adopts_it_and_changes_go_on(carrier: Carrier) -> None:
    plan = carrier.type(LINE)
    old, new = rewrite(carrier)
    told(carrier)

    reply = adopted(carrier)
    assert reply.summary == f"Adopted: the config is {new[:12]} now, and no longer {old[:12]}."
    assert "until repo adopt" not in str(reply.blocks)

    assert [one["summary"][:40] for one in told(carrier)] == [
        "Grace Okafor adopted the rewritten histo"
    ]
    assert carrier.confirm(plan).summary == DONE
    assert channels(carrier) == 60
    assert "until repo adopt" not in str(carrier.run("customer list").blocks)
    assert carrier.run("repo adopt", "grace").summary.startswith("Nothing to adopt")


def test_what_was_given_up_with_the_adoption_is_no_fault_of_the_store(carrier: Carrier) -> None:
    first = carrier.repository.fetch()
    carrier.confirm(carrier.type(LINE))
    git(carrier.remote, "update-ref", "refs/heads/main", first)
    human_commit(carrier.remote, {"customers/new/customer.yaml": a_customer("New")})
    reconciling = carrier.house.reconciling
    [lost] = reconciling.disagreements()
    assert "is not on the branch" in lost
    carrier.clock.advance(60)
    take_up_changes(carrier.house)

    assert adopted(carrier).outcome is Outcome.DONE

    assert list(reconciling.disagreements()) == []


@pytest.mark.parametrize(
    ("who", "why"),
    [("olga", "Olga Reyes wrote the newest commit"), ("ada", "needs the role engineer")],
)
def test_whoever_rewrote_it_or_has_no_such_role_does_not_adopt_it(
    carrier: Carrier, who: str, why: str
) -> None:
    rewrite(carrier)
    digest = carrier.run("repo adopt", "grace").values["digest"]

    refused = carrier.run("repo adopt", who, digest=digest)

    assert refused.outcome is Outcome.REFUSED
    assert why in refused.summary
    assert carrier.type(LINE).outcome is Outcome.REFUSED


def test_nobody_becomes_an_adopter_by_the_history_to_be_adopted(carrier: Carrier) -> None:
    raised = files()["operators.yaml"].replace(b"roles: [operator]", b"roles: [admin]")
    rewrite(carrier, **{"operators.yaml": raised})
    digest = carrier.run("repo adopt", "grace").values["digest"]

    refused = carrier.run("repo adopt", "ada", digest=digest)

    assert "Ada Larsen was neither engineer nor admin" in refused.summary
    assert carrier.type(LINE).outcome is Outcome.REFUSED


def test_a_head_that_moved_since_it_was_looked_at_is_not_adopted(carrier: Carrier) -> None:
    rewrite(carrier)
    digest = carrier.run("repo adopt", "grace").values["digest"]
    human_commit(carrier.remote, {"customers/more/customer.yaml": a_customer("More")})

    refused = carrier.run("repo adopt", "grace", digest=digest)

    assert refused.outcome is Outcome.REFUSED
    assert "does not stand for" in refused.summary


def test_a_branch_put_back_to_a_head_we_went_by_before_is_adopted_too(carrier: Carrier) -> None:
    first = carrier.repository.fetch()
    take_up_changes(carrier.house)
    old = human_commit(carrier.remote, {"customers/lost/customer.yaml": a_customer("Lost")})
    carrier.clock.advance(60)
    take_up_changes(carrier.house)
    git(carrier.remote, "update-ref", "refs/heads/main", first)
    carrier.clock.advance(60)
    assert carrier.type(LINE).outcome is Outcome.REFUSED
    before = carrier.clock.now()
    carrier.clock.advance(1)

    assert adopted(carrier).outcome is Outcome.DONE

    carrier.clock.advance(60)
    assert carrier.store.heads.in_force(before) == old
    assert carrier.store.heads.in_force(carrier.clock.now()) == first
    assert carrier.change(LINE).summary == DONE


def test_with_the_old_head_put_back_from_our_clone_nobody_has_to_adopt(
    carrier: Carrier, tmp_path: Path
) -> None:
    old, _ = rewrite(carrier)
    put_back = f"refs/trunkline/rewritten/{old}:refs/heads/main"

    git(tmp_path / "clone.git", "push", "--quiet", "--force", "origin", put_back)
    take_up_changes(carrier.house)

    carrier.clock.advance(60)
    assert carrier.change(LINE).summary == DONE
    assert subjects(carrier)[1:] == ["By hand", "First files"]
    assert carrier.repository.describe(carrier.repository.head()).id != old


def test_a_suspension_at_once_counts_while_nothing_else_is_changed(carrier: Carrier) -> None:
    rewrite(carrier)

    reply = carrier.type('customer suspend ben-llc --now --reason "Fraud"')

    assert reply.outcome is Outcome.WAITS
    assert "Ben LLC is suspended" in reply.summary
    assert "committed once somebody adopts" in reply.summary
    assert adopted(carrier).summary.endswith("1 waiting change taken up.")
    assert subjects(carrier)[0] == "Suspend customer ben-llc: Fraud"


def test_a_change_that_waited_for_the_remote_waits_for_the_adoption_too() -> None:
    carrier = a_house()
    take_up_changes(carrier.house)
    first = carrier.repository.head()
    carrier.push({"customers/lost/customer.yaml": a_customer("Lost")})
    take_up_changes(carrier.house)
    plan = carrier.type(LINE)
    carrier.remote.is_reachable = False
    carrier.confirm(plan)
    carrier.remote.is_reachable = True
    carrier.remote.rewind(first)
    carrier.push({"customers/new/customer.yaml": a_customer("New")})

    take_up_changes(carrier.house)

    assert carrier.operation(plan.operation).state is OperationState.QUEUED
    assert adopted(carrier).outcome is Outcome.DONE
    assert carrier.operation(plan.operation).state is OperationState.DONE
    assert channels(carrier) == 60


# --- documents that do not hold -----------------------------------------------------------------------------------


def test_a_broken_document_takes_only_a_change_that_mends_it(carrier: Carrier) -> None:
    take_up_changes(carrier.house)
    broken = a_customer(limits={"channels": "many"})
    human_commit(carrier.remote, {BEN: broken})
    carrier.clock.advance(60)
    take_up_changes(carrier.house)

    [said] = told(carrier)
    [problem] = said["blocks"][1]["problems"]
    assert (problem["path"], problem["line"]) == (BEN, 4)
    refused = carrier.type("customer edit ben-llc --website https://ben.example")
    assert refused.outcome in (Outcome.INVALID, Outcome.REFUSED)
    assert BEN in str(refused.blocks) + refused.summary
    assert carrier.change("customer edit ben-llc --channels 40").outcome is Outcome.DONE
    assert channels(carrier) == 40


def test_history_that_is_put_back_is_told_and_nobody_has_to_adopt_it(carrier: Carrier) -> None:
    old, _ = rewrite(carrier)
    told(carrier)
    git(carrier.remote, "update-ref", "refs/heads/main", old)
    for _ in range(2):
        take_up_changes(carrier.house)

    [said] = told(carrier)
    assert said["summary"].startswith("The history of the config was put back")
    assert carrier.change(LINE).summary == DONE


def test_history_that_is_rewritten_again_is_told_again(carrier: Carrier) -> None:
    rewrite(carrier)
    told(carrier)
    human_commit(carrier.remote, {"customers/newer/customer.yaml": a_customer("Newer")})
    take_up_changes(carrier.house)

    [said] = told(carrier)
    assert said["summary"].startswith("The history of the config was rewritten.")


def test_a_process_that_just_started_says_that_history_was_rewritten(
    carrier: Carrier, tmp_path: Path
) -> None:
    rewrite(carrier)

    another = a_real_house(tmp_path, clock=carrier.clock, ids=carrier.ids)

    assert "nothing is changed until repo adopt" in str(another.run("customer list").blocks)


def test_a_look_at_the_remote_says_that_everything_stands_still(carrier: Carrier) -> None:
    rewrite(carrier)

    reply = carrier.run("repo sync")

    assert "Grace Okafor or Rosa Delgado can look at it and adopt it" in str(reply.blocks)


def test_while_the_branch_is_gone_what_cannot_wait_is_done_and_the_rest_waits(
    carrier: Carrier,
) -> None:
    carrier.house.upkeep.sync()
    head = carrier.repository.head()
    git(carrier.remote, "update-ref", "-d", "refs/heads/main")
    carrier.clock.advance(60)

    assert "this is what was last known of it" in str(carrier.run("customer list").blocks)
    stopped = carrier.type("customer suspend ben-llc --now --reason Fraud")
    assert stopped.summary.startswith("Ben LLC is suspended since")
    assert stopped.outcome is Outcome.WAITS
    assert "no branch main any more" in carrier.run("repo sync").summary

    git(carrier.remote, "update-ref", "refs/heads/main", head)
    take_up_changes(carrier.house)
    assert subjects(carrier)[0] == "Suspend customer ben-llc: Fraud"
