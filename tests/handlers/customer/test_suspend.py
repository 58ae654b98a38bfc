"""``customer suspend`` and ``customer resume`` as a person meets them; outages and kills are scenarios."""

from __future__ import annotations

from typing import Any

import pytest

from bot.people import Identity
from handlers.kit.reply import Actions, Card, Outcome, PlanView, Reply, Text
from tests.builders import OPERATORS, Carrier, a_carrier, a_customer, a_house

LATE = 'customer suspend ben-llc --reason "Invoice 1042 is late"'
FLOOD = 'customer suspend ben-llc --now --reason "Flood"'


@pytest.fixture
def carrier() -> Carrier:
    return a_house()


def badge(carrier: Carrier) -> str:
    [card] = [
        b for b in carrier.run("customer show", customer="ben-llc").blocks if isinstance(b, Card)
    ]
    return {label: text for label, text, _ in card.badges}["Status"]


def texts(reply: Reply) -> list[str]:
    return [block.text for block in reply.blocks if isinstance(block, Text)]


def buttons(reply: Reply) -> dict[str, Any]:
    return {
        one.label: one
        for block in reply.blocks
        if isinstance(block, Actions)
        for one in block.buttons
    }


def problem(reply: Reply) -> Any:
    assert reply.outcome is Outcome.INVALID
    [found] = reply.blocks[0].problems
    return found


# --- by a plan -----------------------------------------------------------------------------------------------------


def test_a_suspension_is_planned_and_asked_twice_about(carrier: Carrier) -> None:
    plan = carrier.type(LATE)

    assert plan.outcome is Outcome.ASKS
    assert "To stop them at once: --now" in str(texts(plan))
    ask = buttons(plan)["Confirm"].ask
    assert ask.title == "Suspend ben-llc?"
    assert badge(carrier) == "active"
    assert carrier.confirm(plan).summary == "Done: suspend customer ben-llc: Invoice 1042 is late."
    assert badge(carrier) == "inactive"


def test_a_policy_that_asks_for_nothing_does_not_make_it_unasked() -> None:
    carrier = a_house(a_carrier(policy="default: direct\n"))

    [plan] = [block for block in carrier.type(LATE).blocks if isinstance(block, PlanView)]

    assert (plan.need, plan.reasons) == ("confirm", ("This command is always confirmed.",))


def test_a_resumption_is_planned_too(carrier: Carrier) -> None:
    carrier.change(LATE)

    assert carrier.type("customer resume ben-llc").outcome is Outcome.ASKS
    assert carrier.change("customer resume ben-llc").summary == "Done: resume customer ben-llc."
    assert badge(carrier) == "active"


def test_what_is_so_already_is_said_and_not_committed(carrier: Carrier) -> None:
    assert (
        carrier.type("customer resume ben-llc").summary == "The config says that ben-llc is active."
    )
    carrier.change(LATE)
    again = carrier.type(LATE)
    assert again.summary == "Ben LLC is inactive already: no call passes."
    assert list(buttons(again)) == ["Show card", "Resume"]


def test_comments_of_the_file_stay() -> None:
    files = a_carrier(
        {"ben-llc": b"name: Ben\n# careful\nstatus: active # since May\ncurrency: USD\n"}
    )
    carrier = a_house(files)
    carrier.change(LATE)

    assert carrier.file("customers/ben-llc/customer.yaml") == (
        b"name: Ben\n# careful\nstatus: inactive # since May\ncurrency: USD\n"
    )


# --- at once -------------------------------------------------------------------------------------------------------


def test_the_card_says_who_suspended_until_when_and_why(carrier: Carrier) -> None:
    carrier.type('customer suspend ben-llc --now --until 18:00 --reason "Flood of calls"')
    shown = carrier.run("customer show", "ada", customer="ben-llc")

    assert shown.summary == "Ben LLC (ben-llc): suspended"
    assert (
        "Suspended by ada since 2026-11-20 12:00 UTC, until 2026-11-20 18:00 UTC: Flood of calls. "
        "The config says active." in texts(shown)
    )
    assert buttons(shown)["Resume"].command == "customer resume"
    assert shown.values["effective"]["overlay"]["reason"] == "Flood of calls"


