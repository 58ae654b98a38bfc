"""Typed text in the form in which Slack hands it to apps."""

from __future__ import annotations

import pytest

from bot.console.escaping import ALL, as_slack_sends

USERS = {"ada": "U1", "ben.o": "U2"}
CHANNELS = {"ops": "C1"}


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("plain words", "plain words"),
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("ask @ada.", "ask <@U1|ada>."),
        ("@ben.o and @nobody", "<@U2|ben.o> and @nobody"),
        ("in #ops, not #none", "in <#C1|ops>, not #none"),
        ("mail a.b+c@d.example now", "mail <mailto:a.b+c@d.example|a.b+c@d.example> now"),
        ("see https://x.example/a?b=1&c=2.", "see <https://x.example/a?b=1&amp;c=2>."),
        ("call +447700900123", "call <tel:+447700900123|+447700900123>"),
        ("<@U1> typed by hand", "&lt;@U1&gt; typed by hand"),
        ("user@ada", "user@ada"),
    ],
)
def test_turns_what_it_knows_into_references(typed: str, sent: str) -> None:
    assert as_slack_sends(typed, users=USERS, channels=CHANNELS, kinds=ALL) == sent


def test_leaves_what_is_not_asked_for() -> None:
    text = "@ada #ops a@b.example https://x.example +447700900123"

    assert as_slack_sends(text, users=USERS, channels=CHANNELS, kinds=()) == text
