"""A golden call says who calls, in one way.

A call going out is recognised by ip or user, or taken to be a customer's; a call to a DID comes from anybody outside.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.edits import Pointer
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.expectation import Call, Expectations
from schemas.voice import CallDirection

RULE = "expectation-caller"
SEVERITY = Severity.ERROR
SET = "integrity"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Look at the caller of every golden call."""
    for loaded, expectations in each(book, scope, Expectations):
        for place, golden in enumerate(expectations.calls):
            for at, message, hint in _wrong(golden.call):
                yield book.problem(loaded.path, ("calls", place, "call", *at), RULE, message, hint)


def _wrong(call: Call) -> Iterator[tuple[Pointer, str, str]]:
    if call.direction is CallDirection.ORIGINATION:
        for field in ("customer", "user"):
            if getattr(call, field) is not None:
                told = "a call to a DID comes from outside, not from a customer"
                yield (field,), told, "leave it out; dialled says whose DID it is"
    elif call.customer is not None and (call.ip is not None or call.user is not None):
        told = f"the call is taken to be {call.customer}'s, so ip and user recognise nobody"
        yield ("customer",), told, "write customer, or ip and user"
    elif call.customer is None and call.ip is None and call.user is None:
        yield (), "nothing says whose call it is", "write ip, user or customer"
