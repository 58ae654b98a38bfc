"""A carrier with one customer, two providers and few prices: what the tests of the call path change a line of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from adapters.rates.files import RateFiles
from engine.calls.config import BookRates, Config
from engine.calls.model import Answer, Call, Step
from engine.calls.path import decide
from schemas.counters import Counters
from schemas.voice import CallDirection
from tests.builders import a_book

JUNE = datetime(2026, 6, 3, 10, 0, tzinfo=UTC)
"""A Wednesday."""
BEN = "customers/ben/"
AUTH, ROUTES, CUSTOMER = BEN + "auth.yaml", BEN + "routing.yaml", BEN + "customer.yaml"
RETAIL, CHEAP = "rate-cards/retail/card.yaml", "rate-cards/cheap/card.yaml"
USER = "users: [{id: desk, username: desk1, ip_whitelist: [203.0.113.0/29]}]"
"""A line of Ben's auth file."""

FILES: dict[str, str] = {
    "settings.yaml": """
format: 2
name: Small Carrier
base_currency: USD
realm: sip.example.net
""",
    "fx.yaml": """
rates:
  - {id: eur, one: EUR, currency: USD, worth: "1.10"}
""",
    BEN + "customer.yaml": """
name: Ben
currency: USD
""",
    BEN + "auth.yaml": """
ip:
  - id: pbx
    hosts: [203.0.113.7]
""",
    BEN + "routing.yaml": """
routes:
  - id: world
    rate_card: retail
""",
    "rate-cards/retail/card.yaml": """
name: Retail
side: customer
currency: USD
terms: [{precision: 4, rounding: up}]
dynamic_routing: [cheap, dear]
""",
    "rate-cards/retail/rates.csv": """prefix,name,rate,minimum_s,increment_s,connect,status,from,to
44,UK,0.0100,60,60,,,,
447,UK mobile,0.0500,,,,,,
4470,Personal,,,,,blocked,,
1,USA,0.0060,,,,,,
""",
    "rate-cards/cheap/card.yaml": """
name: Cheap
side: provider
provider: alpha
currency: USD
outgoing: {tech_prefix: "77#"}
""",
    "rate-cards/cheap/rates.csv": """prefix,name,rate
44,UK,0.0050
447,UK mobile,0.0300
1,USA,0.0050
""",
    "rate-cards/dear/card.yaml": """
name: Dear
side: provider
provider: beta
currency: EUR
""",
    "rate-cards/dear/rates.csv": """prefix,name,rate
44,UK,0.0080
447,UK mobile,0.0200
1,USA,0.0055
""",
    "providers/alpha/provider.yaml": """
name: Alpha
currency: USD
gateways: [{id: a1, host: 198.51.100.1}]
""",
    "providers/beta/provider.yaml": """
name: Beta
currency: EUR
gateways: [{id: b1, host: 198.51.100.2}, {id: b2, host: 198.51.100.3}]
failover: {gateways: 1}
""",
}


def a_config(files: Mapping[str, str | None] | None = None) -> Config:
    """Give the carrier with some files replaced; None leaves one out."""
    merged = {**FILES, **(files or {})}
    book = a_book({path: text.encode() for path, text in merged.items() if text is not None})
    return Config(book, BookRates(book, RateFiles(None)))


def tried(
    number: str = "442079460018",
    files: Mapping[str, str | None] | None = None,
    counters: Mapping[str, Any] | None = None,
    **call: Any,
) -> Answer:
    """Walk a call along its path: from Ben's address, in June, unless said otherwise."""
    who = {"ip": "203.0.113.7"} if not {"ip", "user", "customer"} & call.keys() else {}
    asked = Call(**{"number": number, "cli": "12125550123", "at": JUNE, **who, **call})
    return decide(asked, a_config(files), Counters.model_validate(counters or {}))


def more(path: str, text: str) -> dict[str, str]:
    """Give a file of the carrier with lines behind it; for a list, items of its deepest list."""
    return {path: FILES[path].rstrip("\n") + "\n" + text.strip("\n") + "\n"}


def refused(answer: Answer) -> str:
    """Give the code and words of a refusal, empty for a call that is routed."""
    return f"{answer.refusal.code} {answer.refusal.reason}" if answer.refusal else ""


def step(answer: Answer, name: str) -> Step:
    """Give a step by its name."""
    return next(one for one in answer.steps if one.name == name)


def cards(answer: Answer) -> list[str]:
    """Give the cards in the order in which they are tried."""
    return [one.card for one in answer.providers if not one.excluded]


def left_out(answer: Answer, card: str) -> str:
    """Say why a card is left out."""
    return next(one.excluded for one in answer.providers if one.card == card)


def replaced(path: str, old: str, new: str) -> dict[str, str]:
    """Give a file of the carrier with a part of its text replaced."""
    assert re.search(re.escape(old), FILES[path]), (path, old)
    return {path: FILES[path].replace(old, new)}


def did(more_: str = "") -> dict[str, str]:
    """Give Ben a number of ours with its cards; ``more_`` are further fields of it."""
    item = (
        "id: main, number: '442079460100', destinations: ['1001@pbx.example.org', 'extension:7'], "
    )
    return {
        BEN
        + "dids.yaml": f"dids: [{{{item}provider: alpha, provider_card: in-cheap, customer_card: in-retail{more_}}}]\n",
        "rate-cards/in-cheap/card.yaml": FILES[CHEAP].replace("Cheap", "In")
        + "direction: origination\n",
        "rate-cards/in-cheap/rates.csv": "prefix,rate\n44,0.001\n",
        "rate-cards/in-retail/card.yaml": "name: In retail\nside: customer\ncurrency: USD\ndirection: origination\n",
        "rate-cards/in-retail/rates.csv": "prefix,rate\n4420,0.004\n",
    }


def called(files: Mapping[str, str | None], number: str = "442079460100", **call: Any) -> Answer:
    """Walk a call to a number of ours along its path: from Alpha's gateway, unless said otherwise."""
    return tried(
        number, files, direction=CallDirection.ORIGINATION, **{"ip": "198.51.100.1", **call}
    )
