"""The page of permissions: which role may run which command, as authorisation itself decides it."""

from __future__ import annotations

from bot.docs.commands import anchor
from bot.docs.markdown import code, page, table, text
from handlers.kit.catalogue import Catalogue, Entry
from handlers.kit.command import Actor
from schemas.operators import ROLE_TEXTS, Role


def permissions_page(catalogue: Catalogue) -> str:
    """Write the table of commands and roles."""
    return page(
        "# Permissions",
        "Nobody may do anything unless `operators.yaml` says so. Roles add up; every role includes what a viewer may.",
        table(
            ("Role", "A person with this role"), ((role, text(ROLE_TEXTS[role])) for role in Role)
        ),
        table(
            ("Command", "Nobody's role", *Role),
            (
                (f"[{entry.name}](commands.md#{anchor(entry)})", *_marks(entry))
                for entry in catalogue.entries
            ),
        ),
        f"{code('trunkline serve')}, {code('trunkline demo')} and {code('trunkline manifest')} are not commands of the "
        "catalogue: whoever can start the program can run them.",
    )


def _marks(entry: Entry) -> tuple[str, ...]:
    return tuple(
        "yes" if _with(frozenset(roles)).may(entry.role) else ""
        for roles in ((), *((role,) for role in Role))
    )


def _with(roles: frozenset[Role]) -> Actor:
    return Actor("", "", "", roles, "")
