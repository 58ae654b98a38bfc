"""The command line: argv to dispatch, Reply to text or JSON, outcome to exit code.

Commands and their flags come from the catalogue, so ``--help`` imports no command.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

import click

from bot.cli.options import ASK, Globals
from handlers.kit.catalogue import Argument, Catalogue, Entry, Surface

USAGE_ERROR, INTERRUPTED = 2, 130
_NAMED = "by_name_"
"""What the parameter of a positional argument begins with that is given by name."""
_ITSELF = "\0itself"
"""What stands for the command that has the name of its group; nobody can type it."""


_GLOBALS = (
    (
        "--repo",
        "repo",
        "PATH-or-URL",
        "The remote that holds the config. Default: TRUNKLINE_CONFIG_REPO.",
    ),
    (
        "--store",
        "store",
        "URL",
        "The store of operations. Default: DATABASE_URL, else a file in the state folder.",
    ),
    (
        "--at",
        "at",
        "REV-or-INSTANT",
        "Read the config at a commit (also main~2), branch, tag, pull request (pr:12) or instant.",
    ),
    ("--as", "as_operator", "OPERATOR", "Act as this operator; only on a demo store."),
)
_SWITCHES = (
    ("--json", "json", "Print the answer as JSON."),
    ("--yes", "yes", "Confirm the plan at once, without being asked."),
)


def main(argv: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code."""
    sys.exit(run(sys.argv[1:] if argv is None else argv))


def run(argv: Sequence[str]) -> int:
    """Run one command; gives the exit code."""
    try:
        outcome = root(Catalogue.read()).main(
            list(argv), prog_name="trunkline", standalone_mode=False
        )
    except click.ClickException as error:
        _show_usage_error(error, as_json="--json" in argv)
        return USAGE_ERROR
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        return INTERRUPTED
    return int(outcome or 0)


def _show_usage_error(error: click.ClickException, *, as_json: bool) -> None:
    if not as_json:
        error.show()
        return
    from bot.cli import render
    from handlers.kit.reply import Outcome, refusal

    click.echo(render.as_json(refusal(error.format_message(), outcome=Outcome.USAGE)))


def root(catalogue: Catalogue) -> click.Group:
    """Build the tree of commands, without importing any."""
    top = Area(
        name="trunkline",
        params=_global_options(),
        help="Run a voice carrier from its config repository.",
    )
    areas: dict[tuple[str, ...], click.Group] = {(): top}
    offered = [entry for entry in catalogue.entries if Surface.CLI in entry.surfaces]
    for entry in offered:
        _area(areas, entry.words[:-1])
    for entry in offered:
        area = areas.get(entry.words)
        if isinstance(area, Area):
            area.itself = _command(entry)
            area.help = area.itself.help
        else:
            areas[entry.words[:-1]].add_command(_command(entry))
    for area in areas.values():
        area.short_help = ", ".join(area.commands)
    for command in _front_ends():
        top.add_command(command)
    return top


class Area(click.Group):
    """A group of commands that guesses what was meant when a word is unknown.

    ``itself`` is the command that has the name of the group: what follows the name and is none of the group is its.
    """

    itself: click.Command | None = None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Hand everything to the command of this name, unless one of the group or help is asked for."""
        words = [word for word in args if not word.startswith("-")]
        of_group = any(word in self.commands for word in words[:1])
        if self.itself is None or of_group or "--help" in args:
            return super().parse_args(ctx, args)
        ctx.ensure_object(Globals)
        ctx._protected_args, ctx.args = [_ITSELF], list(args)  # noqa: SLF001 -- where click keeps what is left
        return [_ITSELF, *args]

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Find the command, or say which one was probably meant."""
        if args[:1] == [_ITSELF]:
            return self.name, self.itself, args[1:]
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from rapidfuzz import process

            near = [
                match[0]
                for match in process.extract(args[0], list(self.commands), limit=2, score_cutoff=55)
            ]
            advice = f" Did you mean {' or '.join(near)}?" if near else ""
            raise click.UsageError(f'There is no command "{args[0]}".{advice}', ctx) from error

    def invoke(self, ctx: click.Context) -> Any:
        """Note what was said about the run before the command, then go on."""
        _note(ctx)
        return super().invoke(ctx)


def _area(areas: dict[tuple[str, ...], click.Group], words: tuple[str, ...]) -> click.Group:
    if words not in areas:
        areas[words] = Area(
            name=words[-1], params=_global_options(), help=f"Commands about {' '.join(words)}."
        )
        _area(areas, words[:-1]).add_command(areas[words])
    return areas[words]


def _global_options() -> list[click.Parameter]:
    valued: list[click.Parameter] = [
        click.Option([flag, name], metavar=metavar, help=text)
        for flag, name, metavar, text in _GLOBALS
    ]
    return valued + [
        click.Option([flag, name], is_flag=True, help=text) for flag, name, text in _SWITCHES
    ]


