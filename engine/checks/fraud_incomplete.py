"""A fraud profile has a mode, and a mode has a profile.

A profile whose mode is disabled watches nothing, and a mode without a profile has nothing to go by.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.dialling import routes_in
from engine.errors import Problem, Severity
from schemas.routing import FraudMode

RULE = "fraud-incomplete"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every route that has only half of it."""
    for path, place, route in routes_in(book, scope):
        watching = route.fraud.mode is not FraudMode.DISABLED
        if watching is (route.fraud.profile is not None):
            continue
        there = "mode" if watching else "profile"
        # Somebody who wrote mode: disabled beside a profile has switched it off on purpose.
        if there == "profile" and "mode" in route.fraud.model_fields_set:
            continue
        yield book.problem(
            path,
            ("routes", place, "fraud", there),
            RULE,
            f"fraud.mode is {route.fraud.mode} and no profile is named"
            if watching
            else f"the profile {route.fraud.profile} has no mode, so it watches nothing",
            "add fraud.profile"
            if watching
            else "add fraud.mode: low or high, or disabled on purpose",
        )
