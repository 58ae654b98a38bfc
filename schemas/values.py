"""Field types for words: ids, references to other documents, names, notes and texts.

Numbers, money and switches are in ``schemas.quantities``; e-mail, phone and network addresses in
``schemas.addresses``.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, NewType

from schemas.base import Reference
from schemas.faults import fault, quoted
from schemas.scalars import PlainText as PlainText  # noqa: PLC0414 -- explicit re-export for mypy
from schemas.scalars import Scalar, identifier_of, text_of

CustomerId = NewType("CustomerId", str)
ProviderId = NewType("ProviderId", str)
RateCardId = NewType("RateCardId", str)
OperatorId = NewType("OperatorId", str)
PackageId = NewType("PackageId", str)
ContractId = NewType("ContractId", str)
PrefixSetId = NewType("PrefixSetId", str)
StrategyId = NewType("StrategyId", str)
TemplateId = NewType("TemplateId", str)

SLUG_PATTERN = r"^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$"
_SLUG = re.compile(SLUG_PATTERN.removesuffix("$") + r"\Z")
_SLUG_LENGTH = 64


def slug(value: object) -> str:
    """Read an id: 1 to 64 lower-case letters, digits and hyphens, no hyphen at either end."""
    text = identifier_of(value, wanted="an id such as ben-llc")
    if _SLUG.match(text):
        return text
    suggestion = slug_from(text)
    hint = f"write for example {suggestion}" if suggestion else "write for example ben-llc"
    raise fault(
        "slug",
        f"{quoted(text)} is not an id: lower-case letters, digits and hyphens, 1 to {_SLUG_LENGTH}",
        hint,
    )


def slug_from(text: str) -> str:
    """Derive the id people would expect from a name (``Ben LLC`` -> ``ben-llc``); empty if nothing is left."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    ascii_text = plain.encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’]", "", ascii_text))
    return words.strip("-")[:_SLUG_LENGTH].rstrip("-")


# Letters that are no letter with an accent, as their languages write them in plain ones.
_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)

_SLUG_SCALAR = Scalar(slug, {"type": "string", "pattern": SLUG_PATTERN})

Slug = Annotated[str, _SLUG_SCALAR]
CustomerRef = Annotated[CustomerId, _SLUG_SCALAR, Reference("customer")]
ProviderRef = Annotated[ProviderId, _SLUG_SCALAR, Reference("provider")]
RateCardRef = Annotated[RateCardId, _SLUG_SCALAR, Reference("rate-card")]
OperatorRef = Annotated[OperatorId, _SLUG_SCALAR, Reference("operator")]
PackageRef = Annotated[PackageId, _SLUG_SCALAR, Reference("package")]
ContractRef = Annotated[ContractId, _SLUG_SCALAR, Reference("contract")]
PrefixSetRef = Annotated[PrefixSetId, _SLUG_SCALAR, Reference("prefix-set")]
StrategyRef = Annotated[StrategyId, _SLUG_SCALAR, Reference("strategy")]
TemplateRef = Annotated[TemplateId, _SLUG_SCALAR, Reference("template")]

_INVISIBLE = frozenset("\u200b\u2060\ufeff\u2028\u2029")
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean_text(text: str, *, longest: int, several_lines: bool = False) -> str:
    """Normalise to NFC, trim the ends, and refuse what cannot be seen, turns the direction of text, or is too long."""
    normal = unicodedata.normalize("NFC", text).strip()
    if not normal:
        raise fault("empty-value", "the text is empty", "write a text, or remove the line")
    # What is printable as a whole holds none of them; only the rest is looked at one by one.
    for character in "" if normal.isprintable() else normal:
        if not (several_lines and character in "\n\t"):
            _refuse_hidden(character, text)
    if len(normal) > longest:
        raise fault(
            "text-length",
            f"{quoted(normal)} has {len(normal)} characters",
            f"write at most {longest:,} characters",
        )
    return normal


def _refuse_hidden(character: str, text: str) -> None:
    if character in _TURNING:
        found = "a character that turns the direction of the text"
    elif character in _INVISIBLE or unicodedata.category(character) in {"Cc", "Cs"}:
        found = "a control or invisible character"
    else:
        return
    raise fault(
        "text-characters", f"{quoted(text)} holds {found}, U+{ord(character):04X}", "remove it"
    )


def text_type(longest: int, *, several_lines: bool = False) -> Scalar:
    """Accept free text of at most ``longest`` characters, on one line unless ``several_lines``."""

    def parse(value: object) -> str:
        return clean_text(
            text_of(value, wanted="a text"), longest=longest, several_lines=several_lines
        )

    # A number in a free text ("3") is fine: every scalar is read as text. Forms give long texts a big box.
    json = {"type": ["string", "number"], "minLength": 1, "maxLength": longest}
    return Scalar(parse, json | {"x-long": True} if several_lines else json)


def identifier_type(longest: int, pattern: str, form: str) -> Scalar:
    """Accept an identifier of the given pattern (anchored); ``form`` says it in words, with an example."""
    compiled = re.compile(pattern.removesuffix("$") + r"\Z")

    def parse(value: object) -> str:
        text = clean_text(identifier_of(value, wanted=form), longest=longest)
        if not compiled.match(text):
            raise fault(
                "text-format", f"{quoted(text)} does not have the right form", f"write {form}"
            )
        return text

    return Scalar(
        parse, {"type": "string", "minLength": 1, "maxLength": longest, "pattern": pattern}
    )


Name = Annotated[str, text_type(80)]
Line = Annotated[str, text_type(200)]
Notes = Annotated[str, text_type(3000, several_lines=True)]
Code = Annotated[
    str, identifier_type(64, r"^[^\s](.*[^\s])?$", "a code of other software, for example C-10441")
]
Tag = Annotated[
    str,
    identifier_type(
        40,
        r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$",
        "a tag: lower-case letters, digits and hyphens, for example retail",
    ),
]
VariableName = Annotated[
    str,
    identifier_type(
        64,
        r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$",
        "a name of lower-case words, for example cli.persist",
    ),
]
