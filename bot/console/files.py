"""Files of the workspace: bytes in memory, and the file objects that Slack shows for them."""

from __future__ import annotations

import mimetypes
import threading
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from bot.console.model import JSON, SlackError

PREVIEW_CHARACTERS = 2000


@dataclass(slots=True)
class _Stored:
    name: str
    user: str
    created: int
    title: str
    alt_text: str
    length: int | None
    data: bytes = b""
    is_filled: bool = False
    is_complete: bool = False


class Files:
    """Keeps uploads; ``base_url`` is set once the Web API listens, since file objects carry absolute URLs.

    A file goes through three hands: `reserve` names it, `fill` takes its bytes, `complete` makes it a file.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        """Start without files."""
        self._now = now
        self._lock = threading.Lock()
        self._files: dict[str, _Stored] = {}
        self.base_url = ""

    def reserve(
        self, name: str, *, user: str, alt_text: str = "", length: int | None = None
    ) -> str:
        """Give the id of a file whose bytes follow; ``length`` is how many were announced, if it was said."""
        with self._lock:
            file_id = f"F{len(self._files) + 1:08d}"
            now = int(self._now())
            self._files[file_id] = _Stored(name, user, now, name, alt_text, length)
            return file_id

    def fill(self, file_id: str, data: bytes) -> None:
        """Store the bytes.

        Raises:
            SlackError: there are more or fewer than was announced, or they are here already.
        """
        stored = self._get(file_id)
        if stored.is_filled:
            raise SlackError("already_uploaded", status=400)
        if stored.length is not None and stored.length != len(data):
            raise SlackError("length_mismatch", status=400)
        stored.data, stored.is_filled = data, True

    def complete(self, file_id: str, title: str = "") -> None:
        """Make a file of what was uploaded; it can be read and shared from now on.

        Raises:
            SlackError: ``file_not_found`` without its bytes, ``file_update_failed`` the second time.
        """
        stored = self._get(file_id)
        if not stored.is_filled:
            raise SlackError("file_not_found")
        if stored.is_complete:
            raise SlackError("file_update_failed")
        stored.is_complete = True
        stored.title = title or stored.title

    def name_of(self, file_id: str) -> str:
        """Give the name a file was uploaded under."""
        return self._get(file_id).name

    def read(self, file_id: str) -> tuple[str, str, bytes]:
        """Give name, media type and bytes."""
        stored = self._ready(file_id)
        return stored.name, _media_type(stored.name), stored.data

    def object(self, file_id: str) -> JSON:
        """The file object as Slack sends it."""
        stored = self._ready(file_id)
        url = f"{self.base_url}/files/{file_id}/{quote(stored.name, safe='')}"
        media_type = _media_type(stored.name)
        shown = {
            "id": file_id,
            "created": stored.created,
            "timestamp": stored.created,
            "name": stored.name,
            "title": stored.title,
            "mimetype": media_type,
            "filetype": stored.name.rpartition(".")[2].lower() if "." in stored.name else "text",
            "user": stored.user,
            "size": len(stored.data),
            "mode": "hosted",
            "is_external": False,
            "is_public": False,
            "url_private": url,
            "url_private_download": url,
        }
        if stored.alt_text:
            shown["alt_txt"] = stored.alt_text
        if media_type.startswith("text/") or media_type == "application/json":
            shown["preview"] = stored.data.decode("utf-8", "replace")[:PREVIEW_CHARACTERS]
        return shown

    def _ready(self, file_id: str) -> _Stored:
        stored = self._get(file_id)
        if not stored.is_complete:
            raise SlackError("file_not_found")
        return stored

    def _get(self, file_id: str) -> _Stored:
        with self._lock:
            if file_id not in self._files:
                raise SlackError("file_not_found")
            return self._files[file_id]


def _media_type(name: str) -> str:
    if name.lower().endswith(".csv"):  # not in every system's table
        return "text/csv"
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
