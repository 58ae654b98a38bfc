from __future__ import annotations

from dataclasses import replace

from bot.docs.environment import unexplained
from bot.docs.gaps import command_gaps
from handlers.kit.catalogue import Catalogue


def test_every_gap_of_a_command_is_told() -> None:
    entry = Catalogue.read().get("customer find")
    assert entry is not None
    (argument,) = entry.arguments
    bare = replace(entry, help="", examples=(), arguments=(replace(argument, description=""),))

    assert list(command_gaps(Catalogue([bare]))) == [
        "command customer find: the first line of its docstring is no sentence",
        "command customer find has no example",
        "command customer find: argument text has no description",
    ]


def test_every_variable_that_is_read_stands_in_a_table() -> None:
    assert unexplained() == ()
