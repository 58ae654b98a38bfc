"""Answers that stand for our own refusals do not stand for each other.

With 402 sent as 503 and 503 as 402, nobody who sees an answer can tell which refusal it was. A code sent as itself
without a text changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.settings import Settings

RULE = "sip-code-loop"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Follow every code through the map and see whether it comes back; each loop is told once."""
    for loaded, settings in each(book, scope, Settings):
        told: set[str] = set()
        for code, answer in settings.sip_codes.items():
            loop = _loop(settings.sip_codes, code)
            if not loop or told & set(loop) or (len(loop) == 1 and answer != code):
                continue
            told |= set(loop)
            yield book.problem(
                loaded.path,
                ("sip_codes", code),
                RULE,
                f"{code} comes back to itself: {' is sent as '.join((*loop, code))}",
                "send each refusal as a code that stands for no other",
            )


def _loop(answers: Mapping[str, str], start: str) -> tuple[str, ...]:
    """Give the codes from ``start`` on until it comes back, empty if it never does."""
    way = [start]
    while (code := answers.get(way[-1], "")[:3]) and code not in way:
        way.append(code)
    return tuple(way) if code == start else ()
