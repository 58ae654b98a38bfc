"""A text file a person hands in as an argument: a table to import, the text of a contract.

The command line reads a path or ``-``; Slack has a field to drop a file in. Slash text cannot hold one. A submitted form
carries only where the file lies: its text is fetched behind the acknowledgement, which leaves no time for it, and is
written into the operation before the command runs. A crash before that fetches it again, a replay needs nobody.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Protocol

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, model_serializer, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from engine.errors import Refused
from schemas.faults import fault

LARGEST_FILE = 5_000_000
"""Bytes. A hundred thousand numbers with their terms; more is a rate table, which has its own way in."""

FILE_TYPES = ("csv", "txt", "md")
_NOT_TYPED = "a file cannot be typed"
_CHOOSE = "choose it in the form, or name its path on the command line"


class UploadedText(BaseModel):
    """The name and the text of a file.

    While a form is being checked the text is not there yet: ``is_read`` is False and ``text`` empty. A command's
    ``check`` says nothing about the text then; ``run`` always has it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    FILE: ClassVar[str] = "x-file"

    name: str
    text: str = ""
    lies_at: str = ""

    @property
    def is_read(self) -> bool:
        """Whether the text is here, rather than where a front end has to fetch it from."""
        return not self.lies_at

    @model_validator(mode="before")
    @classmethod
    def _unpacked(cls, value: Any) -> Any:
        if isinstance(value, str):
            raise fault("wrong-shape", _NOT_TYPED, _CHOOSE)
        if isinstance(value, Mapping) and "packed" in value:
            return {"name": value.get("name"), "text": _unpack(str(value["packed"]))}
        return value

    @model_serializer
    def _packed(self) -> dict[str, str]:
        """Keep the text small: operations are kept for ever, and tables of numbers shrink to a tenth."""
        if not self.is_read:
            return {"name": self.name, "lies_at": self.lies_at}
        packed = zlib.compress(self.text.encode(), level=1)
        return {"name": self.name, "packed": base64.b64encode(packed).decode("ascii")}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Let the catalogue know a file by its mark; what stands in it is nobody's to type."""
        return {"type": "object", cls.FILE: True}


def _unpack(packed: str) -> str:
    try:
        unpacking = zlib.decompressobj()
        return unpacking.decompress(base64.b64decode(packed), LARGEST_FILE).decode()
    except (ValueError, zlib.error) as error:
        raise fault("wrong-shape", "the stored file cannot be read", _CHOOSE) from error


def read_text(name: str, data: bytes) -> UploadedText:
    """Take the bytes of a file as text, with or without a byte order mark.

    Raises:
        Refused: the file is empty, too large, or no UTF-8 text.
    """
    refuse_size(name, len(data))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused(
            f"{name} is not UTF-8 text: line {line} has the byte 0x{data[error.start]:02x}",
            "save it as UTF-8; in Excel: CSV UTF-8 (comma delimited)",
        ) from error
    if "\0" in text:
        raise Refused(f"{name} is not a text file", f"hand in {_any_of_types()}")
    if not text.strip():
        raise Refused(f"{name} is empty", "hand in the file with its rows")
    return UploadedText(name=name, text=text.replace("\r\n", "\n").replace("\r", "\n"))


def refuse_size(name: str, size: int) -> None:
    """Refuse a file that is too large to be read.

    Raises:
        Refused: names both sizes.
    """
    if size > LARGEST_FILE:
        raise Refused(
            f"{name} has {size / 1e6:.1f} MB; the most is {LARGEST_FILE / 1e6:.0f} MB",
            "split it into several files",
        )


def _any_of_types() -> str:
    return " or ".join(f".{one}" for one in FILE_TYPES)


class ReadFile(Protocol):
    """Fetches a file that is not read yet."""

    def __call__(self, file: UploadedText) -> UploadedText:
        """Give the file with its text."""
        ...


def with_texts(args: Mapping[str, object], read: ReadFile) -> dict[str, object]:
    """Give arguments as they are stored, with the text of every file that is not read yet."""
    return {
        name: _read(value, read) if _is_unread(value) else value for name, value in args.items()
    }


def has_unread(args: Mapping[str, object]) -> bool:
    """Whether the text of a file has to be fetched before the command can run."""
    return any(map(_is_unread, args.values()))


def _is_unread(value: object) -> bool:
    return isinstance(value, Mapping) and value.keys() == {"name", "lies_at"}


def _read(value: Any, read: Callable[[UploadedText], UploadedText]) -> dict[str, Any]:
    return read(UploadedText.model_validate(value)).model_dump(mode="json")
