"""Finding the commands: walks the packages under ``handlers`` and describes what it imports.

Only the index generator, tests and a starting bot need this; everybody else reads the generated index.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from types import ModuleType
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from handlers.kit.catalogue import INDEX, Argument, Catalogue, Entry
from handlers.kit.command import Command, role_text
from handlers.kit.files import UploadedSheet, UploadedText
from handlers.kit.secret import MARK
from schemas.base import Reference
from schemas.scalars import OLD_WORDS

_OWN = "kit"
_TYPES = {"integer": "integer", "boolean": "boolean", "array": "list", "object": "map"}


def index_text(entries: Sequence[Entry]) -> str:
    """Write the index that ``Catalogue.read`` takes."""
    rows = [asdict(entry) | {"surfaces": sorted(entry.surfaces)} for entry in entries]
    return json.dumps(rows, indent=1, ensure_ascii=False) + "\n"


def discover() -> Catalogue:
    """Import every command; a module that fails to import, or lacks a part, stops it."""
    import handlers

    return Catalogue(list(_walk(handlers, ())))


def _walk(package: ModuleType, words: tuple[str, ...]) -> Iterator[Entry]:
    for _, name, is_package in pkgutil.iter_modules(package.__path__):
        if not words and name == _OWN:
            continue
        module = importlib.import_module(f"{package.__name__}.{name}")
        if is_package:
            if hasattr(module, "COMMAND"):
                yield describe(module, (*words, name))
            yield from _walk(module, (*words, name))
        else:
            yield describe(module, (*words, name))


def _word(name: str) -> str:
    """Give the word a module stands for; one that Python keeps for itself has an underscore behind: ``import_``."""
    return name.rstrip("_").replace("_", "-")


def describe(module: ModuleType, words: tuple[str, ...]) -> Entry:
    """Describe one command module."""
    command: Command = module.COMMAND
    args: type[BaseModel] = module.Args
    says, _, details = (module.__doc__ or "").strip().partition("\n")
    if not says:
        raise ValueError(
            f"{module.__name__} has no docstring; its first line is the help of the command"
        )
    properties = args.model_json_schema(mode="validation").get("properties", {})
    definitions = args.model_json_schema(mode="validation").get("$defs", {})
    return Entry(
        words=tuple(_word(name) for name in words),
        module=module.__name__,
        # Markup is for whoever reads the code; a command is told of in plain words.
        help=says.strip().replace("``", ""),
        details=details.strip(),
        role=role_text(command.role),
        effect=command.effect,
        examples=command.examples,
        surfaces=command.surfaces,
        form=command.form,
        fills=hasattr(module, "fill"),
        book=command.book,
        positional=command.positional,
        rest=command.rest,
        look=command.look,
        urgent=command.urgent,
        moment=command.moment,
        piped=command.piped,
        arguments=tuple(
            _argument(name, field, properties[field.alias or name], definitions)
            for name, field in args.model_fields.items()
        ),
    )


def _argument(
    name: str, field: FieldInfo, schema: Mapping[str, Any], definitions: Mapping[str, Any]
) -> Argument:
    if not field.description:
        raise ValueError(f"argument {name} has no description")
    kind, choices = _type_of(schema, definitions)
    reference = next((mark.kind for mark in _marks(field) if isinstance(mark, Reference)), "")
    example = _typed(field.examples[0]) if field.examples else ""
    default = (
        "" if field.is_required() or field.default in (None, (), "") else _typed(field.default)
    )
    shapes = [
        definitions[one["$ref"].rsplit("/", 1)[-1]] if "$ref" in one else one
        for one in (schema, *schema.get("anyOf", ()))
    ]
    long = any(one.get("x-long") for one in shapes)
    return Argument(
        name=name,
        type=kind,
        required=field.is_required(),
        description=field.description,
        example=example,
        choices=choices,
        reference=reference,
        default=default,
        long=long,
        sheet=any(UploadedSheet.SHEET in one for one in shapes),
    )


def _marks(field: FieldInfo) -> Iterator[Any]:
    """Give every mark on a field, however deep in its type."""
    yield from field.metadata
    waiting = [field.annotation]
    while waiting:
        for part in getattr(waiting.pop(), "__args__", ()):
            yield from getattr(part, "__metadata__", ())
            waiting.append(part)


def _typed(value: object) -> str:
    """Write a value the way a person types it: yes and no, lists and maps with commas."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{key}={below}" for key, below in value.items())
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _type_of(
    schema: Mapping[str, Any], definitions: Mapping[str, Any]
) -> tuple[str, tuple[str, ...]]:
    """Reduce a JSON Schema to one of our eight types, with the choices where there are some."""
    if UploadedText.FILE in schema:
        return "file", ()
    if MARK in schema:
        return "secret", ()
    if "$ref" in schema:
        return _type_of(definitions[schema["$ref"].rsplit("/", 1)[-1]], definitions)
    options = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    if options:
        kinds = [_type_of(option, definitions) for option in options]
        return next((kind for kind in kinds if kind[0] != "text"), kinds[0])
    if True in schema.get("enum", ()):
        return "boolean", ()
    if "enum" in schema or "const" in schema:
        words = schema.get("enum", [schema.get("const")])
        return "choice", tuple(str(one) for one in words if one not in schema.get(OLD_WORDS, ()))
    named = schema.get("type", "")
    kind = next(
        (_TYPES[one] for one in ([named] if isinstance(named, str) else named) if one in _TYPES),
        "text",
    )
    choices = (
        _type_of(schema["items"], definitions)[1] if kind == "list" and schema.get("items") else ()
    )
    return kind, choices


def write_index() -> None:
    """Write the index anew from what is discovered."""
    INDEX.write_text(index_text(discover().entries), "utf-8")
