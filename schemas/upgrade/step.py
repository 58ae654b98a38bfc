"""One step from a format to the next: where files stood, and which field of which document each field becomes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from schemas.values import SLUG_PATTERN

Pointer = tuple[str | int, ...]

_SLUG = SLUG_PATTERN.removeprefix("^").removesuffix("$")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the older format: ``old`` is its key, ``new`` the dotted place it goes to.

    ``file`` is the file of the newer place it goes to (``routing.yaml``), empty for the main document. ``words`` maps
    old values to new ones, of a list item by item. ``below`` are the fields of the group, or of each item of the list.
    A group that already has the newer form (its key leads to itself) stays as it is.
    """

    old: str
    new: str
    file: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    below: tuple[Field, ...] = ()

    @property
    def pointer(self) -> Pointer:
        """Where it goes, as parts."""
        return tuple(self.new.split("."))


@dataclass(frozen=True, slots=True)
class Part:
    """A document made of a file of an older format.

    ``origins`` pairs the place of a field here with its place in the file, where the two differ.
    """

    path: str
    value: Mapping[str, Any]
    origins: tuple[tuple[Pointer, Pointer], ...] = ()

    def origin(self, at: Pointer) -> Pointer:
        """Give the place in the file of what stands at ``at`` here; of the nearest thing if it does not stand there."""
        inside = [pair for pair in self.origins if at[: len(pair[0])] == pair[0]]
        new, old = max(inside, key=lambda pair: len(pair[0]), default=((), ()))
        if at and new != at and isinstance(at[-1], str):
            # A group that was made here is where its first field stood.
            held = [was for now, was in self.origins if now[: len(at)] == at]
            if held:
                return held[0]
        return (*old, *at[len(new) :])

    def behind(self, earlier: Part) -> Part:
        """Give this document with the places of the file that ``earlier`` was made of."""
        if not earlier.origins:
            return self
        own = tuple((new, earlier.origin(old)) for new, old in self.origins)
        covered = {new for new, _ in own}
        kept = tuple(pair for pair in earlier.origins if pair[0] not in covered)
        return Part(self.path, self.value, own + kept)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a kind of file stood, where its main document stands now, and its fields. ``<id>`` stands for the id."""

    old: str
    new: str
    fields: tuple[Field, ...] = ()

    def files(self) -> tuple[str, ...]:
        """Give the names of the newer files that fields go to, besides the main one."""
        return tuple(dict.fromkeys(one.file for one in self.fields if one.file))


@dataclass(frozen=True)
class Step:
    """The way from one format to the next. Files at no listed place stay where and what they are."""

    places: tuple[Place, ...]

    @cached_property
    def _old(self) -> tuple[tuple[re.Pattern[str], Place], ...]:
        return tuple((_form(place.old), place) for place in self.places)

    @cached_property
    def _new(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        found = [(_form(place.new), place.old) for place in self.places]
        found += [
            (_form(beside(place.new, name)), place.old)
            for place in self.places
            for name in place.files()
        ]
        return tuple(found)

    def _at(self, path: str) -> tuple[Place, str] | None:
        for form, place in self._old:
            match = form.match(path)
            if match is not None:
                return place, match.groupdict().get("id", "")
        return None

    def candidates(self, path: str) -> tuple[str, ...]:
        """Give the newer paths of what a file may hold, the main one first."""
        found = self._at(path)
        if found is None:
            return (path,)
        place, name = found
        main = place.new.replace("<id>", name)
        return (main, *(beside(main, file) for file in place.files()))

    def source(self, path: str) -> str:
        """Give the older path of the file that holds what stands at a newer path."""
        for form, old in self._new:
            match = form.match(path)
            if match is not None:
                return old.replace("<id>", match.groupdict().get("id", ""))
        return path

    def raised(self, path: str, value: Mapping[str, Any]) -> tuple[Part, ...]:
        """Give the newer documents a file holds; the main one is always there."""
        found = self._at(path)
        if found is None:
            return (Part(path, value),)
        place, name = found
        main = place.new.replace("<id>", name)
        moved = _moved(value, place.fields)
        parts = [Part(main, moved.pop("").value, moved_origins(value, place.fields))]
        for file, made in moved.items():
            parts.append(Part(beside(main, file), made.value, tuple(made.origins)))
        return tuple(parts)


def beside(path: str, name: str) -> str:
    """Give the path of another file in the same folder."""
    return path.rpartition("/")[0] + "/" + name


def moved_origins(
    value: Mapping[str, Any], fields: Sequence[Field]
) -> tuple[tuple[Pointer, Pointer], ...]:
    """Give the origins of the main document."""
    return tuple(_moved(value, fields)[""].origins)


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(re.escape(pattern).replace("<id>", f"(?P<id>{_SLUG})") + r"\Z")


@dataclass(slots=True)
class _Made:
    """A document being made."""

    value: dict[str, Any] = field(default_factory=dict)
    origins: list[tuple[Pointer, Pointer]] = field(default_factory=list)

    def put(self, at: Pointer, value: Any, origins: Sequence[tuple[Pointer, Pointer]]) -> bool:
        """Write a value at a place; False if something stands there."""
        here = self.value
        for step in at[:-1]:
            below = here.get(str(step))
            if below is None:
                below = here[str(step)] = {}
            if not isinstance(below, dict):
                return False
            here = below
        if here.get(str(at[-1])) is not None:
            return False
        here[str(at[-1])] = value
        self.origins += origins
        return True


def _moved(value: Mapping[str, Any], fields: Sequence[Field]) -> dict[str, _Made]:
    """Sort the fields of a mapping into new documents: file -> document; what is not known stays where it is."""
    known = {one.old: one for one in fields}
    made: dict[str, _Made] = {"": _Made()}
    moves = [
        (known[key], here)
        for key, here in value.items()
        if key in known and _moves(known[key], here)
    ]
    moving = {one.old for one, _ in moves}
    for key, here in value.items():
        if key not in moving:
            # Groups are copied, for fields that move into them must not reach what was read.
            made[""].value[key] = dict(here) if isinstance(here, Mapping) else here
    for one, here in moves:
        new, origins = _renewed(one, here)
        into = made.setdefault(one.file, _Made())
        if not into.put(one.pointer, new, origins):
            made[""].value[one.old] = here
    return {file: one for file, one in made.items() if one.value or not file}


def _moves(one: Field, here: Any) -> bool:
    if here is None:
        return not one.file
    return not (isinstance(here, Mapping) and one.old == one.pointer[0] and not one.below)


def _renewed(one: Field, here: Any) -> tuple[Any, list[tuple[Pointer, Pointer]]]:
    """Give the new value of a field, and where its parts come from."""
    origins: list[tuple[Pointer, Pointer]] = []
    if one.pointer != (one.old,):
        origins.append((one.pointer, (one.old,)))
    if one.words:
        here = _reworded(one.words, here)
    if one.below and isinstance(here, Mapping):
        return _below(one, (), here, origins), origins
    if one.below and isinstance(here, list):
        items = [
            _below(one, (place,), item, origins) if isinstance(item, Mapping) else item
            for place, item in enumerate(here)
        ]
        return items, origins
    return here, origins


def _below(
    one: Field, at: Pointer, here: Mapping[str, Any], origins: list[tuple[Pointer, Pointer]]
) -> dict[str, Any]:
    made = _moved(here, one.below)[""]
    origins += [((*one.pointer, *at, *new), (one.old, *at, *old)) for new, old in made.origins]
    return made.value


def _reworded(words: Mapping[str, str], here: Any) -> Any:
    if isinstance(here, list):
        return [_reworded(words, item) for item in here]
    return words.get(here, here) if isinstance(here, str) else here


def renamings(fields: Sequence[Field]) -> Iterator[tuple[str, str]]:
    """Give the old key and the new dotted place of each field that is one value of the main document."""
    for one in fields:
        if not one.file and not one.below:
            yield one.old, one.new
