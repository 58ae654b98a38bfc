from __future__ import annotations

import ipaddress
import re

import pytest

from schemas.faults import parse
from schemas.kinds import kind_of
from tests.schemas.reading import ROOT, from_yaml

SAMPLE = ROOT / "config"
FILES = sorted(path.relative_to(SAMPLE).as_posix() for path in SAMPLE.rglob("*.yaml"))
DOCUMENTATION = [
    ipaddress.ip_network(net)
    for net in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
]


@pytest.mark.parametrize("path", FILES)
def test_every_file_of_the_sample_carrier_holds(path: str) -> None:
    placed = kind_of(path)

    assert placed is not None
    assert not isinstance(
        found := parse(placed[0].model, from_yaml((SAMPLE / path).read_text())), tuple
    ), found


@pytest.mark.parametrize("path", FILES)
def test_every_modeline_leads_to_the_schema_of_its_kind(path: str) -> None:
    first = (SAMPLE / path).read_text().splitlines()[0]
    schema = first.removeprefix("# yaml-language-server: $schema=")
    placed = kind_of(path)

    assert placed is not None
    assert (SAMPLE / path).parent.joinpath(
        schema
    ).resolve() == ROOT / "schemas" / "json" / f"{placed[0].name}.json"


def test_no_address_of_the_sample_belongs_to_anybody() -> None:
    text = "\n".join((SAMPLE / path).read_text() for path in FILES)
    addresses = {ipaddress.ip_address(word) for word in re.findall(r"\b\d+\.\d+\.\d+\.\d+\b", text)}
    hosts = re.findall(r"(?:@|https?://)([a-z0-9.-]+)", text)

    assert all(any(address in net for net in DOCUMENTATION) for address in addresses)
    assert {".".join(host.split(".")[-2:]) for host in hosts} <= {
        "example.com",
        "example.org",
        "example.net",
    }
