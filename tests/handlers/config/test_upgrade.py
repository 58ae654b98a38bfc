"""``config upgrade``: one commit, and the past still answers."""

from __future__ import annotations

from handlers.kit.reply import Outcome
from schemas.settings import FORMAT
from tests.builders import Carrier, a_carrier, a_house
from tests.format1 import an_old_carrier, format1


def upgraded() -> tuple[Carrier, str, str]:
    """A house raised from the sample, with the commits before and after."""
    carrier = a_house(format1())
    before = carrier.repository.fetch()
    done = carrier.change("config upgrade", "rosa")
    assert done.outcome is Outcome.DONE, done
    return carrier, before, str(done.values["commit"])


def test_an_old_repository_answers_before_it_is_raised() -> None:
    carrier = a_house(format1())

    assert "Ben LLC" in str(carrier.run("customer show", customer="ben-llc"))
    listed = carrier.run("customer list")
    assert [row["id"] for row in listed.values["customers"]] == ["ben-llc", "kite-labs"]
    assert carrier.run("validate").outcome is Outcome.DONE


def test_it_is_not_changed_otherwise() -> None:
    refused = a_house(format1()).run("customer edit", customer="ben-llc", channels="60")

    assert refused.outcome is Outcome.REFUSED
    assert "config upgrade" in str(refused)


def test_one_commit_raises_everything() -> None:
    carrier, _, after = upgraded()

    assert carrier.repository.describe(carrier.repository.fetch()).id == after
    assert carrier.file("customers/ben-llc.yaml") is None
    assert f"format: {FORMAT}".encode() in (carrier.file("settings.yaml") or b"")
    assert carrier.run("validate").outcome is Outcome.DONE
    assert carrier.run("config upgrade", "rosa").outcome is Outcome.REFUSED


def test_the_past_answers_as_before() -> None:
    carrier, before, after = upgraded()
    asked = {"customer": "ben-llc"}

    then = carrier.run("customer show", at=before, **asked)
    now = carrier.run("customer show", at=after, **asked)

    assert then.outcome is Outcome.DONE
    assert dict(then.values) | {"commit": ""} == dict(now.values) | {"commit": ""}
    assert carrier.run("customer list", at=before).values == carrier.run("customer list").values
    assert carrier.run("validate", at=before).outcome is Outcome.DONE


def test_undo_puts_every_byte_back() -> None:
    carrier, before, _ = upgraded()
    [operation] = [
        one
        for one in carrier.store.operations.recent(actor="rosa", limit=9)
        if one.command == "config upgrade"
    ]

    undone = carrier.run("undo", "rosa", operation=operation.id)
    done = carrier.confirm(undone, "rosa") if undone.outcome is Outcome.ASKS else undone

    assert done.outcome is Outcome.DONE, done
    assert {path: carrier.file(path) for path in format1()} == format1()
    head = carrier.repository.fetch()
    assert carrier.repository.tree(head) == carrier.repository.tree(before)


def test_the_plan_names_files_whose_comments_move() -> None:
    carrier = a_house(
        an_old_carrier(b"{name: Ben, # who\n currency: USD}\n")
        | {"operators.yaml": a_carrier()["operators.yaml"]}
    )

    plan = carrier.run("config upgrade", "rosa")

    assert "Comments go to the top of the file in: customers/ben.yaml" in str(plan)


def test_a_newer_format_is_refused_everywhere() -> None:
    carrier = a_house(a_carrier() | {"settings.yaml": b"format: 99\n"})

    for command in ("customer list", "config upgrade", "validate"):
        reply = carrier.run(command, "rosa")
        assert reply.outcome is Outcome.REFUSED
        assert "format 99" in str(reply)


def test_undo_is_refused_once_somebody_edited_what_was_raised() -> None:
    carrier, _, _ = upgraded()
    [operation] = [
        one
        for one in carrier.store.operations.recent(actor="rosa", limit=9)
        if one.command == "config upgrade"
    ]
    assert carrier.change("customer edit ben-llc --channels 40", "rosa").outcome is Outcome.DONE

    refused = carrier.run("undo", "rosa", operation=operation.id)

    assert refused.outcome is Outcome.REFUSED
    assert "customers/ben-llc/customer.yaml was edited since" in refused.summary
