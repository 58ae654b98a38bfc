"""What a card is made of, and what is said when something is missing."""

from __future__ import annotations

import pytest

from engine.errors import Refused
from engine.rating.recipes import rebuild, recipe_of, staleness
from tests.builders import sample_carrier
from tests.engine.calls.carrier import a_config
from tests.engine.rating.making import JUNE, carrier, rates


def test_the_sample_card_is_as_it_would_be_built_now() -> None:
    files = {path: data.decode() for path, data in sample_carrier().items()}

    assert staleness(a_config(files), "wholesale-eur", JUNE) is None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("retail", "retail is written by hand"),
        ("nobody", "there is no rate card"),
    ],
)
def test_only_a_card_with_parents_is_built(name: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        recipe_of(a_config(), name, JUNE)


def test_a_parent_without_rates_is_named() -> None:
    files: dict[str, str | None] = {**carrier("", rates("44,UK,0.01"))}
    files["rate-cards/p1/rates.csv"] = None

    with pytest.raises(Refused, match="p1, which child is made of, has no rates"):
        rebuild(a_config(files), "child", JUNE)
