"""``trunkline manifest``: what to paste where Slack asks for the manifest of an app."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.options import Globals

if TYPE_CHECKING:
    from schemas.settings import Settings as Carrier


def manifest_command() -> click.Command:
    """``trunkline manifest``: the Slack app as code."""

    @click.command(
        "manifest",
        short_help="Print the manifest of the Slack app, to make it or to bring it up to date.",
    )
    @click.option(
        "--url", metavar="BASE", help="Where Slack reaches the bot: https://bot.example.com."
    )
    @click.option(
        "--socket", is_flag=True, help="The bot connects by Socket Mode; needs no address."
    )
    @click.option(
        "--repo",
        metavar="PATH-or-URL",
        help="The config whose settings.yaml lists slash commands and links.",
    )
    @click.option(
        "--json", "as_json", is_flag=True, help="Print the manifest alone, without a word about it."
    )
    def print_manifest(url: str | None, socket: bool, repo: str | None, as_json: bool) -> int:
        """Print the manifest. Without a config repository it has the slash commands that every carrier has."""
        if bool(url) == socket:
            raise click.UsageError("say either --url BASE or --socket")
        said = click.get_current_context().ensure_object(Globals)
        return _print(url or "", repo or said.repo, quiet=as_json or said.json)

    return print_manifest


def _print(url: str, repo: str, *, quiet: bool) -> int:
    import json

    from bot.slack.manifest import manifest
    from engine.errors import Invalid, Refused, Unavailable
    from handlers.kit.catalogue import Catalogue

    try:
        carrier = _carrier(repo)
        made = manifest(Catalogue.read(), carrier, url=url)
    except (Refused, Unavailable, Invalid) as problem:
        click.echo(f"{problem}\n{getattr(problem, 'hint', '')}".strip(), err=True)
        return 4 if isinstance(problem, Unavailable) else 1
    click.echo(json.dumps(made, indent=2, ensure_ascii=False))
    if not quiet:
        click.echo(
            "Paste this at https://api.slack.com/apps: Create New App, From a manifest; or, for an app that is there, "
            "App Manifest. Then install it again, for its scopes may have grown.",
            err=True,
        )
        if carrier is None:
            click.echo(
                "No config repository is named, so slack.commands of settings.yaml are left out.",
                err=True,
            )
    return 0


def _carrier(repo: str) -> Carrier | None:
    """Read the settings of the config repository, if one is named."""
    from bot.settings import Settings
    from bot.wiring import build_house

    settings = Settings()
    if not repo and not settings.config_repo:
        return None
    return build_house(settings, repo=repo).books.head().book.settings
