"""The wordings of contracts: what a person hands in for a new one, and how it becomes a revision."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from engine.edits import Plain
from handlers.kit.command import FieldError
from handlers.kit.files import UploadedText
from handlers.kit.services import Services
from schemas.contracts import Wording
from schemas.dates import Day
from schemas.faults import faults_of

_WORDING: TypeAdapter[str] = TypeAdapter(Wording)


class NewWording(BaseModel):
    """A new wording of a contract."""

    model_config = ConfigDict(extra="forbid")

    text: Wording | None = Field(
        None,
        description="The wording, plain text.",
        examples=["1. The customer pays in advance."],
    )
    file: UploadedText | None = Field(
        None, description="A text file with the wording instead of text.", examples=["terms.txt"]
    )
    date: Day | None = Field(
        None,
        description="Day of the wording, YYYY-MM-DD. Absent: today, in UTC.",
        examples=["2026-01-15"],
    )


def check_wording(args: Any) -> Iterator[FieldError]:
    """Tell beside its field what is wrong with a wording that was handed in."""
    if args.text is None and args.file is None:
        yield FieldError("text", "a wording is needed: type it here, or hand in a text file")
    elif args.text is not None and args.file is not None:
        yield FieldError("file", "there is a text too; hand in one of them")
    elif args.file is not None and args.file.is_read:
        try:
            _WORDING.validate_python(args.file.text)
        except ValidationError as error:
            for fault in faults_of(error, type(args)):
                yield FieldError("file", f"{fault.message}; {fault.hint}")


def drawn_day(services: Services) -> dict[str, object]:
    """Draw the day a wording has that names none: the same one however often the change is worked out."""
    return {"date": str(services.clock.now().date())}


def revision_of(args: Any, number: int, services: Services) -> dict[str, Plain]:
    """Make the revision of this number from what was handed in."""
    day = args.date or services.drawn["date"]
    said = args.text if args.file is None else args.file.text
    return {"number": number, "date": str(day), "text": _WORDING.validate_python(said)}
