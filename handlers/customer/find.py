"""Find customers by any text: a name, an address, a note, a tag, an id."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.reply import Actions, Block, Button, Reply, Table, Text
from handlers.kit.search import hits
from handlers.kit.services import Services
from handlers.kit.wording import one_line, plural
from schemas.operators import Role
from schemas.values import text_type

SHOWN = 20


class Args(BaseModel):
    """What to look for."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, text_type(200)] = Field(
        description="What to look for; case does not matter.",
        examples=["nordic"],
    )


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """List the places the text occurs at."""
    book = services.book
    found = [
        (name, customer.name, path, value)
        for name, customer in book.customers.items()
        for path, value in list(hits(name, customer, args.text))[:3]
    ]
    names = list(dict.fromkeys((name, shown) for name, shown, _, _ in found))
    blocks: tuple[Block, ...] = ()
    if found:
        rows = tuple(
            (shown, name, path, one_line(value)) for name, shown, path, value in found[:SHOWN]
        )
        note = f"first {SHOWN} of {len(found)} places" if len(found) > SHOWN else ""
        open_them = tuple(
            Button(shown, "customer show", {"customer": name}) for name, shown in names[:5]
        )
        blocks = (
            Table(("Customer", "Id", "Where", "What it says"), rows, note),
            Actions(open_them),
        )
    else:
        blocks = (
            Text(
                "Names, ids, addresses, notes, tags and every other field of customers were searched."
            ),
        )
    return Reply(
        f'{plural(len(names), "customer")} with "{args.text}"',
        blocks,
        values={"customers": [{"id": name, "name": shown} for name, shown in names]},
    )


COMMAND = Command(
    role=Role.VIEWER,
    effect=Effect.READ,
    examples=("customer find nordic", "customer find SW1A"),
    rest="text",
)
