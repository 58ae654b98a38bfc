"""Which need a change meets, by the policy of the carrier at the commit the change starts from."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

from engine.plan import Action, Change, Verdict
from schemas.policy import Need, Policy, Rule

PROTECTED = ("operators", "policy", "settings")
"""Kinds of documents that decide who may do what: no rule lets them be changed without a look at the plan."""

_STRICTNESS = {need: place for place, need in enumerate(Need)}
_WHOLE = {Action.ADDED: "create", Action.REMOVED: "delete"}

_PROTECTION = Rule(
    id="protected",
    needs=Need.CONFIRM,
    why="Operators, policy and settings decide who may do what.",
)


def judge(policy: Policy, changes: Sequence[Change]) -> Verdict:
    """Give the strictest need of any change.

    A change of bytes that means nothing (a comment, a layout) needs the default. For one change, of all rules that fit the strictest counts; a change that no rule fits needs the default.
    What is protected is confirmed even then.
    """
    if not changes:
        return Verdict(policy.default, (), {})
    need, reasons, used = Need.DIRECT, dict[str, None](), dict[str, str]()
    whole = {change.path: _WHOLE[change.action] for change in changes if not change.field}
    for change in changes:
        action = whole.get(change.path, "edit")
        rules = [rule for rule in policy.rules if _fits(rule, change, action)]
        wanted = max(
            (rule.needs for rule in rules), key=_STRICTNESS.__getitem__, default=policy.default
        )
        used.update({rule.id: str(rule.needs) for rule in rules})
        if wanted is Need.DIRECT and change.kind in PROTECTED:
            wanted, rules = Need.CONFIRM, [_PROTECTION]
        if _STRICTNESS[wanted] > _STRICTNESS[need]:
            need = wanted
            reasons.clear()
        if wanted is need and need is not Need.DIRECT:
            hits = [rule for rule in rules if rule.needs is wanted]
            reasons.update(dict.fromkeys(rule.why or rule.id for rule in hits))
    return Verdict(need, tuple(reasons), used)


def stricter(
    verdict: Verdict, least: Need, why: str = "This command is always confirmed."
) -> Verdict:
    """Raise a verdict to what a change needs whatever the policy says."""
    if _STRICTNESS[verdict.need] >= _STRICTNESS[least]:
        return verdict
    return Verdict(least, (why,), verdict.used)


def _fits(rule: Rule, change: Change, action: str) -> bool:
    when = rule.when
    return (
        (not when.kind or change.kind in when.kind)
        and (not when.action or action in when.action)
        and (not when.fields or any(fnmatchcase(change.field, pattern) for pattern in when.fields))
    )
