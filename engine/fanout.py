"""Where the files of a customer stand with and without fan-out, and the moves from one to the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.book import Documents
from engine.edits import MoveDocument
from schemas.kinds import KINDS, fan_out_folder
from schemas.values import SLUG_PATTERN

_SLUG = SLUG_PATTERN.removeprefix("^").removesuffix("$")
_FANNED = re.compile(rf"customers/(?P<fan>[0-9a-f]{{2}})/(?P<id>{_SLUG})/(?P<rest>.+)\Z")
_FLAT = re.compile(rf"customers/(?P<id>{_SLUG})/(?P<rest>.+)\Z")


def moves(documents: Documents, *, fan_out: bool) -> Iterator[MoveDocument]:
    """Give the moves that put every file in the folder of a customer where it belongs, in the order of paths.

    A folder is a customer's if it holds a document of one; other files in it move along.
    """
    owners = {
        path.rpartition("/")[0]: name
        for kind in _tabs()
        for name, path in documents.paths(kind).items()
    }
    for path in sorted(documents.blobs()):
        folder, rest = _folder_of(path, owners)
        if folder:
            name = owners[folder]
            place = f"{fan_out_folder(name)}/{name}" if fan_out else name
            if folder != f"customers/{place}":
                yield MoveDocument(path, f"customers/{place}/{rest}")


def _folder_of(path: str, owners: dict[str, str]) -> tuple[str, str]:
    """Give the customer's folder a file stands in, however deep, and its path there; empty if in none."""
    for form in (_FANNED, _FLAT):
        found = form.match(path)
        if found is not None:
            folder = path[: -len(found["rest"]) - 1]
            if folder in owners:
                return folder, found["rest"]
    return "", ""


def _tabs() -> Iterator[str]:
    return (kind.name for kind in KINDS if kind.fans_out)
