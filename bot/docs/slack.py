"""The page of what Trunkline registers with Slack, made of the same list as the manifest."""

from __future__ import annotations

from bot.docs.markdown import code, page, table, text
from bot.slack.surface import ALL, EVENTS, METHODS, SHORTCUTS, STANDING, On, offerable, scopes
from handlers.kit.catalogue import Catalogue

_EVENTS = {
    "app_home_opened": "draws the Home tab of whoever opened it",
    "link_shared": "shows a link to a customer's folder (`slack.links` of `settings.yaml`) as a card",
}


def slack_page(catalogue: Catalogue) -> str:
    """Write commands, shortcuts, events, methods and scopes."""
    standing = [name for name in STANDING if name in offerable(catalogue)]
    further = [name for name in offerable(catalogue) if name not in standing]
    return page(
        "# Slack",
        f"{code('trunkline manifest')} prints all of this as the manifest of a Slack app.",
        "## Slash commands",
        f"Always: {code(f'/{ALL}')}, which takes every command, and "
        f"{', '.join(code(f'/{name}') for name in standing)}. "
        "With `slack.commands` of `settings.yaml` these get one of their own: "
        f"{', '.join(code(name) for name in further)}.",
        "## Shortcuts",
        table(
            ("Shortcut", "Where", "What it does"),
            (
                (
                    text(one.name),
                    "in the menu of a message" if one.on is On.MESSAGE else "everywhere",
                    text(one.description),
                )
                for one in SHORTCUTS
            ),
        ),
        "## Events",
        table(
            ("Event", "Scopes", "What it does"),
            (
                (code(name), _scopes(needed), _EVENTS[name])
                for name, needed in sorted(EVENTS.items())
            ),
        ),
        "## Methods of the Web API that are called",
        table(
            ("Method", "Scopes"),
            ((code(name), _scopes(needed)) for name, needed in sorted(METHODS.items())),
        ),
        "## Scopes of the bot's token",
        f"{', '.join(map(code, scopes()))}. Socket Mode has a token of its own, with `connections:write`.",
    )


def _scopes(needed: tuple[str, ...]) -> str:
    return ", ".join(map(code, needed)) or "none"
