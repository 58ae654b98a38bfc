"""Judges what the app sends, keeps the findings, and refuses what Slack refuses."""

from __future__ import annotations

import json
from typing import Any

from bot.console import rules
from bot.console.model import JSON, Finding, SlackError
from bot.console.state import State

VIEW_BYTES = 250_000


def check_content(state: State, content: JSON, where: str) -> tuple[Finding, ...]:
    """Judge a message and keep the findings.

    Raises:
        SlackError: what Slack answers to content it does not take.
    """
    malformed = _malformed(content)
    if malformed is not None:
        state.note(where, [Finding(pointer="", message=malformed.code)])
        raise malformed
    findings = state.note(where, rules.check_message(content))
    _refuse(findings, "invalid_blocks")
    return findings


def _malformed(content: JSON) -> SlackError | None:
    """Give what Slack answers before it looks into a message."""
    blocks, attachments = content.get("blocks"), content.get("attachments")
    if blocks is not None and not isinstance(blocks, list):
        return SlackError("invalid_blocks_format")
    if attachments is not None and not isinstance(attachments, list):
        return SlackError("invalid_attachments")
    if len(content.get("text") or "") > rules.MESSAGE_TEXT:
        return SlackError("msg_too_long")
    if not (content.get("text") or blocks or attachments):
        return SlackError("no_text")
    return None


def check_view(state: State, view: Any, where: str, kind: str) -> tuple[Finding, ...]:
    """Judge a view and keep the findings.

    Raises:
        SlackError: ``invalid_arguments``, ``view_too_large``.
    """
    if len(json.dumps(view)) > VIEW_BYTES:
        state.note(where, [Finding(pointer="/view", message="view_too_large")])
        raise SlackError("view_too_large")
    findings = state.note(where, rules.check_view(view))
    _refuse(findings, "invalid_arguments")
    if view["type"] != kind:
        raise SlackError("invalid_arguments", (f"[ERROR] view type must be {kind}",))
    return findings


def _refuse(findings: tuple[Finding, ...], code: str) -> None:
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        too_long = any(finding.message == "msg_blocks_too_long" for finding in errors)
        raise SlackError("msg_blocks_too_long" if too_long else code, findings=findings)
