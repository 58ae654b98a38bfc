"""``simulate``: the sentence, the steps with their links, what differs elsewhere, and what to do next."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from handlers.kit.files import UploadedText
from handlers.kit.reply import Actions, File, Mark, Outcome, Reply, Steps, Table, Text
from tests.builders import Carrier, a_house, sample_carrier

CALL = {
    "number": "442079460018",
    "cli": "12125550123",
    "ip": "203.0.113.7",
    "time": "2026-06-03T10:00:00Z",
}
LINKS = "https://git.example.com/harbour/config/blob/"


@pytest.fixture(scope="module")
def carrier() -> Carrier:
    return a_house(sample_carrier())


def simulated(carrier: Carrier, who: str = "vera", /, **call: object) -> Reply:
    return carrier.run("simulate", who, **{**CALL, **call})


def a_file(name: str, content: object) -> dict[str, str]:
    stored: dict[str, str] = UploadedText(name=name, text=json.dumps(content)).model_dump(
        mode="json"
    )
    return stored


def block(reply: Reply, kind: type) -> Any:
    return next(one for one in reply.blocks if isinstance(one, kind))


def labels(reply: Reply) -> list[str]:
    return [button.label for button in block(reply, Actions).buttons]


def test_the_sentence_says_what_becomes_of_the_call(carrier: Carrier) -> None:
    reply = simulated(carrier)

    assert reply.summary == (
        "ben-llc: 442079460018 from 12125550123, 2026-06-03 10:00 UTC: goes by route standard to atlas-carrier: "
        "sells at 0.0089 USD/min, 30/6, buys at 0.0044 EUR/min, 1/1."
    )
    assert str(reply.values["id"]).startswith("SIM-")


def test_a_refusal_says_why_and_where_in_its_sentence(carrier: Carrier) -> None:
    reply = simulated(carrier, balance="0")

    assert reply.summary.endswith(
        "refused with 402 Payment Required, heard as 503 Funds Required. "
        "Available 0.00 USD: balance 0 + debit limit 0.00 (customers/ben-llc/customer.yaml:14)."
    )
    assert (reply.values["outcome"], reply.values["code"], reply.values["heard"]) == (
        "refused",
        402,
        "503 Funds Required",
    )


def test_steps_say_which_line_decided_and_lead_to_it(carrier: Carrier) -> None:
    steps = block(simulated(carrier, balance="0"), Steps).steps

    assert [step.mark for step in steps][-1] is Mark.FAIL
    assert steps[-1].where == "customers/ben-llc/customer.yaml:14"
    assert steps[-1].link.startswith(LINKS)
    assert steps[-1].link.endswith("/customers/ben-llc/customer.yaml#L14")


def test_providers_are_told_in_their_order_with_margins_and_why_others_are_left_out(
    carrier: Carrier,
) -> None:
    reply = simulated(carrier)
    table = block(reply, Table)

    assert [row[:3] for row in table.rows] == [
        ("1", "atlas-standard (atlas-carrier)", "4420"),
        ("", "borealis-premium (borealis)", "4420"),
    ]
    assert block(reply, Text).text == (
        "Left out:\nborealis-premium: provider borealis wants a P-Asserted-Identity and there is none "
        "(providers/borealis/provider.yaml:13)"
    )
    assert [
        row[0] for row in block(simulated(carrier, p_asserted_id="12125550123"), Table).rows
    ] == ["1", "2"]


def test_the_same_question_has_the_same_id_and_another_balance_another(carrier: Carrier) -> None:
    def name(**call: object) -> object:
        return simulated(carrier, **call).values["id"]

    assert name() == name()
    assert len({name(), name(balance="1"), name(balance="2"), name(cli="1")}) == 4


def test_a_length_is_rated_on_both_sides(carrier: Carrier) -> None:
    rating: Any = simulated(carrier, duration="61").values["rating"]

    assert (rating["seconds"], rating["charge"]["charge"], rating["charge"]["billed_seconds"]) == (
        "61",
        "0.0098",
        66,
    )
    assert rating["cost"]["currency"] == "EUR"
    assert float(rating["profit"]) > 0


def test_counters_are_read_from_a_file_and_checked(carrier: Carrier) -> None:
    full = a_file("c.json", {"customers": {"ben-llc": {"channels": 30}}})
    assert simulated(carrier, counters=full).values["reason"] == "Channel Limit Reached"

    wrong = simulated(
        carrier, counters=a_file("c.json", {"customers": {"ben-llc": {"balanse": 1}}})
    )
    assert wrong.outcome is Outcome.REFUSED
    assert (
        wrong.summary.startswith("C.json: customers.ben-llc.balanse: ")
        or "customers.ben-llc.balanse" in wrong.summary
    )


def test_an_address_of_a_provider_makes_it_a_call_to_us(carrier: Carrier) -> None:
    values = simulated(carrier, number="442079460100", ip=None, direction="origination").values

    assert (values["outcome"], values["did"]) == ("routed", "442079460100")


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ({"number": ""}, "number"),
        ({"duration": "-1"}, "duration"),
        ({"balance": "nan"}, "balance"),
        ({"ip": "203.0.113"}, "ip"),
        ({"codecs": "pcmx"}, "codecs"),
        ({"time": "soon"}, "time"),
        ({"customer": "nobody", "ip": None}, "nobody"),
        ({"number": "4" * 300}, "number"),
    ],
)
def test_what_cannot_be_simulated_is_told_by_its_field(
    carrier: Carrier, call: dict[str, object], said: str
) -> None:
    reply = simulated(carrier, **call)

    assert reply.outcome in (Outcome.REFUSED, Outcome.INVALID)
    assert said in str(reply)


# --- elsewhere -----------------------------------------------------------------------------------------------------


def test_another_commit_is_compared_value_by_value() -> None:
    carrier = a_house(sample_carrier())
    routing = carrier.file("customers/ben-llc/routing.yaml") or b""
    carrier.push({"customers/ben-llc/routing.yaml": routing.replace(b"id: standard", b"id: usual")})

    same = simulated(carrier, against="main")
    other = simulated(carrier, against="main~1")

    assert block(same, Text).text == "main decides the call just so."
    assert block(other, Table).rows == (("Route", "standard", "usual"),)
    then = carrier.run("simulate", "vera", at="main~1", **CALL)
    assert then.values["route"] == "standard"
    assert "Save as expectation" not in labels(then)  # nothing is written on an old commit


FULL = a_file("c.json", {"routes": {"ben-llc/standard": {"channels": 20}}})

# --- what next -----------------------------------------------------------------------------------------------------


def test_buttons_go_on_from_an_answer(carrier: Carrier) -> None:
    assert labels(simulated(carrier, "ada")) == [
        "Simulate again",
        "Change the call",
        "Compare",
        "Save as expectation",
        "Show card",
        "Raw",
    ]


@pytest.mark.parametrize(
    ("call", "label", "command", "args"),
    [
        ({"balance": "0"}, "Change the customer", "customer edit", {"customer": "ben-llc"}),
        (
            {"balance": "0"},
            "Who wrote it",
            "customer why",
            {"customer": "ben-llc", "field": "credit.debit_limit"},
        ),
        ({"ip": "192.0.2.99"}, "Add the address", "auth ip add", {"hosts": "192.0.2.99"}),
        (
            {"counters": FULL},
            "Change route standard",
            "route edit",
            {"customer": "ben-llc", "route": "standard"},
        ),
    ],
)
def test_a_refusal_has_buttons_that_change_what_decided(
    carrier: Carrier, call: dict[str, object], label: str, command: str, args: dict[str, object]
) -> None:
    found = [
        one
        for one in block(simulated(carrier, "ada", **call), Actions).buttons
        if one.label == label
    ]

    assert [(one.command, one.args) for one in found] == [(command, args)]


@pytest.mark.parametrize("call", [{"balance": "0"}, {"counters": FULL}])
def test_who_wrote_it_answers(carrier: Carrier, call: dict[str, object]) -> None:
    buttons = block(simulated(carrier, "ada", **call), Actions).buttons
    [why] = [one for one in buttons if one.label == "Who wrote it"]

    assert carrier.run(why.command, "vera", **why.args).outcome is Outcome.DONE


def test_the_whole_answer_comes_as_a_file(carrier: Carrier) -> None:
    reply = simulated(carrier, raw="yes")
    file = block(reply, File)

    assert file.name == f"{reply.values['id']}.json"
    assert json.loads(file.content) == reply.values


# --- many calls ----------------------------------------------------------------------------------------------------


def test_a_list_gives_a_list_and_what_is_wrong_is_told_in_its_place(carrier: Carrier) -> None:
    given = [
        {**CALL, "number": 442079460018, "duration": 61.5, "codecs": ["pcmu"]},
        {"number": "442079460018", "customer": "ben-llc", "at": CALL["time"],
         "counters": {"customers": {"ben-llc": {"balance": 0}}}},
        {"number": "+44 (0)20", "ip": "203.0.113.7"},
        {"number": "44", "ip": "x"},
        {"number": "44", "counters": {"customers": {"ben-llc": {"balance": "x"}}}},
        {"number": "44\ud800", "ip": "203.0.113.7", "call_id": None},
        {"cli": "1"},
        7,
        {**CALL, "cli": "", "user": "", "p_asserted_id": ""},
        {**CALL, "cli": "sip:anonymous@anonymous.invalid"},
    ]  # fmt: skip
    answers = carrier.run("simulate", "vera", calls=a_file("calls.json", given)).raw

    assert [one.get("outcome") for one in answers] == [
        "routed",
        "refused",
        "refused",
        *[None] * 5,
        "routed",
        "routed",
    ]
    assert [one["cli"] for one in answers[8:]] == ["12125550123"] * 2  # withheld: forced by a rule
    assert answers[0]["rating"]["seconds"] == "61.5"
    assert answers[1]["code"] == 402
    assert answers[2]["code"] == 484
    assert answers[3]["error"]["message"].startswith("ip: ")
    assert answers[4]["error"]["message"].startswith("counters: customers.ben-llc.balance: ")
    assert "name the number" in answers[6]["error"]["message"]
    assert answers[7]["error"]["message"] == "a call is an object with a number"
    assert json.dumps(answers)


def test_one_object_gives_one_answer(carrier: Carrier) -> None:
    assert (
        carrier.run("simulate", "vera", calls=a_file("call.json", CALL)).raw["outcome"] == "routed"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[{]", "is no JSON: "),
        ("[" * 99_999, "nested too deeply"),
        ("[1" + ",1" * 10_000 + "]", "too many"),
    ],
)
def test_what_is_no_list_of_calls_is_refused(carrier: Carrier, text: str, said: str) -> None:
    file = UploadedText(name="calls.json", text=text).model_dump(mode="json")
    reply = carrier.run("simulate", "vera", calls=file)

    assert reply.outcome is Outcome.REFUSED
    assert said in reply.summary


def test_rates_that_do_not_hold_price_by_the_last_that_did_and_the_answer_names_them() -> None:
    carrier = a_house(sample_carrier())
    before = simulated(carrier).summary
    table = carrier.file("rate-cards/retail-usd/rates.csv") or b""
    carrier.push({"rate-cards/retail-usd/rates.csv": table.replace(b"0.0086", b"free", 1)})

    reply = simulated(carrier)

    assert reply.summary == before
    assert "rate-cards/retail-usd/rates.csv" in str(reply.blocks[0])
    assert '"free" is not a rate' in str(reply.blocks[0])


def test_calls_of_somebody_who_is_suspended_are_refused_and_it_says_by_whom_and_why() -> None:
    carrier = a_house(sample_carrier())
    begun = carrier.clock.now()
    carrier.run("customer suspend", customer="ben-llc", now=True, until="2h", reason="Fraud")

    reply = simulated(carrier, time=begun.isoformat())

    assert "refused with 403 Account Suspended" in reply.summary
    assert "Suspended by ada since" in str(reply.blocks[0])
    assert "Fraud" in str(reply.blocks[0])
    later = (begun + timedelta(hours=3)).isoformat()
    assert "goes by route standard" in simulated(carrier, time=later).summary


def test_every_call_of_a_list_sees_who_is_suspended() -> None:
    carrier = a_house(sample_carrier())
    carrier.run("customer suspend", customer="ben-llc", now=True, until="2h", reason="Fraud")
    call = {**CALL, "time": carrier.clock.now().isoformat()}

    reply = carrier.run("simulate", "vera", calls=a_file("calls.json", [call]))

    [answer] = reply.raw
    assert answer["outcome"] == "refused"
    assert "suspension lies over customer ben-llc" in str(answer["steps"])


def test_what_was_given_counts_before_what_lies_there() -> None:
    carrier = a_house(sample_carrier())
    carrier.run("customer suspend", customer="ben-llc", now=True, until="2h", reason="Fraud")
    given = a_file("counters.json", {"customers": {"ben-llc": {"overlays": []}}})

    reply = simulated(carrier, time=carrier.clock.now().isoformat(), counters=given)

    assert "goes by route standard" in reply.summary
