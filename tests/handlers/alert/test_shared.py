"""``alert shared``: alerts about the whole carrier, providers and every customer."""

from __future__ import annotations

import pytest

from handlers.kit.reply import Outcome
from tests.builders import Carrier, a_house, sample_carrier

BAD = '"Bad answers" "#noc" asr below 30'


@pytest.fixture
def carrier() -> Carrier:
    return a_house(sample_carrier())


@pytest.mark.parametrize(
    ("watched", "path", "said"),
    [
        ("carrier", "alerts/house.yaml", b"carrier: true"),
        ("all-providers", "alerts/providers.yaml", b"all_providers: true"),
        ("all-customers", "alerts/all-customers.yaml", b"all_customers: true"),
        ("borealis", "alerts/borealis.yaml", b"- borealis"),
    ],
)
def test_an_alert_joins_the_file_that_watches_just_this_or_begins_one(
    carrier: Carrier, watched: str, path: str, said: bytes
) -> None:
    assert carrier.change(f"alert shared add {watched} {BAD}").outcome is Outcome.DONE

    file = carrier.file(path) or b""
    assert said in file
    assert b"bad-answers" in file
    assert "bad-answers" in str(carrier.type(f"alert shared list {watched}").blocks)


def test_what_nobody_can_watch_is_refused_with_what_can_be(carrier: Carrier) -> None:
    for line in ("list provider", f"add provider {BAD}"):
        reply = carrier.type(f"alert shared {line}")

        assert reply.outcome is not Outcome.DONE
        assert '"provider" is no provider' in str(reply)
        assert "carrier, all-providers, all-customers" in str(reply)


def test_the_name_of_another_shared_alert_is_told_with_its_file(carrier: Carrier) -> None:
    reply = carrier.type('alert shared add borealis "No calls at all" "#noc" asr below 30')

    assert "alerts/house.yaml has this name already" in str(reply.blocks)
