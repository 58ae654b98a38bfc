"""Replacing one value by another of any kind, in place."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import replace

from adapters.yamltext.document import Document, Splice
from adapters.yamltext.scalars import fits_folded, fits_literal
from adapters.yamltext.tree import Collection, Entry, Node, Scalar
from adapters.yamltext.writer import (
    block_lines,
    flow_text,
    indented,
    is_literal,
    is_scalar,
    literal_body,
    literal_header,
    scalar_text,
)
from engine.edits import Plain
from schemas.values import PlainText


def replace_value(document: Document, holder: Collection, entry: Entry, new: Plain) -> list[Splice]:
    """Write ``new`` where the value of an entry stands; comments on its line stay."""
    if holder.is_flow:
        return [_in_flow(entry, new)]
    if is_scalar(new) or not new:
        token, body = _inline_parts(document, holder, entry, new)
        return _place(document, holder, entry, token, body)
    return _place_block(document, holder, entry, new)


def _in_flow(entry: Entry, new: Plain) -> Splice:
    old = entry.value
    if isinstance(old, Scalar) and old.start == old.end:
        colon = ": " if entry.key is not None and entry.head == entry.key.end else " "
        return Splice(entry.head, entry.head, colon + flow_text(new))
    text = scalar_text(new, flow=True, style=_style(old)) if is_scalar(new) else flow_text(new)
    return Splice(old.start, old.end, text)


def _style(old: Node) -> str:
    return old.style if isinstance(old, Scalar) and not old.is_block else ""


def _inline_parts(
    document: Document, holder: Collection, entry: Entry, new: Plain
) -> tuple[str, list[str]]:
    """Write a scalar or empty brackets: what stands behind the key or dash, and the lines below."""
    old = entry.value
    if isinstance(new, str) and not isinstance(new, PlainText):
        indent = _block_indent(document, holder, entry)
        if isinstance(old, Scalar) and old.style == ">" and fits_folded(new) and indent:
            header = ">" if new.endswith("\n") else ">-"
            return header, _folded_body(document, old, new, indent)
        was_block = isinstance(old, Scalar) and old.is_block
        if indent and (is_literal(new) or (was_block and fits_literal(new))):
            return literal_header(new), literal_body(new, indent)
    if is_scalar(new):
        return scalar_text(new, style=_style(old)), []
    return flow_text(new), []


def _block_indent(document: Document, holder: Collection, entry: Entry) -> int:
    """Give the indentation for literal text in this place; 0 if it would swallow what follows."""
    old, lines = entry.value, document.lines
    if isinstance(old, Scalar) and old.is_block:
        for line in range(lines.of(old.start) + 1, lines.of(old.end) + 1):
            if not lines.is_blank(line):
                return lines.indent(line)
    is_block = isinstance(old, Collection) and not old.is_flow
    following = [lines.of(entry.head if is_block else entry.end) + 1, lines.of(entry.end) + 1]
    if any(document.reaches_deeper(line, holder.column) for line in following):
        return 0
    return holder.column + (document.layout.mapping_step if holder.is_mapping else 2)


def _folded_body(document: Document, old: Scalar, text: str, indent: int) -> list[str]:
    """Wrap text as widely as the folded block was before."""
    first, last = document.lines.of(old.start) + 1, document.lines.of(old.end)
    widths = [len(document.lines.content(line)) for line in range(first, last + 1)]
    width = max([*widths, indent + 40]) - indent
    lines: list[str] = []
    for position, paragraph in enumerate(text.removesuffix("\n").split("\n")):
        if position and (paragraph or lines[-1]):
            lines.append("")
        can_wrap = (
            "  " not in paragraph and "\t" not in paragraph and paragraph == paragraph.strip()
        )
        lines.extend(
            textwrap.wrap(paragraph, width, break_long_words=False, break_on_hyphens=False)
            if can_wrap
            else [paragraph]
        )
        if not paragraph:
            lines.append("")
    return indented(lines, indent)


def _joined(document: Document, lines: list[str]) -> str:
    return "".join(document.newline + line for line in lines)


def _place(
    document: Document, holder: Collection, entry: Entry, token: str, body: list[str]
) -> list[Splice]:
    """Put ``token`` where the old value starts and ``body`` on the lines below, replacing the old lines."""
    old, lines = entry.value, document.lines
    if isinstance(old, Collection) and not old.is_flow:
        return _place_over_block(document, entry, old, token, body)
    if old.start == old.end:
        line_end = lines.end(lines.of(entry.head))
        return [
            Splice(entry.head, entry.head, f" {token}"),
            Splice(line_end, line_end, _joined(document, body)),
        ]
    if isinstance(old, Scalar) and old.is_block:
        line_end = lines.end(lines.of(old.start))
        return [
            Splice(old.start, old.header_end, token),
            Splice(line_end, max(old.end, line_end), _joined(document, body)),
        ]
    line_end = lines.end(lines.of(old.end))
    return [Splice(old.start, old.end, token), Splice(line_end, line_end, _joined(document, body))]


def _place_over_block(
    document: Document, entry: Entry, old: Collection, token: str, body: list[str]
) -> list[Splice]:
    lines = document.lines
    first, last_line = old.entries[0], document.last_line(old.entries[-1])
    if not document.starts_its_line(first.start):
        return [Splice(first.start, lines.end(last_line), token + _joined(document, body))]
    start, end = lines.start(document.own_start(old, 0)), lines.start(last_line + 1)
    if not token:
        return [Splice(start, end, "".join(line + document.newline for line in body))]
    head_end = lines.end(lines.of(entry.head))
    return [
        Splice(entry.head, entry.head, f" {token}"),
        Splice(head_end, head_end, _joined(document, body)),
        Splice(start, end, ""),
    ]


def _place_block(document: Document, holder: Collection, entry: Entry, new: Plain) -> list[Splice]:
    """Put a mapping or a list that is not empty on the lines below its key, or behind its dash."""
    lines, swallows = document.lines, _block_indent(document, holder, entry) == 0
    layout = replace(document.layout, literals=not swallows)
    written = block_lines(new, layout)
    old = entry.value
    is_inline = not (isinstance(old, Collection) and not old.is_flow) and old.end > old.start
    if is_inline and not document.same_line(entry.head, old.start):
        placed = indented(written, lines.column(old.start))
        return _place(document, holder, entry, placed[0].lstrip(" "), placed[1:])
    if holder.is_mapping:
        step = layout.mapping_step if isinstance(new, Mapping) else layout.list_step
        return _place_below(document, holder, entry, indented(written, holder.column + step))
    stays = is_inline or _is_compact(document, old)
    column = lines.column(old.start) if stays else holder.column + 1 + layout.dash_gap
    placed = indented(written, column)
    if _has_line_comment(document, entry, old) or not (stays or old.start == old.end):
        return _place_below(document, holder, entry, placed)
    if old.start == old.end:
        gap = " " * layout.dash_gap
        return [
            Splice(
                entry.head,
                lines.end(lines.of(entry.head)),
                gap + placed[0].lstrip(" ") + _joined(document, placed[1:]),
            )
        ]
    return _place(document, holder, entry, placed[0].lstrip(" "), placed[1:])


def _is_compact(document: Document, old: Node) -> bool:
    return isinstance(old, Collection) and not document.starts_its_line(old.entries[0].start)


def _has_line_comment(document: Document, entry: Entry, old: Node) -> bool:
    """Whether a comment stands on the line where an inline value ends, or where a block value hangs."""
    if isinstance(old, Collection) and not old.is_flow:
        place = entry.head
    elif isinstance(old, Scalar) and old.is_block:
        place = old.header_end
    else:
        place = max(old.end, entry.head)
    return document.has_comment(place, document.lines.end(document.lines.of(place)))


def _place_below(
    document: Document, holder: Collection, entry: Entry, body: list[str]
) -> list[Splice]:
    """Put lines below the line of a key or dash, and nothing behind it but the comment it has."""
    old = entry.value
    if old.start == old.end or (isinstance(old, Collection) and not old.is_flow):
        splices = _place(document, holder, entry, "", body)
        return [
            Splice(part.start, part.end, part.text.rstrip(" ") if part.text == " " else part.text)
            for part in splices
        ]
    splices = _place(document, holder, entry, "", body)
    return [Splice(entry.head, splices[0].end, ""), *splices[1:]]
