"""``settings``."""

from __future__ import annotations

import pytest

from handlers.kit.reply import Outcome, Problems, Reply
from tests.builders import a_house, sample_carrier

PATH = "settings.yaml"


@pytest.fixture(scope="module")
def sample() -> dict[str, bytes]:
    return sample_carrier()


def rules(reply: Reply) -> set[str]:
    return {p.rule for block in reply.blocks if isinstance(block, Problems) for p in block.problems}


def test_a_field_changes_and_every_other_byte_stays(sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    carrier.change("settings edit --recordings_days 365", "rosa")

    assert carrier.file(PATH) == sample[PATH].replace(
        b"recordings_days: 180", b"recordings_days: 365"
    )


def test_codes_are_given_as_pairs(sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    carrier.change('settings edit --sip_codes "402=503 Funds Required, 403=603 Declined"', "rosa")

    shown = carrier.type("settings show").values["settings"]
    assert shown["sip_codes"] == {"402": "503 Funds Required", "403": "603 Declined"}
    assert b"  # " not in (carrier.file(PATH) or b"").splitlines()[-1]


def test_a_code_is_put_and_dropped_by_itself(sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    put = carrier.change("settings code put 403 603 Declined", "rosa")
    assert put.outcome is Outcome.DONE, put
    wanted = sample[PATH].replace(
        b'  "402": "503 Funds Required"\n',
        b'  "402": "503 Funds Required"\n  "403": 603 Declined\n',
    )
    assert carrier.file(PATH) == wanted

    carrier.change("settings code drop 403", "rosa")
    assert carrier.file(PATH) == sample[PATH]
    carrier.change("settings code drop 402", "rosa")
    assert b"sip_codes" not in (carrier.file(PATH) or b"")
    assert carrier.type("settings code drop 402", "rosa").outcome is Outcome.REFUSED


def test_a_wrong_code_is_told_beside_its_field(sample: dict[str, bytes]) -> None:
    reply = a_house(sample).type("settings code put 200 503", "rosa")

    assert reply.blocks[0].problems[0].field == "code"


def test_the_realm_of_a_carrier_with_sip_users_is_not_changed_in_passing(
    sample: dict[str, bytes],
) -> None:
    reply = a_house(sample).type("settings edit --realm sip.other.example", "rosa")

    assert "realm-change" in rules(reply)


def test_format_and_fan_out_have_commands_of_their_own(sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    entry = carrier.house.catalogue.get("settings edit")
    assert entry is not None

    assert not {"format", "fan_out"} & {argument.name for argument in entry.arguments}


def test_settings_are_confirmed_whatever_the_policy_says(sample: dict[str, bytes]) -> None:
    carrier = a_house({**sample, "policy.yaml": b"default: direct\n"})

    assert carrier.type("settings edit --zone UTC", "rosa").outcome is Outcome.ASKS
    assert carrier.type("customer edit ben-llc --channels 61").outcome is Outcome.DONE
