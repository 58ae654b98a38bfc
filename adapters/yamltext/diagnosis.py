"""Slow reading that tells every fault of a document's text with its place, for people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from adapters.yamltext import rules
from adapters.yamltext.events import open_parser
from adapters.yamltext.scalars import INVISIBLE, NULL_WORDS
from engine.errors import Problem, Severity

_BOM = b"\xef\xbb\xbf"
_FORBIDDEN = re.compile(
    r"[^\t\n\r\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|\r(?!\n)"
)
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_TAB_INDENT = re.compile(r"^ *\t\s*(?![#\s])", re.MULTILINE)
_QUESTION_MARK = re.compile(r"#[^\n]*|(\?)")
_GENERAL_HINT = "check the indentation, the quotes and the colons of this line and the one above"


@dataclass(slots=True)
class _Level:
    """One collection that is being read."""

    is_mapping: bool
    where: tuple[str, ...]
    keys: dict[str, int] = field(default_factory=dict)
    key: str | None = None
    items: int = 0

    def child(self) -> tuple[str, ...]:
        return (*self.where, (self.key or "") if self.is_mapping else str(self.items))

    def awaits_key(self) -> bool:
        return self.is_mapping and self.key is None

    def took_value(self) -> None:
        self.key = None
        self.items += 1


@dataclass(slots=True)
class _Findings:
    """Problems of one file, with the way from a place in its text to line and column."""

    path: str
    text: str = ""
    problems: list[Problem] = field(default_factory=list)

    def full(self) -> bool:
        return len(self.problems) >= rules.MAX_PROBLEMS

    def add(
        self, rule: str, index: int, message: str, hint: str = "", where: tuple[str, ...] = ()
    ) -> None:
        line = self.text.count("\n", 0, index) + 1
        column = index - (self.text.rfind("\n", 0, index) + 1) + 1
        severity = Severity.WARNING if rule in (rules.BOM, rules.INVISIBLE) else Severity.ERROR
        self.problems.append(
            Problem(
                path=self.path,
                line=line,
                column=column,
                field=".".join(where),
                rule=rule,
                severity=severity,
                message=message,
                hint=hint,
            )
        )


def diagnose(path: str, data: bytes) -> tuple[Problem, ...]:
    """Find every fault of the text, in reading order; at most ``MAX_PROBLEMS``."""
    findings = _Findings(path)
    if len(data) > rules.MAX_BYTES:
        size = f"{len(data) / rules.MAX_BYTES:.1f} MiB"
        findings.add(
            rules.TOO_LARGE,
            0,
            f"the file has {size}",
            "keep a file under 1 MiB: split it by object",
        )
        return tuple(findings.problems)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        findings.add(rules.ENCODING, 0, "the file is UTF-16", "save it as UTF-8")
        return tuple(findings.problems)
    _check_bytes(findings, data)
    _check_characters(findings)
    _check_structure(findings)
    return tuple(
        sorted(findings.problems, key=lambda problem: problem.sort_key)[: rules.MAX_PROBLEMS]
    )


def _check_bytes(findings: _Findings, data: bytes) -> None:
    body = data.removeprefix(_BOM)
    findings.text = body.decode("utf-8", errors="replace")
    if len(body) != len(data):
        findings.add(
            rules.BOM, 0, "the file starts with a byte order mark", "save it as UTF-8 without one"
        )
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as fault:
        index = len(body[: fault.start].decode("utf-8"))
        message = f"byte {body[fault.start]:#04x} is not UTF-8"
        findings.add(rules.ENCODING, index, message, "save the file as UTF-8")


def _check_characters(findings: _Findings) -> None:
    text = findings.text
    for match in _limited(_FORBIDDEN.finditer(text)):
        code = f"U+{ord(match.group()):04X}"
        if match.group() == "\r":
            findings.add(
                rules.CHARACTER,
                match.start(),
                "a carriage return stands alone",
                "end lines with LF",
            )
        else:
            hint = f'remove it, or write it as an escape in double quotes ("{_escaped(match.group())}")'
            findings.add(
                rules.CHARACTER,
                match.start(),
                f"the character {code} may not stand in a file",
                hint,
            )
    for match in _limited(_INVISIBLE.finditer(text)):
        message = (
            f"the character U+{ord(match.group()):04X} is invisible and can hide what the text says"
        )
        findings.add(rules.INVISIBLE, match.start(), message, "remove it")
    # The rest of the file is still worth reading; a replacement keeps every place where it was.
    findings.text = _FORBIDDEN.sub(lambda match: " " if match.group() == "\r" else "\ufffd", text)


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02X}" if code <= 0xFF else f"\\u{code:04X}"


def _limited(matches: Iterator[re.Match[str]]) -> Iterator[re.Match[str]]:
    for _, match in zip(range(20), matches, strict=False):
        yield match


def _check_structure(findings: _Findings) -> None:
    text = findings.text
    walk = _Walk(findings)
    try:
        walk.run()
    except yaml.MarkedYAMLError as fault:
        _tell_syntax(findings, fault)
        _check_tabs(
            findings, [(fault.problem_mark.index, len(text))] if fault.problem_mark else [], walk
        )
    except yaml.YAMLError:
        findings.add(rules.SYNTAX, 0, "this is not YAML text", _GENERAL_HINT)
    else:
        _check_tabs(findings, [], walk)


def _check_tabs(findings: _Findings, beyond: list[tuple[int, int]], walk: _Walk) -> None:
    told = {(problem.line) for problem in findings.problems if problem.rule == rules.TAB}
    for match in _limited(_TAB_INDENT.finditer(findings.text)):
        tab = match.group().index("\t") + match.start()
        if walk.covers(tab) or any(start < tab < end for start, end in beyond):
            continue
        if findings.text.count("\n", 0, tab) + 1 not in told:
            _tell_tab(findings, tab)


def _tell_tab(findings: _Findings, index: int) -> None:
    findings.add(rules.TAB, index, "a tab is used for indentation", "indent with spaces")


def _tell_syntax(findings: _Findings, fault: yaml.MarkedYAMLError) -> None:
    text = findings.text
    place = fault.problem_mark or fault.context_mark
    index = min(place.index, len(text)) if place else 0
    character = text[index : index + 1]
    said = " ".join(part for part in (fault.context, fault.problem) if part)
    if character == "\t" or text[index - 1 : index] == "\t":
        _tell_tab(findings, index if character == "\t" else index - 1)
    elif not character.strip() and not text[index:].strip() and fault.context_mark:
        opened = text[fault.context_mark.index : fault.context_mark.index + 1]
        message = (
            f"what starts here with {opened} is not closed"
            if opened in tuple("[{\"'")
            else f"the text ends {said}"
        )
        findings.add(
            rules.SYNTAX, fault.context_mark.index, message, "close it, or put the text in quotes"
        )
    elif character in ("@", "`", "%"):
        message = f"a value cannot start with {character}"
        findings.add(rules.SYNTAX, index, message, "put the value in double quotes")
    elif character == ":" and not text[text.rfind("\n", 0, index) + 1 : index].strip():
        findings.add(rules.KEY, index, "no key stands before the colon", "write a word before it")
    elif character == ":":
        hint = "put text that holds ': ' in double quotes, or mend the indentation"
        findings.add(rules.SYNTAX, index, "a second ': ' stands where one value should be", hint)
    else:
        findings.add(rules.SYNTAX, index, f"this is not valid YAML ({said})", _GENERAL_HINT)


class _Walk:
    """One pass over the events that collects findings and remembers where scalars stand."""

    def __init__(self, findings: _Findings) -> None:
        self._findings = findings
        self._levels: list[_Level] = []
        self._documents = 0
        self._spans: list[tuple[int, int]] = []
        self._previous_end = 0
        self._said = False

    def covers(self, index: int) -> bool:
        """Whether this place is inside a scalar."""
        return any(start < index < end for start, end in self._spans)

    def run(self) -> None:
        text = self._findings.text
        source = open_parser(text if text.endswith("\n") else text + "\n")
        while not self._findings.full():
            event = source.get_event()
            if type(event) is StreamEndEvent:
                break
            if not self._take(event):
                return
        if not self._said and not self._findings.full():
            hint = "write at least one 'key: value', or remove the file"
            self._findings.add(rules.EMPTY, 0, "the file is empty", hint)

    def _take(self, event: Any) -> bool:
        kind = type(event)
        if kind is DocumentStartEvent:
            return self._start_document(event)
        if kind is MappingEndEvent or kind is SequenceEndEvent:
            self._levels.pop()
            self._value_done()
        elif kind in (ScalarEvent, AliasEvent, MappingStartEvent, SequenceStartEvent):
            return self._node(event)
        return True

    def _start_document(self, event: Any) -> bool:
        self._documents += 1
        index = event.start_mark.index
        if event.version or event.tags:
            self._findings.add(
                rules.DIRECTIVE, index, "the file has a directive line", "remove the line with %"
            )
        if self._documents > 1:
            hint = "keep one document in a file: remove the '---' or split the file"
            self._findings.add(
                rules.MULTIPLE_DOCUMENTS, index, "a second document starts here", hint
            )
            return False
        return True

    def _where(self) -> tuple[str, ...]:
        return self._levels[-1].child() if self._levels else ()

    def _node(self, event: Any) -> bool:
        kind = type(event)
        self._check_properties(event)
        if kind is ScalarEvent:
            self._check_size(event)
        if not self._levels:
            self._check_root(event)
        elif self._levels[-1].awaits_key():
            self._key(event)
            if kind is ScalarEvent or kind is AliasEvent:
                return True
        if kind is MappingStartEvent or kind is SequenceStartEvent:
            return self._enter(event)
        self._value_done()
        return True

    def _enter(self, event: Any) -> bool:
        if len(self._levels) >= rules.MAX_DEPTH:
            message = f"values nest deeper than {rules.MAX_DEPTH}"
            self._findings.add(rules.DEPTH, event.start_mark.index, message, "write it flatter")
            self._said = True
            return False
        self._levels.append(_Level(type(event) is MappingStartEvent, self._where()))
        return True

    def _value_done(self) -> None:
        if self._levels:
            level = self._levels[-1]
            if level.awaits_key():
                level.key = ""  # a collection as a key was told; its value follows
            else:
                level.took_value()

    def _check_root(self, event: Any) -> None:
        if type(event) is MappingStartEvent:
            self._said = True
            return
        if (
            type(event) is ScalarEvent
            and not event.style
            and event.value in NULL_WORDS
            and not event.tag
        ):
            return
        self._said = True
        found = "a list" if type(event) is SequenceStartEvent else "a single value"
        message = f"the file holds {found}, not keys with values"
        self._findings.add(
            rules.NOT_A_MAPPING, event.start_mark.index, message, "start each line with 'key: '"
        )

    def _check_properties(self, event: Any) -> None:
        index, where = event.start_mark.index, self._where()
        if type(event) is AliasEvent:
            message = f"*{event.anchor} repeats a value from elsewhere"
            self._findings.add(
                rules.ALIAS,
                index,
                message,
                "write the value out; quote text that starts with *",
                where,
            )
            return
        if event.anchor:
            message = f"the value carries the anchor &{event.anchor}"
            self._findings.add(
                rules.ANCHOR, index, message, "remove it; quote text that starts with &", where
            )
        if event.tag:
            message = f"the value carries the tag {_short(event.tag)}"
            self._findings.add(
                rules.TAG, index, message, "remove it; quote text that starts with !", where
            )

    def _check_size(self, event: Any) -> None:
        self._previous_end = self._spans[-1][1] if self._spans else 0
        self._spans.append((event.start_mark.index, event.end_mark.index))
        if len(event.value) * 4 > rules.MAX_SCALAR_BYTES:
            size = len(event.value.encode("utf-8", errors="replace"))
            if size > rules.MAX_SCALAR_BYTES:
                message = f"one value has {size // 1024} KiB"
                hint = "keep a value under 64 KiB"
                self._findings.add(
                    rules.SCALAR_TOO_LARGE, event.start_mark.index, message, hint, self._where()
                )

    def _is_explicit(self, key_index: int) -> bool:
        """Whether a question mark, outside of comments, stands between the scalar before and this key."""
        between = _QUESTION_MARK.finditer(self._findings.text, self._previous_end, key_index)
        return any(match.group(1) for match in between)

    def _key(self, event: Any) -> None:
        level, index = self._levels[-1], event.start_mark.index
        if type(event) is AliasEvent:
            level.key = f"*{event.anchor}"
        elif type(event) is not ScalarEvent:
            self._findings.add(
                rules.KEY, index, "a key is a collection", "use one word as the key", level.where
            )
        else:
            self._scalar_key(level, event, index)

    def _scalar_key(self, level: _Level, event: Any, index: int) -> None:
        key = str(event.value)
        where = (*level.where, key)
        if self._is_explicit(index):
            self._findings.add(
                rules.KEY, index, "a key is written with '?'", "write 'key: value'", where
            )
        if not event.style and key in NULL_WORDS:
            hint = "write a word before the colon; a key named null needs quotes"
            self._findings.add(rules.KEY, index, "a key is empty", hint, level.where)
        elif not event.style and key == "<<":
            message = "a merge key '<<' brings in values from elsewhere"
            self._findings.add(rules.MERGE_KEY, index, message, "write the values out", level.where)
        elif key in level.keys:
            first = level.keys[key]
            message = f"the key {_short(key)!r} stands here again (first in line {first})"
            self._findings.add(rules.DUPLICATE_KEY, index, message, "keep one of them", where)
        level.keys.setdefault(key, event.start_mark.line + 1)
        level.key = key


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
