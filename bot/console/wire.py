"""What went between Slack and the app lately: requests with their permissions, and the calls each of them led to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from bot.console.delivery import ACK_S, Sent
from bot.console.model import JSON, Call
from bot.console.workspace import Workspace

SHOWN = 200


def as_json(workspace: Workspace) -> JSON:
    """Requests to the app and its calls, newest first."""
    calls = [_call(call) for call in reversed(workspace.calls[-SHOWN:])]
    sent = [_request(workspace, each) for each in reversed(workspace.sent)]
    newest_first = sorted([*calls, *sent], key=lambda entry: -float(entry["at"]))
    return {"wire": newest_first, "ack_ms": int(ACK_S * 1000), "faults": sorted(_methods(calls))}


def _methods(calls: Iterable[JSON]) -> set[str]:
    usual = {"chat.postMessage", "chat.update", "views.open", "views.update", "response_url"}
    return usual | {call["method"] for call in calls}


def _call(call: Call) -> JSON:
    return asdict(call) | {"to_app": False, "about": _about_call(call)}


def _request(workspace: Workspace, sent: Sent) -> JSON:
    payload: Mapping[str, Any] = sent.payload
    return {
        "to_app": True,
        "at": sent.at,
        "method": sent.what,
        "about": _about_request(payload),
        "arguments": payload,
        "answer": sent.answer.body,
        "error": sent.answer.error,
        "status": sent.answer.status,
        "elapsed_ms": sent.answer.elapsed_ms,
        "findings": [],
        "permits": _permits(workspace, payload),
    }


def _permits(workspace: Workspace, payload: Mapping[str, Any]) -> JSON:
    """What became of the trigger id and the response URL that the request carried."""
    tickets, found = workspace.state.tickets, {}
    if payload.get("trigger_id"):
        found["trigger"] = tickets.state_of(str(payload["trigger_id"]))
    if payload.get("response_url"):
        name = str(payload["response_url"]).rpartition("/")[2]
        found["response_url"] = f"{tickets.uses_of(name)} of {tickets.most_uses}"
    return found


def _about_request(payload: Mapping[str, Any]) -> str:
    """A few words that tell this request from the next one of its kind."""
    match payload.get("type"):
        case None:
            return str(payload.get("text", ""))
        case "block_actions":
            return ", ".join(_pressed(action) for action in payload["actions"])
        case "block_suggestion":
            return f"{payload['block_id']}: {payload['value']!r}"
        case "view_submission" | "view_closed":
            return str(payload["view"]["title"]["text"])
        case "shortcut" | "message_action":
            return str(payload["callback_id"])
        case "event_callback":
            return str(payload["event"].get("text", ""))[:80]
    return ""


def _pressed(action: Mapping[str, Any]) -> str:
    shown = action.get("text") or (action.get("selected_option") or {}).get("text") or {}
    return str(shown.get("text") or action["action_id"])


def _about_call(call: Call) -> str:
    view = call.arguments.get("view")
    if isinstance(view, dict) and isinstance(view.get("title"), dict):
        return str(view["title"].get("text", ""))
    return str(call.arguments.get("text") or "")[:80]
