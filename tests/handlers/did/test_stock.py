"""Numbers change hands: into stock, out of it to a customer, and back, without anything known of them being lost."""

from __future__ import annotations

import pytest

from bot.people import Identity
from engine.ports.operations import OperationState
from handlers.kit.reply import Outcome, PlanView, Problems, Reply, Text
from tests.builders import Carrier, a_house, sample_carrier

STOCK = "providers/thames-numbers/numbers.yaml"
DIDS = "customers/northgate-dental/dids.yaml"
WREN = "customers/wren-answering/dids.yaml"
GOLDEN = "442079460222"


@pytest.fixture
def carrier() -> Carrier:
    return a_house(sample_carrier())


def done(carrier: Carrier, line: str) -> Reply:
    reply = carrier.change(line)
    assert reply.outcome is Outcome.DONE, (line, reply)
    return reply


def after(plan: Reply) -> dict[str, object]:
    (view,) = [block for block in plan.blocks if isinstance(block, PlanView)]
    return {change.field: change.after for change in view.changes}


def wrong(reply: Reply) -> dict[str, str]:
    (told,) = [block for block in reply.blocks if isinstance(block, Problems)]
    return {problem.field: problem.message for problem in told.problems}


def said(reply: Reply) -> str:
    return "\n".join(block.text for block in reply.blocks if isinstance(block, Text))


def test_a_number_comes_into_stock_is_changed_and_goes(carrier: Carrier) -> None:
    before = carrier.file(STOCK)
    done(carrier, "did stock add thames-numbers 442079460230 thames-did --cost 0.40 --tags london")
    done(carrier, "did stock edit 442079460230 --cost 0.35 --unset tags")

    shown = carrier.type("did stock show 442079460230").values["did"]
    assert shown == {
        "id": "442079460230",
        "number": "442079460230",
        "provider_card": "thames-did",
        "cost": "0.35",
    }
    done(carrier, "did stock remove 442079460230")
    assert carrier.file(STOCK) == before


def test_the_first_number_of_a_provider_makes_its_file_and_the_last_takes_it_away(
    carrier: Carrier,
) -> None:
    path = "providers/borealis/numbers.yaml"
    card = (carrier.file("rate-cards/thames-did/card.yaml") or b"").decode()
    currency = next(
        line
        for line in (carrier.file("providers/borealis/provider.yaml") or b"").decode().splitlines()
        if line.startswith("currency")
    )
    card = card.replace("thames-numbers", "borealis").replace("Thames", "Borealis")
    carrier.push(
        {
            "rate-cards/borealis-did/card.yaml": card.replace("currency: GBP", currency).encode(),
            "rate-cards/borealis-did/rates.csv": carrier.file("rate-cards/thames-did/rates.csv"),
        }
    )
    done(carrier, "did stock add borealis 442079460240 borealis-did")

    assert carrier.file(path) is not None
    done(carrier, "did stock remove 442079460240")
    assert carrier.file(path) is None


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("442079460210", "in the stock of thames-numbers already"),
        ("442079460100", "customer northgate-dental has this number already"),
    ],
)
def test_a_number_that_is_there_already_is_told_beside_its_field(
    carrier: Carrier, number: str, words: str
) -> None:
    told = wrong(carrier.type(f"did stock add thames-numbers {number} thames-did"))

    assert words in told["number"]


@pytest.mark.parametrize(
    ("word", "summary", "hint"),
    [
        ("442079460100", "customer northgate-dental has it", "did release"),
        ("goldn", 'no number "goldn" is in stock', "golden"),
        ("nowhere", 'no number "nowhere" is in stock', "did stock list"),
    ],
)
def test_a_number_that_is_not_in_stock_is_told_with_where_it_is(
    carrier: Carrier, word: str, summary: str, hint: str
) -> None:
    reply = carrier.type(f"did stock show {word}")

    assert reply.outcome is Outcome.REFUSED
    assert summary.casefold() in reply.summary.casefold()
    assert hint in said(reply)


def test_an_id_that_two_providers_have_is_asked_about(carrier: Carrier) -> None:
    own = b'numbers: [{id: golden, number: "442079460241", provider_card: thames-did}]\n'
    carrier.push({"providers/borealis/numbers.yaml": own})

    reply = carrier.type("did stock show golden")
    assert "--provider borealis or thames-numbers" in said(reply)
    assert carrier.type("did stock show golden --provider thames-numbers").outcome is Outcome.DONE


def test_an_assigned_number_takes_along_what_is_known_of_it_in_one_commit(carrier: Carrier) -> None:
    plan = carrier.type(f"did assign northgate-dental {GOLDEN} --destinations test")

    number = f"dids[{GOLDEN}]"
    assert after(plan) | {f"{number}.provider": "thames-numbers"} == after(plan)
    assert after(plan)[f"{number}.provider_card"] == "thames-did"
    assert after(plan)[f"{number}.package"] == "did-uk"
    assert after(plan)[f"{number}.minimum_days"] == 90
    assert after(plan)[f"{number}.bought"] == "2026-06-01"
    assert after(plan)[f"{number}.notes"] == "Ask sales before it is given away."
    assert after(plan)["numbers[golden].number"] is None
    assert "comes out of the stock of thames-numbers" in said(plan)


