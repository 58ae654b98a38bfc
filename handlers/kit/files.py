"""A text file a person hands in as an argument: a table to import, the text of a contract.

The command line reads a path or ``-``; Slack has a field to drop a file in. Slash text cannot hold one. A submitted form
carries only where the file lies: its text is fetched behind the acknowledgement, which leaves no time for it, and is
written into the operation before the command runs. A crash before that fetches it again, a replay needs nobody.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping
from typing import Any, ClassVar, Protocol

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, model_serializer, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from engine.errors import Refused
from schemas.faults import fault

LARGEST_FILE = 5_000_000
"""Bytes. A hundred thousand numbers with their terms; more is a rate table, which has its own way in."""

LARGEST_SHEET = 60_000_000
"""Bytes of a rate sheet: half a million rows with room to spare."""

FILE_TYPES = ("csv", "txt", "md")
SHEET_TYPES = ("csv", "tsv", "txt", "xlsx", "xls", "json")
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
        if isinstance(value, Mapping) and "packed_bytes" in value:
            # It was no text when it came; this says which byte of which line is none.
            data = _inflated(str(value["packed_bytes"]), LARGEST_SHEET)
            return {"name": value.get("name"), "text": read_text(str(value.get("name")), data).text}
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
        return _inflated(packed, LARGEST_FILE).decode()
    except (ValueError, zlib.error) as error:
        raise fault("wrong-shape", "the stored file cannot be read", _CHOOSE) from error


def _inflated(packed: str, most: int) -> bytes:
    unpacking = zlib.decompressobj()
    data = unpacking.decompress(base64.b64decode(packed), most)
    if not unpacking.eof:
        raise fault("wrong-shape", f"the file has more than {most / 1e6:.0f} MB", "split it")
    return data


class UploadedSheet(BaseModel):
    """The name and the bytes of a sheet: a workbook, or a table as text. Like ``UploadedText`` in everything else."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    SHEET: ClassVar[str] = "x-sheet"

    name: str
    data: bytes = b""
    lies_at: str = ""

    @model_validator(mode="before")
    @classmethod
    def _unpacked(cls, value: Any) -> Any:
        if isinstance(value, str):
            raise fault("wrong-shape", _NOT_TYPED, _CHOOSE)
        packed = (
            value.get("packed_bytes", value.get("packed")) if isinstance(value, Mapping) else None
        )
        if packed is None:
            return value
        try:
            return {"name": value.get("name"), "data": _inflated(str(packed), LARGEST_SHEET)}
        except (ValueError, zlib.error) as error:
            raise fault("wrong-shape", "the stored file cannot be read", _CHOOSE) from error

    @model_serializer
    def _packed(self) -> dict[str, str]:
        if self.lies_at:
            return {"name": self.name, "lies_at": self.lies_at}
        packed = zlib.compress(self.data, level=1)
        return {"name": self.name, "packed_bytes": base64.b64encode(packed).decode("ascii")}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Let the catalogue know a sheet by its mark."""
        return {"type": "object", UploadedText.FILE: True, cls.SHEET: True}


def read_any(name: str, data: bytes) -> UploadedText | UploadedSheet:
    """Take the bytes of a file as text if they are some, else as they are; the argument they are for tells if it may.

    Raises:
        Refused: the file is empty or too large.
    """
    refuse_size(name, len(data), LARGEST_SHEET)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return UploadedSheet(name=name, data=data)
    if b"\0" in data or len(data) > LARGEST_FILE:
        return UploadedSheet(name=name, data=data)
    return read_text(name, data)


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


def refuse_size(name: str, size: int, most: int = LARGEST_FILE) -> None:
    """Refuse a file that is too large to be read.

    Raises:
        Refused: names both sizes.
    """
    if size > most:
        raise Refused(
            f"{name} has {size / 1e6:.1f} MB; the most is {most / 1e6:.0f} MB",
            "split it into several files",
        )


def _any_of_types() -> str:
    return " or ".join(f".{one}" for one in FILE_TYPES)


class ReadFile(Protocol):
    """Fetches a file that is not read yet."""

    def __call__(self, file: UploadedText) -> UploadedText | UploadedSheet:
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


def _read(value: Any, read: ReadFile) -> dict[str, Any]:
    return read(UploadedText.model_validate(value)).model_dump(mode="json")
