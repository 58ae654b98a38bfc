"""The ``Mailer`` port on a folder: each mail is a file, for trying things out without a server."""

from __future__ import annotations

import os
from pathlib import Path

from adapters.mail.writing import written
from engine.errors import Unavailable
from engine.ports.mail import Mail


class FolderMailer:
    """Writes each mail into a file that only its owner can read; the same mail is the same file."""

    def __init__(self, folder: Path, sender: str) -> None:
        """Write into ``folder``, which is made when the first mail comes."""
        self._folder = folder
        self._sender = sender

    def send(self, mail: Mail) -> None:
        """Write a mail."""
        message = written(mail, self._sender)
        name = message["Message-ID"].strip("<>").partition("@")[0]
        stamp = f"{mail.written_at:%Y%m%dT%H%M%S}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            file = self._folder / f"{stamp}-{name[:12]}.eml"
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as opened:
                opened.write(message.as_bytes())
        except OSError as error:
            raise Unavailable("the folder for mail", str(error.strerror)) from error
