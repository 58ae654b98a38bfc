"""What the body of an acknowledgement does: a command's text, a modal's errors, update, push or clear."""

from __future__ import annotations

from typing import Any

from bot.console import responses
from bot.console.checking import check_content, check_view
from bot.console.delivery import Answer
from bot.console.model import JSON, Finding, Outcome, SlackError
from bot.console.state import State
from bot.console.tickets import ResponseURL


def show_command_answer(state: State, url: ResponseURL, body: Any) -> None:
    """Show the text or the message that a slash command was acknowledged with.

    Raises:
        SlackError: Slack would not take the message.
    """
    if not body:
        return
    content: JSON = body if isinstance(body, dict) else {"text": str(body)}
    check_content(state, content, f"answer to {url.origin.partition(' ')[0]}")
    if content.get("response_type") == "in_channel":
        state.conversations.post(url.channel, user=url.user, content={"text": url.origin})
    responses.say(state, url, content)


def apply_submission(state: State, user: str, view: JSON, answer: Answer) -> Outcome:
    """Do what the answer to a view submission asks; an empty one closes the view."""
    body = answer.body or {}
    try:
        errors = _respond(state, user, view, body)
    except SlackError as error:
        return Outcome(ok=False, error=error.code, status=200, elapsed_ms=answer.elapsed_ms)
    if errors:
        return Outcome(
            ok=False, error="field_errors", elapsed_ms=answer.elapsed_ms, status=200, errors=errors
        )
    return Outcome(ok=True, status=200, elapsed_ms=answer.elapsed_ms)


def _respond(state: State, user: str, view: JSON, body: Any) -> dict[str, str]:
    where = "answer to view_submission"
    if not isinstance(body, dict):
        message = "must be empty, or an object with a response_action"
        state.note(where, [Finding(pointer="", message=message)])
        raise SlackError("invalid_response")
    match body.get("response_action"):
        case None:
            state.views.close(user, view["id"])
        case "clear":
            state.views.close(user, view["id"], everything=True)
        case "errors":
            return _field_errors(state, view, body.get("errors"), where)
        case "update":
            check_view(state, body.get("view"), where, "modal")
            state.views.update(body["view"], view_id=view["id"])
        case "push":
            check_view(state, body.get("view"), where, "modal")
            state.views.push(user, body["view"])
        case other:
            note = Finding(pointer="/response_action", message=f"unknown response_action {other}")
            state.note(where, [note])
            raise SlackError("invalid_response")
    return {}


def _field_errors(state: State, view: JSON, errors: Any, where: str) -> dict[str, str]:
    inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    shown = errors if isinstance(errors, dict) else {}
    for name in shown.keys() - inputs or ({""} if not shown else set()):
        message = f"no input block has the block_id {name!r}"
        state.note(where, [Finding(pointer=f"/errors/{name}", message=message)])
        raise SlackError("invalid_response")
    return {str(key): str(value) for key, value in shown.items()}
