"""Applying edits to a text, one after the other, each as splices that are proven."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any, assert_never

from yaml import YAMLError

from adapters.yamltext import block, flow
from adapters.yamltext.document import Document, Splice, is_null, newline_of
from adapters.yamltext.model import apply_to_value, nowhere, read_form, same
from adapters.yamltext.proof import EditUnproven, prove_result, prove_step
from adapters.yamltext.reader import BOM, decoded, read_document
from adapters.yamltext.tree import Collection, Entry, Node, Scalar, plain_value
from adapters.yamltext.values import replace_value
from adapters.yamltext.writer import (
    block_lines,
    flow_text,
    indented,
    item_lines,
    key_text,
    pair_lines,
)
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
from engine.errors import Invalid

# Beyond this many parts a changed collection is rewritten as a whole instead of entry by entry.
_MAX_FINE = 200


def edit_document(data: bytes, edits: Sequence[FieldEdit]) -> bytes:
    """Apply edits in order and prove the result.

    Raises:
        Refused: a pointer leads nowhere.
        Invalid: the document breaks the rules of reading, or would become too large.
        EditUnproven: the result is not what was intended (a bug).
    """
    reading = read_document("", data)
    text = decoded(data)
    value = reading.value
    if reading.says_nothing:
        value, text = {}, _with_braces(text)
    if value is None:
        raise Invalid(reading.problems)
    intended = apply_to_value(value, edits)
    has_final_newline = text.endswith("\n")
    original = Document(text if has_final_newline else text + newline_of(text))
    document = _edited(original, edits, intended)
    if document.text == original.text:
        return data
    keeps_newline = has_final_newline or (_ends_in_text(document) and not _ends_in_text(original))
    result = document.text if keeps_newline else _without_newline(document.text)
    return (BOM if data.startswith(BOM) else b"") + result.encode()


def _with_braces(comments: str) -> str:
    """Give a text of nothing but comments an empty mapping that can be filled."""
    newline = "\r\n" if "\r\n" in comments else "\n"
    above = comments.rstrip()
    return f"{above}{newline if above else ''}{{}}{newline}"


def _edited(original: Document, edits: Sequence[FieldEdit], intended: Any) -> Document:
    """Apply edits, many items of one list in one step; where that cannot be proven, one by one."""
    runs = tuple(_runs(edits))
    if len(runs) < len(edits):
        with suppress(EditUnproven):
            return _proven(original, runs, intended)
    return _proven(original, [(edit,) for edit in edits], intended)


def _proven(original: Document, runs: Iterable[Sequence[FieldEdit]], intended: Any) -> Document:
    document = original
    for run in runs:
        document = _apply_run(document, run)
    if document.text != original.text:
        prove_result(original, document, intended)
    return document


def _runs(edits: Sequence[FieldEdit]) -> Iterator[Sequence[FieldEdit]]:
    """Group edits that insert one item behind the other, or remove items of one list from behind."""
    run: list[FieldEdit] = []
    for edit in edits:
        if run and not _goes_on(run[-1], edit):
            yield tuple(run)
            run = []
        run.append(edit)
    if run:
        yield tuple(run)


def _goes_on(one: FieldEdit, other: FieldEdit) -> bool:
    if one.at[:-1] != other.at[:-1]:
        return False
    last, following = one.at[-1], other.at[-1]
    if not isinstance(last, int) or not isinstance(following, int):
        return False
    if isinstance(one, InsertItem) and isinstance(other, InsertItem):
        return following == last + 1
    return isinstance(one, DeleteItem) and isinstance(other, DeleteItem) and following < last


def _apply_run(document: Document, run: Sequence[FieldEdit]) -> Document:
    parent = document.node(run[0].at[:-1]) if len(run) > 1 else None
    if isinstance(parent, Collection) and not parent.is_flow and not parent.is_mapping:
        positions = [int(edit.at[-1]) for edit in run]
        if isinstance(run[0], InsertItem) and positions[0] == len(parent.entries) > 0:
            items = [edit.value for edit in run if isinstance(edit, InsertItem)]
            return _append_items(document, parent, items)
        held = positions[-1] >= 0 and positions[0] < len(parent.entries)
        whole_lines = held and document.starts_its_line(parent.entries[positions[-1]].start)
        if isinstance(run[0], DeleteItem) and whole_lines and len(run) < len(parent.entries):
            return _step(document, block.delete_items(document, parent, positions[::-1]))
    for edit in run:
        document = _apply(document, edit)
    return document


def _append_items(document: Document, parent: Collection, items: Sequence[Plain]) -> Document:
    gap = _dash_gap(document, parent)
    splices = block.append_items(
        document, parent, items, lambda new, layout: item_lines(new, replace(layout, dash_gap=gap))
    )
    return _step(document, splices)


def _ends_in_text(document: Document) -> bool:
    """Whether the last value is a block of text with a line end of its own, which parsers miss without the file's."""
    node: Node = document.root
    while isinstance(node, Collection) and node.entries:
        node = node.entries[-1].value
    return isinstance(node, Scalar) and node.is_block and node.text.endswith("\n")


