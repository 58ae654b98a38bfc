"""Tell who you are to Trunkline, and what you may do."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.reply import Fields, Reply, Text
from handlers.kit.services import Services
from schemas.operators import ROLE_TEXTS, Role


class Args(BaseModel):
    """Nothing to say."""

    model_config = ConfigDict(extra="forbid")


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Name the person and the roles."""
    if not actor.roles:
        admins = [person.name for person in services.book.operators if Role.ADMIN in person.roles]
        known = actor.is_known
        return Reply(
            f"You are {actor.name if known else actor.via}, "
            f"{'to whom operators.yaml gives no role' if known else 'whom operators.yaml does not name'}, "
            "so you may run only help and whoami.",
            (
                Text(
                    f"{' or '.join(admins) or 'Nobody yet'} can {'give you one' if known else 'add you'}."
                ),
            ),
            values={"via": actor.via, "roles": []},
        )
    roles = sorted(actor.roles, key=list(Role).index)
    return Reply(
        f"You are {actor.name} ({actor.id}), {', '.join(roles)}.",
        (
            Fields(tuple((role.title(), ROLE_TEXTS[role]) for role in roles), "Your roles"),
            Fields(
                (
                    ("Known by", actor.via),
                    ("Author of your commits", f"{actor.name} <{actor.email}>"),
                )
            ),
        ),
        values={
            "id": actor.id,
            "name": actor.name,
            "email": actor.email,
            "via": actor.via,
            "roles": [str(role) for role in roles],
        },
    )


COMMAND = Command(role=None, effect=Effect.READ, examples=("whoami",))
