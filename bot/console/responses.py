"""What a response URL, or the body of an acknowledgement, does: messages for one person or for the channel."""

from __future__ import annotations

from bot.console.checking import check_content
from bot.console.model import JSON, Finding, SlackError
from bot.console.state import State
from bot.console.tickets import ResponseURL


def post(state: State, name: str, payload: JSON) -> tuple[Finding, ...]:
    """Do what was posted to a response URL.

    Raises:
        SlackError: the URL is used up or expired, or Slack would not take the content.
    """
    url = state.tickets.use_response_url(name)
    if payload.get("delete_original"):
        _delete(state, url)
        return ()
    findings = check_content(state, payload, "response_url")
    if payload.get("replace_original") and url.original:
        _replace(state, url, payload)
    else:
        say(state, url, payload)
    return findings


def say(state: State, url: ResponseURL, content: JSON) -> None:
    """Show a new message where the URL leads: to the person, or with ``in_channel`` to everybody."""
    thread_ts = content.get("thread_ts") or url.thread_ts
    if content.get("response_type") == "in_channel":
        state.conversations.post(
            url.channel, user=state.team.bot_user, content=content, thread_ts=thread_ts
        )
        return
    state.conversations.whisper(
        url.channel, url.user, content, thread_ts=thread_ts, origin=url.origin
    )


def _replace(state: State, url: ResponseURL, content: JSON) -> None:
    original = url.original or ""
    if not url.original_is_ephemeral:
        state.conversations.update(url.channel, original, content)
    elif state.conversations.rewhisper(url.user, original, content) is None:
        say(state, url, content)


def _delete(state: State, url: ResponseURL) -> None:
    if not url.original:
        raise SlackError("no_original")
    if url.original_is_ephemeral:
        state.conversations.dismiss(url.user, url.original)
    else:
        state.conversations.delete(url.channel, url.original)
