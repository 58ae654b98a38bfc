"""Show a customer's block of internal numbers, and which of them its SIP users have."""

from __future__ import annotations

from engine.number_blocks import said, users_in
from engine.tabs import block_of
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import OfCustomer
from handlers.kit.reply import Actions, Ask, Button, Fields, Reply, Text, Tone
from handlers.kit.services import Services
from handlers.kit.wording import few
from schemas.operators import Role

NAMED = 20


class Args(OfCustomer):
    """Whose block."""


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Show the block."""
    book, customer = services.book, args.customer
    named = {"customer": customer}
    block = block_of(book, book.customer(customer))
    if block is None:
        allocate = Button("Allocate numbers", "number allocate", named, form=True)
        return Reply(
            f"{customer} has no internal numbers",
            (
                Text("Its SIP users may have any name."),
                *((Actions((allocate,)),) if services.live else ()),
            ),
            values={**named, "block": None},
        )
    users = users_in(book, customer, block)
    ask = Ask(
        f"Release {said(block)}?",
        f"The numbers {said(block)} of customer {customer} become free for others.",
        "Release numbers",
    )
    buttons = (
        Button("Release numbers", "number release", named, Tone.BAD, ask),
        Button("List SIP users", "auth user list", named),
        Button("Show card", "customer show", named),
    )
    pairs = (
        ("Numbers", said(block)),
        ("SIP users", few(users, NAMED) or "none"),
        ("Free", str(len(block) - len(users))),
    )
    return Reply(
        f"Internal numbers of {customer}: {said(block)}",
        (Fields(pairs), *((Actions(buttons),) if services.live else ())),
        values={
            **named,
            "block": {"start": block.start, "size": len(block)},
            "users": list(users),
        },
    )


COMMAND = Command(role=Role.VIEWER, effect=Effect.READ, examples=("number show northgate-dental",))
