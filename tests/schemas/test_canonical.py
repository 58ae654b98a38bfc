"""What the canonical form follows."""

from __future__ import annotations

import pytest
from pydantic import BaseModel

from schemas.auth import Auth, SIPUser
from schemas.base import Document
from schemas.canonical import is_identifier, keys_at
from schemas.customer import Customer
from schemas.dids import DIDs
from schemas.fields import group_of, item_of, leaf_fields
from schemas.jsonschema import json_schema
from schemas.kinds import KINDS, Kind, kind_named
from schemas.routing import Routing


def test_keys_of_groups_and_items_come_in_the_order_of_the_schema_with_old_names_beside() -> None:
    assert keys_at(Customer, ("limits",)) == ("channels", "cps", "flow_speed")
    assert keys_at(Routing, ("routes", "capacity"))[:3] == ("channels", "cps", "flow_speed")
    assert keys_at(Customer, ())[0] == "name"
    assert keys_at(Customer, ("nowhere",)) == ()


@pytest.mark.parametrize(
    ("model", "names", "answer"),
    [
        (Auth, ("users", "username"), True),
        (Routing, ("routes", "dial"), True),
        (Customer, ("address", "postcode"), True),
        (Customer, ("billing", "accounting_id"), True),
        (Customer, ("limits", "channels"), False),
        (Customer, ("credit", "debit_limit"), False),
        (Customer, ("notes",), False),
        (Customer, ("nowhere",), False),
    ],
)
def test_identifiers_are_what_refuses_a_plain_number(
    model: type[Document], names: tuple[str, ...], answer: bool
) -> None:
    assert is_identifier(model, names) is answer


def test_what_identifies_a_thing_comes_before_what_it_shares_with_others() -> None:
    assert keys_at(Auth, ("ip",))[:3] == ("id", "hosts", "direction")
    assert keys_at(Auth, ("users",))[:2] == ("id", "username")
    assert keys_at(Routing, ("routes",))[:3] == ("id", "name", "enabled")
    assert keys_at(DIDs, ("dids",))[:2] == ("id", "number")


def test_forms_schemas_and_files_share_one_order() -> None:
    properties = json_schema(kind_named("auth"))["$defs"]["SIPUser"]["properties"]

    assert [key for key in properties if key in SIPUser.model_fields] == list(SIPUser.model_fields)
    assert [leaf.path for leaf in leaf_fields(SIPUser)][:3] == ["id", "username", "secret"]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_an_id_then_a_name_lead_wherever_there_is_one(kind: Kind) -> None:
    for model in _groups(kind.model, set()):
        keys = [key for key in model.model_fields if key in {"id", "name"}]

        assert keys == [key for key in ("id", "name") if key in keys]
        assert "id" not in keys or next(iter(model.model_fields)) == "id", model


def _groups(model: type[BaseModel], seen: set[type[BaseModel]]) -> set[type[BaseModel]]:
    if model not in seen:
        seen.add(model)
        for field in model.model_fields.values():
            if below := group_of(field.annotation) or item_of(field.annotation):
                _groups(below, seen)
    return seen
