"""Mails from templates: values in, subject, text and HTML out.

A template is two files: ``NAME.txt`` begins with ``Subject:`` and an empty line, ``NAME.mjml`` is the layout. Both are filled
by Jinja2 in a sandbox that knows text values and nothing else; MJML then makes HTML that mail programs understand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

LARGEST_MAIL = 500_000
_SUBJECT = "Subject: "


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a template gave. The text holds what the letter tells; nobody prints it."""

    subject: str
    text: str
    html: str

    def __repr__(self) -> str:
        """Tell the subject only."""
        return f"Drawn({self.subject!r})"


def draw(template: str, values: Mapping[str, str]) -> Drawn:
    """Fill a template; a value that it names and nobody gave is a bug, not an empty place."""
    from mjml import mjml2html

    if any(not isinstance(value, str) for value in values.values()):
        raise TypeError("a template gets texts only")
    environment = _environment()
    told = environment.get_template(f"{template}.txt").render(values)
    layout = environment.get_template(f"{template}.mjml").render(values)
    first, _, text = told.partition("\n")
    if not first.startswith(_SUBJECT):
        raise ValueError(f"{template}.txt does not begin with {_SUBJECT.strip()}")
    html = mjml2html(layout)
    if len(text) + len(html) > LARGEST_MAIL:
        raise ValueError(f"the template {template} gave {len(text) + len(html)} characters")
    return Drawn(first.removeprefix(_SUBJECT).strip(), text.strip() + "\n", html)


@cache
def _environment() -> SandboxedEnvironment:
    from jinja2 import FunctionLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(
        loader=FunctionLoader(_shipped),
        undefined=StrictUndefined,
        autoescape=lambda name: name is not None and name.endswith(".mjml"),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _shipped(name: str) -> str | None:
    """Give a template that comes with the program."""
    file = files("bot.mail").joinpath("templates", name)
    return file.read_text("utf-8") if file.is_file() else None
