"""Reading YAML in tests the way the program does: every scalar is text, and text without quotes says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import yaml

from schemas.faults import Fault, parse
from schemas.scalars import PlainText

ROOT = Path(__file__).parents[2]


class _TextLoader(yaml.SafeLoader):
    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


def _scalar(loader: _TextLoader, node: yaml.ScalarNode) -> str | None:
    if node.style is not None:
        return str(node.value)
    return None if node.value in {"", "~", "null"} else PlainText(node.value)


_TextLoader.add_constructor("tag:yaml.org,2002:str", _scalar)


def from_yaml(text: str) -> Any:
    return yaml.load(text, _TextLoader)


def faults(model: Any, text: str) -> list[Fault]:
    found = parse(model, from_yaml(text))
    assert isinstance(found, tuple), "the document holds, a fault was expected"
    return list(found)


def document(model: Any, text: str) -> Any:
    found = parse(model, from_yaml(text))
    assert not isinstance(found, tuple), found
    return found
