"""The commands that start a front end and stay: serve, and the demo."""

from __future__ import annotations

from pathlib import Path

import click


def serve_command() -> click.Command:
    """``trunkline serve``: the bot, over HTTP or Socket Mode."""

    @click.command("serve", short_help="Run the bot: answers Slack over HTTP or Socket Mode.")
    @click.option("--http", metavar="HOST:PORT", help="Take signed requests from Slack here.")
    @click.option(
        "--socket", is_flag=True, help="Connect to Slack by Socket Mode; needs no open port."
    )
    def serve(http: str | None, socket: bool) -> int:
        """Run the bot until it is told to stop."""
        from bot.serve import serve_bot

        if bool(http) == socket:
            raise click.UsageError("say either --http HOST:PORT or --socket")
        return serve_bot(http=http or "")

    return serve


def demo_command() -> click.Command:
    """``trunkline demo``: a carrier to try, in the browser."""

    @click.command(
        "demo", short_help="Try Trunkline in the browser: a demo carrier, no Slack needed."
    )
    @click.option(
        "--port",
        type=click.IntRange(0, 65535),
        default=8642,
        show_default=True,
        help="Port of the page; 0 takes a free one.",
    )
    @click.option(
        "--dir",
        "folder",
        default="var/demo",
        show_default=True,
        help="Where the demo carrier lives.",
    )
    @click.option("--no-open", is_flag=True, help="Do not open the browser.")
    @click.option("--fresh", is_flag=True, help="Throw the demo carrier away and make a new one.")
    def demo(port: int, folder: str, no_open: bool, fresh: bool) -> int:
        """Serve the demo until Ctrl-C; everything stays for the next time."""
        from bot.demo import run_demo

        return run_demo(Path(folder), port=port, open_browser=not no_open, fresh=fresh)

    return demo
