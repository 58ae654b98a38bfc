"""The stream of YAML parser events, from libyaml where PyYAML was built with it."""

from __future__ import annotations

from typing import Any, Protocol

import yaml
from yaml.loader import SafeLoader


class EventSource(Protocol):
    """What reading needs of a parser. Events are PyYAML's; their marks count characters from 0."""

    def get_event(self) -> Any:
        """Give the next event. Raises ``yaml.YAMLError`` where the text breaks the grammar."""
        ...


def pure_parser(text: str) -> EventSource:
    """Parse with PyYAML's Python code."""
    return SafeLoader(text)


def open_parser(text: str) -> EventSource:
    """Parse with libyaml if it is there, twenty times faster than the Python code."""
    if yaml.__with_libyaml__:
        from yaml._yaml import CParser

        return CParser(text)
    return pure_parser(text)
