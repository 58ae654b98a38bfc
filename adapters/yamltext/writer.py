"""Writing values as YAML text: fragments that fit their surroundings, and whole documents in canonical form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from adapters.yamltext.scalars import double_quoted, fits_literal, fits_plain, inline, is_confusable
from engine.edits import Plain
from engine.errors import Refused
from schemas.values import PlainText

_MAX_KEY = 1000  # a YAML parser looks no further than 1024 characters for the colon


@dataclass(frozen=True, slots=True)
class Layout:
    """How block values are laid out: blanks a mapping and a list are indented under their key, blanks behind a dash.

    ``literals`` is off where lines follow that a literal block would swallow.
    """

    mapping_step: int = 2
    list_step: int = 2
    dash_gap: int = 1
    literals: bool = True


CANONICAL = Layout()


def is_scalar(value: Plain) -> bool:
    """Whether a value is neither a mapping nor a list."""
    return value is None or isinstance(value, str | int)


def key_text(key: str, *, flow: bool = False) -> str:
    """Write a mapping key.

    Raises:
        Refused: no parser would find its colon.
    """
    if len(key) > _MAX_KEY:
        raise Refused(
            f"the key {key[:40]!r}… is too long", f"keep a key under {_MAX_KEY} characters"
        )
    if key and fits_plain(key, flow=flow) and not is_confusable(key):
        return str(key)
    return double_quoted(key)


def scalar_text(value: Plain, *, flow: bool = False, style: str = "") -> str:
    """Write a scalar on one line; numbers and booleans plain, text as ``scalars.inline`` says.

    Raises:
        TypeError: the value is of no kind that a document holds.
    """
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return inline(value, flow=flow, style=style)
    raise TypeError(f"a document cannot hold {value!r}")


def flow_text(value: Plain) -> str:
    """Write any value on one line between brackets, as a part of a flow collection."""
    if isinstance(value, Mapping):
        pairs = (f"{key_text(key, flow=True)}: {flow_text(item)}" for key, item in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(flow_text(item) for item in value) + "]"
    return scalar_text(value, flow=True)


def is_literal(value: Plain) -> bool:
    """Whether a value is best written as a literal block: text of several lines."""
    return (
        isinstance(value, str)
        and not isinstance(value, PlainText)
        and "\n" in value.removesuffix("\n")
        and fits_literal(value)
    )


def literal_header(value: str) -> str:
    """Give the indicators that start a literal block for this text."""
    return "|" if value.endswith("\n") else "|-"


def literal_body(value: str, indent: int) -> list[str]:
    """Give the lines of a literal block."""
    return [" " * indent + line if line else "" for line in value.removesuffix("\n").split("\n")]


def indented(lines: Sequence[str], by: int) -> list[str]:
    """Move lines to the right, empty ones excepted."""
    return [" " * by + line if line else "" for line in lines]


def pair_lines(key: str, value: Plain, layout: Layout = CANONICAL) -> list[str]:
    """Write one pair of a block mapping as lines that start in column 0."""
    name = key_text(key)
    if layout.literals and is_literal(value):
        text = str(value)
        return [f"{name}: {literal_header(text)}", *literal_body(text, layout.mapping_step)]
    if is_scalar(value):
        return [f"{name}: {scalar_text(value)}"]
    if not value:
        return [f"{name}: {flow_text(value)}"]
    step = layout.mapping_step if isinstance(value, Mapping) else layout.list_step
    return [f"{name}:", *indented(block_lines(value, layout), step)]


def item_lines(value: Plain, layout: Layout = CANONICAL) -> list[str]:
    """Write one item of a block list as lines that start in column 0."""
    dash = "-" + " " * layout.dash_gap
    if layout.literals and is_literal(value):
        text = str(value)
        return [dash + literal_header(text), *literal_body(text, 2)]
    if is_scalar(value):
        return [dash + scalar_text(value)]
    if not value:
        return [dash + flow_text(value)]
    first, *rest = block_lines(value, layout)
    return [dash + first, *indented(rest, len(dash))]


def block_lines(value: Plain, layout: Layout = CANONICAL) -> list[str]:
    """Write a mapping or a list that is not empty as lines that start in column 0."""
    lines: list[str] = []
    if isinstance(value, Mapping):
        for key, item in value.items():
            lines.extend(pair_lines(key, item, layout))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for item in value:
            lines.extend(item_lines(item, layout))
    return lines


def document_text(content: Mapping[str, Plain], *, schema: str = "") -> str:
    """Write a whole document in canonical form; ``schema`` goes into the editor modeline of the first line."""
    lines = [f"# yaml-language-server: $schema={schema}"] if schema else []
    lines.extend(block_lines(content) if content else ["{}"])
    return "\n".join(lines) + "\n"
