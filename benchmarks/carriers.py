"""Carriers made for measuring: a believable customer file, many times, and a remote that holds them."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from schemas.kinds import kind_named

SETTINGS = b"""\
format: 2
name: Harbour Voice
workspace: T0HARBOUR
base_currency: USD
realm: sip.example.net
zone: Europe/London
"""
OPERATORS = b"""\
operators:
  - id: ada
    name: Ada Larsen
    email: ada@example.com
    slack_id: U0ADA001
    roles: [operator]
"""
CUSTOMER = """\
# yaml-language-server: $schema=../../../schemas/json/customer.json
name: Customer {number}
status: inactive
currency: {currency}
account_manager: ada
tags: [retail, "batch-{batch}"]

limits:
  channels: {channels}
  cps: {cps}

# Prepay; tops up on the first of the month.
credit:
  debit_limit: "0.00"
  daily_spend_limit: "{spend}.00"

billing:
  minimum_payment: "100.00"
  minimum_payment_basis: topup
  topup_currencies: [USD]
  paypal_email: pay-{number}@example.com
  accounting_id: C-{number}
  invoice:
    schedule: monthly
    due_days: 14

tax:
  percent: 8.25
  basis: topup

address:
  lines:
    - {number} Congress Avenue
    - Suite 9
  city: Austin
  postcode: "78701"
  country: US

portal:
  enabled: true
  hide: [breakout]

timers:
  first_reply_s: 3
  pdd_s: 8
  ring_s: 120

notes: |
  Answers e-mail at once and the phone never.
  Wants a call before limits are lowered.
"""
CURRENCIES = ("USD", "EUR", "GBP", "AUD")


def customer_id(number: int) -> str:
    """Name a customer."""
    return f"customer-{number:06}"


def customer_file(number: int) -> bytes:
    """Write one customer's file; each differs in its identities and numbers."""
    return CUSTOMER.format(
        number=number,
        currency=CURRENCIES[number % len(CURRENCIES)],
        batch=number % 17,
        channels=10 + number % 500,
        cps=1 + number % 40,
        spend=100 + number % 900,
    ).encode()


def carrier_files(count: int, *, fan_out: bool = False) -> dict[str, bytes]:
    """Give every file of a carrier with ``count`` customers: path -> bytes."""
    kind = kind_named("customer")
    settings = SETTINGS + (b"fan_out: true\n" if fan_out else b"")
    customers = {
        kind.path(customer_id(number), fan_out=fan_out): customer_file(number)
        for number in range(count)
    }
    return {"settings.yaml": settings, "operators.yaml": OPERATORS, **customers}


CONTACTS = """\
contacts:
  - id: main
    name: Person {number}
    email: person-{number}@example.com
    phone: "+442079460{short}"
  - id: billing
    name: Accounts {number}
    email: accounts-{number}@example.com
"""
AUTH = """\
ip:
  # The office.
  - id: office
    hosts: ["{address}"]
    direction: sends
    channels: 5
users:
  - id: desk
    username: user-{number}
"""
ALERTS = """\
alerts:
  - id: low-balance
    name: Low balance {number}
    area: balance
    operator: "<"
    threshold: "50.00"
    notify: ["contact:main"]
"""


def customer_tabs(number: int) -> dict[str, bytes]:
    """Write the other files of a customer: kind -> bytes."""
    address = ".".join(str((0x0B000000 + 2 * number) >> shift & 255) for shift in (24, 16, 8, 0))
    values = {"number": number, "short": f"{number % 1000:03}", "address": address}
    tabs = {"contacts": CONTACTS, "auth": AUTH, "alerts": ALERTS}
    return {kind: text.format(**values).encode() for kind, text in tabs.items()}


def whole_carrier(count: int) -> Iterator[tuple[str, bytes]]:
    """Give the files of a fanned-out carrier whose customers have four files each: path, bytes."""
    yield from carrier_files(0, fan_out=True).items()
    for number in range(count):
        name = customer_id(number)
        yield kind_named("customer").path(name, fan_out=True), customer_file(number)
        for kind, data in customer_tabs(number).items():
            yield kind_named(kind).path(name, fan_out=True), data


def kept_remote(count: int) -> Path:
    """Give a bare repository of ``whole_carrier(count)``, made once and kept below ``var/bench``."""
    made = b"".join(data for _, data in whole_carrier(3))
    folder = Path("var/bench") / f"{count}-{hashlib.sha256(made).hexdigest()[:12]}"
    if not (folder / "done").exists():
        shutil.rmtree(folder, ignore_errors=True)
        remote = make_remote(folder / "remote.git", dict(whole_carrier(count)))
        git(remote, "repack", "-adq")
        (folder / "done").touch()
    return folder


def make_remote(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Make a bare repository whose branch main holds ``files`` in one commit."""
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet", "--bare", "--initial-branch=main")
    git(folder, "fast-import", "--quiet", stdin=b"".join(_stream(files)))
    return folder


def _stream(files: Mapping[str, bytes]) -> Iterable[bytes]:
    yield b"commit refs/heads/main\ncommitter Bench <bench@example.com> 1700000000 +0000\n"
    yield b"data 6\nStart\n\n"
    for path, data in files.items():
        yield b"M 644 inline %s\ndata %d\n%s\n" % (path.encode(), len(data), data)


def git(folder: Path, *arguments: str, stdin: bytes = b"") -> str:
    """Run git in a folder and give what it printed."""
    return git_bytes(folder, *arguments, stdin=stdin).decode().strip()


def git_bytes(folder: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """Run git in a folder and give the bytes it printed."""
    program = shutil.which("git") or "git"
    done = subprocess.run(  # noqa: S603 -- our own arguments
        [program, *arguments],
        cwd=folder,
        input=stdin,
        capture_output=True,
        check=True,
        timeout=600,
        env=_environment(),
    )
    return done.stdout


def _environment() -> Mapping[str, str]:
    """Keep the git settings of whoever measures out of the figures."""
    who = {"NAME": "Bench", "EMAIL": "bench@example.com"}
    people = {
        f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in who.items()
    }
    ours = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **people}
    return {"PATH": os.environ.get("PATH", os.defpath), **ours}
