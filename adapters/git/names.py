"""What may be handed to git: remotes, ref names, commit ids, paths and the text of commits."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from engine.errors import Refused
from engine.ports.ids import OperationId
from engine.ports.repository import Person

_ObjectId = TypeVar("_ObjectId", bound=str)

_HEX = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NOT_IN_REFS = re.compile(r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|//")
_HELPER = re.compile(r"[A-Za-z0-9+.-]*::")
_SCP_LIKE = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]*@)?[A-Za-z0-9\[][A-Za-z0-9.:\]-]*:[^-].*")
_USER_INFO = re.compile(r"(?<=://)[^/@\s]+@")
_TRANSPORTS = ("https", "ssh", "file")
_OPERATION = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def checked_remote(remote: str) -> str:
    """Give the remote as git may be told it: an absolute path, or an https, ssh or file URL.

    Raises:
        Refused: another transport (``ext::`` would run a program), or text that git could take for an option.
    """
    if not remote or remote.startswith("-") or _CONTROL.search(remote) or _HELPER.match(remote):
        raise _bad_remote(remote)
    if "://" in remote:
        parts = urlsplit(remote)
        if parts.scheme not in _TRANSPORTS or (parts.netloc or "").startswith("-"):
            raise _bad_remote(remote)
        return remote
    if is_path(remote):
        return str(Path(remote).expanduser().resolve())
    if not _SCP_LIKE.fullmatch(remote):
        raise _bad_remote(remote)
    return remote


def is_path(remote: str) -> bool:
    """Whether git takes the remote for a folder of this machine: no colon before the first slash."""
    return "://" not in remote and ":" not in remote.partition("/")[0]


def has_password(remote: str) -> bool:
    """Whether the URL itself carries a password or token."""
    return "://" in remote and urlsplit(remote).password is not None


def without_secrets(text: str) -> str:
    """Hide user and password of every URL in the text."""
    return _USER_INFO.sub("***@", text)


def _bad_remote(remote: str) -> Refused:
    return Refused(
        f"the config repository cannot be at {without_secrets(remote)!r}",
        "give a folder, https://host/path, ssh://user@host/path or user@host:path",
    )


def is_ref_name(text: str) -> bool:
    """Whether git accepts the text as the name of a branch or tag (the rules of ``git check-ref-format``)."""
    return bool(text) and not (
        text == "@"
        or text.startswith(("-", "/"))
        or text.endswith(("/", "."))
        or _NOT_IN_REFS.search(text)
        or any(part.startswith(".") or part.endswith(".lock") for part in text.split("/"))
    )


def checked_branch(branch: str) -> str:
    """Give the branch name back if git accepts it, or raise ``Refused``."""
    if not is_ref_name(branch):
        raise Refused(f"{branch!r} is not the name of a branch", "a name such as main")
    return branch


def is_object_id(text: str) -> bool:
    """Whether the text is a whole object id."""
    return _HEX.fullmatch(text) is not None


def checked_object_id(text: _ObjectId) -> _ObjectId:
    """Give the object id back if it is whole, or raise ``Refused``."""
    if not is_object_id(text):
        raise Refused(f"{text!r} is not a commit id", "40 hexadecimal digits")
    return text


OPERATIONS = "refs/trunkline/ops/"
"""Below here the commits of operations wait for their push."""


def operation_ref(operation: OperationId) -> str:
    """Name the ref under which the commit of an operation waits."""
    if not _OPERATION.fullmatch(operation):
        raise Refused(f"{operation!r} is not an operation id")
    return f"{OPERATIONS}{operation}"


def checked_path(path: str) -> str:
    """Give the path of a file inside the repository back, or raise ``Refused`` if it leads elsewhere."""
    parts = path.split("/")
    if (
        not path
        or _CONTROL.search(path)
        or any(part in ("", ".", "..") or part.lower() == ".git" for part in parts)
    ):
        raise Refused(f"{path!r} is not a path inside the config repository")
    return path


def clean_person(person: Person) -> Person:
    """Take out of a name and address what would end a header of a commit early."""
    name = _ident(person.name)
    email = _ident(person.email).replace(" ", "")
    return Person(name or email or "unknown", email)


def _ident(text: str) -> str:
    return _CONTROL.sub(" ", text).translate({ord("<"): None, ord(">"): None}).strip(" .,:;\"\\'")


def clean_message(message: str) -> str:
    """Give the message as git stores it: no NUL, LF line ends, one newline at the end."""
    return message.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"
