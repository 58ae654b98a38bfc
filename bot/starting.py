"""``trunkline init``: a config repository for a new carrier, with nothing of a sample in it."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.edits import Plain
from engine.errors import Invalid, Refused, Severity
from engine.ports.clock import Clock
from engine.ports.repository import Person

_ADMIN = re.compile(r"(?P<email>[^,\s@]+@[^,\s@]+),(?P<slack>[UW][A-Z0-9]{2,19})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What a new carrier begins with. ``os_user``: the admin's account on the machine, empty for none."""

    email: str
    slack_id: str
    person: str
    os_user: str
    carrier: str
    currency: str
    realm: str


def admin_of(said: str) -> tuple[str, str]:
    """Read ``EMAIL,SLACK_ID``.

    Raises:
        Refused: it is something else.
    """
    found = _ADMIN.fullmatch(said.strip())
    if found is None:
        raise Refused(
            f'--admin "{said}" is not an e-mail address and a Slack member id',
            "write --admin rosa@example.com,U0ROSA01; Slack shows the id in your profile, Copy member ID",
        )
    return found["email"], found["slack"]


def name_of(email: str) -> str:
    """Guess a person's name from the address: ``rosa.delgado@...`` is Rosa Delgado."""
    return " ".join(word.capitalize() for word in re.split(r"[._+-]+", email.partition("@")[0]))


def first_files(start: Start) -> Mapping[str, bytes]:
    """Write the files of the first commit: path -> bytes, each in the canonical form."""
    from adapters.yamltext import YamlText

    text = YamlText()
    admin = {
        "id": re.sub(r"[^a-z0-9]+", "-", start.email.partition("@")[0].lower()).strip("-")
        or "admin",
        "name": start.person,
        "email": start.email,
        "slack_id": start.slack_id,
        **({"os_user": start.os_user} if start.os_user else {}),
        "roles": ["admin"],
    }
    documents: Mapping[str, Mapping[str, Plain]] = {
        "settings.yaml": {
            "format": "2",
            "name": start.carrier,
            "base_currency": start.currency,
            "realm": start.realm,
        },
        "operators.yaml": {"operators": [admin]},
        "policy.yaml": {
            "default": "confirm",
            "rules": [
                {
                    "id": "rules-of-the-house",
                    "when": {"kind": ["operators", "policy", "settings"]},
                    "needs": "confirm",
                    "why": "These files decide who may do what.",
                }
            ],
        },
    }
    return {path: text.write(content) for path, content in documents.items()}


def check(files: Mapping[str, bytes]) -> None:
    """Make sure that what would be committed holds.

    Raises:
        Invalid: it does not, for example because the realm is no host name.
    """
    from adapters.documents.folder import FolderDocuments
    from adapters.git.folder import FolderTree
    from adapters.yamltext import YamlText
    from engine.book import Book

    with tempfile.TemporaryDirectory(prefix="trunkline-init-") as folder:
        for path, data in files.items():
            (Path(folder) / path).write_bytes(data)
        book = Book(FolderDocuments(FolderTree(Path(folder)), YamlText()))
        wrong = [one for one in book.problems() if one.severity is Severity.ERROR]
    if wrong:
        raise Invalid(wrong)


def start(
    remote: str, said: Start, *, branch: str, committer: Person, clock: Clock
) -> tuple[str, tuple[str, ...]]:
    """Commit and push the files of a new carrier; gives the branch and the paths.

    Raises:
        Refused, Invalid, Unavailable: nothing was pushed.
    """
    from adapters.git.starting import start_repository

    files = first_files(said)
    check(files)
    made = start_repository(
        remote,
        files,
        branch=branch or None,
        author=Person(said.person, said.email),
        committer=committer,
        message=f"Start the config of {said.carrier}",
        at=clock.now(),
    )
    return made, tuple(files)
