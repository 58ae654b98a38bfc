"""No secret is known to somebody who may not read secrets any more.

``secrets rekey`` marks those a removed recipient could read; the mark goes when the secret is set anew. Encrypting it anew
does not help: the old text stands in old commits for ever.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.auth import Auth
from schemas.faults import quoted
from schemas.provider import Provider

RULE = "secret-to-rotate"
SEVERITY = Severity.WARNING
SET = "integrity"

_WHY = "could be read by somebody who may not read it any more"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every secret with the mark."""
    for loaded, auth in each(book, scope, Auth):
        for place, user in enumerate(auth.users):
            called = f"of the SIP user {quoted(user.username)} {_WHY}"
            if user.rotate:
                hint = f"set it anew: auth user rotate {loaded.id} {user.id}"
                at = ("users", place, "rotate")
                yield book.problem(loaded.path, at, RULE, f"the password {called}", hint)
            if user.voicemail.rotate:
                at = ("users", place, "voicemail", "rotate")
                yield book.problem(loaded.path, at, RULE, f"the PIN {called}", "set it anew")
        for place, record in enumerate(auth.ip):
            if record.login.rotate:
                at = ("ip", place, "login", "rotate")
                said = f"the password we answer {quoted(record.id)} with {_WHY}"
                yield book.problem(loaded.path, at, RULE, said, "agree on another and set it")
    for loaded, provider in each(book, scope, Provider):
        if provider.portal.rotate:
            said = f"our password at the provider's portal {_WHY}"
            yield book.problem(
                loaded.path, ("portal", "rotate"), RULE, said, "change it there and set it here"
            )
