"""Why a field of an item has its value: its file, its line, and who wrote it."""

from __future__ import annotations

import pytest

from handlers.kit.reply import Outcome
from tests.builders import HAND, Carrier, a_house, sample_carrier


@pytest.fixture
def carrier() -> Carrier:
    return a_house(sample_carrier())


@pytest.mark.parametrize(
    ("field", "path", "line"),
    [
        ("routing.routes.standard.channels", "routing.yaml", "channels: 20"),
        ("routing.routes.standard.capacity.channels", "routing.yaml", "channels: 20"),
        ("auth.ip.office-pbx.hosts", "auth.yaml", "hosts: [203.0.113.7]"),
        ("cli.rules.branch.rewrite_cli", "cli.yaml", 'rewrite_cli: "1$1"'),
        ("packages.packages.minimum.quantity", "packages.yaml", "quantity: 1"),
        ("alerts.alerts.low-balance.threshold", "alerts.yaml", 'threshold: "50.00"'),
    ],
)
def test_the_line_of_a_field_of_an_item_is_found(
    carrier: Carrier, field: str, path: str, line: str
) -> None:
    values = carrier.type(f"customer why ben-llc {field}").values

    assert values["path"] == f"customers/ben-llc/{path}"
    lines = (carrier.file(str(values["path"])) or b"").decode().splitlines()
    assert lines[int(str(values["line"])) - 1].strip() == line
    assert values["author"] == HAND.name


def test_a_change_by_a_command_names_its_operation(carrier: Carrier) -> None:
    done = carrier.change("route edit ben-llc standard --channels 10")
    values = carrier.type("customer why ben-llc routing.routes.standard.channels").values

    assert (values["value"], values["operation"]) == (10, done.operation)


def test_what_is_not_set_has_its_default(carrier: Carrier) -> None:
    reply = carrier.type("customer why ben-llc routing.routes.cheap.channels")

    assert reply.summary.startswith("routing.routes.cheap.capacity.channels of ben-llc is not set")
    assert reply.values["default"] == "0"


def test_the_customers_own_field_of_the_same_beginning_is_meant_first(carrier: Carrier) -> None:
    assert carrier.type("customer why ben-llc cli.approved_only").values["value"] is True


@pytest.mark.parametrize(
    "field", ["routing.routes.standrad.channels", "routing.routes.standard.chanels"]
)
def test_what_is_misspelt_is_told_with_the_nearest(carrier: Carrier, field: str) -> None:
    reply = carrier.type(f"customer why ben-llc {field}")

    assert reply.outcome is Outcome.REFUSED
    assert "did you mean" in str(reply.blocks)
