"""JSON Schemas of the documents, for editors: they help while typing and accept whatever we accept.

They are looser than our own reading where JSON Schema cannot say more; nobody validates with them.

The first line of a document (``# yaml-language-server: $schema=...``) leads to ``schemas/json/<kind>.json`` beside
the root of the config repository, by a path relative to the document: in this source tree that is the folder of the
package itself; a repository of its own keeps a copy of it at that place.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from schemas.fields import group_of, item_of, old_names
from schemas.kinds import KINDS, Kind

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(kind: Kind) -> dict[str, Any]:
    """Give the JSON Schema of a kind of document."""
    schema = kind.model.model_json_schema(mode="validation")
    definitions = schema.pop("$defs", {})
    models = _models(kind.model)
    for name, definition in definitions.items():
        _mend(definition, models.get(name))
    _mend(schema, kind.model)
    title = {"$schema": DIALECT, "title": kind.title}
    return (
        title
        | {key: value for key, value in schema.items() if key != "title"}
        | {"$defs": definitions}
    )


def json_schema_text(kind: Kind) -> str:
    """Give the JSON Schema of a kind as the text of its file."""
    return json.dumps(json_schema(kind), indent=2, ensure_ascii=False) + "\n"


def json_schema_files() -> Mapping[str, str]:
    """Give every schema file: name -> text."""
    return {f"{kind.name}.json": json_schema_text(kind) for kind in KINDS}


def _models(model: type[BaseModel]) -> dict[str, type[BaseModel]]:
    found = {model.__name__: model}
    for field in model.model_fields.values():
        below = group_of(field.annotation) or item_of(field.annotation)
        if below:
            found |= _models(below)
    return found


def _mend(definition: dict[str, Any], model: type[BaseModel] | None) -> None:
    """Accept empty values and old names, and leave out titles that only repeat the name."""
    if model is None:
        definition.pop("title", None)
        return
    properties = definition.get("properties", {})
    for name, field in model.model_fields.items():
        shown = properties[name]
        shown.pop("title", None)
        shown["description"] = field.description
        if not field.is_required():
            properties[name] = shown = _or_nothing(shown)
        for old in old_names(field):
            properties[old] = shown | {"deprecated": True, "description": f"Old name of {name}."}
    if any(old_names(field) for field in model.model_fields.values()):
        _loosen_required(definition, model)


def _loosen_required(definition: dict[str, Any], model: type[BaseModel]) -> None:
    renamed = {name for name, field in model.model_fields.items() if old_names(field)}
    required = [name for name in definition.get("required", []) if name not in renamed]
    definition.pop("required", None)
    if required:
        definition["required"] = required


def _or_nothing(shown: dict[str, Any]) -> dict[str, Any]:
    """Accept an empty value, which means absent."""
    told: dict[str, Any] = {
        key: shown.pop(key) for key in ("description", "examples", "default") if key in shown
    }
    if told.get("default", ...) is None:
        del told["default"]
    kinds = [kind for kind in shown.get("anyOf", [shown]) if kind != {"type": "null"}]
    only: dict[str, Any] = kinds[0]
    if len(kinds) > 1 or "$ref" in only:
        return told | {"anyOf": [*kinds, {"type": "null"}]}
    if "enum" in only:
        return told | only | {"enum": [*only["enum"], None]}
    types = only["type"] if isinstance(only["type"], list) else [only["type"]]
    return told | only | {"type": [*types, "null"]}
