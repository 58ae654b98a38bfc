"""``customer rename``."""

from __future__ import annotations

from handlers.kit.reply import Outcome
from tests.builders import a_carrier, a_customer, a_house


def test_the_name_changes_and_the_id_stays() -> None:
    carrier = a_house()
    plan = carrier.type("customer rename ben-llc Ben & Sons LLC")

    assert "The id stays ben-llc." in str(plan.blocks)
    assert carrier.confirm(plan).summary == "Done: rename customer ben-llc."
    assert carrier.run("customer show", customer="ben-llc").summary == (
        "Ben & Sons LLC (ben-llc): active"
    )


def test_a_name_somebody_has_is_told_beside_it() -> None:
    carrier = a_house(a_carrier({"ben-llc": a_customer(), "zed": a_customer("Zed")}))
    reply = carrier.run("customer rename", customer="ben-llc", name="ZED")

    assert reply.outcome is Outcome.INVALID
    [problem] = reply.blocks[0].problems
    assert (problem.field, problem.message) == ("name", "customer zed has this name already")


def test_its_own_name_in_other_letters_is_a_name() -> None:
    assert a_house().change("customer rename ben-llc BEN LLC").outcome is Outcome.DONE
