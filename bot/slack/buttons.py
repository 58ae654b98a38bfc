"""A button as Slack draws it, and what it says when it is pressed."""

from __future__ import annotations

import json

from bot.slack.mrkdwn import cut
from bot.slack.sections import Json
from handlers.kit.reply import Button, Tone


def button_element(button: Button, action: str, *, primary: bool = False) -> Json:
    """Draw a button; ``action`` is its id, which no other in the same message or view has."""
    made: Json = {
        "type": "button",
        "action_id": action,
        "text": {"type": "plain_text", "text": cut(button.label, 75), "emoji": False},
        "value": button_value(button),
    }
    if button.tone is Tone.BAD:
        made["style"] = "danger"
    elif primary:
        made["style"] = "primary"
    if button.ask is not None:
        made["confirm"] = {
            "title": {"type": "plain_text", "text": cut(button.ask.title, 100)},
            "text": {"type": "plain_text", "text": cut(button.ask.text, 300)},
            "confirm": {"type": "plain_text", "text": cut(button.ask.yes, 30)},
            "deny": {"type": "plain_text", "text": cut(button.ask.no, 30)},
        }
        if button.tone is Tone.BAD:
            made["confirm"]["style"] = "danger"
    return made


def button_value(button: Button) -> str:
    """Write what a button runs; it is checked and authorised like any typed command when it comes back."""
    said: Json = {"command": button.command, "args": dict(button.args)}
    return json.dumps(
        said | {"form": True} if button.form else said, ensure_ascii=False, separators=(",", ":")
    )
