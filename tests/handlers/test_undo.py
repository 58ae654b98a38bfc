"""``undo``."""

from __future__ import annotations

import pytest

from handlers.kit.reply import Actions, Outcome
from tests.builders import Carrier, a_carrier, a_customer, a_house

BEN = "customers/ben-llc/customer.yaml"
TEXT = b"# mine\nname:   'Ben LLC'\ncurrency: USD\n\nlimits: {channels: 30}  # flow\nvars:\n  cli.persist: '60'\n"


@pytest.fixture
def carrier() -> Carrier:
    return a_house(a_carrier({"ben-llc": TEXT}))


def undo(carrier: Carrier, operation: str, who: str = "ada"):
    reply = carrier.run("undo", who, operation=operation)
    return carrier.confirm(reply, who) if reply.outcome is Outcome.ASKS else reply


def test_undo_puts_back_every_byte(carrier: Carrier) -> None:
    done = carrier.change('customer edit ben-llc --channels 60 --notes "a" --unset vars')
    assert carrier.file(BEN) != TEXT

    reply = undo(carrier, done.operation)
    assert reply.summary == "Done: undo: edit limits.channels, notes, vars of customer ben-llc."
    assert carrier.file(BEN) == TEXT


def test_undo_of_a_new_customer_takes_its_file_away(carrier: Carrier) -> None:
    done = carrier.change("customer add Zed EUR")

    undo(carrier, done.operation)
    assert carrier.file("customers/zed/customer.yaml") is None


def test_undo_after_another_field_was_edited_keeps_that_edit(carrier: Carrier) -> None:
    done = carrier.change("customer edit ben-llc --channels 60")
    carrier.change("customer edit ben-llc --cps 9")

    undo(carrier, done.operation)
    limits = carrier.run("customer show", customer="ben-llc").values["customer"]["limits"]
    assert limits == {"channels": 30, "cps": 9}


def test_undo_of_a_variable_with_a_dot_after_another_edit(carrier: Carrier) -> None:
    done = carrier.change("customer edit ben-llc --vars cli.persist=90,a=1")
    carrier.change("customer edit ben-llc --cps 9")

    assert undo(carrier, done.operation).outcome is Outcome.DONE
    shown = carrier.run("customer show", customer="ben-llc").values["customer"]
    assert shown["vars"] == {"cli.persist": "60"}


def test_undo_after_somebody_reformatted_the_file_by_hand(carrier: Carrier) -> None:
    done = carrier.change("customer edit ben-llc --channels 60")
    reformatted = b"currency: USD\nname: Ben LLC\nlimits:\n    channels: 60\n"
    carrier.push({BEN: reformatted})

    undo(carrier, done.operation)
    assert carrier.file(BEN) == reformatted.replace(b"60", b"30")


def test_a_conflict_is_shown_and_nothing_happens(carrier: Carrier) -> None:
    done = carrier.change("customer edit ben-llc --channels 60")
    carrier.change("customer edit ben-llc --channels 99")
    head = carrier.repository.fetch()

    reply = undo(carrier, done.operation)
    assert reply.outcome is Outcome.REFUSED
    assert "limits.channels is 99 now, not 60 as the change left it" in reply.summary
    assert carrier.repository.fetch() == head


def test_a_new_customer_that_was_edited_since_is_not_lost(carrier: Carrier) -> None:
    done = carrier.change("customer add Zed EUR")
    carrier.change("customer edit zed --channels 5")

    assert "would be lost" in undo(carrier, done.operation).summary


def test_undo_of_an_undo_does_it_again(carrier: Carrier) -> None:
    done = carrier.change("customer edit ben-llc --channels 60")
    after = carrier.file(BEN)
    back = undo(carrier, done.operation)

    undo(carrier, back.operation)
    assert carrier.file(BEN) == after


def test_what_was_undone_is_not_undone_twice(carrier: Carrier) -> None:
    done = carrier.change("customer edit ben-llc --channels 60")
    undo(carrier, done.operation)

    assert undo(carrier, done.operation).outcome is Outcome.REFUSED


def test_somebody_elses_change_can_be_undone_by_who_may_change(carrier: Carrier) -> None:
    done = carrier.change("customer edit ben-llc --channels 60", "ada")

    assert undo(carrier, done.operation, "vera").outcome is Outcome.REFUSED
    assert undo(carrier, done.operation, "grace").outcome is Outcome.DONE
    assert carrier.file(BEN) == TEXT


def test_without_an_operation_your_latest_changes_are_offered(carrier: Carrier) -> None:
    carrier.change("customer edit ben-llc --channels 60")
    carrier.change("customer edit ben-llc --cps 9")
    carrier.change("customer edit ben-llc --channels 61", "grace")
    reply = carrier.type("undo")

    buttons = reply.blocks[1].buttons
    assert [button.label for button in buttons] == [
        "Undo: edit limits.cps of customer ben-llc",
        "Undo: edit limits.channels of customer ben-llc",
    ]
    asked = carrier.run(buttons[0].command, **buttons[0].args)
    assert carrier.confirm(asked).outcome is Outcome.DONE


def test_who_changed_nothing_has_nothing_to_undo(carrier: Carrier) -> None:
    assert carrier.type("undo").summary == "You have changed nothing yet."


def test_operations_that_changed_nothing_or_are_unknown_are_refused(carrier: Carrier) -> None:
    plan = carrier.type("customer edit ben-llc --channels 60")

    assert "changed nothing" in undo(carrier, plan.operation).summary
    assert "there is no operation" in undo(carrier, "op-nonsense").summary


def test_a_file_that_was_removed_since_is_a_conflict(carrier: Carrier) -> None:
    done = carrier.change("customer edit ben-llc --channels 60")
    carrier.push({BEN: None, "customers/zed/customer.yaml": a_customer("Zed")})

    assert "not there any more" in undo(carrier, done.operation).summary


def test_an_undo_leads_to_the_card_it_changed(carrier: Carrier) -> None:
    done = carrier.change("customer edit ben-llc --channels 60")

    [buttons] = [b for b in undo(carrier, done.operation).blocks if isinstance(b, Actions)]
    assert [one.label for one in buttons.buttons] == ["Show card", "Undo"]


def test_a_change_whose_commit_went_with_rewritten_history_is_not_undone_and_it_says_why(
    carrier: Carrier,
) -> None:
    first = carrier.repository.fetch()
    done = carrier.change("customer edit ben-llc --channels 60")
    carrier.remote.rewind(first)
    carrier.push({"customers/new/customer.yaml": b"name: New\ncurrency: USD\n"})
    digest = carrier.run("repo adopt", "grace").values["digest"]
    carrier.run("repo adopt", "grace", digest=digest)

    reply = undo(carrier, done.operation)

    assert reply.outcome is Outcome.REFUSED
    assert "went when the history of the config was rewritten" in reply.summary


def test_a_plan_names_the_files_that_were_used_in_an_older_version(carrier: Carrier) -> None:
    carrier.push({"policy.yaml": b"default: perhaps\n"})

    plan = carrier.type("customer edit ben-llc --channels 60")
    direct = carrier.type("customer edit ben-llc --tags uk")

    for reply in (plan, direct):
        assert "last valid version of policy.yaml" in str(reply.blocks)
