"""Give a customer's block of internal numbers back; refused while its SIP users are numbers of the block."""

from __future__ import annotations

from engine.edits import DeleteKey, EditDocument
from engine.errors import Refused
from engine.number_blocks import said, users_in
from engine.tabs import block_of
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_args import OfCustomer
from handlers.kit.reply import Button
from handlers.kit.services import Services
from handlers.kit.wording import few, plural
from schemas.operators import Role

NAMED = 5


class Args(OfCustomer):
    """Whose block."""


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take the block out of the customer's document."""
    book, customer = services.book, args.customer
    block = block_of(book, book.customer(customer))
    if block is None:
        raise Refused(
            f"customer {customer} has no block of internal numbers",
            f"reserve one with: number allocate {customer}",
        )
    users = users_in(book, customer, block)
    if users:
        raise Refused(
            f"{plural(len(users), 'SIP user')} of {customer} in {said(block)}: {few(users, NAMED)}",
            f"somebody else could get their numbers; remove or rename them first: auth user list {customer}",
        )
    return Intent(
        f"Release numbers {said(block)} of customer {customer}",
        (EditDocument(book.path_of("customer", customer), (DeleteKey(("internal_numbers",)),)),),
        then=(Button("Show card", "customer show", {"customer": customer}),),
    )


COMMAND = Command(
    role=Role.OPERATOR, effect=Effect.CONFIG, examples=("number release northgate-dental",)
)
