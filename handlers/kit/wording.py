"""Commands, values and times as words, the same in every front end."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from handlers.kit.catalogue import Entry


def command_line(
    entry: Entry, args: Mapping[str, object], *, quote: Callable[[str], str] | None = None
) -> str:
    """Write a command with its arguments as a person would type it; ``quote`` as somewhere else than in Slack."""
    quote = quote or _quoted
    positional = [argument.name for argument in entry.positionals]
    said = {name: _told(entry, name, value) for name, value in args.items()}
    parts = [*entry.words, *(quote(_word(said[name])) for name in positional if said.get(name))]
    for name, value in said.items():
        if name not in positional and value is not None:
            parts.append(f"--{name} {quote(_word(value))}")
    return " ".join(parts)


def _told(entry: Entry, name: str, value: object) -> object:
    """Name a file instead of writing out what is in it, and mask a secret; any other value stays what it is."""
    argument = entry.argument(name)
    if argument is not None and argument.type == "secret":
        return "***"
    if argument is not None and argument.type == "file" and isinstance(value, Mapping):
        return value["name"]
    return value


def _word(value: object) -> str:
    return as_typed(value, between=", ") or "-"


def _quoted(text: str) -> str:
    plain = text and not any(character.isspace() or character in "\"'\\" for character in text)
    return text if plain else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


_ITEM = re.compile(r"""\s*("(?:[^"]|"")*"(?=\s*(?:,|$))|[^,]*)\s*(?:,|$)""")


def split_items(text: str) -> list[str]:
    """Read a list as people type it: commas or lines between items; an item with a comma stands in double quotes."""
    found = (match[1].strip() for line in text.splitlines() for match in _ITEM.finditer(line))
    return [_bare(item) for item in found if item]


def _bare(item: str) -> str:
    quoted = len(item) > 1 and item.startswith('"') and item.endswith('"')
    return item[1:-1].replace('""', '"') if quoted else item


def as_typed(value: object, *, between: str) -> str:
    """Write a value so that it can be typed back; items of a list or map have ``between`` between them."""
    if isinstance(value, Mapping):
        return between.join(_item(f"{key}={below}") for key, below in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return between.join(_item(str(item)) for item in value)
    return show(value) if isinstance(value, bool) else one_line("" if value is None else str(value))


def join_items(items: Iterable[object]) -> str:
    """Write a list on one line the way ``split_items`` reads it."""
    return as_typed([str(item) for item in items], between=", ")


def _item(text: str) -> str:
    plain = "," not in text and not text.startswith('"') and text == text.strip()
    return text if plain else '"' + text.replace('"', '""') + '"'


def show(value: object) -> str:
    """Show a plain value on one line: lists with commas, switches as yes and no, nothing as a dash."""
    if value is None or value == "":
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{key}={show(below)}" for key, below in value.items()) or "-"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(show(item) for item in value) or "-"
    return one_line(str(value))


UNLIMITED = "unlimited"


def show_limit(value: object) -> str:
    """Show a limit on calls or calls per second: 0 and nothing limit nothing."""
    return show(value) if value else UNLIMITED


def one_line(text: str) -> str:
    """Replace line breaks by spaces and drop characters that control a terminal or the direction of text."""
    kept = (" " if character in "\r\n\t\u2028\u2029" else character for character in text)
    return "".join(
        character for character in kept if unicodedata.category(character) not in ("Cc", "Cf", "Cs")
    )


def when(instant: datetime) -> str:
    """Write an instant in UTC to the minute."""
    return f"{instant:%Y-%m-%d %H:%M} UTC"


def how_long(seconds: int) -> str:
    """Write a length as people say it: ``1 min 1 s``; from an hour on without the seconds, ``93 h 37 min``."""
    minutes, rest = divmod(seconds, 60)
    hours, left = divmod(minutes, 60)
    parts = ((hours, "h"), (left, "min")) if hours else ((minutes, "min"), (rest, "s"))
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 s"


def few(names: Sequence[str], most: int) -> str:
    """Name the first ones, and count the others: ``ada, grace and 3 more``."""
    left = len(names) - most
    return ", ".join(names[:most]) + (f" and {left} more" if left > 0 else "")


def plural(count: int, noun: str) -> str:
    """``1 customer``, ``2 customers``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
