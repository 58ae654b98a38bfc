"""The public half of an age key."""

from __future__ import annotations

import pytest
from pydantic_core import PydanticCustomError

from schemas.recipients import age_recipient

KEY = "age1rylfuf4puh8q3qt7zzqc94j0r09f5sgtuuxxpxkwxgs2477phels0rn75e"


@pytest.mark.parametrize("text", [KEY, f" {KEY}\n"])
def test_a_key_is_taken(text: str) -> None:
    assert age_recipient(text) == KEY


@pytest.mark.parametrize("place", range(4, 62, 7))
def test_one_letter_wrong_is_noticed(place: int) -> None:
    other = "q" if KEY[place] != "q" else "p"

    with pytest.raises(PydanticCustomError, match="has a letter wrong"):
        age_recipient(KEY[:place] + other + KEY[place + 1 :])


@pytest.mark.parametrize(
    "text", ["age1", KEY[:-1], KEY + "q", KEY.upper(), "b" + KEY[1:], "ssh-ed25519 AAAA"]
)
def test_anything_else_is_none(text: str) -> None:
    with pytest.raises(PydanticCustomError, match="is no age recipient"):
        age_recipient(text)


def test_a_secret_key_is_refused_without_repeating_it() -> None:
    with pytest.raises(PydanticCustomError) as caught:
        age_recipient("AGE-SECRET-KEY-" + "1QPZRY9X8")

    assert "this is a secret key" in str(caught.value)
    assert "QPZRY" not in str(caught.value)
