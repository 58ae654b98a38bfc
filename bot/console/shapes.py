"""Small combinators that describe what JSON must look like; every fault is noted with its JSON pointer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from bot.console.model import Finding

Rule: TypeAlias = "Callable[[Sheet, str, Any], None]"


class Sheet:
    """Collects findings, in the order they are met."""

    def __init__(self) -> None:
        """Start clean."""
        self.findings: list[Finding] = []

    def error(self, pointer: str, message: str) -> None:
        """Note something Slack refuses."""
        self.findings.append(Finding(pointer=pointer, message=message))

    def warning(self, pointer: str, message: str) -> None:
        """Note something Slack takes, but advises against."""
        self.findings.append(Finding(pointer=pointer, message=message, severity="warning"))


def string(high: int, low: int = 1) -> Rule:
    """Text of ``low`` to ``high`` characters."""

    def rule(sheet: Sheet, pointer: str, value: Any) -> None:
        if not isinstance(value, str):
            sheet.error(pointer, "must provide a string")
        elif len(value) < low:
            sheet.error(pointer, f"must be more than {low - 1} characters")
        elif len(value) > high:
            sheet.error(pointer, f"must be less than {high + 1} characters")

    return rule


def pattern(expression: str, wanted: str) -> Rule:
    """Text of this form as a whole."""
    compiled = re.compile(expression)

    def rule(sheet: Sheet, pointer: str, value: Any) -> None:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            sheet.error(pointer, f"must be {wanted}")

    return rule


def flag(sheet: Sheet, pointer: str, value: Any) -> None:
    """True or false."""
    if not isinstance(value, bool):
        sheet.error(pointer, "must be a boolean")


def whole(low: int, high: int) -> Rule:
    """An integer within bounds, both inclusive."""

    def rule(sheet: Sheet, pointer: str, value: Any) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            sheet.error(pointer, "must be an integer")
        elif not low <= value <= high:
            sheet.error(pointer, f"must be between {low} and {high}")

    return rule


def one_of(*allowed: str) -> Rule:
    """One of these words."""

    def rule(sheet: Sheet, pointer: str, value: Any) -> None:
        if value not in allowed:
            sheet.error(pointer, f"must be one of {', '.join(allowed)}")

    return rule


def anything(sheet: Sheet, pointer: str, value: Any) -> None:
    """Not looked at."""


def list_of(item: Rule, high: int, low: int = 1) -> Rule:
    """A list of ``low`` to ``high`` items, each checked."""

    def rule(sheet: Sheet, pointer: str, value: Any) -> None:
        if not isinstance(value, list):
            sheet.error(pointer, "must be an array")
            return
        if len(value) < low:
            sheet.error(pointer, f"no fewer than {low} items allowed")
        if len(value) > high:
            sheet.error(pointer, f"no more than {high} items allowed")
        for place, entry in enumerate(value):
            item(sheet, f"{pointer}/{place}", entry)

    return rule


def record(required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None) -> Rule:
    """An object with these fields and no others."""
    fields = {**required, **(optional or {})}

    def rule(sheet: Sheet, pointer: str, value: Any) -> None:
        if not isinstance(value, dict):
            sheet.error(pointer, "must provide an object")
            return
        for name in required:
            if value.get(name) is None:
                sheet.error(pointer, f"missing required field: {name}")
        for name, entry in value.items():
            if name not in fields:
                sheet.error(pointer, f"invalid additional property: {name}")
            elif entry is not None:
                fields[name](sheet, f"{pointer}/{name}", entry)

    return rule


def by_type(kinds: Mapping[str, Rule], what: str) -> Rule:
    """An object judged by its ``type``; a type that is not listed is an error."""

    def rule(sheet: Sheet, pointer: str, value: Any) -> None:
        kind = type_of(value)
        if kind not in kinds:
            sheet.error(f"{pointer}/type", f"unsupported {what}: {kind}")
        else:
            kinds[kind](sheet, pointer, value)

    return rule


def type_of(value: Any) -> str:
    """The ``type`` of an object, empty if there is none."""
    kind = value.get("type") if isinstance(value, dict) else None
    return kind if isinstance(kind, str) else ""


def both(*rules: Rule) -> Rule:
    """Every one of these rules."""

    def rule(sheet: Sheet, pointer: str, value: Any) -> None:
        for each in rules:
            each(sheet, pointer, value)

    return rule
