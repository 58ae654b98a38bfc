"""What is handed over once, to one person: a password that nobody can look up afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message that holds a secret, sealed until the moment it is sent.

    ``template`` names its wording and layout as a mail, ``title`` what it is, on one line. ``said`` are the values around
    the secret and ``sealed`` the secrets, both name -> text. ``to`` is a mail address; empty: whoever asked gets it where
    they asked, by direct message or on the terminal. ``note`` is told with it there.
    """

    template: str
    title: str
    said: Mapping[str, str]
    sealed: Mapping[str, str]
    to: str = ""
    name: str = ""
    note: str = field(default="")
