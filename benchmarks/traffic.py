"""A carrier with calls to decide: customers that call, and rate cards with as many prefixes as real ones have."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
from collections.abc import Iterator
from pathlib import Path

from benchmarks.carriers import OPERATORS, SETTINGS, customer_id, git, make_remote
from schemas.kinds import kind_named

PROVIDERS = 20
COUNTRIES = ("1", "33", "34", "39", "44", "46", "49", "61", "81", "91")


def prefixes(count: int) -> list[str]:
    """Give so many prefixes of 1 to 8 digits in the order of text: countries, and longer ones spread below them."""
    found = set(COUNTRIES)
    number = 0
    while len(found) < count:
        country = COUNTRIES[number % len(COUNTRIES)]
        rest = number * 7_919 % 10_000_000
        found.add(f"{country}{rest:07}"[: 4 + number % 5])
        number += 1
    return sorted(found)


def rates(count: int, *, base: int = 10) -> bytes:
    """Write a rate table: a price for each prefix, ``base`` thousandths of a cent and up."""
    lines = (
        f"{prefix},Destination {prefix[:3]},0.{base + place % 50:05},1,1"
        for place, prefix in enumerate(prefixes(count))
    )
    return ("prefix,name,rate,minimum_s,increment_s\n" + "\n".join(lines) + "\n").encode()


def address(number: int) -> str:
    """Give the address a customer calls from."""
    return ".".join(str((0x0B000000 + 2 * number) >> shift & 255) for shift in (24, 16, 8, 0))


def calling_carrier(customers: int, rows: int) -> Iterator[tuple[str, bytes]]:
    """Give the files of a carrier whose customers route to 20 provider cards of so many rows each: path, bytes."""
    account = pwd.getpwuid(os.geteuid()).pw_name
    yield "settings.yaml", SETTINGS + b"fan_out: true\n"
    yield (
        "operators.yaml",
        OPERATORS.replace(b"[operator]", b"[admin]") + f"    os_user: {account}\n".encode(),
    )
    cards = [f"card-{number:02}" for number in range(PROVIDERS)]
    terms = "terms: [{precision: 4, rounding: half_up}]\n"
    retail = f"name: Retail\nside: customer\ncurrency: USD\n{terms}dynamic_routing: [{', '.join(cards)}]\n"
    yield "rate-cards/retail/card.yaml", retail.encode()
    yield "rate-cards/retail/rates.csv", rates(rows, base=200)
    for number, card in enumerate(cards):
        name = f"provider-{number:02}"
        header = f"name: Card {number}\nside: provider\nprovider: {name}\ncurrency: USD\n"
        yield f"rate-cards/{card}/card.yaml", header.encode()
        yield f"rate-cards/{card}/rates.csv", rates(rows, base=50 + number)
        gateway = f"name: Provider {number}\ncurrency: USD\ngateways: [{{id: g, host: 198.51.100.{number}}}]\n"
        yield f"providers/{name}/provider.yaml", gateway.encode()
    for number in range(customers):
        yield from _customer(number)


def _customer(number: int) -> Iterator[tuple[str, bytes]]:
    name = customer_id(number)
    files = {
        "customer": f"name: Customer {number}\ncurrency: USD\n",
        "auth": f"ip: [{{id: pbx, hosts: [{address(number)}]}}]\n",
        "routing": "routes:\n  - id: world\n    rate_card: retail\n    price_limits: {profit_assurance: enabled}\n",
    }
    for kind, text in files.items():
        yield kind_named(kind).path(name, fan_out=True), text.encode()


def calling_remote(customers: int, rows: int) -> Path:
    """Give a folder with a bare repository of ``calling_carrier``, made once and kept below ``var/bench``."""
    made = b"".join(data for _, data in calling_carrier(3, 50))
    name = f"calls-{customers}-{rows}-{hashlib.sha256(made).hexdigest()[:12]}"
    folder = Path("var/bench") / name
    if not (folder / "done").exists():
        shutil.rmtree(folder, ignore_errors=True)
        remote = make_remote(folder / "remote.git", dict(calling_carrier(customers, rows)))
        git(remote, "repack", "-adq")
        (folder / "done").touch()
    return folder
