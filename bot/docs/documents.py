"""The pages of documents: one per kind, each field with its path, type, default, meaning, example and old names."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from bot.docs.fieldtypes import Json, resolved, type_of
from bot.docs.markdown import code, page, table, text
from schemas.fields import group_of, item_of, leaf_fields, old_names
from schemas.jsonschema import json_schema
from schemas.kinds import KINDS, Kind

_NO_DEFAULT: tuple[object, ...] = (None, "", (), {})


@dataclass(frozen=True, slots=True)
class Row:
    """One field: its dotted path (``[]`` behind a list of groups), its model's field, and its JSON Schema."""

    path: str
    field: FieldInfo
    schema: Json
    group: bool
    immutable: bool


def document_pages() -> Mapping[str, str]:
    """Give the page of every kind and the list of them: name below the reference folder -> Markdown."""
    pages = {f"documents/{kind.name}.md": _kind_page(kind) for kind in KINDS}
    return {"documents.md": _list_page(), **pages}


def _list_page() -> str:
    rows = (
        (
            f"[{text(kind.title)}](documents/{kind.name}.md)",
            code(str(kind.name)),
            code(kind.pattern),
        )
        for kind in KINDS
    )
    return page(
        "# Documents",
        "The files of a config repository. Paths are relative to its root, the folder that holds `settings.yaml`; "
        "`<id>` is the id of the document, which never changes.",
        table(("Document", "Kind", "Place"), rows),
        "Every value is read as text and typed by these pages. Identifiers that look like a number, a date or a "
        "switch word stand in quotes; counts, amounts and percentages may. An empty value means that the field is "
        "absent, which means its default. Unknown fields are errors.",
    )


def _kind_page(kind: Kind) -> str:
    schema = f"schemas/json/{kind.name}.json"
    return page(
        f"# {kind.title}",
        text((kind.model.__doc__ or "").strip()),
        f"- Kind: {code(str(kind.name))}\n- Place: {code(kind.pattern)}\n- JSON Schema: {code(schema)}",
        table(
            ("Field", "Takes", "Default", "Meaning"),
            ((code(row.path), *_cells(row)) for row in fields_of(kind)),
        ),
    )


def fields_of(kind: Kind) -> Iterator[Row]:
    """Walk every field of a kind in the order of the file, a group before its fields."""
    schema = json_schema(kind)
    fixed = frozenset(leaf.path for leaf in leaf_fields(kind.model) if leaf.immutable)
    yield from _walk(kind.model, schema, schema.get("$defs", {}), "", fixed)


def _walk(
    model: type[BaseModel], schema: Json, definitions: Json, above: str, fixed: frozenset[str]
) -> Iterator[Row]:
    for name, field in model.model_fields.items():
        own = schema["properties"][name]
        items = item_of(field.annotation)
        below = group_of(field.annotation) or items
        path = f"{above}{name}" + ("[]" if items else "")
        yield Row(path, field, own, below is not None, path in fixed)
        if below:
            yield from _walk(below, resolved(own, definitions), definitions, f"{path}.", fixed)


def _cells(row: Row) -> tuple[str, str, str]:
    takes = type_of(row.field, row.schema)
    default = "required" if row.field.is_required() else _default(row)
    return takes, default, " ".join(_meaning(row))


def _default(row: Row) -> str:
    value = row.schema.get("default")
    return code(_plain(value)) if not row.group and value not in _NO_DEFAULT else ""


def _meaning(row: Row) -> Iterator[str]:
    description = row.field.description or ""
    yield text(description)
    if row.immutable and "never changes" not in description.lower():
        yield "Never changes."
    if row.field.examples and not row.group:
        yield f"Example: {code(_plain(row.field.examples[0]))}."
    old = old_names(row.field)
    if old:
        yield f"Also read: {', '.join(code(name) for name in old)}."


def _plain(value: Any) -> str:
    """Write a value the way a YAML file may hold it on one line."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