def test_lists_and_searches_show_what_counts(carrier: Carrier) -> None:
    carrier.type(FLOOD)

    [row] = carrier.run("customer list", status="suspended").values["customers"]
    assert (row["status"], row["config_status"]) == ("suspended", "inactive")
    assert carrier.run("customer list", status="active").values["total"] == 0
    assert "Ben LLC (suspended)" in str(carrier.run("customer find", text="ben").blocks)


def test_a_commit_of_the_past_shows_what_the_config_said(carrier: Carrier) -> None:
    before = carrier.repository.fetch()
    carrier.type(FLOOD)

    shown = carrier.run("customer show", customer="ben-llc", at=str(before))
    assert shown.values["effective"]["status"] == "active"


def test_an_end_is_meant_in_the_zone_of_who_asks_and_told_in_both() -> None:
    operators = OPERATORS.replace("os_user: ada,", "os_user: ada, zone: Pacific/Auckland,")
    carrier = a_house(a_carrier(operators=operators))

    reply = carrier.type('customer suspend ben-llc --now --until "sat 18:00" --reason Flood')

    # Noon UTC on a Friday is one o'clock on Saturday night in Auckland.
    assert reply.summary == (
        "Ben LLC is suspended since Sat 2026-11-21 01:00 Pacific/Auckland (2026-11-20 12:00 UTC), "
        "until Sat 2026-11-21 18:00 Pacific/Auckland (2026-11-21 05:00 UTC)."
    )


@pytest.mark.parametrize("end", ["soon", "25:00", "2026-11-20", "-2h", "99999h", "fri"])
def test_an_end_that_cannot_be_read_is_told_with_the_forms(carrier: Carrier, end: str) -> None:
    args = {"customer": "ben-llc", "now": "yes", "reason": "Flood", "until": end}
    found = problem(carrier.run("customer suspend", **args))

    assert found.field == "until"
    assert "fri 18:00" in found.hint
    assert badge(carrier) == "active"


@pytest.mark.parametrize(
    "end", ["2020-01-01 18:00", "2026-11-20T11:59:00+00:00", "2099-01-01 00:00"]
)
def test_an_end_in_the_past_or_far_ahead_suspends_nobody(carrier: Carrier, end: str) -> None:
    args = {"customer": "ben-llc", "now": "yes", "reason": "Flood", "until": end}

    assert carrier.run("customer suspend", **args).outcome is Outcome.REFUSED
    assert badge(carrier) == "active"


def test_an_end_without_now_is_told_what_to_say(carrier: Carrier) -> None:
    found = problem(carrier.type('customer suspend ben-llc --until 18:00 --reason "Flood"'))

    assert found.field == "until"
    assert "begins at once" in found.message
    assert 'customer suspend ben-llc --now --until "18:00" --reason' in found.message


def test_what_was_stopped_stays_so_where_the_commit_is_refused_and_that_is_said(
    carrier: Carrier,
) -> None:
    carrier.push({"customers/ben-llc/customer.yaml": b"name: Ben LLC\ncurrency: USDD\n"})
    carrier.run("repo sync")

    reply = carrier.type("customer suspend ben-llc --now --reason Fraud")

    assert "is suspended since" in reply.summary
    assert "That holds, but nothing was committed: there is 1 problem with that." in reply.summary
    assert reply.outcome is Outcome.INVALID
    assert badge(carrier) == "suspended"


def test_a_reason_is_needed_and_says_something(carrier: Carrier) -> None:
    said = carrier.run("customer suspend", customer="ben-llc", now="yes", reason="  ")

    assert problem(said).field == "reason"
    assert badge(carrier) == "active"


