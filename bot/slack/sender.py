"""Answers to whoever asked: where they asked and for their eyes only, in a modal, or by direct message."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient

from bot.slack.blocks import Drawn, draw
from bot.slack.calls import drawn_or_told, patiently
from bot.slack.files import fetch_text, send_file
from bot.slack.mrkdwn import cut
from bot.slack.sections import Json
from handlers.kit.files import UploadedSheet, UploadedText
from handlers.kit.reply import File, Reply, refusal

log = structlog.get_logger()

LOST = (TimeoutError, ConnectionError, OSError, SlackClientError)


class SlackSender:
    """Sends through one workspace's Web API; safe for several threads."""

    def __init__(self, client: WebClient) -> None:
        """Send with ``client``."""
        self.client = client

    # --- answers -------------------------------------------------------------------------------------------------

    def answer(self, origin: Mapping[str, Any], reply: Reply) -> None:
        """Answer whoever asked: where they asked, seen only by them; by direct message if that is gone.

        What does not fit a message goes along as files, by direct message: where they asked, others would see them.
        """
        drawn = draw(reply)
        if self._respond(origin, drawn.message):
            files = drawn.files
        elif self._respond(origin, {**drawn.bare, "blocks": None}):
            files = drawn.behind
        else:
            files = self._whisper(origin, drawn)
        self._send_files(origin, files)

    def answer_in(self, view_id: str, title: str, reply: Reply, *, user: str) -> bool:
        """Answer in an open modal of ``user``; False if it is closed by now or does not take the answer."""
        drawn = draw(reply, native_tables=0)
        view = told_view(title, drawn.message["blocks"])
        try:
            self.update_form(view_id, view)
        except SlackApiError as error:
            log.info("slack.answer_in", error=error.response["error"])
            return False
        self._send_files({"user": user}, drawn.files)
        return True

    def _respond(self, origin: Mapping[str, Any], said: Json) -> bool:
        url = origin.get("response_url")
        if not url:
            return False
        body = said | {
            "response_type": "ephemeral",
            "replace_original": bool(origin.get("replace")),
        }
        try:
            status = WebhookClient(str(url), timeout=10).send_dict(body).status_code
        except LOST as error:
            log.warning("slack.respond", error=type(error).__name__)
            return False
        return status < 400

    def _whisper(self, origin: Mapping[str, Any], drawn: Drawn) -> tuple[File, ...]:
        """Answer through the Web API; gives the files that go along."""
        user, channel = str(origin["user"]), origin.get("channel")
        try:
            if channel:
                here = partial(self.client.chat_postEphemeral, channel=str(channel), user=user)
                return patiently(lambda: drawn_or_told(here, drawn))[1]
        except SlackApiError as error:
            log.info("slack.whisper", error=error.response["error"])
        direct = partial(self.client.chat_postMessage, channel=user)
        return patiently(lambda: drawn_or_told(direct, drawn))[1]

    def _send_files(self, origin: Mapping[str, Any], files: tuple[File, ...]) -> None:
        for file in files:
            try:
                direct = patiently(lambda: self.client.conversations_open(users=origin["user"]))
                send_file(self.client, file, direct["channel"]["id"])
            except (*LOST, SlackApiError) as error:
                log.warning("slack.file_not_sent", file=file.name, error=type(error).__name__)
                lost = refusal(f"Slack did not take the file {file.name}.", "Ask for it again.")
                self._whisper(origin, draw(lost))

    # --- modals and tabs -----------------------------------------------------------------------------------------

    def open_modal(self, trigger: str, view: Json, *, below: str = "") -> str:
        """Open a modal, on top of ``below`` if that is one; gives its view id.

        The trigger lives three seconds and works once, so nothing here waits. Where no more fit on top of each
        other, the one below is drawn over.
        """
        if not below:
            return str(self.client.views_open(trigger_id=trigger, view=view)["view"]["id"])
        try:
            return str(self.client.views_push(trigger_id=trigger, view=view)["view"]["id"])
        except SlackApiError as error:
            if error.response["error"] != "push_limit_reached":
                raise
            self.update_form(below, view)
            return below

    def publish_home(self, user: str, view: Json, known: str) -> str:
        """Draw the app's own tab of a person anew; gives its new hash.

        ``known`` is the hash of what it replaces, empty to replace whatever is there.
        """
        publish = partial(self.client.views_publish, user_id=user, view=view, hash=known or None)
        return str(patiently(publish)["view"]["hash"])

    def update_form(self, view_id: str, view: Json) -> None:
        """Draw a modal anew."""
        patiently(lambda: self.client.views_update(view_id=view_id, view=view))

    def unfurl(self, place: Mapping[str, str], cards: Mapping[str, Json]) -> None:
        """Hang cards on the links of a message: address -> blocks."""
        given: dict[str, Any] = dict(place)
        patiently(lambda: self.client.chat_unfurl(**given, unfurls=dict(cards)))

    def read_file(self, file: UploadedText) -> UploadedText | UploadedSheet:
        """Fetch the text of a file that somebody dropped into a form."""
        return fetch_text(self.client, file)


def told_view(title: str, blocks: list[Json]) -> Json:
    """A modal that tells something and asks nothing."""
    return {
        "type": "modal",
        "callback_id": "told",
        "title": {"type": "plain_text", "text": cut(title, 24), "emoji": False},
        "close": {"type": "plain_text", "text": "Close"},
        "blocks": blocks,
    }
