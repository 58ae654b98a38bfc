"""Files as arguments: what is taken for text, and how a file is kept with its operation."""

from __future__ import annotations

import json
import sys
import types

import pytest
from pydantic import BaseModel, Field, ValidationError

from engine.errors import Refused
from handlers.kit.catalogue import Effect
from handlers.kit.command import Command
from handlers.kit.discovery import describe
from handlers.kit.files import LARGEST_FILE, UploadedText, has_unread, read_text, with_texts
from handlers.kit.wording import command_line


class Args(BaseModel):
    """Arguments of a command that takes a file."""

    stock: UploadedText = Field(description="The numbers.")
    more: UploadedText | None = Field(None, description="More numbers.")


def an_importing_command() -> types.ModuleType:
    module = types.ModuleType("handlers.example", "Import numbers.")
    module.Args = Args
    module.COMMAND = Command(role=None, effect=Effect.READ, examples=())
    return module


ENTRY = describe(an_importing_command(), ("did", "import"))


def test_the_catalogue_knows_an_argument_that_is_a_file() -> None:
    assert [(a.name, a.type, a.required) for a in ENTRY.arguments] == [
        ("stock", "file", True),
        ("more", "file", False),
    ]


@pytest.mark.parametrize(
    "data", [b"number\r\n44\r\n", b"\xef\xbb\xbfnumber\r44\r", b"number\n44\n"]
)
def test_a_byte_order_mark_and_line_ends_of_any_kind_are_taken_away(data: bytes) -> None:
    assert read_text("a.csv", data).text == "number\n44\n"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "a.csv is empty"),
        (b"\xef\xbb\xbf \n", "a.csv is empty"),
        (b"one\ntwo\xff", "a.csv is not UTF-8 text: line 2 has the byte 0xff"),
        (b"PK\x03\x04\0\0", "a.csv is not a text file"),
        (b"x" * (LARGEST_FILE + 1), "a.csv has 5.0 MB; the most is 5 MB"),
    ],
)
def test_what_is_no_text_is_refused_in_words(data: bytes, told: str) -> None:
    with pytest.raises(Refused) as refused:
        read_text("a.csv", data)

    assert refused.value.message == told
    assert refused.value.hint


def test_a_file_is_kept_small_and_comes_back_as_it_was() -> None:
    file = read_text("a.csv", b"44123,sip\n" * 10_000)
    kept = json.dumps(file.model_dump(mode="json"))

    assert len(kept) < 10_000
    assert UploadedText.model_validate(json.loads(kept)) == file
    assert Args.model_validate({"stock": json.loads(kept)}).stock.text == file.text


def test_typed_text_is_no_file() -> None:
    with pytest.raises(ValidationError, match="a file cannot be typed"):
        Args.model_validate({"stock": "a.csv"})


def test_a_broken_packing_is_an_error_of_the_argument() -> None:
    with pytest.raises(ValidationError, match="cannot be read"):
        Args.model_validate({"stock": {"name": "a.csv", "packed": "AAAA"}})


def test_only_files_that_are_not_read_yet_are_fetched() -> None:
    kept = read_text("b.csv", b"2\n").model_dump(mode="json")
    args = {"stock": {"name": "a.csv", "lies_at": "F1"}, "more": kept, "note": "x"}

    read = with_texts(args, lambda file: read_text(file.name, b"1\n"))

    assert has_unread(args)
    assert not has_unread(read)
    assert Args.model_validate({k: read[k] for k in ("stock", "more")}).stock.text == "1\n"
    assert (read["more"], read["note"]) == (kept, "x")


def test_a_file_is_named_and_not_written_out_where_a_command_is_told() -> None:
    kept = read_text("numbers of may.csv", b"1\n").model_dump(mode="json")

    assert command_line(ENTRY, {"stock": kept}) == 'did import "numbers of may.csv"'
    assert sys.getsizeof(command_line(ENTRY, {"stock": kept, "more": kept})) < 200
