"""Show which caller numbers a customer may show: its own CLI rules, then those its tags bring, in their order."""

from __future__ import annotations

from collections.abc import Sequence

from engine.tabs import from_tags, held
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import OfCustomer
from handlers.kit.item_lists import RULES, TAG_RULES
from handlers.kit.item_places import items_of
from handlers.kit.item_replies import item_tab_buttons, item_table
from handlers.kit.items import card_buttons
from handlers.kit.reply import Actions, Block, Button, Fields, Reply, Text
from handlers.kit.services import Services
from handlers.kit.wording import plural
from schemas.cli import CLI, CLIRule
from schemas.operators import Role
from schemas.voice import CallDirection


class Args(OfCustomer):
    """Whose caller numbers."""


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Say what happens to a caller number, and lay out the rules that decide."""
    book, whose = services.book, {"customer": args.customer}
    customer = book.customer(args.customer)
    tags = [tag for tag, _ in from_tags(book, customer, "tag-cli", CLI)]
    own = held(book, "cli", args.customer, CLI) or CLI()
    every = [
        *own.rules,
        *(rule for tag in tags for rule in items_of(TAG_RULES, {"tag": tag}, book)),
    ]
    otherwise = _otherwise(
        [rule for rule in every if rule.enabled and rule.direction is CallDirection.TERMINATION],
        approved=customer.cli.approved_only,
    )
    blocks: list[Block] = [
        Fields(
            (
                (
                    "Without a rule that fits",
                    otherwise,
                ),
                ("Of several forced numbers", str(own.forced_choice)),
            )
        ),
        *item_table(RULES, whose, services, actor),
    ]
    for tag in tags:
        blocks.append(Text(f"From the tag {tag}:"))
        blocks += item_table(TAG_RULES, {"tag": tag}, services, actor)
    if services.live:
        settings = Button("Edit forced choice", "cli edit", whose, form=True)
        rules = item_tab_buttons(RULES, whose, services)
        blocks.append(Actions((*rules, settings, *card_buttons(RULES, whose))))
    return Reply(
        f"Caller numbers of {args.customer}: {plural(len(every), 'rule')}",
        tuple(blocks),
        values={
            "customer": args.customer,
            "forced_choice": str(own.forced_choice),
            "rules": len(own.rules),
            "tags": tags,
        },
    )


def _otherwise(rules: Sequence[CLIRule], *, approved: bool) -> str:
    """Say what becomes of a caller number that no rule of outgoing calls is for."""
    if any(rule.forced for rule in rules):
        return "a forced number is shown instead"
    return "refused" if rules or approved else "passes unchanged"


COMMAND = Command(role=Role.VIEWER, effect=Effect.READ, examples=("cli show ben-llc",))
