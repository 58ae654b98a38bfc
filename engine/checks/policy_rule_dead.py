"""Every rule of the policy can decide something.

A rule about fields that no document has, or one that a stricter rule always overrules, gives a false sense of who
approves what.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from schemas.faults import quoted
from schemas.fields import Shape, leaf_fields
from schemas.kinds import KINDS, kind_named
from schemas.policy import Need, Policy, Rule

RULE = "policy-rule-dead"
SEVERITY = Severity.ERROR
SET = "integrity"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Look at every rule, by itself and against the others."""
    for loaded, policy in each(book, scope, Policy):
        for place, rule in enumerate(policy.rules):
            for spot, pattern in enumerate(rule.when.fields):
                if not _fits_any(pattern, rule):
                    kinds = " or ".join(rule.when.kind) or "document"
                    yield book.problem(
                        loaded.path,
                        ("rules", place, "when", "fields", spot),
                        RULE,
                        f"no {kinds} has a field {quoted(pattern)}",
                        "name a field as plans show it, * standing for any part",
                    )
            stricter = next((one for one in policy.rules if _overrules(one, rule)), None)
            if stricter is not None:
                yield book.problem(
                    loaded.path,
                    ("rules", place, "needs"),
                    RULE,
                    f"{rule.needs} never counts, because {stricter.id} is about the same changes "
                    f"and needs {stricter.needs}",
                    "narrow the stricter rule, or remove this one",
                )


def _overrules(one: Rule, other: Rule) -> bool:
    """Tell whether ``one`` is about every change that ``other`` is about, and stricter."""
    order = list(Need)
    return (
        order.index(one.needs) > order.index(other.needs)
        and _includes(one.when.kind, other.when.kind)
        and _includes(one.when.fields, other.when.fields)
        and _includes(one.when.action, other.when.action)
    )


def _includes(wide: Sequence[str], narrow: Sequence[str]) -> bool:
    """Tell whether one condition lets all through that another does; an empty one lets everything through."""
    return not wide or (bool(narrow) and set(narrow) <= set(wide))


def _fits_any(pattern: str, rule: Rule) -> bool:
    kinds = rule.when.kind or tuple(kind.name for kind in KINDS)
    return any(_meet(pattern, name) for kind in kinds for name in _field_names(str(kind)))


@cache
def _field_names(kind: str) -> tuple[str, ...]:
    """List the fields of a kind the way a plan names them, ``*`` standing for ids and names people choose."""
    return tuple(_named("", kind_named(kind).model))


def _named(above: str, model: type) -> Iterator[str]:
    for leaf in leaf_fields(model):
        path = f"{above}{leaf.path}"
        yield path
        if leaf.shape is Shape.MAP:
            yield f"{path}.*"
        if leaf.item is not None and "id" in leaf.item.model_fields:
            yield from _named(f"{path}[*].", leaf.item)


@cache
def _meet(one: str, other: str) -> bool:
    """Tell whether some text fits both patterns, in which ``*`` stands for anything."""
    if not one or not other:
        return not (one + other).strip("*")
    if one[0] == "*" or other[0] == "*":
        wild, rest = (one, other) if one[0] == "*" else (other, one)
        return _meet(wild[1:], rest) or _meet(wild, rest[1:])
    return one[0] == other[0] and _meet(one[1:], other[1:])
