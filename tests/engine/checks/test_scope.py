"""The checks of a change find what a check of everything finds."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from engine.book import Book
from engine.checks import WHOLE, Scope, run_checks, scope_of
from engine.errors import Problem
from schemas.kinds import kind_of
from tests.builders import TEXT, a_carrier
from tests.engine.checks.carriers import book_of

DOCUMENTS: Mapping[str, Any] = {
    "customers/ada/customer.yaml": {
        "name": "Ada",
        "currency": "USD",
        "tags": ["us", "dialler"],
        "limits": {"channels": 30},
        "billing": {"paypal_email": "pay@ada.example", "minimum_payment": "10.00"},
        "internal_numbers": {"start": "1000", "size": 100},
        "cli": {"approved_only": True},
    },
    "customers/ada/auth.yaml": {
        "ip": [
            {"id": "pbx", "hosts": ["192.0.2.1"], "numbers": {"force_from": "12125550100"}},
            {"id": "lab", "hosts": ["192.0.2.64/29"], "numbers": {"tech_prefix": "7#"}},
        ],
        "users": [{"id": "desk", "username": "1001", "channels": 5}],
    },
    "customers/ada/routing.yaml": {
        "routes": [
            {
                "id": "all",
                "rate_card": "retail",
                "dial_except": ["1900"],
                "strategies": [{"prefix": "44", "strategy": "best"}],
                "locks": {"only": ["atlas-gold"]},
                "media": {"recording_percent": 25},
            },
            {"id": "near", "tech_prefix": "9#", "rate_card": "retail", "prefix_set": "near"},
        ]
    },
    "customers/ada/cli.yaml": {"rules": [{"id": "main", "cli": "^44"}]},
    "customers/ada/contacts.yaml": {
        "contacts": [{"id": "ann", "name": "Ann", "email": "ann@ada.example"}]
    },
    "customers/ada/alerts.yaml": {
        "alerts": [
            {
                "id": "low",
                "name": "Low",
                "notify": ["contact:ann"],
                "area": "balance",
                "operator": "below",
                "threshold": "50.00",
                "reset": "60.00",
            }
        ]
    },
    "customers/ada/packages.yaml": {
        "packages": [{"id": "rent", "package": "rental", "quantity": 1, "start": "2026-02-01"}]
    },
    "customers/ada/contracts.yaml": {
        "contracts": [{"id": "terms", "contract": "terms", "required": True, "revision": 1}]
    },
    "fx.yaml": {"rates": [{"id": "eur", "one": "EUR", "currency": "USD", "worth": "1.08"}]},
    "customers/bob/customer.yaml": {"name": "Bob", "currency": "EUR", "tags": ["eu"]},
    "customers/bob/auth.yaml": {
        "ip": [{"id": "pbx", "hosts": ["192.0.2.2"]}],
        "users": [{"id": "desk", "username": "5001"}],
    },
    "customers/bob/contacts.yaml": {
        "contacts": [{"id": "bea", "name": "Bea", "email": "bea@bob.example"}]
    },
    "customers/bob/dids.yaml": {
        "dids": [
            {
                "id": "front",
                "number": "442079460100",
                "destinations": ["extension:5001", "customer:ada", "external:442079460101"],
                "provider": "thames",
                "provider_card": "thames-in",
                "customer_card": "inbound",
                "retail": "2.00",
            },
            {
                "id": "back",
                "number": "442079460101",
                "destinations": ["desk@pbx.bob.example"],
                "provider": "thames",
                "provider_card": "thames-in",
                "customer_card": "inbound",
                "package": "number",
            },
        ]
    },
    "templates/tags/us/cli.yaml": {"rules": [{"id": "head", "cli": "12125550100"}]},
    "templates/tags/eu/routing.yaml": {
        "routes": [{"id": "europe", "rate_card": "wholesale", "prefix_set": "near"}]
    },
    "templates/tags/dialler/routing.yaml": {
        "routes": [{"id": "dialler", "tech_prefix": "8*", "rate_card": "retail", "dial": ["1"]}]
    },
    "providers/atlas/provider.yaml": {
        "name": "Atlas",
        "currency": "EUR",
        "gateways": [{"id": "one", "host": "198.51.100.1", "direction": "receives"}],
    },
    "providers/thames/provider.yaml": {
        "name": "Thames",
        "currency": "EUR",
        "gateways": [{"id": "one", "host": "198.51.100.2", "direction": "sends"}],
    },
    "rate-cards/atlas-gold/card.yaml": {
        "name": "Atlas Gold",
        "side": "provider",
        "provider": "atlas",
        "currency": "EUR",
        "outgoing": {"tech_prefix": "101#"},
    },
    "rate-cards/thames-in/card.yaml": {
        "name": "Thames in",
        "side": "provider",
        "provider": "thames",
        "direction": "origination",
        "currency": "EUR",
    },
    "rate-cards/retail/card.yaml": {
        "name": "Retail",
        "side": "customer",
        "currency": "USD",
        "build": {"parents": ["atlas-gold"]},
    },
    "rate-cards/wholesale/card.yaml": {
        "name": "Wholesale",
        "side": "customer",
        "currency": "EUR",
        "build": {"parents": ["atlas-gold"]},
    },
    "rate-cards/inbound/card.yaml": {
        "name": "Inbound",
        "side": "customer",
        "direction": "origination",
        "currency": "EUR",
    },
    "packages/rental.yaml": {
        "name": "Rental",
        "currency": "USD",
        "retail": "9.00",
        "frequency": "monthly",
    },
    "packages/number.yaml": {
        "name": "Number",
        "currency": "EUR",
        "retail": "1.00",
        "frequency": "monthly",
    },
    "contracts/terms.yaml": {
        "name": "Terms",
        "revisions": [{"number": 1, "date": "2026-01-01", "text": "Pay."}],
    },
    "prefix-sets/near.yaml": {"name": "Near", "lines": ["44", "353"]},
    "strategies/best.yaml": {
        "name": "Best",
        "type": "tier",
        "cards": [{"card": "atlas-gold", "tier": 1}],
    },
    "alerts/house.yaml": {
        "watch": {"tags": ["us"]},
        "alerts": [
            {
                "id": "quiet",
                "name": "Quiet",
                "notify": ["operator:ada"],
                "area": "attempts",
                "operator": "below",
                "threshold": 1,
                "window_minutes": 10,
            }
        ],
    },
    "expectations/ada.yaml": {
        "calls": [
            {
                "id": "refused",
                "call": {"customer": "ada", "dialled": "1900123"},
                "expect": {"outcome": "refused", "code": "480"},
            }
        ]
    },
}
RATES = b"prefix,name,rate\n1,US,0.01\n44,UK,0.01\n"
ROWS = {
    f"rate-cards/{card}/rates.csv": RATES
    for card in ("atlas-gold", "thames-in", "retail", "wholesale", "inbound")
}
WRITTEN = {path: TEXT.write(content) for path, content in DOCUMENTS.items()}
FILES = a_carrier({}, extra=WRITTEN | ROWS)
BEFORE = book_of({path: data.decode() for path, data in FILES.items()})
Key = tuple[str | int, ...]


def inside(value: Any, at: Key = ()) -> list[tuple[Key, Any]]:
    """Everything in a document, with its place."""
    items = value.items() if isinstance(value, Mapping) else ()
    items = enumerate(value) if isinstance(value, list) else items
    return [(at, value), *(found for key, one in items for found in inside(one, (*at, key)))]


def pool() -> dict[str, list[Any]]:
    """What stands under each key anywhere in the carrier, to be put where that key stands elsewhere."""
    found: dict[str, list[Any]] = {}
    for content in DOCUMENTS.values():
        for at, value in inside(content)[1:]:
            found.setdefault(field_of(at), []).append(value)
    return found


def field_of(at: Key) -> str:
    """The last key on the way to a place."""
    return next(step for step in reversed(at) if isinstance(step, str))


POOL = pool()


def edited(content: Any, data: DataObject) -> Any:
    """Take something out of a document, or give it what stands elsewhere under the same key."""
    content = deepcopy(content)
    at = data.draw(st.sampled_from([at for at, _ in inside(content) if at]))
    holder = content
    for step in at[:-1]:
        holder = holder[step]
    if data.draw(st.integers(0, 2)) == 0:
        del holder[at[-1]]
    else:
        holder[at[-1]] = deepcopy(data.draw(st.sampled_from(POOL[field_of(at)])))
    return content


def changed(data: DataObject) -> dict[str, bytes | None]:
    """Draw a change of one to three files."""
    changes: dict[str, bytes | None] = {}
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from([*DOCUMENTS]))
        match data.draw(st.integers(0, 5)):
            case 0:
                changes[path] = None
            case 1:
                own = kind_of(path)
                assert own is not None
                other = data.draw(st.sampled_from(["ada", "bob", "new", "retail", "us"]))
                changes[path.replace(f"/{own[1]}", f"/{other}")] = WRITTEN[path]
            case _:
                changes[path] = TEXT.write(edited(DOCUMENTS[path], data))
    return {path: new for path, new in changes.items() if FILES.get(path) != new}


def by_place(problems: tuple[Problem, ...]) -> dict[tuple[str, str, str], Problem]:
    return {(problem.path, problem.field, problem.rule): problem for problem in problems}


KNOWN = by_place(run_checks(BEFORE))


def new_rules(found: tuple[Problem, ...], known: Mapping[Any, Problem]) -> set[str]:
    return {rule for path, field, rule in by_place(found) if (path, field, rule) not in known}


def disagreement(changes: Mapping[str, bytes | None]) -> set[str]:
    """The rules that a change breaks by the one way of checking it and not by the other."""
    after = Book(BEFORE.documents.overlay(changes))
    scope = scope_of(BEFORE, after, changes)
    scoped = new_rules(run_checks(after, scope), by_place(run_checks(BEFORE, Scope(scope.paths))))
    return scoped ^ new_rules(run_checks(after, Scope(None, BEFORE)), KNOWN)


def with_field(path: str, field: str, value: Any) -> dict[str, bytes | None]:
    return {path: TEXT.write(DOCUMENTS[path] | {field: value})}


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_change_breaks_the_same_rules_whether_all_is_checked_or_what_it_touches(
    data: DataObject,
) -> None:
    changes = changed(data)
    documents = BEFORE.documents.overlay(changes)
    assume(changes)
    assume(all(documents.load(path).model for path, new in changes.items() if new))

    assert disagreement(changes) == set()


def test_a_customer_that_drops_a_tag_leaves_its_templates_unused() -> None:
    changes = with_field("customers/ada/customer.yaml", "tags", ["us"])
    after = Book(BEFORE.documents.overlay(changes))

    found = run_checks(after, scope_of(BEFORE, after, changes))

    assert ("templates/tags/dialler/routing.yaml", "unused-tag") in {
        (problem.path, problem.rule) for problem in found
    }


def test_a_card_of_a_route_by_tag_is_held_against_every_customer_with_the_tag() -> None:
    assert disagreement(with_field("rate-cards/wholesale/card.yaml", "currency", "USD")) == set()


def test_a_rule_by_tag_is_held_against_the_endpoints_of_every_customer_with_the_tag() -> None:
    rules = [{"id": "head", "cli": "12125550199"}]

    assert disagreement(with_field("templates/tags/us/cli.yaml", "rules", rules)) == set()


def test_the_carrier_of_these_tests_is_sound() -> None:
    assert {problem.rule for problem in run_checks(BEFORE, WHOLE)} <= {"user-without-secret"}
