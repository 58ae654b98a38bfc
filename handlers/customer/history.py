"""Tell who changed a customer, when, and by which operation."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.reply import Reply, Table, Text
from handlers.kit.services import Services
from handlers.kit.wording import when
from schemas.operators import Role
from schemas.quantities import Count
from schemas.values import CustomerRef


class Args(BaseModel):
    """Whose history, how much of it."""

    model_config = ConfigDict(extra="forbid")

    customer: CustomerRef = Field(description="Whose history.", examples=["ben-llc"])
    limit: Count = Field(10, description="How many commits, the newest first.", examples=[25])


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """List the commits that touched the customer's folder."""
    book = services.book
    folder = book.path_of("customer", args.customer).rsplit("/", 1)[0]
    commits = services.repository.log([folder], at=book.commit, limit=args.limit)
    rows = tuple(
        (
            when(commit.committed_at),
            commit.author.name,
            commit.subject,
            commit.trailers.get("Op-Id", "by hand"),
            commit.id[:12],
        )
        for commit in commits
    )
    return Reply(
        _summary(len(rows), book.customer(args.customer).name),
        (Table(("When", "Who", "What", "Operation", "Commit"), rows),)
        if rows
        else (Text("Nothing yet."),),
        values={
            "commits": [
                {
                    "commit": commit.id,
                    "author": commit.author.name,
                    "email": commit.author.email,
                    "at": commit.committed_at.isoformat(),
                    "subject": commit.subject,
                    "operation": commit.trailers.get("Op-Id"),
                }
                for commit in commits
            ]
        },
    )


def _summary(count: int, name: str) -> str:
    if count == 1:
        return f"The latest change of {name}"
    return f"The latest {count} changes of {name}" if count else f"No change of {name} yet"


COMMAND = Command(
    role=Role.VIEWER,
    effect=Effect.READ,
    examples=("customer history ben-llc", "customer history ben-llc --limit 25"),
)