def _without_newline(text: str) -> str:
    """Take the last line end away, unless a blank line, which can be part of a value, ends there."""
    shorter = text.removesuffix("\n").removesuffix("\r")
    return text if shorter.endswith("\n") else shorter


def _step(document: Document, splices: Sequence[Splice], *, moves: bool = False) -> Document:
    if not splices:
        return document
    try:
        result = document.spliced(splices)
    except YAMLError as fault:
        raise EditUnproven("the edited text is no YAML") from fault
    prove_step(document, result, splices, moves=moves)
    return result


def _apply(document: Document, edit: FieldEdit) -> Document:
    match edit:
        case SetKey(at=at, value=value, order=order):
            return _set(document, at, value, order)
        case DeleteKey(at=at) | DeleteItem(at=at):
            return _delete(document, at)
        case InsertItem(at=at, value=value):
            return _insert_item(document, at, value)
        case MoveItem(at=at, to=to):
            return _move_item(document, at, to)
    assert_never(edit)


# --- set ---------------------------------------------------------------------------------------------------------


def _set(document: Document, at: Pointer, new: Plain, order: Sequence[str] = ()) -> Document:
    found = document.entry(at)
    if found is None:
        return _insert_key(document, at, new, order)
    holder, position = found
    entry = holder.entries[position]
    old, form = plain_value(entry.value), read_form(new)
    if same(old, form):
        return document
    if old and new and len(old) + len(form) <= _MAX_FINE:
        if isinstance(old, dict) and isinstance(new, Mapping):
            return _set_keys(document, at, old, new)
        if isinstance(old, list) and isinstance(form, list) and isinstance(new, Sequence):
            return _set_items(document, at, old, new, form)
    return _step(document, replace_value(document, holder, entry, new))


def _set_keys(
    document: Document, at: Pointer, old: Mapping[str, Any], new: Mapping[str, Plain]
) -> Document:
    """Change one mapping into another key by key, so that comments stay with what remains."""
    order = tuple(new)
    for key, value in new.items():
        document = _set(document, (*at, key), value, order)
    for key in old:
        if key not in new:
            document = _delete(document, (*at, key))
    return document


def _set_items(
    document: Document, at: Pointer, old: Sequence[Any], new: Sequence[Plain], form: Sequence[Any]
) -> Document:
    """Change one list into another item by item, so that comments stay with what remains."""
    matcher = SequenceMatcher(
        None, [repr(item) for item in old], [repr(item) for item in form], autojunk=False
    )
    shift = 0
    for _, first, last, new_first, new_last in matcher.get_opcodes():
        common = min(last - first, new_last - new_first)
        for offset in range(common):
            document = _set(document, (*at, first + shift + offset), new[new_first + offset])
        for offset in range(common, new_last - new_first):
            document = _insert_item(
                document, (*at, first + shift + offset), new[new_first + offset]
            )
        for _ in range(common, last - first):
            document = _delete(document, (*at, first + shift + common))
        shift += (new_last - new_first) - (last - first)
    return document


def _insert_key(document: Document, at: Pointer, new: Plain, order: Sequence[str]) -> Document:
    parent = document.node(at[:-1])
    if parent is None:
        return _insert_key(document, at[:-1], {str(at[-1]): new}, ())
    key = str(at[-1])
    if is_null(parent):
        return _fill(document, at[:-1], {key: new})
    if not isinstance(parent, Collection):
        raise nowhere(at)
    if parent.is_flow:
        if not parent.entries and _can_become_block(document, parent, at[:-1]):
            return _fill(document, at[:-1], {key: new})
        document, parent = _braced(document, parent, at[:-1])
        text = f"{key_text(key, flow=True)}: {flow_text(new)}"
        return _step(
            document,
            flow.insert_entry(document, parent, _place_of(key, parent.keys(), order), text),
        )
    position = _place_of(key, parent.keys(), order)
    splices = block.insert_entry(
        document, parent, position, lambda layout: pair_lines(key, new, layout)
    )
    return _step(document, splices)


