"""Starting the bot: what it says when Slack cannot be asked or does not know it."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from bot.serve import start_bot
from bot.slack.app import slack_client
from engine.errors import Refused, Unavailable
from tests.builders import a_house
from tests.scenarios.steps import SECRET, an_office


def test_a_slack_that_does_not_answer_is_named() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{closed.getsockname()[1]}/api/"

        with pytest.raises(Unavailable, match="Slack is not available"):
            start_bot(a_house().house, slack_client("xoxb-test", nobody), SECRET)


@pytest.mark.wall_clock  # the console's clock
def test_a_token_that_slack_does_not_know_is_named_with_where_to_find_it(tmp_path: Path) -> None:
    with an_office(tmp_path, faultless=False) as office:
        stranger = slack_client("xoxb-wrong", office.console.api_url)

        with pytest.raises(Refused, match="SLACK_BOT_TOKEN") as refused:
            start_bot(office.carrier.house, stranger, SECRET)

    assert "invalid_auth" in refused.value.message
    assert "xoxb-wrong" not in f"{refused.value.message}{refused.value.hint}"