def test_two_suspensions_are_lifted_together(carrier: Carrier) -> None:
    carrier.type('customer suspend ben-llc --now --until 2h --reason "Flood"')
    carrier.clock.advance(1)
    carrier.type('customer suspend ben-llc --now --until 1h --reason "Flood again"', "grace")
    carrier.clock.advance(1)

    carrier.type("customer resume ben-llc --now")
    assert badge(carrier) == "active"


def test_resuming_what_only_an_overlay_holds_is_one_button_away(carrier: Carrier) -> None:
    carrier.type('customer suspend ben-llc --now --until 2h --reason "Flood"')
    carrier.clock.advance(1)

    said = carrier.type("customer resume ben-llc")
    assert badge(carrier) == "suspended"
    lift = buttons(said)["Lift it now"]
    assert lift.ask.title == "Resume ben-llc?"

    assert carrier.run(lift.command, **lift.args).outcome is Outcome.DONE
    assert badge(carrier) == "active"


def test_a_confirmed_resumption_lifts_the_overlay_too(carrier: Carrier) -> None:
    carrier.type(FLOOD)
    carrier.clock.advance(1)
    plan = carrier.type("customer resume ben-llc")

    assert "That is lifted too." in str(texts(plan))
    assert badge(carrier) == "suspended"
    assert carrier.confirm(plan).outcome is Outcome.DONE
    assert badge(carrier) == "active"


def test_a_cancelled_resumption_lifts_nothing(carrier: Carrier) -> None:
    carrier.type(FLOOD)
    carrier.clock.advance(1)
    plan = carrier.type("customer resume ben-llc")
    carrier.run("cancel", operation=plan.operation)

    assert badge(carrier) == "suspended"


def test_resuming_approves_nobody() -> None:
    carrier = a_house(a_carrier({"ben-llc": a_customer(status="pending_approval")}))

    reply = carrier.type("customer resume ben-llc --now")
    assert reply.outcome is Outcome.REFUSED
    assert badge(carrier) == "pending approval"


def test_a_delivery_repeated_suspends_once(carrier: Carrier) -> None:
    ada = Identity("operator", "ada")
    args = {"customer": "ben-llc", "now": "yes", "reason": "Flood", "until": "2h"}
    first = carrier.ask_as(ada, "customer suspend", args, delivery="twice")
    second = carrier.ask_as(ada, "customer suspend", args, delivery="twice")

    assert first == second
    assert len(carrier.overlays.in_force(carrier.clock.now())) == 1


def test_mentions_and_markup_in_a_reason_are_text(carrier: Carrier) -> None:
    args = {"customer": "ben-llc", "now": "yes", "reason": "<!channel> *bold* `x` & \u202eevil"}

    assert problem(carrier.run("customer suspend", **args)).field == "reason"
    args["reason"] = "<!channel> *bold* `x` &"
    assert carrier.run("customer suspend", **args).outcome is Outcome.DONE
    trailers = carrier.repository.describe(carrier.repository.fetch()).trailers
    assert '"<!channel> *bold* `x` &"' in trailers["Command"]


def test_a_file_that_does_not_hold_lets_no_call_pass_and_can_be_resumed() -> None:
    carrier = a_house(a_carrier({"bad": b"name: ["}))

    reply = carrier.type('customer suspend bad --now --reason "Fraud"')
    assert reply.outcome is Outcome.INVALID
    assert reply.summary.startswith("bad is suspended since 2026-11-20 12:00 UTC")
    assert len(carrier.overlays.in_force(carrier.clock.now(), customer="bad")) == 1
    assert carrier.operation(reply.operation).state == "refused"

    carrier.clock.advance(1)
    assert "is lifted" in carrier.type("customer resume bad --now").summary
    assert carrier.overlays.in_force(carrier.clock.now()) == ()