def _place_of(key: str, present: Sequence[str], order: Sequence[str]) -> int:
    """Behind the nearest predecessor that is present, else before the first successor, else at the end."""
    if key not in order:
        return len(present)
    rank = list(order).index(key)
    for earlier in reversed(order[:rank]):
        if earlier in present:
            return list(present).index(earlier) + 1
    later = [position for position, name in enumerate(present) if name in order[rank + 1 :]]
    return later[0] if later else len(present)


def _can_become_block(document: Document, empty: Collection, at: Pointer) -> bool:
    """Whether empty brackets stand outside of other brackets and hold no comment."""
    found = document.entry(at) if at else None
    in_flow = found is not None and found[0].is_flow
    return not in_flow and not document.has_comment(empty.start, empty.end)


def _fill(document: Document, at: Pointer, new: Plain) -> Document:
    """Give an empty value its first content."""
    if not at:
        return _step(document, _fill_root(document, new))
    found = document.entry(at)
    if found is None:
        raise nowhere(at)
    holder, position = found
    return _step(document, replace_value(document, holder, holder.entries[position], new))


def _fill_root(document: Document, new: Plain) -> list[Splice]:
    root, lines, newline = document.root, document.lines, document.newline
    line = lines.of(root.end)
    layout = replace(document.layout, literals=not document.reaches_deeper(line + 1, 0))
    written = block_lines(new, layout)
    token = ""
    if document.starts_its_line(root.start):
        first, *written = indented(written, lines.column(root.start))
        token = first.lstrip(" ")
    below = "".join(newline + text for text in written)
    return [Splice(root.start, root.end, token), Splice(lines.end(line), lines.end(line), below)]


def _braced(document: Document, holder: Collection, at: Pointer) -> tuple[Document, Collection]:
    flow.guard_dashes(holder)
    if not holder.is_braceless:
        return document, holder
    document = _step(document, flow.brace(holder))
    return document, _collection(document, at)


def _collection(document: Document, at: Pointer) -> Collection:
    node = document.node(at)
    if not isinstance(node, Collection):
        raise nowhere(at)
    return node


# --- lists -------------------------------------------------------------------------------------------------------


def _insert_item(document: Document, at: Pointer, new: Plain) -> Document:
    parent = document.node(at[:-1])
    position = at[-1]
    if parent is not None and is_null(parent):
        return _fill(document, at[:-1], [new])
    if not isinstance(parent, Collection) or not isinstance(position, int):
        raise nowhere(at)
    if not parent.is_flow:
        gap = _dash_gap(document, parent)
        splices = block.insert_entry(
            document,
            parent,
            position,
            lambda layout: item_lines(new, replace(layout, dash_gap=gap)),
        )
        return _step(document, splices)
    if not parent.entries and _can_become_block(document, parent, at[:-1]):
        return _fill(document, at[:-1], [new])
    flow.guard_dashes(parent)
    return _step(document, flow.insert_entry(document, parent, position, flow_text(new)))


def _dash_gap(document: Document, holder: Collection) -> int:
    """Give how many blanks stand behind the dashes of a list."""
    last = holder.entries[-1]
    if last.value.end > last.value.start and document.same_line(last.head, last.value.start):
        return last.value.start - last.head
    return document.layout.dash_gap


def _delete(document: Document, at: Pointer) -> Document:
    found = document.entry(at)
    if found is None:
        raise nowhere(at)
    holder, position = found
    if holder.is_flow:
        document, holder = _braced(document, holder, at[:-1])
        return _step(document, flow.delete_entry(document, holder, position))
    if len(holder.entries) > 1:
        return _step(document, block.delete_entry(document, holder, position))
    parent = document.entry(at[:-1]) if len(at) > 1 else None
    return _step(document, block.empty_collection(document, holder, _entry(parent)))


def _entry(found: tuple[Collection, int] | None) -> Entry | None:
    return None if found is None else found[0].entries[found[1]]


def _move_item(document: Document, at: Pointer, to: int) -> Document:
    found = document.entry(at)
    if found is None:
        raise nowhere(at)
    holder, position = found
    if position == to:
        return document
    if holder.is_flow:
        flow.guard_dashes(holder)
        return _step(document, flow.move_item(document, holder, position, to), moves=True)
    is_compact = not document.starts_its_line(holder.entries[0].start)
    if is_compact:
        document = _step(document, block.unfold(document, holder))
        holder = _collection(document, at[:-1])
    document = _step(document, block.move_item(document, holder, position, to), moves=True)
    parent = _entry(document.entry(at[:-1])) if is_compact else None
    if parent is not None:
        document = _step(document, block.refold(document, _collection(document, at[:-1]), parent))
    return document
