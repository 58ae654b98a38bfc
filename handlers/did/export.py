"""Export public numbers as a table that a spreadsheet opens and ``did import`` reads."""

from __future__ import annotations

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.number_lists import WhichNumbers, numbers_meant, said_of
from handlers.kit.number_tables import number_table_text
from handlers.kit.reply import File, Reply
from handlers.kit.services import Services
from handlers.kit.wording import plural
from schemas.operators import Role


class Args(WhichNumbers):
    """Which numbers."""


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Write the numbers into a file."""
    found = numbers_meant(args, services.book)
    said = f"{plural(len(found), 'number')}{said_of(args)}"
    if not found:
        return Reply(said)
    return Reply(said, (File("numbers.csv", said, number_table_text(found)),))


COMMAND = Command(
    role=Role.VIEWER,
    effect=Effect.READ,
    examples=("did export ben-llc", "did export --stock yes", "did export --tag london"),
    positional=("customer",),
)
