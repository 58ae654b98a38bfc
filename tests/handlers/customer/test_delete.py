"""``customer delete`` and ``customer archived``: what goes, where it goes, and the way back."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.kit.reply import Actions, Outcome, PlanView, Reply, Table, Text
from tests.builders import (
    TEXT,
    Carrier,
    a_carrier,
    a_customer,
    a_house,
    sample_carrier,
)

THREE = "customer delete wren-answering blue-lagoon-travel maple-conferencing"


@pytest.fixture
def carrier() -> Carrier:
    return a_house(sample_carrier())


def files(carrier: Carrier, folder: str) -> dict[str, str]:
    """The files below a folder at the head of the remote: path -> blob."""
    tree = carrier.repository.tree(carrier.repository.fetch())
    return {path: str(blob) for path, blob in tree.items() if path.startswith(folder)}


def notes(reply: Reply) -> str:
    return "\n".join(block.text for block in reply.blocks if isinstance(block, Text))


def problems(reply: Reply) -> list[Any]:
    assert reply.outcome is Outcome.INVALID
    return list(reply.blocks[0].problems)


def test_three_customers_go_into_the_archive_in_one_commit(carrier: Carrier) -> None:
    before = files(carrier, "customers/maple-conferencing/")

    done = carrier.change(THREE)

    assert done.summary == (
        "Done: delete customers wren-answering, blue-lagoon-travel, maple-conferencing."
    )
    assert files(carrier, "customers/maple-conferencing/") == {}
    after = files(carrier, "archive/customers/maple-conferencing/")
    assert list(after.values()) == list(before.values())
    assert len(carrier.repository.log([], at=carrier.repository.fetch(), limit=9)) == 2


def test_the_plan_names_each_with_what_goes_with_it(carrier: Carrier) -> None:
    plan = carrier.type("customer delete northgate-dental wren-answering")

    said = notes(plan)
    assert "Northgate Dental Group (northgate-dental), active. With it goes: 2 contacts" in said
    assert "2 SIP users" in said
    assert "Wren Answering (wren-answering)" in said
    assert "Into stock: 442079460100, 442079460101." in said
    [view] = [block for block in plan.blocks if isinstance(block, PlanView)]
    gone = {
        change.path for change in view.changes if change.action == "removed" and not change.field
    }
    assert {
        f"customers/northgate-dental/{tab}.yaml" for tab in ("customer", "auth", "dids")
    } <= gone


def test_it_is_asked_once_more_by_name_before_it_happens(carrier: Carrier) -> None:
    [actions] = [block for block in carrier.type(THREE).blocks if isinstance(block, Actions)]
    confirm = actions.buttons[0]

    assert confirm.ask is not None
    assert confirm.ask.title == "Delete 3 customers?"
    assert "Wren Answering (wren-answering)" in confirm.ask.text
    assert "Maple Conferencing Inc. (maple-conferencing)" in confirm.ask.text
    assert confirm.tone == "bad"


def test_an_undo_puts_every_byte_back(carrier: Carrier) -> None:
    before = carrier.repository.tree(carrier.repository.fetch())

    done = carrier.change(THREE)
    assert carrier.change(f"undo {done.operation}").outcome is Outcome.DONE

    assert carrier.repository.tree(carrier.repository.fetch()) == before


def test_a_policy_that_asks_for_nothing_is_asked_all_the_same() -> None:
    carrier = a_house(a_carrier(policy="default: direct\n"))

    assert carrier.type("customer delete ben-llc").outcome is Outcome.ASKS


def test_numbers_go_into_stock_and_can_be_assigned_again(carrier: Carrier) -> None:
    carrier.change("customer delete maple-conferencing")

    stock = (carrier.file("providers/thames-numbers/numbers.yaml") or b"").decode()
    assert '"442079460150"' in stock
    assert carrier.house.books.head().book.documents.path_of("stock", "thames-numbers")


def test_numbers_can_go_into_the_archive_and_are_told_one_by_one(carrier: Carrier) -> None:
    plan = carrier.type("customer delete maple-conferencing --to_stock no")

    assert (
        "Into the archive, billed to us until cancelled: 442079460150 (thames-numbers)."
        in notes(plan)
    )
    before = carrier.file("providers/thames-numbers/numbers.yaml")
    carrier.confirm(plan)
    assert carrier.file("providers/thames-numbers/numbers.yaml") == before


def test_a_customer_others_name_is_not_deleted_and_the_places_are_told() -> None:
    did = {
        "id": "main",
        "number": "442079460100",
        "provider": "atlas",
        "provider_card": "atlas-did",
        "destinations": ["customer:zed"],
    }
    both = {"ben-llc": a_customer(), "zed": a_customer("Zed")}
    extra = {"customers/ben-llc/dids.yaml": TEXT.write({"dids": [did]})}
    carrier = a_house(a_carrier(both, extra=extra))

    [told] = problems(carrier.type("customer delete zed"))
    assert told.message == (
        "zed is still named in customers/ben-llc/dids.yaml (dids.0.destinations.0); take it out there first"
    )


def test_customers_that_name_each_other_go_together() -> None:
    did = {
        "id": "main",
        "number": "442079460100",
        "provider": "atlas",
        "provider_card": "atlas-did",
        "destinations": ["customer:zed"],
    }
    both = {"ben-llc": a_customer(), "zed": a_customer("Zed")}
    extra = {"customers/ben-llc/dids.yaml": TEXT.write({"dids": [did]})}
    carrier = a_house(a_carrier(both, extra=extra))

    plan = carrier.type("customer delete zed ben-llc")
    assert "Into the archive, billed to us until cancelled: 442079460100 (atlas)." in notes(plan)
    assert carrier.confirm(plan).outcome is Outcome.DONE


def test_a_customer_whose_file_does_not_hold_can_be_deleted() -> None:
    carrier = a_house(a_carrier({"bad": b"name: [", "good": a_customer("Good")}))

    plan = carrier.type("customer delete bad")
    assert "its file does not hold" in notes(plan)
    assert carrier.confirm(plan).outcome is Outcome.DONE
    assert carrier.file("archive/customers/bad/customer.yaml") == b"name: ["


def test_any_file_of_the_folder_goes_along_also_in_a_fanned_out_carrier() -> None:
    carrier = a_house(a_carrier({}, fan_out=True))
    carrier.change("customer add Zed USD")
    [path] = files(carrier, "customers/")
    folder = path.rpartition("/")[0]
    carrier.push({f"{folder}/papers/signed.txt": b"yes"})

    assert carrier.change("customer delete zed").outcome is Outcome.DONE
    assert sorted(files(carrier, "archive/")) == [
        "archive/customers/zed/customer.yaml",
        "archive/customers/zed/papers/signed.txt",
    ]


def test_an_id_is_never_used_again_and_undo_gives_it_back() -> None:
    carrier = a_house()
    done = carrier.change("customer delete ben-llc")

    [told] = problems(carrier.type('customer add "Ben LLC" USD'))
    assert "never used again" in told.message
    carrier.change(f"undo {done.operation}")
    assert carrier.run("customer show", customer="ben-llc").outcome is Outcome.DONE


@pytest.mark.parametrize("line", ["customer delete nobody", "customer delete ben-llc nobody"])
def test_one_that_is_not_there_stops_all(line: str) -> None:
    carrier = a_house()

    assert "nobody" in str(problems(carrier.type(line))[0].message)
    assert carrier.run("customer list").values["total"] == 1


def test_the_same_named_twice_goes_once() -> None:
    assert a_house().change("customer delete ben-llc, ben-llc").summary == (
        "Done: delete customer ben-llc."
    )


@pytest.mark.parametrize("who", ["vera", "nora"])
def test_somebody_without_the_role_deletes_nobody(who: str) -> None:
    assert a_house().type("customer delete ben-llc", who).outcome is Outcome.REFUSED


def test_deleted_customers_are_listed_with_who_and_how_to_undo(carrier: Carrier) -> None:
    done = carrier.change(THREE)
    carrier.clock.advance(60)

    reply = carrier.run("customer archived", "vera")
    [table] = [block for block in reply.blocks if isinstance(block, Table)]
    assert reply.summary == "3 deleted customers"
    assert table.rows[2] == (
        "Wren Answering",
        "wren-answering",
        "2026-11-20 12:00 UTC",
        "Ada Larsen",
        done.operation,
    )


def test_nobody_deleted_is_said() -> None:
    assert a_house().run("customer archived").summary == "0 deleted customers"
