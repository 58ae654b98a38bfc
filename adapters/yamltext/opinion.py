"""The second opinion: what ruamel.yaml's round-trip parser reads in a text, values and comments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.scanner import RoundTripScanner

from adapters.yamltext.scalars import NULL_WORDS, as_read


class _RecordingScanner(RoundTripScanner):
    """Notes every comment where it is scanned: later some are joined to others or dropped."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.recorded: list[str] = []

    def scan_to_next_token(self) -> Any:
        comment = super().scan_to_next_token()
        if comment and comment[0].startswith("#"):
            self.recorded.append(comment[0].split("\n", 1)[0].rstrip())
        return comment

    def scan_block_scalar_ignored_line(self, start_mark: Any) -> Any:
        comment = super().scan_block_scalar_ignored_line(start_mark)
        if comment:
            self.recorded.append(comment.strip())
        return comment


class UnreadableError(Exception):
    """The second parser cannot read a text."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the second parser reads: the value, and the comments in order (None: it cannot say)."""

    value: Any
    comments: tuple[str, ...] | None


def second_opinion(text: str) -> Opinion:
    """Read a text: its value with every scalar as text, and its comments.

    The parser's events are taken, not its objects: those cost half as much again and say nothing more.

    Raises:
        UnreadableError: it does not parse, or a key stands twice.
    """
    reader = YAML(typ="rt")
    reader.Scanner = _RecordingScanner
    try:
        return Opinion(_value(reader, text), tuple(reader.scanner.recorded))
    except NotImplementedError:
        # The round-trip parser gives up on comments it cannot attach; the plain one has no such trouble.
        return Opinion(_value(YAML(typ="safe", pure=True), text), None)


def _value(reader: Any, text: str) -> Any:
    try:
        events = iter(list(reader.parse(text)))
    except YAMLError as fault:
        raise UnreadableError(str(fault)) from fault
    return next((_rebuilt(event, events) for event in events if not _is_frame(event)), None)


def _is_frame(event: Any) -> bool:
    return not isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent)


def _rebuilt(event: Any, events: Iterator[Any]) -> Any:
    if isinstance(event, ScalarEvent):
        return _scalar(event)
    if isinstance(event, SequenceStartEvent):
        items = []
        while not isinstance(item := next(events), SequenceEndEvent):
            items.append(_rebuilt(item, events))
        return items
    mapping: dict[str, Any] = {}
    while not isinstance(key := next(events), MappingEndEvent):
        if key.value in mapping:
            raise UnreadableError(f"the key {key.value!r} stands twice")
        mapping[str(key.value)] = _rebuilt(next(events), events)
    return mapping


def _scalar(event: Any) -> Any:
    text = str(event.value)
    if event.style:
        # The round-trip scanner marks the folds of a folded text with a bell character.
        return text.replace("\a", "") if event.style == ">" else text
    return None if text in NULL_WORDS else as_read(text)
