"""What fields say, for people."""

from __future__ import annotations

from handlers.kit.catalogue import label_of
from handlers.kit.leaves import told
from handlers.kit.reply import Text
from schemas.fields import leaf_fields
from schemas.rate_card import RateCard


def test_a_unit_stands_in_brackets() -> None:
    assert label_of("minimum_s") == "Minimum (s)"
    assert label_of("packet_ms") == "Packet (ms)"
    assert label_of("s") == "S"


def test_what_is_not_set_is_told_with_its_default_and_its_unit() -> None:
    [unset] = told(leaf_fields(RateCard), {})

    assert isinstance(unset, Text)
    named = unset.text.removeprefix("Not set: ").split(", ")
    assert {"free (0 s)", "packet (ms)", "direction (termination)", "CPS (0)"} <= set(named)
