"""Which buttons an answer offers a person: those of commands that exist and are theirs to run.

A command names every way to go on; this is the only place that looks whose they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from handlers.kit.catalogue import Catalogue
from handlers.kit.command import Actor
from handlers.kit.reply import Actions, Block, Button, Card, Reply


def offered(buttons: Iterable[Button], catalogue: Catalogue, actor: Actor) -> tuple[Button, ...]:
    """Give the buttons that this person can use."""
    entries = ((button, catalogue.get(button.command)) for button in buttons)
    return tuple(button for button, entry in entries if entry and actor.may(entry.role))


def as_offered(reply: Reply, catalogue: Catalogue, actor: Actor) -> Reply:
    """Leave out of an answer the buttons that this person cannot use."""
    return replace(reply, blocks=tuple(_offered(reply.blocks, catalogue, actor)))


def _offered(blocks: Iterable[Block], catalogue: Catalogue, actor: Actor) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Card):
            yield replace(block, tabs=offered(block.tabs, catalogue, actor))
        elif not isinstance(block, Actions):
            yield block
        elif buttons := offered(block.buttons, catalogue, actor):
            yield Actions(buttons)
