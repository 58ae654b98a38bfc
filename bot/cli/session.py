"""One run of the command line behind the parsing: who asks, dispatch, and the question before a commit."""

from __future__ import annotations

import gc
import logging
import os
import pwd
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import click

from bot.boundary import answer_to
from bot.cli.options import ASK, Globals
from bot.cli.render import EXIT_CODES, as_json
from bot.dispatch import Dispatcher
from bot.house import House
from bot.inbox import Request
from bot.letters import hand_over
from bot.logs import configure_logs
from bot.people import Identity
from bot.plain import as_text
from bot.settings import Settings, demand
from bot.wiring import build_house
from engine.errors import Refused, Unavailable
from engine.ports.ids import OperationId
from handlers.kit.catalogue import Entry
from handlers.kit.files import LARGEST_FILE, LARGEST_SHEET, read_any, read_text
from handlers.kit.reply import Fields, Outcome, Reply, Text
from handlers.kit.secret import secret_arguments


def answer(entry: Entry, values: Mapping[str, object], said: Globals) -> int:
    """Run a command, print its answer, and give the exit code."""
    configure_logs(logging.ERROR)  # what is less is told by the answer
    gc.disable()  # a run ends before garbage matters, and looking for it takes a third of a big import
    house: House | None = None
    try:
        settings = Settings()
        demand(settings, "cli", ("TRUNKLINE_COMMITTER", "TRUNKLINE_CONFIG_BRANCH"))
        house = build_house(settings, repo=said.repo, store=said.store)
        identity = _identity(house, said.as_operator, said.repo or settings.config_repo)
        given = _with_secrets(entry, with_files(entry, _with_piped(entry, values)))
        reply = _ask(house, entry, given, said, identity)
    except (Refused, Unavailable) as problem:
        reply = answer_to(problem)
    if house is None or not _prints_letter(house, reply, said):
        _print(reply, said)
    if house is not None:
        house.close_store()
    return EXIT_CODES[reply.outcome]


def _prints_letter(house: House, reply: Reply, said: Globals) -> bool:
    """Print an answer together with the letter that belongs to it, if there is one: a password is shown here once."""
    if reply.outcome is not Outcome.DONE or not reply.operation:
        return False
    printed = []

    def show(letter: Reply) -> None:
        told = {
            key: text
            for block in letter.blocks
            if isinstance(block, Fields)
            for key, text in block.pairs
        }
        values = {**reply.values, "letter": told}
        blocks = (*reply.blocks, Text(letter.summary), *letter.blocks)
        _print(replace(reply, blocks=blocks, values=values), said)
        sys.stdout.flush()
        printed.append(True)

    try:
        hand_over(
            OperationId(reply.operation),
            show,
            effects=house.open_store().effects,
            vault=house.safe.vault,
            clock=house.clock,
        )
    except (Refused, Unavailable) as problem:  # the letter stays, and comes by mail
        click.echo(f"{problem}", err=True)
    return bool(printed)


def _with_piped(entry: Entry, values: Mapping[str, object]) -> dict[str, object]:
    """Let standard input be the file it goes to, where its place on the command line is empty or ``-``."""
    if not entry.piped or entry.piped in values:
        return dict(values)
    first = entry.positionals[0].name if entry.positionals else ""
    said = values.get(first)
    if said == "-" or (said is None and not sys.stdin.isatty()):
        return {name: value for name, value in values.items() if name != first} | {entry.piped: "-"}
    return dict(values)


def with_files(entry: Entry, values: Mapping[str, object]) -> dict[str, object]:
    """Read every argument that is a file: a path, or ``-`` for what is piped in."""
    return {
        name: _read_file(str(value), entry, name) if _is_file(entry, name) else value
        for name, value in values.items()
    }


def _with_secrets(entry: Entry, values: Mapping[str, object]) -> dict[str, object]:
    """Ask for every secret that was announced or is needed, or read it from what is piped in."""
    secrets = {
        one.name: _secret(one.name, values.get(one.name))
        for one in secret_arguments(entry)
        if one.name in values or one.required
    }
    return {**values, **secrets}


