"""Show a tag: who has it, and the routes, CLI rules and alerts it brings."""

from __future__ import annotations

from rapidfuzz import process

from engine.errors import Refused
from engine.tags import tag_use, tag_uses
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import OfTag
from handlers.kit.item_lists import TAG_LISTS, alerts_of_tag
from handlers.kit.item_places import ItemList, items_of
from handlers.kit.item_replies import item_tab_buttons, item_table
from handlers.kit.reply import Actions, Block, Button, Fields, Reply, Text
from handlers.kit.services import Services
from handlers.kit.wording import few, plural
from schemas.faults import quoted
from schemas.operators import Role

SHOWN = 10


class Args(OfTag):
    """Which tag."""


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Draw what the tag brings, list by list."""
    use = tag_use(services.book, args.tag)
    if not (use.customers or use.routes or use.rules or use.alert_files):
        known = list(tag_uses(services.book))
        near = [match[0] for match in process.extract(args.tag, known, limit=2, score_cutoff=55)]
        hint = f"did you mean {' or '.join(near)}?" if near else "list them with: tag list"
        raise Refused(f"there is no tag {quoted(args.tag)}", hint)
    blocks: list[Block] = [Fields((("Customers", few(use.customers, SHOWN) or "nobody"),))]
    for items in TAG_LISTS:
        blocks += _list(items, args.tag, services, actor)
    elsewhere = set(use.alert_files) - {alerts_of_tag(args.tag, services.book)}
    blocks += [
        Text(f"alerts/{name}.yaml watches this tag too, beside others.")
        for name in sorted(elsewhere)
    ]
    if services.live:
        named = {"tag": args.tag}
        blocks.append(Actions((Button("List customers", "customer list", named),)))
    return Reply(
        f"Tag {args.tag}: {plural(len(use.customers), 'customer')}",
        tuple(blocks),
        values={"tag": args.tag, "customers": list(use.customers), "alerts": use.alerts},
    )


def _list(items: ItemList, tag: str, services: Services, actor: Actor) -> list[Block]:
    whose = {"tag": tag}
    count = len(items_of(items, whose, services.book))
    title = Text(f"{items.plural[:1].upper()}{items.plural[1:]} of every customer with the tag:")
    table = item_table(items, whose, services, actor) if count else ()
    buttons = item_tab_buttons(items, whose, services) if services.live else ()
    return [*((title,) if count else ()), *table, *((Actions(buttons),) if buttons else ())]


COMMAND = Command(role=Role.VIEWER, effect=Effect.READ, examples=("tag show retail",))
