"""``provider``: what only providers have."""

from __future__ import annotations

import pytest

from handlers.kit.reply import Outcome, Problems, Reply
from tests.builders import Carrier, a_house, sample_carrier


@pytest.fixture(scope="module")
def sample() -> dict[str, bytes]:
    return sample_carrier()


def rules(reply: Reply) -> set[str]:
    return {p.rule for block in reply.blocks if isinstance(block, Problems) for p in block.problems}


def text(carrier: Carrier, path: str) -> str:
    return (carrier.file(path) or b"").decode()


def test_a_provider_begins_with_its_first_gateway(sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    carrier.change('provider add "Cygnus" EUR 198.51.100.77 --direction receives --cps 5', "grace")

    assert text(carrier, "providers/cygnus/provider.yaml").splitlines()[1:] == [
        "name: Cygnus",
        "currency: EUR",
        "limits:",
        "  cps: 5",
        "gateways:",
        '  - id: "198-51-100-77"',
        "    host: 198.51.100.77",
        "    direction: receives",
    ]


def test_without_a_gateway_it_is_inactive_until_it_has_one(sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    asked = carrier.type('provider add "Cygnus" EUR --status active', "grace")
    assert asked.blocks[0].problems[0].field == "host"

    carrier.change('provider add "Cygnus" EUR', "grace")
    early = carrier.type("provider edit cygnus --status active", "grace")
    assert rules(early) == {"provider-no-gateway"}
    carrier.change("provider gateway add cygnus 192.0.2.77", "grace")
    assert carrier.change("provider edit cygnus --status active", "grace").outcome is Outcome.DONE


def test_the_last_gateway_of_an_active_provider_stays(sample: dict[str, bytes]) -> None:
    reply = a_house(sample).type("provider gateway remove borealis toronto", "grace")

    assert rules(reply) == {"provider-no-gateway"}


def test_answers_are_given_as_pairs_and_keep_their_comments(sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    carrier.change(
        'provider edit atlas-carrier --replies "486=default, 503=480 Temporarily Unavailable"',
        "grace",
    )

    said = carrier.type("provider show atlas-carrier").values["provider"]
    replies = {"486": "default", "503": "480 Temporarily Unavailable"}
    assert said["failover"]["replies"] == replies
    left = set(sample["providers/atlas-carrier/provider.yaml"].decode().splitlines())
    assert left - set(text(carrier, "providers/atlas-carrier/provider.yaml").splitlines()) == {
        '    "604": failover',
        '    "503": failover',
    }


def test_viewers_see_the_people_of_a_provider_masked(sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)

    assert "noc@atlas.example.net" in str(carrier.type("provider show atlas-carrier", "ada"))
    for line in ("provider show atlas-carrier", "provider contact list atlas-carrier"):
        shown = str(carrier.type(line, "vera"))
        assert "noc@atlas.example.net" not in shown
        assert "n***@atlas.example.net" in shown


def test_a_list_is_filtered_by_status(sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    carrier.change('provider add "Cygnus" EUR', "grace")

    listed = carrier.type("provider list --status inactive").values["providers"]
    assert [one["id"] for one in listed] == ["cygnus"]
