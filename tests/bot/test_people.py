"""Who is asking, and whether they may: denied unless a role allows it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.people import Identity
from handlers.kit.catalogue import Catalogue
from handlers.kit.reply import Outcome, Text
from tests.builders import Carrier, a_carrier, a_house

STRANGER = Identity("slack", "U0STRANGER")


@pytest.fixture
def carrier() -> Carrier:
    return a_house()


@pytest.mark.parametrize("entry", Catalogue.read().entries, ids=lambda entry: entry.name)
def test_everything_but_help_is_denied_to_strangers(carrier: Carrier, entry: Any) -> None:
    args = {argument.name: "ben-llc" for argument in entry.required}
    reply = carrier.ask_as(STRANGER, entry.name, args)

    if entry.role:
        assert reply.outcome is Outcome.REFUSED
        assert "slack:U0STRANGER is not in operators.yaml" in reply.summary
        assert reply.blocks == (Text("Rosa Delgado can grant it: operator add"),)
    else:
        assert entry.name in {"help", "whoami", "validate", "secrets keygen", "rate"}


def test_a_missing_role_is_named_with_who_can_grant_it(carrier: Carrier) -> None:
    reply = carrier.run("customer add", "vera", name="Zed", currency="EUR")

    assert (
        reply.summary == "customer add needs the role operator, which Vera Lindqvist does not have"
    )
    assert reply.blocks == (Text("Rosa Delgado can grant it: operator edit vera --roles ..."),)


def test_a_known_person_without_a_role_is_not_called_unknown(carrier: Carrier) -> None:
    reply = carrier.run("customer list", "nora")

    assert reply.summary == "customer list needs the role viewer, which Nora None does not have"


def test_a_carrier_without_an_admin_says_so() -> None:
    carrier = a_house(a_carrier(operators="operators: []\n"))

    assert carrier.run("customer list").blocks == (Text("operators.yaml names no admin"),)


def test_an_admin_may_what_every_role_may(carrier: Carrier) -> None:
    assert carrier.run("customer add", "rosa", name="Zed", currency="EUR").outcome is Outcome.ASKS


@pytest.mark.parametrize(
    ("identity", "name"),
    [
        (Identity("slack", "U0ADA001"), "Ada Larsen"),
        (Identity("os", "ada"), "Ada Larsen"),
        (Identity("operator", "ada"), "Ada Larsen"),
    ],
)
def test_a_person_is_known_by_each_identity(
    carrier: Carrier, identity: Identity, name: str
) -> None:
    assert carrier.ask_as(identity, "whoami", {}).values["name"] == name


@pytest.mark.parametrize(
    "identity", [Identity("slack", ""), Identity("os", ""), Identity("os", "None")]
)
def test_nobody_is_everybody_without_an_identity(carrier: Carrier, identity: Identity) -> None:
    assert carrier.ask_as(identity, "customer list", {}).outcome is Outcome.REFUSED
