"""No text holds a password, a key or a token.

Whoever may read the repository could use it, for ever: git forgets nothing. Set it anew, and let a command seal it.
The text itself is never repeated in the message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope, documents
from engine.errors import Problem, Severity
from engine.texts import texts_of
from schemas.kinds import KINDS

RULE = "plain-credential"
SEVERITY = Severity.ERROR
SET = "integrity"

_WORDS = r"pass(?:word|wd|code|phrase)|pwd|secret|token|api[ _-]?key|ha1|credentials?"
_ASSIGNED = re.compile(
    rf"\b(?:{_WORDS})\b\s*(?:is\b|are\b|:|=)\s*[\"'`]?(?=\S*[0-9!$%&?@^_~])[^\s\"'`]{{4,}}",
    re.IGNORECASE,
)
_PIN = re.compile(r"\bpin\b(?:\s+is)?\s*[:=]?\s*[0-9]{4,8}\b", re.IGNORECASE)
_KNOWN = re.compile(
    r"xox[abeprs]-[0-9A-Za-z-]{10,}"  # Slack
    r"|\bgh[oprsu]_[0-9A-Za-z]{20,}"  # GitHub
    r"|\bAKIA[0-9A-Z]{16}\b"  # AWS
    r"|\bsk_live_[0-9A-Za-z]{10,}"  # Stripe
    r"|\bAGE-SECRET-KEY-1[0-9A-Z]{20,}"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|\beyJ[0-9A-Za-z_-]{10,}\.[0-9A-Za-z_-]{10,}\."  # JSON Web Token
    r"|://[^/\s:@]+:[^/\s:@]+@"  # user and password in a web address
)
_NAMED = re.compile(rf"(?:^|[._])(?:{_WORDS}|pin)(?:$|[._])", re.IGNORECASE)


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Search every text that people write freely."""
    for loaded in documents(book, scope, *(str(kind.name) for kind in KINDS)):
        if loaded.model is None:
            continue
        for at, text in texts_of(loaded.model):
            if _is_credential(str(at[-1]), text):
                yield book.problem(
                    loaded.path,
                    at,
                    RULE,
                    "the text looks as if it held a password or key",
                    "take it out and set it anew; commands keep secrets encrypted",
                )


def _is_credential(name: str, text: str) -> bool:
    return any(pattern.search(text) for pattern in (_ASSIGNED, _PIN, _KNOWN)) or (
        _NAMED.search(name) is not None
    )
