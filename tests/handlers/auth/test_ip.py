"""The commands about IP records: whose address it is besides, and what nobody is shown."""

from __future__ import annotations

import json

import pytest

from handlers.kit.reply import Outcome, PlanView, Reply
from tests.builders import Carrier, a_carrier, a_customer, a_house

OURS, THEIRS = "customers/ben-llc/auth.yaml", "customers/zed/auth.yaml"
PREFIXED = b"""\
ip:
  - id: dialler
    hosts: [203.0.113.8/29]
    numbers: {tech_prefix: "31#"}
"""
SEALED = "-----BEGIN AGE ENCRYPTED FILE-----\\nYWdl\\n-----END AGE ENCRYPTED FILE-----\\n"
WITH_LOGIN = f"""\
ip:
  - id: peer
    hosts: [pbx.ben.example.com]
    direction: receives
    login: {{username: harbour, secret: "{SEALED}"}}
"""


def house(theirs: bytes = PREFIXED, ours: str = "", **settings: object) -> Carrier:
    customers = {"ben-llc": a_customer(), "zed": a_customer("Zed")}
    extra = {THEIRS: theirs} | ({OURS: ours.encode()} if ours else {})
    return a_house(a_carrier(customers, extra=extra, **settings))


def texts(reply: Reply) -> str:
    told = [getattr(block, "text", "") for block in reply.blocks]
    plans = [block for block in reply.blocks if isinstance(block, PlanView)]
    return " ".join([*told, *(one.message for plan in plans for one in plan.findings)])


def test_an_address_of_another_customer_behind_another_prefix_is_told_with_the_plan() -> None:
    plan = house().type('auth ip add ben-llc 203.0.113.9 --tech_prefix "77#"')

    assert plan.outcome is Outcome.ASKS
    assert "203.0.113.9 is an address of zed too" in texts(plan)


def test_an_edit_to_such_an_address_tells_it_as_well() -> None:
    carrier = house()
    carrier.change('auth ip add ben-llc 198.51.100.9 --id main --tech_prefix "77#"')
    plan = carrier.type("auth ip edit ben-llc main --hosts 203.0.113.0/24")

    assert "203.0.113.0/24 is an address of zed too" in texts(plan)


def test_an_address_that_nothing_tells_apart_is_refused_by_the_check() -> None:
    reply = house().type("auth ip add ben-llc 203.0.113.9")

    assert reply.outcome is Outcome.INVALID
    assert "shared-address" in {problem.rule for problem in reply.blocks[0].problems}


def test_a_carrier_that_only_warns_of_it_gets_the_warning_in_the_plan() -> None:
    plan = house(checks={"warn_only": ["shared-address"]}).type("auth ip add ben-llc 203.0.113.9")

    assert plan.outcome is Outcome.ASKS
    assert "shared-address" in {finding.rule for finding in plan.blocks[0].findings}


def test_a_port_that_does_not_fit_the_transport_is_told_in_the_plan() -> None:
    plan = house().type("auth ip add ben-llc 198.51.100.9 --transport tls --port 5060")

    assert "transport-port" in {finding.rule for finding in plan.blocks[0].findings}


@pytest.mark.parametrize("hosts", ["203.0.113.999", "203.0.113.0/33"])
def test_a_wrong_address_is_told_beside_its_field(hosts: str) -> None:
    reply = house().run("auth ip add", customer="ben-llc", hosts=hosts)

    assert [problem.field for problem in reply.blocks[0].problems] == ["hosts"]


def test_a_record_goes_by_any_of_its_addresses() -> None:
    carrier = house()
    carrier.change('auth ip add ben-llc "198.51.100.9, 198.51.100.10" --id main')

    shown = carrier.type("auth ip show ben-llc 198.51.100.10")
    assert shown.values["record"]["id"] == "main"


def test_the_password_of_a_login_is_neither_shown_nor_an_argument() -> None:
    carrier = house(ours=WITH_LOGIN)

    for line in ("auth ip list ben-llc", "auth ip show ben-llc peer"):
        shown = carrier.type(line)
        assert shown.outcome is Outcome.DONE
        assert "AGE" not in f"{shown.blocks} {json.dumps(shown.values)}"
    for verb in ("add", "edit"):
        entry = carrier.house.catalogue.get(f"auth ip {verb}")
        assert entry is not None
        assert entry.argument("secret") is None


def test_an_edit_leaves_the_login_and_the_users_as_they_are() -> None:
    carrier = house(ours=WITH_LOGIN + 'users:\n  - {id: desk, username: "1001"}\n')
    carrier.change("auth ip edit ben-llc peer --channels 9")
    assert b"AGE ENCRYPTED" in (carrier.file(OURS) or b"")

    carrier.change("auth ip remove ben-llc peer")
    assert carrier.file(OURS) == b'users:\n  - {id: desk, username: "1001"}\n'
