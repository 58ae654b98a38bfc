"""Take rewritten history as the config: until somebody does, nothing is changed.

Without --digest it shows both heads, which commits were lost and which files differ. With the digest it shows, the new
history counts from then on, and changes that waited are taken up. Whoever wrote its newest commit cannot adopt it, if
anybody else can.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from engine.errors import Invalid, Refused
from engine.ports.repository import CommitInfo
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.reply import Actions, Ask, Block, Button, Fields, Reply, Table, Text, Tone
from handlers.kit.rewritten import ADOPTERS, Rewritten, adopters, only_in, rewritten
from handlers.kit.services import Services
from handlers.kit.wording import one_line, plural, when
from schemas.operators import Role

_NAME_LETTERS, _NAME_LENGTH = "0123456789abcdefghjkmnpqrstvwxyz", 26


class Args(BaseModel):
    """Which two heads were looked at."""

    model_config = ConfigDict(extra="forbid")

    digest: str = Field(
        "",
        description="What repo adopt showed: it stands for the two heads you looked at.",
        examples=["3f1c09ab77d2e410"],
    )


def draw(args: Args, services: Services, actor: Actor) -> dict[str, Any]:
    """Note which heads are meant, once: after a crash it is the same adoption."""
    services.repository.fetch()
    found = rewritten(services.repository, services.store.heads)
    if found is None or args.digest != found.digest:
        return {}
    name = services.safe.randomness.letters(_NAME_LETTERS, _NAME_LENGTH)
    return {"old": found.old, "new": found.new, "name": f"adoption-{name}"}


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Show what happened, or take it as the config."""
    if services.drawn:
        meant = Rewritten(services.drawn["old"], services.drawn["new"])
        return _adopt(meant, str(services.drawn["name"]), services, actor)
    found = rewritten(services.repository, services.store.heads)
    if found is None:
        head = services.repository.head()
        return Reply(f"Nothing to adopt: the history of the config only grew, up to {head[:12]}.")
    if args.digest:
        raise Refused(
            f'"{args.digest}" does not stand for {found.old[:12]} and {found.new[:12]}',
            "look again: repo adopt",
        )
    return _shown(found, services)


def _adopt(found: Rewritten, name: str, services: Services, actor: Actor) -> Reply:
    may = adopters(services.book, services.repository, found)
    if actor.id not in [one.id for one in may]:
        raise Refused(
            f"{actor.name} wrote the newest commit of this history, so somebody else adopts it",
            f"ask {' or '.join(one.name for one in may)}",
        )
    _must_have_been_trusted(found, services, actor)
    services.desk.adopt(name, found.old, found.new, actor)
    taken = services.desk.resume()
    pairs = tuple((operation.id, reply.summary) for operation, reply in taken)
    waited = f" {plural(len(pairs), 'waiting change')} taken up." if pairs else ""
    return Reply(
        f"Adopted: the config is {found.new[:12]} now, and no longer {found.old[:12]}.{waited}",
        (Fields(pairs, "Taken up"),) if pairs else (),
        values={"old": found.old, "new": found.new},
    )


def _must_have_been_trusted(found: Rewritten, services: Services, actor: Actor) -> None:
    """Ask also the config we went by: nobody gives themselves the role with the very history they adopt."""
    try:
        before = services.open_at(found.old).operators
    except (Invalid, Refused):  # it is not known any more, or did not hold
        return
    roles = next((set(one.roles) for one in before if one.id == actor.id), set())
    if not roles & set(ADOPTERS):
        raise Refused(
            f"{actor.name} was neither engineer nor admin at {found.old[:12]}, which we went by",
            "somebody who was adopts it",
        )


def _shown(found: Rewritten, services: Services) -> Reply:
    repository = services.repository
    newest = repository.describe(found.new)
    lost = only_in(repository, found.old, other=found.new)
    added = only_in(repository, found.new, other=found.old)
    by = newest.committer or newest.author
    pairs = (
        ("We went by", found.old[:12]),
        ("The branch is at", f"{found.new[:12]} {one_line(newest.subject)}"),
        ("Its newest commit by", f"{by.name}, {when(newest.committed_at)}"),
        ("Lost", "not known: our clone is new" if lost is None else plural(len(lost), "commit")),
        ("New", "not known" if added is None else plural(len(added), "commit")),
    )
    blocks: list[Block] = [Fields(pairs)]
    blocks += [_commits("Lost", lost)] if lost else []
    blocks += _files(found, services) if lost is not None else []
    names = " or ".join(one.name for one in adopters(services.book, repository, found))
    blocks += [
        Text(f"Nothing is changed until it is adopted, by {names}.", Tone.WARNING),
        Actions((_button(found, lost),)),
    ]
    return Reply(
        f"The history of the config was rewritten: {found.old[:12]} is not in {found.new[:12]}.",
        tuple(blocks),
        values={
            "old": found.old,
            "new": found.new,
            "digest": found.digest,
            "lost": [one.id for one in lost or ()],
        },
    )


def _commits(title: str, commits: Sequence[CommitInfo]) -> Table:
    rows = tuple((one.id[:12], one.author.name, one_line(one.subject)) for one in commits)
    return Table((title, "By", "Subject"), rows)


def _files(found: Rewritten, services: Services) -> list[Block]:
    try:
        paths = sorted(services.repository.changed(found.old, found.new))
    except Refused as moved:
        return [Text(moved.message)]
    if not paths:
        return [Text("Every file is the same in both.")]
    return [Table(("Files that differ",), tuple((path,) for path in paths))]


def _button(found: Rewritten, lost: Sequence[CommitInfo] | None) -> Button:
    count = "commits that are not known" if lost is None else plural(len(lost), "commit")
    ask = Ask(
        "Adopt this history?",
        f"{found.new[:12]} takes the place of {found.old[:12]}. Lost by it: {count}.",
        "Adopt it",
        "Not yet",
    )
    return Button("Adopt", "repo adopt", {"digest": found.digest}, Tone.BAD, ask)


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.STATE,
    examples=("repo adopt", "repo adopt --digest 3f1c09ab77d2e410"),
)
