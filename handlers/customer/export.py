"""Give customers as a table: CSV with a column for every field that somebody says something in.

The table can be opened in a spreadsheet without any cell being run as a formula, and its columns are those that
customer import reads.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.customer_filter import filter_word, matching, read_terms
from handlers.kit.customer_tables import customers_text
from handlers.kit.reply import File, Reply
from handlers.kit.services import Services
from handlers.kit.wording import plural
from schemas.operators import Role
from schemas.values import text_type


class Args(BaseModel):
    """Which customers."""

    model_config = ConfigDict(extra="forbid")

    where: Annotated[str, text_type(500), BeforeValidator(filter_word)] = Field(
        "", description="Which customers, as in customer list.", examples=["tag:retail"]
    )


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Write the table."""
    found = [(one.id, one.customer) for one in matching(read_terms(args.where), services)]
    said = plural(len(found), "customer")
    if not found:
        return Reply(f"No customer fits {args.where}." if args.where else "There are no customers.")
    return Reply(said, (File("customers.csv", f"{said} as a table", customers_text(found)),))


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.READ,
    examples=("customer export", "customer export status:active tag:retail"),
    positional=("where",),
    rest="where",
)
