"""When text may stand in a YAML file without quotes, and how it is quoted when it may not."""

from __future__ import annotations

import re

from engine.errors import Refused
from schemas.scalars import looks_like_another_type
from schemas.values import PlainText

NULL_WORDS = frozenset({"", "~", "null", "Null", "NULL"})
_TYPED = ("y", "n", "yes", "no", "on", "off", "true", "false", "null")
TYPED_WORDS = frozenset(
    {form for word in _TYPED for form in (word, word.capitalize(), word.upper())}
    | {"", "~", "=", "<<"}
)
"""Words that YAML 1.1 or 1.2 reads as a boolean, a null, a default or a merge."""

NUMBER_STARTS = frozenset("0123456789+-.")

# Direction overrides, isolates and invisible spaces; joiners stay allowed, emoji and Persian text need them.
INVISIBLE = "\u00ad\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f"
_UNSAFE = re.compile(
    rf"[^\x20-\x7e\u00a0-\u2027\u202f-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|[{INVISIBLE}]"
)
_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`](?:.*\S)?")
_PLAIN_BREAKERS = re.compile(r":(?:\s|$)|\s#")
# PyYAML's Python code trips over a question mark between brackets.
_FLOW_BREAKERS = re.compile(r"[,\[\]{}?]|:$")
_LIKE_A_PAIR = re.compile(r"\S*:")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}
_TO_ESCAPE = re.compile(rf'[\\"]|{_UNSAFE.pattern}')


# Digits with the signs people put between them: phone numbers, dates, ranges. Addresses read well without quotes.
_DIGITS = re.compile(r"[-+.(\d][-+.\d\s_:,()]*")
_IP_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")


def is_confusable(text: str) -> bool:
    """Whether a YAML reader or a person could take this text, unquoted, for a number, a date, a boolean or nothing."""
    if text in TYPED_WORDS or looks_like_another_type(text):
        return True
    return _DIGITS.fullmatch(text) is not None and _IP_ADDRESS.fullmatch(text) is None


def as_read(text: str) -> str:
    """Give unquoted text the way the reader hands it over: marked if it starts like a number or is a typed word."""
    return PlainText(text) if text in TYPED_WORDS or text[0] in NUMBER_STARTS else str(text)


def stays_plain(text: str) -> bool:
    """Whether this is text that was read without quotes and can be written without them anywhere."""
    return isinstance(text, PlainText) and text not in NULL_WORDS and fits_plain(text, flow=True)


def fits_plain(text: str, *, flow: bool) -> bool:
    """Whether this text can stand without quotes as far as the grammar goes; ``flow``: between brackets."""
    if not _PLAIN.fullmatch(text) and not _fits_as_number(text):
        return False
    if _PLAIN_BREAKERS.search(text) or _UNSAFE.search(text) or text == "---":
        return False
    return not (flow and _FLOW_BREAKERS.search(text))


def _fits_as_number(text: str) -> bool:
    return len(text) > 1 and text[0] == "-" and text[1] not in " -" and not text[-1].isspace()


def fits_single_quotes(text: str) -> bool:
    """Whether single quotes can hold this text on one line."""
    return not _UNSAFE.search(text)


def double_quoted(text: str) -> str:
    """Put text in double quotes on one line, escaping what does not print.

    Raises:
        Refused: it holds half of a character (a lone surrogate).
    """
    return f'"{_TO_ESCAPE.sub(_escape, text)}"'


def single_quoted(text: str) -> str:
    """Put text in single quotes; the caller has asked ``fits_single_quotes``."""
    return "'" + text.replace("'", "''") + "'"


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    if character in _ESCAPES:
        return _ESCAPES[character]
    code = ord(character)
    if 0xD800 <= code <= 0xDFFF:
        raise Refused("the text holds half of a character", "enter it again")
    if code <= 0xFF:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def fits_literal(text: str) -> bool:
    """Whether a literal block can hold this text and still be read the same whatever follows it."""
    lines = text.removesuffix("\n").split("\n")
    return (
        lines[0][:1] not in ("", " ", "\t")
        and bool(lines[-1].strip())
        and all(line.strip() or not line for line in lines)
        and not any(_UNSAFE.search(line.replace("\t", "")) for line in lines)
    )


def fits_folded(text: str) -> bool:
    """Whether a folded block can hold this text: as a literal one, and no line starts with a blank."""
    return fits_literal(text) and not any(line[:1] in (" ", "\t") for line in text.split("\n"))


def inline(text: str, *, flow: bool = False, style: str = "") -> str:
    """Write text on one line in the wished quoting style where it allows that, else plain or in double quotes.

    ``style`` is ``'``, ``"`` or empty for none. Text that could be taken for something else always gets quotes;
    a ``PlainText`` is written without, as it was read.
    """
    if stays_plain(text):
        return str(text)
    if style == "'" and fits_single_quotes(text):
        return single_quoted(text)
    if style != '"' and reads_well_plain(text, flow=flow) and not is_confusable(text):
        return str(text)
    return double_quoted(text)


def reads_well_plain(text: str, *, flow: bool) -> bool:
    """Whether text can stand without quotes and nobody takes it for a pair: ``[2001:db8::1]`` looks like one."""
    return bool(text) and fits_plain(text, flow=flow) and not (flow and _LIKE_A_PAIR.match(text))
