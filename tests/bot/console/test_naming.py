"""Names that Slack gives: rising timestamps, ids for what has none."""

from __future__ import annotations

from typing import Any

from bot.console.naming import Names


def test_timestamps_rise_while_the_clock_stands() -> None:
    names = Names(lambda: 1_795_000_000.0)

    assert [names.new_ts() for _ in range(2)] == ["1795000000.000000", "1795000000.000001"]


def test_what_has_no_name_gets_one_and_what_has_one_keeps_it() -> None:
    button: dict[str, Any] = {"type": "button"}
    named: dict[str, Any] = {"type": "button", "action_id": "go"}
    block: dict[str, Any] = {"type": "actions", "elements": [button, named], "block_id": "b"}
    content: dict[str, Any] = {
        "blocks": [block],
        "attachments": [{"blocks": [{"type": "divider"}]}],
    }

    Names(lambda: 0.0).name_content(content)

    assert (block["block_id"], named["action_id"]) == ("b", "go")
    assert button["action_id"]
    assert content["attachments"][0]["blocks"][0]["block_id"]


def test_words_and_pictures_of_a_context_are_no_elements() -> None:
    words: dict[str, Any] = {"type": "mrkdwn", "text": "x"}

    Names(lambda: 0.0).name_parts([{"type": "context", "elements": [words]}])

    assert "action_id" not in words
