"""List deleted customers: they lie in the archive, and their ids are never used again."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from engine.book import Book
from engine.departure import ARCHIVED, archived_ids
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.paging import page_of
from handlers.kit.reply import Actions, Block, Reply, Table
from handlers.kit.services import Services
from handlers.kit.wording import plural, show, when
from schemas.operators import Role
from schemas.quantities import Count


class Args(BaseModel):
    """Which page."""

    model_config = ConfigDict(extra="forbid")

    page: Count = Field(1, description="Which page of ten.", examples=[2])


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Give the names and when each was deleted, by which operation."""
    book = services.book
    page = page_of(archived_ids(book), args.page)
    rows = tuple(_row(name, book, services) for name in page.rows)
    blocks: list[Block] = (
        [Table(("Name", "Id", "Deleted", "By", "Operation"), rows, page.note)] if rows else []
    )
    turns = page.turns("customer archived", {})
    return Reply(
        plural(page.count, "deleted customer"),
        (*blocks, *((Actions(turns),) if turns else ())),
        values={"archived": [{"id": row[1], "name": row[0], "operation": row[4]} for row in rows]},
    )


def _row(name: str, book: Book, services: Services) -> tuple[str, ...]:
    path = f"{ARCHIVED}{name}/customer.yaml"
    said = (
        services.text.read(path, book.documents.data(path)).value
        if book.documents.blob(path)
        else None
    )
    commits = services.repository.log([f"{ARCHIVED}{name}"], at=book.commit, limit=1)
    last = commits[0] if commits else None
    return (
        show((said or {}).get("name") or name),
        name,
        when(last.committed_at) if last else "-",
        last.author.name if last else "-",
        (last.trailers.get("Op-Id", "-") if last else "-"),
    )


COMMAND = Command(role=Role.VIEWER, effect=Effect.READ, examples=("customer archived",))
