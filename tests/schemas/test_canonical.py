"""What the canonical form follows."""

from __future__ import annotations

import pytest

from schemas.auth import Auth
from schemas.base import Document
from schemas.canonical import is_identifier, keys_at
from schemas.customer import Customer
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
