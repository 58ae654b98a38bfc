from __future__ import annotations

import re

import pytest
from pydantic import BaseModel, TypeAdapter

from schemas.customer import Customer
from schemas.fields import Leaf, Shape, key_order, leaf_fields
from schemas.kinds import KINDS, Kind

LEAVES = {leaf.path: leaf for leaf in leaf_fields(Customer)}


def every_leaf(model: type[BaseModel]) -> list[Leaf]:
    """Leaves of a document and of the items of its lists."""
    found = list(leaf_fields(model))
    return found + [
        leaf for list_leaf in found if list_leaf.item for leaf in every_leaf(list_leaf.item)
    ]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_field_has_a_description_and_an_example_that_holds(kind: Kind) -> None:
    for leaf in every_leaf(kind.model):
        assert leaf.description.endswith("."), leaf.path
        assert leaf.example is not None, leaf.path
        TypeAdapter(leaf.annotation).validate_python(leaf.example)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_default_holds(kind: Kind) -> None:
    for leaf in every_leaf(kind.model):
        if not leaf.required and leaf.default is not None:
            assert TypeAdapter(leaf.annotation).validate_python(leaf.default) == leaf.default


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_flags_are_unique_words(kind: Kind) -> None:
    for leaves in [
        leaf_fields(kind.model),
        *(leaf_fields(leaf.item) for leaf in every_leaf(kind.model) if leaf.item),
    ]:
        flags = [leaf.flag for leaf in leaves]
        assert len(flags) == len(set(flags))
        assert all(re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", flag) for flag in flags)


def test_a_leaf_tells_what_forms_need() -> None:
    assert LEAVES["status"].choices == ("active", "inactive", "pending_approval")
    assert LEAVES["account_manager"].reference == "operator"
    assert LEAVES["limits.cps"].old_names == ("flow_speed",)
    assert LEAVES["tax.percent"].flag == "tax_percent"
    assert LEAVES["portal.enabled"].flag == "portal"
    assert LEAVES["tags"].shape is Shape.LIST
    assert LEAVES["vars"].shape is Shape.MAP
    counted = {path for path, leaf in LEAVES.items() if leaf.is_number}
    assert {"limits.cps", "credit.debit_limit", "tax.percent"} <= counted
    assert not counted & {"name", "status", "portal.enabled", "tags", "contract_start"}


def test_only_name_and_currency_are_required_of_a_customer() -> None:
    assert [path for path, leaf in LEAVES.items() if leaf.required] == ["name", "currency"]


def test_the_currency_alone_never_changes() -> None:
    assert [path for path, leaf in LEAVES.items() if leaf.immutable] == ["currency"]


def test_the_order_of_keys_is_that_of_the_model() -> None:
    order = key_order(Customer)

    assert order[()][:3] == ("name", "status", "currency")
    assert order["billing", "invoice"] == ("schedule", "due_days", "template", "on_payment")
