"""An amount has no more decimals than its currency.

What a customer pays, owes or may spend is counted in the coins of its currency; a part of a coin is never collected.
Prices per minute are not meant here.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from engine.book import Book
from engine.checks import Scope, documents
from engine.documents import Loaded
from engine.edits import Pointer
from engine.errors import Problem, Severity
from engine.inbound import numbers_in
from engine.lookup import look_up
from engine.money_places import places_of
from schemas.customer import Customer
from schemas.dids import DID, DIDs
from schemas.packages import Package
from schemas.provider import Provider
from schemas.stock import Stock

RULE = "money-places"
SEVERITY = Severity.ERROR
SET = "money"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Hold every amount of customers, numbers and packages against its currency."""
    for loaded in documents(book, scope, "customer", "dids", "stock", "package"):
        for at, amount, currency in _amounts(book, loaded):
            places, written = places_of(currency), _decimals(amount)
            if written > places:
                yield book.problem(
                    loaded.path,
                    at,
                    RULE,
                    f'"{amount}" has {written} decimals, and {currency} has {places}',
                    f'write it in full coins, for example "{amount:.{places}f}"',
                )


def _decimals(amount: Decimal) -> int:
    """Count the decimals that say something: 9.500 has one."""
    exponent = amount.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _amounts(book: Book, loaded: Loaded) -> Iterator[tuple[Pointer, Decimal, str]]:
    """Give every amount of a document with its place and currency."""
    model = loaded.model
    if isinstance(model, Customer):
        yield ("credit", "debit_limit"), model.credit.debit_limit, model.currency
        if model.credit.daily_spend_limit is not None:
            at = ("credit", "daily_spend_limit")
            yield at, model.credit.daily_spend_limit, model.currency
        yield ("billing", "minimum_payment"), model.billing.minimum_payment, model.currency
    elif isinstance(model, Package):
        for name in ("cost", "retail", "setup_cost", "setup_retail"):
            yield (name,), getattr(model, name), model.currency
    elif isinstance(model, DIDs | Stock):
        yield from _of_numbers(book, loaded, model)


def _of_numbers(
    book: Book, loaded: Loaded, model: DIDs | Stock
) -> Iterator[tuple[Pointer, Decimal, str]]:
    """Give what public numbers cost, each in the currency of its provider, and what a customer pays for them."""
    customer = look_up(book, Customer, loaded.id) if isinstance(model, DIDs) else None
    for _, at, source, number in numbers_in(book, Scope(frozenset({loaded.path}))):
        provider = look_up(book, Provider, source)
        if provider is not None:
            yield (*at, "cost"), number.cost, provider.currency
            yield (*at, "setup_cost"), number.setup_cost, provider.currency
        if customer is not None and isinstance(number, DID):
            yield (*at, "retail"), number.retail, customer.currency
