"""Files: what people drop into a form (told of at once, fetched behind the ack), and what is handed to them."""

from __future__ import annotations

import urllib.request
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.slack.calls import patiently
from bot.slack.mrkdwn import cut
from engine.errors import Refused, Unavailable
from handlers.kit.files import LARGEST_FILE, UploadedSheet, UploadedText, read_any, refuse_size
from handlers.kit.reply import File

PATIENCE_S = 20
_GONE = frozenset({"file_not_found", "file_deleted"})
_SLACK = "Slack"
_FILES_HOST = "files.slack.com"


def send_file(client: WebClient, file: File, channel: str, *, thread: str = "") -> None:
    """Share a file in a channel, by the id of which a direct message is one, or in a thread of it.

    Raises:
        SlackApiError: Slack does not take it.
        OSError: the bytes did not arrive.
    """
    data = file.content.encode()
    place = patiently(
        lambda: client.files_getUploadURLExternal(filename=file.name, length=len(data))
    )
    _post(str(place["upload_url"]), data)
    listed = [{"id": place["file_id"], "title": cut(file.title, 200)}]
    patiently(
        lambda: client.files_completeUploadExternal(
            files=listed, channel_id=channel, thread_ts=thread or None
        )
    )


def _post(url: str, data: bytes) -> None:
    """Hand bytes to the address Slack gave for them, which holds its own permission: no token goes along."""
    headers = {"Content-Type": "application/octet-stream"}
    request = urllib.request.Request(url, data=data, headers=headers, method="POST")  # noqa: S310 -- from Slack
    with _opener().open(request, timeout=PATIENCE_S):
        pass


def held_file(file: Mapping[str, Any]) -> dict[str, str]:
    """Say which file a field of a form holds; its text is fetched later."""
    return {"name": str(file.get("name") or "the file"), "lies_at": str(file["id"])}


def file_errors(view: Mapping[str, Any]) -> dict[str, str]:
    """Tell what is wrong with the files of a submitted form, as far as Slack says it with the form."""
    found: dict[str, str] = {}
    for block, elements in view.get("state", {}).get("values", {}).items():
        for element in elements.values():
            for file in element.get("files") or ():
                try:
                    refuse_size(str(file.get("name") or "the file"), int(file.get("size") or 0))
                except Refused as refused:
                    found[block] = f"{refused.message}; {refused.hint}"
    return found


def fetch_text(client: WebClient, file: UploadedText) -> UploadedText | UploadedSheet:
    """Fetch a file from Slack, as text if it is some; the argument it is for tells whether it may be a sheet.

    Raises:
        Refused: the file is gone, lies elsewhere, or is empty.
        Unavailable: Slack does not answer.
    """
    found = _described(client, file)
    refuse_size(file.name, int(found.get("size") or 0))
    url = str(found.get("url_private_download") or found.get("url_private") or "")
    if found.get("is_external") or not _is_of_slack(url, client.base_url):
        # The bot's token goes to Slack and nowhere else.
        raise Refused(
            f"{file.name} is a link to a file that is not in Slack", "upload the file itself"
        )
    return read_any(file.name, _bytes(url, str(client.token), file.name))


def _described(client: WebClient, file: UploadedText) -> Mapping[str, Any]:
    try:
        answer = client.files_info(file=file.lies_at)
    except SlackApiError as error:
        if error.response["error"] in _GONE:
            raise Refused(
                f"{file.name} is no longer in Slack", "upload it again in the form"
            ) from error
        raise Unavailable(_SLACK, str(error.response["error"])) from error
    except (OSError, SlackClientError) as error:
        raise Unavailable(_SLACK, str(error)) from error
    described: Mapping[str, Any] = answer["file"]
    return described


def _is_of_slack(url: str, api_url: str) -> bool:
    """Whether an address is Slack's own for files, or lies where a stand-in for Slack listens."""
    asked, api = urlsplit(url), urlsplit(api_url)
    if asked.scheme == "https" and asked.hostname == _FILES_HOST:
        return True
    return asked.scheme == api.scheme and asked.netloc == api.netloc


def _bytes(url: str, token: str, name: str) -> bytes:
    """Read one byte more than may be, so that a file that grew is noticed without being read."""
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})  # noqa: S310 -- checked above
    try:
        with _opener().open(request, timeout=PATIENCE_S) as answer:
            data: bytes = answer.read(LARGEST_FILE + 1)
            return data
    except HTTPError as error:
        if error.code in (301, 302, 303, 403, 404):  # a redirect leads to the page for signing in
            raise Refused(
                f"Slack does not hand over {name}",
                "it needs the scope files:read: install the app again from the manifest",
            ) from error
        raise Unavailable(_SLACK, f"HTTP {error.code}") from error
    except (OSError, HTTPException) as error:
        raise Unavailable(_SLACK, str(error)) from error


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows nothing: the token would go along."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Go nowhere."""


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(_NoRedirect())
