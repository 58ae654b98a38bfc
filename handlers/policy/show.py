"""Show which change needs what: the policy of the carrier, and the roles people can have."""

from __future__ import annotations

from engine.policy import PROTECTED
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import OfCarrier
from handlers.kit.reply import Reply, Table, Text
from handlers.kit.services import Services
from handlers.kit.wording import show
from schemas.operators import ROLE_TEXTS, Role
from schemas.policy import Rule


class Args(OfCarrier):
    """There is only one policy."""


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Lay the rules out as a table."""
    policy = services.book.policy
    rules = Table(
        ("Rule", "Needs", "Changes of", "Fields", "What", "Why"), tuple(map(_row, policy.rules))
    )
    roles = Table(("Role", "A person with this role"), tuple((str(r), ROLE_TEXTS[r]) for r in Role))
    return Reply(
        f"A change that no rule is about needs: {policy.default}",
        (
            *((rules,) if policy.rules else (Text("There are no rules."),)),
            Text(f"Whatever the rules say, a change of {', '.join(PROTECTED)} is confirmed."),
            roles,
        ),
        values={
            "default": str(policy.default),
            "rules": [rule.model_dump(mode="json", exclude_unset=True) for rule in policy.rules],
        },
    )


def _row(rule: Rule) -> tuple[str, ...]:
    when = rule.when
    return (
        rule.id,
        str(rule.needs),
        show(list(when.kind)) if when.kind else "anything",
        show(list(when.fields)) if when.fields else "all",
        show(list(when.action)) if when.action else "create, edit, delete",
        rule.why or "-",
    )


COMMAND = Command(role=Role.VIEWER, effect=Effect.READ, examples=("policy show",))
