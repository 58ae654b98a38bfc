"""List the tags: how many customers have each, and what it brings them."""

from __future__ import annotations

from engine.tags import TagUse, tag_uses
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import OfCarrier, Paged
from handlers.kit.paging import page_of
from handlers.kit.reply import Actions, Button, Reply, Table, Text
from handlers.kit.services import Services
from handlers.kit.wording import plural
from schemas.operators import Role

COLUMNS = ("Tag", "Customers", "Routes", "CLI rules", "Alerts")


class Args(Paged, OfCarrier):
    """Which page."""


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Lay the tags out as a table."""
    uses = tuple(tag_uses(services.book).values())
    if not uses:
        return Reply("0 tags", (Text("No customer has a tag yet: customer edit ... --tags"),))
    page = page_of(uses, args.page)
    shows = (Button(use.tag, "tag show", {"tag": use.tag}) for use in page.rows)
    buttons = (*page.turns("tag list", {}), *shows)
    return Reply(
        plural(len(uses), "tag"),
        (
            Table(COLUMNS, tuple(_row(use) for use in page.rows), page.note, COLUMNS[1:]),
            *((Actions(buttons),) if services.live else ()),
        ),
        values={"tags": [_values(use) for use in uses]},
    )


def _row(use: TagUse) -> tuple[str, ...]:
    counts = (len(use.customers), use.routes, use.rules, use.alerts)
    return (use.tag, *(str(count) for count in counts))


def _values(use: TagUse) -> dict[str, object]:
    return {
        "tag": use.tag,
        "customers": len(use.customers),
        "routes": use.routes,
        "rules": use.rules,
        "alerts": use.alerts,
    }


COMMAND = Command(role=Role.VIEWER, effect=Effect.READ, examples=("tag list",))
