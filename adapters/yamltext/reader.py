"""Strict reading of one document into plain values: the fast way first, and the telling way if it fails."""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.events import (
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from adapters.yamltext import rules
from adapters.yamltext.diagnosis import diagnose
from adapters.yamltext.events import EventSource, open_parser
from adapters.yamltext.scalars import INVISIBLE, NULL_WORDS, NUMBER_STARTS, TYPED_WORDS
from engine.errors import Severity
from engine.ports.texts import Reading
from schemas.values import PlainText

BOM = b"\xef\xbb\xbf"
_ORDINARY_ASCII = bytes([9, 10, 13, *range(0x20, 0x7F)])
_ORDINARY = re.compile(
    rf"[^{INVISIBLE}\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]*"
)
# Whatever matches needs a closer look, though it may be harmless: tabs before text, explicit keys, lone CR.
_SUSPECT = re.compile(r"^[ ]*\t|^[^#\n]*\?(?=[ \t\r\n])|\r(?!\n)", re.MULTILINE)


class RuleBrokenError(Exception):
    """The text breaks a rule; the slow reader will say which and where."""


def read_document(path: str, data: bytes) -> Reading:
    """Read strictly; every fault of the text is a problem with its place, and no bytes make it raise."""
    if len(data) > rules.MAX_BYTES:
        return _read_slowly(path, data)
    try:
        text = data.decode("utf-8")
        if _needs_a_look(text) or not (_is_ordinary(data) or _ORDINARY.fullmatch(text)):
            return _read_slowly(path, data)
        value = read_value(text)
        if len(data) > rules.MAX_SCALAR_BYTES and _longest(value) * 4 > rules.MAX_SCALAR_BYTES:
            return _read_slowly(path, data)
        return Reading(value=value)
    except (RuleBrokenError, yaml.YAMLError, UnicodeDecodeError):
        return _read_slowly(path, data)


def _longest(value: Any) -> int:
    """Give the length of the longest scalar."""
    if isinstance(value, dict):
        return max((max(len(key), _longest(item)) for key, item in value.items()), default=0)
    if isinstance(value, list):
        return max(map(_longest, value), default=0)
    return len(value or "")


def _needs_a_look(text: str) -> bool:
    return ("\t" in text or "?" in text or "\r" in text) and _SUSPECT.search(text) is not None


def _is_ordinary(data: bytes) -> bool:
    return not data.translate(None, _ORDINARY_ASCII)


def _read_slowly(path: str, data: bytes) -> Reading:
    problems = diagnose(path, data)
    wrong = {problem.rule for problem in problems if problem.severity is Severity.ERROR}
    ends_early = data.startswith(b"...") or b"\n..." in data
    if wrong == {rules.EMPTY} and not ends_early:
        return Reading(value=None, problems=problems, meant={})
    if wrong == {rules.DUPLICATE_KEY}:
        return Reading(value=None, problems=problems, meant=_with_one_of_each_key(data))
    if wrong:
        return Reading(value=None, problems=problems)
    return Reading(value=read_value(decoded(data)), problems=problems)


def _with_one_of_each_key(data: bytes) -> dict[str, Any]:
    """Read a text in which keys stand twice as if one of each were there, the last."""
    from adapters.yamltext.tree import parse, plain_value

    root, _ = parse(decoded(data) + "\n")
    return dict(plain_value(root))


def decoded(data: bytes) -> str:
    """Give the text of a document without its byte order mark."""
    return data.removeprefix(BOM).decode("utf-8")


def read_value(text: str) -> dict[str, Any]:
    """Read text that breaks no rule.

    A text is read as if its last line had a line end, so that a missing one never changes a value.

    Raises:
        RuleBrokenError: it does break one.
        yaml.YAMLError: it is not even YAML.
    """
    source = open_parser(text if text.endswith("\n") else text + "\n")
    source.get_event()
    start = source.get_event()
    if type(start) is not DocumentStartEvent or start.version or start.tags:
        raise RuleBrokenError
    value = _read_node(source)
    if (
        type(source.get_event()) is not DocumentEndEvent
        or type(source.get_event()) is not StreamEndEvent
    ):
        raise RuleBrokenError
    return value


def _read_node(  # noqa: C901, PLR0912 -- the hot loop of a cold start
    source: EventSource,
) -> dict[str, Any]:
    get_event = source.get_event
    root = get_event()
    if type(root) is not MappingStartEvent or root.anchor or root.tag:
        raise RuleBrokenError
    result: dict[str, Any] = {}
    mapping: dict[str, Any] | None = result
    sequence: list[Any] = []
    key: str | None = None
    stack: list[tuple[dict[str, Any] | None, list[Any], str | None]] = []
    while True:
        event = get_event()
        kind = type(event)
        if kind is ScalarEvent:
            if event.anchor or event.tag:
                raise RuleBrokenError
            value: Any = event.value
            if not event.style:
                if value in TYPED_WORDS:
                    value = None if value in NULL_WORDS else PlainText(value)
                elif value[0] in NUMBER_STARTS:
                    value = PlainText(value)
            if mapping is None:
                sequence.append(value)
            elif key is None:
                if value is None or value in mapping or (value == "<<" and not event.style):
                    raise RuleBrokenError
                key = str(value)
            else:
                mapping[key] = value
                key = None
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if event.anchor or event.tag or len(stack) + 2 > rules.MAX_DEPTH:
                raise RuleBrokenError
            if mapping is not None and key is None:
                raise RuleBrokenError
            stack.append((mapping, sequence, key))
            child: Any = {} if kind is MappingStartEvent else []
            if mapping is None:
                sequence.append(child)
            else:
                mapping[key] = child  # type: ignore[index]
            mapping, sequence, key = (
                (child, [], None) if kind is MappingStartEvent else (None, child, None)
            )
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            if not stack:
                return result
            mapping, sequence, key = stack.pop()
            key = None
        else:
            raise RuleBrokenError