def _note(ctx: click.Context) -> Globals:
    """Take the options about the run out of a context, into the one record of the run."""
    found = ctx.ensure_object(Globals)
    for _, name, *_ in (*_GLOBALS, *_SWITCHES):
        value = ctx.params.pop(name, None)
        if value:
            setattr(found, name, value)
    return found


def _command(entry: Entry) -> click.Command:
    positionals = [
        _positional(argument, rest=argument.name == entry.rest) for argument in entry.positionals
    ]
    named = {argument.name for argument in entry.positionals}
    options = [_option(argument) for argument in entry.arguments if argument.name not in named]
    examples = "".join(f"\n\n  trunkline {example}" for example in entry.examples)
    details = f"{entry.help}\n\n{entry.details.replace('``', '')}\n\n\b\nExamples:{examples.replace(chr(10) * 2, chr(10))}"

    def callback(**values: Any) -> int:
        context = click.get_current_context()
        said = _note(context)
        placed = values | _placed(entry, positionals, values)
        return _dispatch(
            entry, {name: placed[name] for name in placed if name in _names(entry)}, said
        )

    by_name = [_by_name(argument) for argument in entry.positionals]
    return click.Command(
        entry.words[-1],
        params=[*positionals, *by_name, *options, *_global_options()],
        help=details,
        short_help=entry.help,
        callback=callback,
    )


def _names(entry: Entry) -> frozenset[str]:
    return frozenset(argument.name for argument in entry.arguments)


def _positional(argument: Argument, *, rest: bool) -> click.Argument:
    """Take an argument by its place. Click does not ask for it, since it may be given by name too."""
    name = argument.name.upper()
    shown = name if argument.required else f"[{name}]"
    return click.Argument(
        [argument.name],
        required=False,
        nargs=-1 if rest else 1,
        metavar=f"{shown}..." if rest else shown,
    )


def _by_name(argument: Argument) -> click.Option:
    """Take the same argument by name, as people type it in Slack."""
    return click.Option([f"--{argument.name}", _NAMED + argument.name], hidden=True)


def _placed(
    entry: Entry, positionals: Sequence[click.Argument], values: Mapping[str, Any]
) -> dict[str, Any]:
    """Tell which argument each value is for: those given by name first, the others in their order."""
    named = {a.name: values[_NAMED + a.name] for a in entry.positionals}
    said = {name: value for name, value in named.items() if value is not None}
    loose = [value for a in positionals if (value := values[str(a.name)]) not in (None, ())]
    places = [a.name for a in entry.positionals if a.name not in said]
    context = click.get_current_context()
    if len(loose) > len(places):
        raise click.UsageError(f"Got unexpected extra argument ({loose[-1]})", context)
    placed = {**dict.fromkeys(places), **dict(zip(places, loose, strict=False)), **said}
    for parameter, argument in zip(positionals, entry.positionals, strict=True):
        if argument.required and placed[argument.name] is None:
            raise click.MissingParameter(ctx=context, param=parameter)
    return placed


def _option(argument: Argument) -> click.Option:
    example = f" Example: {argument.example}" if argument.example else ""
    choices = (
        f" One of: {', '.join(argument.choices)}."
        if argument.choices and argument.type == "choice"
        else ""
    )
    flags = [f"--{argument.name}"]
    if "_" in argument.name:
        flags.append(f"--{argument.name.replace('_', '-')}")
    said = f"{argument.description}{choices}{example}"
    if argument.type == "boolean" and argument.default == "no":
        return click.Option([*flags, argument.name], help=said, is_flag=True)
    if argument.type == "secret":
        # Said alone it is asked for: what stands in argv can be seen by everybody on the machine.
        return click.Option(
            [*flags, argument.name], help=said, metavar="[-]", is_flag=False, flag_value=ASK
        )
    return click.Option([*flags, argument.name], help=said, metavar=argument.type)


def _dispatch(entry: Entry, values: Mapping[str, Any], said: Globals) -> int:
    from bot.cli.session import answer

    raw = {
        name: " ".join(value) if isinstance(value, tuple) else value
        for name, value in values.items()
    }
    return answer(
        entry, {name: value for name, value in raw.items() if value not in (None, "", False)}, said
    )


def _front_ends() -> tuple[click.Command, ...]:
    from bot.cli.app_manifest import manifest_command
    from bot.cli.servers import demo_command, serve_command
    from bot.cli.setting_up import doctor_command, init_command
    from bot.cli.stores import store_commands

    return (
        init_command(),
        doctor_command(),
        serve_command(),
        demo_command(),
        manifest_command(),
        store_commands(),
    )
