"""Which format a repository has."""

from __future__ import annotations

import pytest

from engine.errors import Refused
from engine.formats import format_of
from schemas.settings import FORMAT
from tests.builders import TEXT


def test_the_settings_name_the_format() -> None:
    assert format_of(b"format: 1\n", TEXT) == 1
    assert format_of(b'format: "1"\n', TEXT) == 1


@pytest.mark.parametrize(
    "settings", [None, b"", b"name: x\n", b"format: new\n", b"format: 0\n", b"[", b"format: [1]\n"]
)
def test_settings_that_name_none_have_the_present_one_and_are_told_as_such(
    settings: bytes | None,
) -> None:
    assert format_of(settings, TEXT) == FORMAT


def test_a_newer_one_is_refused_with_what_to_do() -> None:
    with pytest.raises(Refused, match=f"formats up to {FORMAT}"):
        format_of(f"format: {FORMAT + 1}\n".encode(), TEXT)
