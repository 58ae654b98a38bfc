"""JSON from outside: exact, and refused with its place."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.errors import Refused
from engine.json_text import read_json


def test_numbers_keep_every_digit() -> None:
    assert read_json("x", '{"rate": 0.1000000000000000000001, "count": 3}', "") == {
        "rate": Decimal("0.1000000000000000000001"),
        "count": 3,
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": 1,}', "x is no JSON: "),
        ('{"a":\n 1 2}', "at line 2, column 4"),
        ("", "at line 1, column 1"),
        ("[" * 100_000, "nested too deeply"),
        ("9" * 10_000, "too many digits"),
    ],
)
def test_what_is_none_is_refused_with_its_place(text: str, said: str) -> None:
    with pytest.raises(Refused, match=said) as found:
        read_json("x", text, "write some")

    assert found.value.hint == "write some"
