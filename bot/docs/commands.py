"""The page of commands: what the catalogue says of each, what the command line adds, and the two that stay."""

from __future__ import annotations

from collections.abc import Sequence

import click

from bot.cli.app_manifest import manifest_command
from bot.cli.main import root
from bot.cli.render import EXIT_CODES
from bot.cli.servers import demo_command, serve_command
from bot.docs.fieldtypes import named
from bot.docs.markdown import code, page, paragraphs, table, text
from handlers.kit.catalogue import Argument, Catalogue, Effect, Entry, Surface
from handlers.kit.reply import Outcome

EFFECTS = {
    Effect.READ: "reads, changes nothing",
    Effect.CONFIG: "changes the config by a commit, after its plan was shown where policy asks for it",
    Effect.LEDGER: "writes to the ledger",
    Effect.STATE: "changes what Trunkline remembers, not the config",
    Effect.SWITCH: "acts on the switch",
}
SURFACES = {Surface.SLACK: "Slack and the console", Surface.CLI: "command line"}
OUTCOMES = {
    Outcome.DONE: "done",
    Outcome.ASKS: "a plan waits for a word",
    Outcome.WAITS: "recorded; it is done as soon as the outside is back",
    Outcome.REFUSED: "refused: the person asking can mend it",
    Outcome.INVALID: "a document or an argument does not hold",
    Outcome.USAGE: "the command was not understood",
    Outcome.UNAVAILABLE: "something outside is out of reach; try again later",
    Outcome.BUG: "a bug of ours; the answer shows an incident number",
}


def commands_page(catalogue: Catalogue) -> str:
    """Write the page of every command."""
    return page(
        "# Commands",
        "In Slack a command is typed behind `/trunkline`, or behind the slash command of its area: "
        "`/trunkline customer show ben-llc` and `/customer show ben-llc` are the same. On the command line it is typed "
        "behind `trunkline`. A value with spaces stands in quotes. In Slack a command that lacks something required "
        "opens its form, and `--form` always does.",
        table(
            ("Command", "What it does"),
            (
                (f"[{code(entry.usage)}](#{anchor(entry)})", text(entry.help))
                for entry in catalogue.entries
            ),
        ),
        *(_command(entry) for entry in catalogue.entries),
        _front_ends(),
        _options(catalogue),
        _exit_codes(),
    )


def anchor(entry: Entry) -> str:
    """Give the anchor of a command on its page."""
    return "-".join(entry.words)


def _command(entry: Entry) -> str:
    examples = "\n".join(entry.examples)
    return "\n\n".join(
        part.strip("\n")
        for part in (
            f'<a id="{anchor(entry)}"></a>\n\n## {entry.name}',
            f"{text(entry.help)}",
            paragraphs(entry.details),
            f"```text\n{entry.usage}\n```",
            _facts(entry),
            _arguments(entry),
            f"Examples:\n\n```text\n{examples}\n```" if entry.examples else "",
        )
        if part
    )


def _facts(entry: Entry) -> str:
    where = ", ".join(SURFACES[surface] for surface in Surface if surface in entry.surfaces)
    looks = f"; with {code(f'--{entry.look}')} it only looks" if entry.look else ""
    return "\n".join(
        (
            f"- Who may: {entry.role or 'everybody'}",
            f"- Effect: {EFFECTS[entry.effect]}{looks}",
            f"- Where: {where}",
        )
    )


def _arguments(entry: Entry) -> str:
    if not entry.arguments:
        return ""
    return table(
        ("Argument", "Takes", "Needed", "Meaning"),
        (_argument(entry, argument) for argument in entry.arguments),
    )


def _argument(entry: Entry, argument: Argument) -> Sequence[str]:
    positional = argument in entry.positionals
    name = argument.name.upper() if positional else f"--{argument.name}"
    needed = "yes" if argument.required else "no"
    default = f" Default: {code(argument.default)}." if argument.default else ""
    example = f" Example: {code(argument.example)}." if argument.example else ""
    return code(name), _takes(argument), needed, text(argument.description) + default + example


def _takes(argument: Argument) -> str:
    choices = ", ".join(code(choice) for choice in argument.choices)
    if argument.reference:
        return named(argument.reference, several=argument.type == "list")
    if argument.type == "choice":
        return f"one of {choices}"
    if argument.type == "list":
        return f"list of {choices}" if choices else "list, with commas"
    return {
        "boolean": "yes or no",
        "integer": "whole number",
        "map": "name=value, with commas",
        "secret": "nothing on a command line: it is asked for, or - for what is piped in; in Slack, only in the form",
        "file": "a path, or - for what is piped in; in Slack, a file in the form",
    }.get(argument.type, "text")


def _front_ends() -> str:
    parts = [
        "## Front ends",
        "These exist on the command line only. The first two run until they are told to stop.",
    ]
    for command in (serve_command(), demo_command(), manifest_command()):
        parts += [
            f"### {command.name}",
            text(command.short_help or ""),
            _click_options(command.params),
        ]
    return "\n\n".join(parts)


def _options(catalogue: Catalogue) -> str:
    said = "They may stand before the command or behind it."
    return "\n\n".join(
        ("## Options of every command line", said, _click_options(root(catalogue).params))
    )


def _click_options(parameters: Sequence[click.Parameter]) -> str:
    options = [one for one in parameters if isinstance(one, click.Option)]
    return table(
        ("Option", "Meaning"),
        (
            (
                code(" ".join(filter(None, (one.opts[0], one.metavar)))),
                text(one.help or "") + _default(one),
            )
            for one in options
        ),
    )


def _default(option: click.Option) -> str:
    shown = option.show_default and option.default is not None
    return f" Default: {code(str(option.default))}." if shown else ""


def _exit_codes() -> str:
    rows = [(str(number), text(OUTCOMES[outcome])) for outcome, number in EXIT_CODES.items()]
    rows.append(("130", "interrupted"))
    return "\n\n".join(
        ("## Exit codes", table(("Code", "Meaning"), sorted(rows, key=lambda row: int(row[0]))))
    )
