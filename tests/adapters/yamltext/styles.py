"""Random documents in the many styles that people write, and random edits of them."""

from __future__ import annotations

from random import Random
from typing import Any

from engine.edits import (
    DeleteItem,
    DeleteKey,
    FieldEdit,
    InsertItem,
    MoveItem,
    Plain,
    Pointer,
    SetKey,
)

WORDS = [
    "alpha",
    "beta gamma",
    "sip:1000@10.0.0.1",
    "x-y",
    "what?",
    "a#b",
    "c: not here",
    "ü",
    "😀 ok",
    "שלום",
]
TYPED = [
    "yes",
    "NO",
    "null",
    "~",
    "0044",
    "+441632960000",
    "1.5",
    "12:30",
    "2026-01-02",
    "",
    "-",
    "- x",
    "a: b",
    "# no",
]
LONG = [
    "one\ntwo\n",
    "one\ntwo",
    "one\n\n  two\n",
    "one\n",
    "x\n\n\n",
    "  lead\nmore\n",
    "tab\there\n",
    "q\"uo'te\nz",
]
KEYS = ["name", "ips", "codecs", "limits", "notes", "a b", "on", "44", "ключ", "x.y", "list", "map"]


class Writer:
    """Writes values as YAML in a style drawn anew at every node."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.count = 0

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def comment(self) -> str:
        self.count += 1
        return self.random.choice(
            ["# note {}", "#{}", "# key: value {}", "# - item {} # more", "# 'q {}"]
        ).format(self.count)

    def trailing(self) -> str:
        return (
            " " * self.random.randint(1, 4) + self.comment()
            if self.chance(0.25)
            else self.random.choice(["", "", " "])
        )

    def gap(self, column: int) -> list[str]:
        """Blank lines and comments in front of an entry."""
        lines: list[str] = []
        while self.chance(0.3):
            kind = self.random.randint(0, 3)
            if kind == 0:
                lines.append(self.random.choice(["", "", "   "]))
            else:
                indent = self.random.choice(
                    [column, column, column, 0, column + 2, max(0, column - 2)]
                )
                lines.append(" " * indent + self.comment())
        return lines

    def document(self, value: dict[str, Any]) -> str:
        lines = ["---" + self.trailing()] if self.chance(0.15) else []
        lines += self.gap(0)
        if value and self.chance(0.95):
            lines += self.mapping(value, self.random.choice([0, 0, 0, 2]))
        else:
            lines.append(self.flow(value, 2) + self.trailing())
        lines += self.gap(0)
        lines += ["..."] if self.chance(0.05) else []
        newline = "\r\n" if self.chance(0.15) else "\n"
        text = newline.join(lines) + (newline if self.chance(0.85) else "")
        return ("\ufeff" if self.chance(0.1) else "") + text

    def mapping(self, value: dict[str, Any], column: int) -> list[str]:
        lines: list[str] = []
        for key, item in value.items():
            lines += self.gap(column)
            head = " " * column + self.key(key) + ":"
            lines += self.hang(head, item, column, in_list=False)
        return lines

    def sequence(self, value: list[Any], column: int) -> list[str]:
        lines: list[str] = []
        for item in value:
            lines += self.gap(column)
            lines += self.hang(" " * column + "-", item, column, in_list=True)
        return lines

    def hang(self, head: str, item: Any, column: int, *, in_list: bool) -> list[str]:
        """Put a value behind a key or dash."""
        if isinstance(item, dict | list) and item and self.chance(0.7):
            lowest = 0 if isinstance(item, list) and not in_list and self.chance(0.4) else 1
            inner = column + self.random.randint(lowest, 4)
            write = self.mapping if isinstance(item, dict) else self.sequence
            if in_list and self.chance(0.8):
                inner = max(inner, column + 2)
                first, *rest = write(item, inner)
                if first.strip() and not first.lstrip().startswith("#"):
                    return [head + " " * (inner - column - 1) + first.lstrip(" "), *rest]
                return [head + self.trailing(), first, *rest]
            return [head + self.trailing(), *write(item, inner)]
        if isinstance(item, str) and self.chance(0.35):
            return self.block_scalar(head, item, column)
        if isinstance(item, dict | list) and self.chance(0.4):
            return self.tall_flow(head, item, column)
        text = self.flow(item, column + 1) if isinstance(item, dict | list) else self.scalar(item)
        if text and self.chance(0.05):
            return [head + self.trailing(), " " * (column + 2) + text + self.trailing()]
        return [
            head + (" " * self.random.choice([1, 1, 1, 2]) + text if text else "") + self.trailing()
        ]

    def block_scalar(self, head: str, text: str, column: int) -> list[str]:
        style = self.random.choice("|>") + self.random.choice(["", "-", "+"])
        comment = " " + self.comment() if self.chance(0.2) else ""
        indent = column + self.random.randint(1, 4)
        body = [" " * indent + line if line else "" for line in text.split("\n")]
        return [f"{head} {style}{comment}", *body, *[""] * self.random.randint(0, 2)]

    def key(self, key: str) -> str:
        return self.random.choice([key, f'"{key}"', f"'{key}'"]) if self.chance(0.2) else key

    def scalar(self, value: str | None) -> str:
        if value is None:
            return self.random.choice(["", "~", "null"])
        double = (
            '"'
            + value.replace("\\", "\\\\")
            .replace('"', '\\"')
            .replace("\n", "\\n")
            .replace("\t", "\\t")
            + '"'
        )
        single = "'" + value.replace("'", "''") + "'"
        if "\n" in value or not value:
            return double
        return self.random.choice([value, value, double, single])

    def flow(self, value: Any, column: int) -> str:
        if isinstance(value, dict):
            parts = [self.flow_pair(key, item, column) for key, item in value.items()]
        elif isinstance(value, list):
            parts = [
                self.flow_pair(*next(iter(item.items())), column)
                if isinstance(item, dict) and len(item) == 1 and self.chance(0.3)
                else self.flow(item, column)
                for item in value
            ]
        else:
            return self.scalar(value)
        pad = self.random.choice(["", "", " "])
        comma = self.random.choice([", ", ", ", ",", " , ", f",\n{' ' * (column + 2)}"])
        last = self.random.choice(["", "", ", ", ","]) if parts else ""
        opening, closing = "{}" if isinstance(value, dict) else "[]"
        return opening + pad + comma.join(parts) + last + pad + closing

    def flow_pair(self, key: str, item: Any, column: int) -> str:
        if item is None and self.chance(0.3):
            return self.key(key)
        text = self.flow(item, column)
        return f"{self.key(key)}: {text}" if text else f"{self.key(key)}:"

    def tall_flow(self, head: str, value: Any, column: int) -> list[str]:
        """Brackets with a line for each entry, and comments among them."""
        opening, closing = "{}" if isinstance(value, dict) else "[]"
        inner = column + self.random.randint(1, 4)
        lines = [f"{head} {opening}" + self.trailing()]
        parts = (
            [self.flow_pair(key, item, inner) for key, item in value.items()]
            if isinstance(value, dict)
            else [self.flow(item, inner) for item in value]
        )
        for position, part in enumerate(parts):
            lines += self.gap(inner)
            comma = "," if position + 1 < len(parts) or self.chance(0.5) else ""
            if (
                lines
                and position
                and self.chance(0.2)
                and "#" not in lines[-1]
                and lines[-1].strip()
            ):
                lines[-1] = lines[-1].rstrip() + f" {part}{comma}"
            else:
                lines.append(" " * inner + part + comma + self.trailing())
        lines += self.gap(inner)
        if self.chance(0.3) and "#" not in lines[-1] and lines[-1].strip():
            lines[-1] = lines[-1].rstrip() + closing + self.trailing()
        else:
            lines.append(" " * (column + 1) + closing + self.trailing())
        return lines


def random_value(random: Random, depth: int = 0) -> Any:
    """Give a scalar or a collection."""
    kind = random.random()
    if depth >= 4 or kind < 0.5:
        return random.choice(
            [None, *[random.choice(WORDS)] * 4, random.choice(TYPED), random.choice(LONG)]
        )
    if kind < 0.75:
        return [
            random_value(random, depth + 1) for _ in range(random.choice([0, 1, 1, 2, 2, 3, 4]))
        ]
    return random_mapping(random, depth + 1)


def random_mapping(random: Random, depth: int = 0) -> dict[str, Any]:
    """Give a mapping."""
    keys = random.sample(KEYS, random.choice([0, 1, 1, 2, 3, 4]))
    return {key: random_value(random, depth + 1) for key in keys}


def random_document(random: Random) -> str:
    """Give a text that is nearly always a document, in a random style."""
    value = random_mapping(random) or {"name": "alpha"}
    return Writer(random).document(value)


def _pointers(value: Any, at: Pointer = ()) -> list[tuple[Pointer, Any]]:
    found = [(at, value)]
    if isinstance(value, dict):
        for key, item in value.items():
            found += _pointers(item, (*at, key))
    elif isinstance(value, list):
        for position, item in enumerate(value):
            found += _pointers(item, (*at, position))
    return found


def random_new(random: Random) -> Plain:
    """Give a value to be written."""
    return random.choice(
        [
            random.randint(0, 500),
            True,
            random_value(random, 2),
            random_value(random, 1),
            random_value(random, 3),
        ]
    )


def random_edit(random: Random, value: dict[str, Any]) -> FieldEdit:
    """Give an edit that fits a value."""
    choices: list[FieldEdit] = []
    for at, item in _pointers(value):
        if isinstance(item, dict):
            order = random.sample(KEYS, len(KEYS)) if random.random() < 0.6 else ()
            choices.append(SetKey((*at, random.choice(KEYS)), random_new(random), tuple(order)))
            choices += [DeleteKey((*at, key)) for key in item]
            choices += [SetKey((*at, key), random_new(random)) for key in item]
        elif isinstance(item, list):
            choices.append(InsertItem((*at, random.randint(0, len(item))), random_new(random)))
            if item:
                place = random.randrange(len(item))
                choices.append(DeleteItem((*at, place)))
                choices.append(SetKey((*at, place), random_new(random)))
                choices.append(MoveItem((*at, place), random.randrange(len(item))))
        elif item is None and at:
            choices.append(InsertItem((*at, 0), random_new(random)))
            choices.append(SetKey((*at, "name", "list"), random_new(random)))
    return random.choice(choices)
