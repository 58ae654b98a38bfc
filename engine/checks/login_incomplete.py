"""A login has a user name and a password.

With one of them alone we cannot answer a challenge, and every call to the endpoint fails.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.edits import Pointer
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.auth import Auth, Login
from schemas.provider import Provider

RULE = "login-incomplete"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every login of an endpoint or gateway that has only half of it."""
    for loaded, auth in each(book, scope, Auth):
        for place, record in enumerate(auth.ip):
            yield from _half(book, loaded.path, ("ip", place), record.id, record.login)
    for loaded, provider in each(book, scope, Provider):
        for place, gateway in enumerate(provider.gateways):
            yield from _half(book, loaded.path, ("gateways", place), gateway.id, gateway.login)


def _half(book: Book, path: str, at: Pointer, name: str, login: Login) -> Iterator[Problem]:
    if (login.username is None) is not (login.secret is None):
        there = "username" if login.secret is None else "secret"
        missing = "password" if login.secret is None else "user name"
        yield book.problem(
            path,
            (*at, "login", there),
            RULE,
            f"the login of {name} has no {missing}",
            "set the password by the command for it"
            if missing == "password"
            else "add login.username, or remove the secret",
        )
