"""A config repository as a plain folder, for checking a work tree before it is committed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from engine.errors import Refused

_SETTINGS = "settings.yaml"


class FolderTree:
    """The files below the folder that holds ``settings.yaml``, seen as git would store them.

    A link is its target as text, as in a commit, and is never followed.
    """

    def __init__(self, path: Path) -> None:
        """Find the root at ``path``, in ``path/config``, or above a file or folder inside a config repository.

        Raises:
            Refused: there is nothing at ``path``, or no ``settings.yaml`` near it.
        """
        if not path.exists():
            raise Refused(f"there is nothing at {path}")
        place = path.absolute()
        self._place = place.parent.resolve() / place.name if place.is_symlink() else place.resolve()
        self._root = _find_root(self._place)

    @property
    def root(self) -> Path:
        """The folder that holds ``settings.yaml``."""
        return self._root

    @property
    def selected(self) -> str:
        """What was asked for, below the root: the path of a file or folder, empty for everything."""
        if self._root.is_relative_to(self._place):
            return ""
        return self._place.relative_to(self._root).as_posix()

    def files(self) -> Mapping[str, Path]:
        """List every file below the root: path -> where it is; git's own files are left out."""
        found = {where.relative_to(self._root).as_posix(): where for where in _walk(self._root)}
        return dict(sorted(found.items()))

    def read(self, path: str) -> bytes:
        """Read one file of the listing.

        Raises:
            Refused: there is no such file, or it is a link that leads out of the root.
        """
        where = self._root / path
        if not where.parent.resolve().is_relative_to(self._root) or ".." in Path(path).parts:
            raise Refused(f"{path} leads out of the config repository")
        try:
            if where.is_symlink():
                return self._link(path, where)
            return where.read_bytes()
        except OSError as error:
            raise Refused(f"{path} cannot be read: {error.strerror}") from error

    def _link(self, path: str, where: Path) -> bytes:
        target = where.readlink()
        if not Path(os.path.normpath(where.parent / target)).is_relative_to(self._root):
            raise Refused(
                f"{path} is a link that leads out of the config repository", "put a file there"
            )
        return os.fsencode(target)


def _find_root(place: Path) -> Path:
    for folder in (place, place / "config", *place.parents):
        if (folder / _SETTINGS).is_file():
            return folder
    raise Refused(f"there is no {_SETTINGS} at or above {place}", "give the folder that holds it")


def _walk(folder: Path) -> Iterator[Path]:
    for entry in os.scandir(folder):
        if entry.name == ".git":
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path))
        elif entry.is_symlink() or entry.is_file():
            yield Path(entry.path)