def test_what_is_said_counts_and_not_what_stock_says(carrier: Carrier) -> None:
    plan = carrier.type(
        "did assign northgate-dental 442079460210 --destinations test --cost 0.10 --retail 2 --tags x"
    )

    number = "dids[442079460210]"
    assert after(plan)[f"{number}.cost"] == "0.10"
    assert after(plan)[f"{number}.tags"] == ["x"]
    assert after(plan)[f"{number}.setup_cost"] == "2.00"


def test_a_number_in_stock_comes_from_no_other_provider(carrier: Carrier) -> None:
    told = wrong(carrier.type("did assign northgate-dental 442079460210 borealis borealis-premium"))

    assert "in the stock of thames-numbers" in told["provider"]


def test_a_number_that_is_not_in_stock_needs_its_provider_and_card(carrier: Carrier) -> None:
    told = wrong(carrier.type("did assign northgate-dental 442079460299"))

    assert set(told) == {"provider", "provider_card"}
    assert "not in stock" in told["provider"]


def test_assigning_and_undoing_it_leaves_every_byte_as_it_was(carrier: Carrier) -> None:
    before = carrier.file(STOCK), carrier.file(DIDS)
    change = done(carrier, f"did assign northgate-dental {GOLDEN} --id vip --destinations test")
    assert GOLDEN.encode() not in (carrier.file(STOCK) or b"")
    assert b"id: vip" in (carrier.file(DIDS) or b"")

    done(carrier, f"undo {change.operation}")
    assert (carrier.file(STOCK), carrier.file(DIDS)) == before


def test_the_last_number_in_stock_takes_the_file_along(carrier: Carrier) -> None:
    for number in ("442079460210", "442079460211", GOLDEN):
        done(carrier, f"did assign northgate-dental {number} --destinations test --retail 1")

    assert carrier.file(STOCK) is None


def test_a_released_number_goes_into_stock_without_what_is_about_the_customer(
    carrier: Carrier,
) -> None:
    plan = carrier.type("did release northgate-dental emergencies")
    stock = {at: value for at, value in after(plan).items() if at.startswith("numbers[")}

    assert stock == {
        "numbers[442079460101].number": "442079460101",
        "numbers[442079460101].provider_card": "thames-did",
        "numbers[442079460101].cost": "0.40",
    }
    assert "bills us for it until it is cancelled there" in said(plan)
    assert carrier.confirm(plan).outcome is Outcome.DONE
    assert "442079460101" in str(carrier.type("did stock list").values)


def test_a_number_can_leave_the_books(carrier: Carrier) -> None:
    plan = carrier.type("did release northgate-dental emergencies --to_stock no")
    assert not any(at.startswith("numbers[") for at in after(plan))
    assert "thames-numbers bills us for 442079460101" in said(plan)

    carrier.confirm(plan)
    assert b"442079460101" not in (carrier.file(STOCK) or b"")


def test_a_number_whose_days_are_not_over_is_told_wherever_it_goes(carrier: Carrier) -> None:
    for more in ("", " --to_stock no"):
        plan = carrier.type(f"did release northgate-dental reception{more}")
        (view,) = [block for block in plan.blocks if isinstance(block, PlanView)]
        assert "did-removed-early" in {finding.rule for finding in view.findings}


def test_a_number_goes_to_a_customer_and_back_with_all_that_is_known_of_it(
    carrier: Carrier,
) -> None:
    known = carrier.type("did stock show 442079460210").values["did"]
    done(carrier, "did assign wren-answering 442079460210 --destinations test --retail 1")
    done(carrier, "did release wren-answering 442079460210")

    assert carrier.type("did stock show 442079460210").values["did"] == known
    assert carrier.file(WREN) is None


def test_the_form_of_an_edit_comes_filled_with_what_is_known(carrier: Carrier) -> None:
    entry = carrier.house.catalogue.get("did stock edit")
    assert entry is not None

    request = carrier.request(Identity("operator", "ada"), entry.name, {"did": "golden"})
    operation, _ = carrier.house.inbox.receive(request, state=OperationState.FORM)
    _, filled = carrier.house.forms.fill(entry, {"did": "golden"}, operation)
    assert filled["package"] == "did-uk"
    assert filled["minimum_days"] == 90


def test_a_file_of_comments_takes_the_first_number_below_them(carrier: Carrier) -> None:
    carrier.push({WREN: b"# Nothing yet.\n"})
    change = done(carrier, "did assign wren-answering 442079460210 --destinations test --retail 1")

    assert (carrier.file(WREN) or b"").startswith(b"# Nothing yet.\ndids:\n  - id: ")
    done(carrier, f"undo {change.operation}")
    assert carrier.file(WREN) == b"# Nothing yet.\n"
    assert carrier.type("validate").outcome is not Outcome.BUG
    assert carrier.run("config fmt", check="yes").outcome is not Outcome.BUG
