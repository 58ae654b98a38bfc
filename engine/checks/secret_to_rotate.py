"""No secret is known to somebody who may not read secrets any more.

``secrets rekey`` marks those a removed recipient could read; the mark goes when the secret is set anew. Encrypting it anew
does not help: the old text stands in old commits for ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.book import Book
from engine.checks import Scope
from engine.documents import to_plain
from engine.edits import Plain, Pointer
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.auth import Auth
from schemas.faults import quoted
from schemas.provider import Provider

RULE = "secret-to-rotate"
SEVERITY = Severity.WARNING
SET = "integrity"

_WAYS: Mapping[tuple[str, ...], tuple[str, str]] = {
    ("users",): ("password", "auth user rotate"),
    ("users", "voicemail"): ("PIN", "auth user pin"),
    ("ip", "login"): ("password we answer with", "auth ip login"),
    ("gateways", "login"): ("password we answer with", "provider gateway login"),
    ("portal",): ("password of ours at the portal", "provider password"),
}
"""Where a secret stands (the names on the way to it) -> what it is, and the command that sets it anew."""


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every secret with the mark."""
    for model in (Auth, Provider):
        for loaded, document in each(book, scope, model):
            for at, owner in _marked((), to_plain(document), ""):
                what, command = _WAYS[tuple(part for part in at[:-1] if isinstance(part, str))]
                yield book.problem(
                    loaded.path,
                    at,
                    RULE,
                    f"the {what} of {quoted(owner or loaded.id)} could be read by somebody who may not read it any more",
                    f"set it anew: {command} {loaded.id} {owner}".rstrip(),
                )


def _marked(at: Pointer, value: Plain, owner: str) -> Iterator[tuple[Pointer, str]]:
    """Give the place of every mark, and the list item it belongs to, if it belongs to one."""
    if isinstance(value, Mapping):
        own = str(value.get("id", owner))
        if value.get("rotate") is True:
            yield (*at, "rotate"), own
        for key, below in value.items():
            yield from _marked((*at, key), below, own)
    elif isinstance(value, (list, tuple)):
        for place, item in enumerate(value):
            yield from _marked((*at, place), item, owner)
