"""Tell what can be done here, and how a command is typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict, Field
from rapidfuzz import process

from engine.errors import Refused
from handlers.kit.catalogue import Effect, Entry
from handlers.kit.command import Actor, Command
from handlers.kit.reply import Block, Fields, Reply, Table, Text
from handlers.kit.services import Services
from handlers.kit.wording import plural


class Args(BaseModel):
    """About what."""

    model_config = ConfigDict(extra="forbid")

    command: str = Field(
        "", description="A command, or the first word of several.", examples=["customer add"]
    )


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Describe one command, list the commands of an area, or say which areas there are."""
    words = args.command.split()
    entry = services.catalogue.get(args.command)
    if entry is not None:
        return _one(entry)
    entries = [one for one in services.catalogue.under(words) if actor.may(one.role)]
    if not entries:
        names = [one.name for one in services.catalogue.entries]
        near = [
            match[0] for match in process.extract(args.command, names, limit=3, score_cutoff=55)
        ]
        raise Refused(
            f'there is no command "{args.command}"',
            f"did you mean {' or '.join(near)}?" if near else "see: help",
        )
    if not words:
        return _overview(entries)
    rows = tuple((one.usage, one.help) for one in entries)
    hint = "A command with something missing opens a form. More about one: help, then its name."
    return Reply(
        f"{plural(len(rows), 'command')} you may run under {args.command}",
        (Table(("Command", "What it does"), rows), Text(hint)),
    )


def _overview(entries: Sequence[Entry]) -> Reply:
    """One row for each first word: all the commands in full would be pages of them."""
    verbs: dict[str, dict[str, None]] = {}
    for entry in entries:
        verbs.setdefault(entry.words[0], {}).update(dict.fromkeys(entry.words[1:2]))
    alone = {entry.words[0]: entry.help for entry in entries if len(entry.words) == 1}
    rows = tuple((area, _area(alone.get(area, ""), below)) for area, below in verbs.items())
    hint = "More: help, then a word from here, as in help customer or help customer add."
    return Reply(
        f"{plural(len(entries), 'command')} you may run",
        (Table(("Command", "What can follow, or what it does"), rows), Text(hint)),
    )


def _area(alone: str, below: Iterable[str]) -> str:
    """Say what a word does by itself, if anything, and what can follow it."""
    followed = ", ".join(below)
    return f"{alone} Also: {followed}" if alone and followed else alone or followed


def _one(entry: Entry) -> Reply:
    blocks: list[Block] = [Text(entry.details.replace("``", ""))] if entry.details else []
    blocks.append(Fields(tuple((example, "") for example in entry.examples), "Examples"))
    if entry.arguments:
        rows = tuple(
            (
                argument.name if argument.required else f"--{argument.name}",
                argument.type,
                argument.description,
            )
            for argument in sorted(entry.arguments, key=lambda one: not one.required)
        )
        blocks.append(Table(("Argument", "Takes", "Meaning"), rows))
    blocks.append(Text(f"Who may: {entry.role or 'everybody'}"))
    return Reply(f"{entry.usage}: {entry.help}", tuple(blocks))


COMMAND = Command(
    role=None,
    effect=Effect.READ,
    examples=("help", "help customer", "help customer add"),
    positional=("command",),
    rest="command",
)
