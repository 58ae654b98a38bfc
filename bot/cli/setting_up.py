"""The commands for setting up: init makes a config repository, doctor tries what the bot needs."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from bot.cli.options import Globals

if TYPE_CHECKING:
    from bot.doctor.findings import Finding
    from bot.starting import Start

_MARKS = {"good": "ok     ", "warning": "WARNING", "bad": "FAULT  ", "left out": "-      "}


def init_command() -> click.Command:
    """``trunkline init``: the first commit of a config repository."""

    @click.command("init", short_help="Make the config of a new carrier in an empty repository.")
    @click.option("--admin", required=True, metavar="EMAIL,SLACK_ID", help="Who may do everything.")
    @click.option("--repo", metavar="PATH-or-URL", help="An empty repository git can push to.")
    @click.option("--person", metavar="NAME", help="The admin's name. Default: from the address.")
    @click.option(
        "--os-user",
        metavar="ACCOUNT",
        help="The admin's account on this machine. Default: yours; empty: none.",
    )
    @click.option("--carrier", default="Our carrier", show_default=True, help="Its name.")
    @click.option("--currency", default="USD", show_default=True, help="Currency of totals.")
    @click.option(
        "--realm",
        help="SIP realm of passwords; changing it later ends every one. Default: the domain of the address.",
    )
    def init(
        admin: str,
        repo: str | None,
        person: str | None,
        os_user: str | None,
        carrier: str,
        currency: str,
        realm: str | None,
    ) -> int:
        """Commit settings.yaml, operators.yaml and policy.yaml to an empty repository, and nothing else."""
        from bot.cli.session import system_account
        from bot.starting import Start, admin_of, name_of
        from engine.errors import Invalid, Refused, Unavailable

        said = click.get_current_context().ensure_object(Globals)
        try:
            email, slack_id = admin_of(admin)
            start = Start(
                email=email,
                slack_id=slack_id,
                person=person or name_of(email),
                os_user=system_account() if os_user is None else os_user,
                carrier=carrier,
                currency=currency,
                realm=realm or email.partition("@")[2],
            )
            branch, paths = _pushed(start, repo or said.repo)
        except (Refused, Invalid, Unavailable) as problem:
            click.echo(f"{problem}\n{getattr(problem, 'hint', '')}".strip(), err=True)
            return 4 if isinstance(problem, Unavailable) else 1
        click.echo(f"Pushed the first commit to {branch}: {', '.join(paths)}.")
        click.echo(f"{start.person} is the admin. Next: trunkline doctor")
        return 0

    return init


def _pushed(start: Start, repo: str) -> tuple[str, tuple[str, ...]]:
    from adapters.system import SystemClock
    from bot import starting
    from bot.settings import Settings
    from bot.wiring import committer
    from engine.errors import Refused

    settings = Settings()
    remote = repo or settings.config_repo
    if not remote:
        raise Refused("no config repository is named", "say --repo PATH-or-URL")
    branch = settings.config_branch
    return starting.start(
        remote, start, branch=branch, committer=committer(settings), clock=SystemClock()
    )


def doctor_command() -> click.Command:
    """``trunkline doctor``: what is wrong, and what mends it."""

    @click.command("doctor", short_help="Try everything the bot needs, and say what mends it.")
    @click.option("--repo", metavar="PATH-or-URL", help="The config repository.")
    @click.option("--store", metavar="URL", help="The store.")
    @click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
    def doctor(repo: str | None, store: str | None, as_json: bool) -> int:
        """Try the programs, the state folder, the tokens and their scopes, the right to push, the age key, the mail server, the store and the clock.

        Changes nothing. The exit code is 1 if something is bad.
        """
        import logging

        from adapters.system import SystemClock
        from bot.doctor.examination import examine
        from bot.doctor.findings import is_well
        from bot.logs import configure_logs
        from bot.settings import Settings

        configure_logs(logging.CRITICAL)  # what is wrong is told by the answer
        said = click.get_current_context().ensure_object(Globals)
        found = tuple(
            examine(Settings(), SystemClock(), repo=repo or said.repo, store=store or said.store)
        )
        _print(found, as_json=as_json or said.json)
        return 0 if is_well(found) else 1

    return doctor


def _print(found: tuple[Finding, ...], *, as_json: bool) -> None:
    import json

    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], indent=2, ensure_ascii=False))
        return
    for one in found:
        click.echo(f"{_MARKS[one.health]}  {one.subject}: {one.seen}")
        if one.fix:
            click.echo("\n".join(f"         {line}" for line in one.fix.splitlines()))