def _secret(name: str, said: object) -> str:
    """Read one line that nobody else on the machine can see.

    Raises:
        Refused: it stood on the command line, or there is nothing to read it from.
    """
    if said == "-" or (said is None and not sys.stdin.isatty()):
        line = _piped_line()
        if not line:
            raise Refused(
                f"no {name} came on standard input", f"write --{name} - and pipe in one line"
            )
        return line
    if said not in (None, ASK):
        raise Refused(
            f"{name} is a secret, and what stands on a command line can be seen by others",
            f"write --{name} alone to be asked for it, or --{name} - to pipe it in",
        )
    return str(click.prompt(name, hide_input=True, confirmation_prompt=True, err=True))


def _piped_line() -> str:
    try:
        return sys.stdin.readline().rstrip("\r\n")
    except OSError:  # there is no standard input
        return ""


def _is_file(entry: Entry, name: str) -> bool:
    argument = entry.argument(name)
    return argument is not None and argument.type == "file"


def _read_file(path: str, entry: Entry, argument: str) -> dict[str, object]:
    """Read no more than is needed to see that a file is too large."""
    wanted = entry.argument(argument)
    is_sheet = wanted is not None and wanted.sheet
    most = LARGEST_SHEET if is_sheet else LARGEST_FILE
    try:
        if path == "-":
            name, data = "standard input", sys.stdin.buffer.read(most + 1)
        else:
            with Path(path).open("rb") as file:
                name, data = Path(path).name, file.read(most + 1)
    except OSError as error:
        raise Refused(
            f"{path} cannot be read: {error.strerror}", "name a file that is there, or - for a pipe"
        ) from error
    read = read_any if is_sheet else read_text
    return read(name, data).model_dump(mode="json")


def _ask(
    house: House, entry: Entry, values: Mapping[str, object], said: Globals, identity: Identity
) -> Reply:
    request = Request(
        command=entry.name,
        args=values,
        identity=identity,
        delivery=f"cli:{os.urandom(16).hex()}",
        origin={"front_end": "cli"},
        at=said.at or None,
    )
    reply = house.dispatcher.answer(request)
    while reply.outcome is Outcome.ASKS and _agrees(reply, house, said):
        reply = _confirm(house.dispatcher, request, reply)
    return reply


def _confirm(dispatcher: Dispatcher, request: Request, plan: Reply) -> Reply:
    agreed = {"operation": plan.operation, "digest": plan.values["digest"]}
    return dispatcher.answer(
        replace(request, command="confirm", args=agreed, delivery=f"cli:{os.urandom(16).hex()}")
    )


def _agrees(reply: Reply, house: House, said: Globals) -> bool:
    """Whether the person wants the plan; asked only where there is a terminal to ask on."""
    if said.yes:
        return True
    if said.json or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    click.echo(as_text(reply, house.catalogue))
    return click.confirm("\nDo it?", default=False)


def _identity(house: House, as_operator: str, remote: str) -> Identity:
    """Say who asks: the system account of this process, or on a demo anybody.

    A demo's store allows it for the demo's own remote only: with another it would open every repository to everybody.
    """
    if not as_operator:
        return Identity("os", system_account())
    if not remote or not house.open_store().marks.is_demo(of=str(Path(remote).absolute())):
        raise Refused(
            "--as works only on a demo store, for the remote of that demo",
            "leave it out: you are known by your system account",
        )
    return Identity("operator", as_operator)


def system_account() -> str:
    """Give the name of the account that runs this process.

    Raises:
        Refused: it has none.
    """
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError as error:  # a container may run as a number that has no name
        raise Refused(
            f"the system account {os.geteuid()} of this process has no name",
            "run as an account that operators.yaml names as os_user",
        ) from error


def _print(reply: Reply, said: Globals) -> None:
    if said.json:
        click.echo(as_json(reply))
        return
    from handlers.kit.catalogue import Catalogue

    text = as_text(reply, Catalogue.read())
    click.echo(text, err=EXIT_CODES[reply.outcome] != 0)
