"""One step between formats, on plain values."""

from __future__ import annotations

import pytest

from schemas.upgrade.step import Field, Part, Place, Step

STEP = Step(
    (
        Place(
            "things/<id>.yaml",
            "things/<id>/thing.yaml",
            (
                Field("speed", "limits.cps"),
                Field("state", "state", words={"on": "active"}),
                Field("parts", "items", file="parts.yaml", below=(Field("size", "box.size"),)),
                Field("tax", "tax.percent"),
            ),
        ),
    )
)
OLD = "things/a.yaml"
NEW = "things/a/thing.yaml"


def raised(**value: object) -> dict[str, dict[str, object]]:
    return {part.path: dict(part.value) for part in STEP.raised(OLD, value)}


def test_a_flat_field_moves_into_its_group() -> None:
    assert raised(speed="5", name="A") == {NEW: {"name": "A", "limits": {"cps": "5"}}}


def test_a_field_joins_the_group_that_is_there() -> None:
    assert raised(limits={"channels": "3"}, speed="5") == {
        NEW: {"limits": {"channels": "3", "cps": "5"}}
    }


def test_what_was_read_is_not_changed() -> None:
    group = {"channels": "3"}

    STEP.raised(OLD, {"limits": group, "speed": "5"})

    assert group == {"channels": "3"}


def test_a_field_whose_place_is_taken_stays_to_be_told_as_unknown() -> None:
    assert raised(limits={"cps": "7"}, speed="5") == {NEW: {"limits": {"cps": "7"}, "speed": "5"}}


def test_an_old_word_becomes_the_new_one_and_others_stay() -> None:
    assert raised(state="on")[NEW] == {"state": "active"}
    assert raised(state="elsewhere")[NEW] == {"state": "elsewhere"}


def test_a_list_becomes_a_document_of_its_own_only_if_it_says_something() -> None:
    assert raised(parts=[{"id": "x", "size": "3"}]) == {
        NEW: {},
        "things/a/parts.yaml": {"items": [{"id": "x", "box": {"size": "3"}}]},
    }
    assert raised(parts=None) == {NEW: {"parts": None}}


def test_a_group_that_has_the_newer_form_stays() -> None:
    assert raised(tax={"percent": "20"}) == {NEW: {"tax": {"percent": "20"}}}
    assert raised(tax="20") == {NEW: {"tax": {"percent": "20"}}}


@pytest.mark.parametrize(
    ("at", "origin"),
    [
        (("items", 0, "box", "size"), ("parts", 0, "size")),
        (("items", 0, "id"), ("parts", 0, "id")),
        (("items", 0, "box"), ("parts", 0, "size")),
        (("items",), ("parts",)),
    ],
)
def test_every_place_leads_back_to_where_it_stood(at: tuple, origin: tuple) -> None:
    _, part = STEP.raised(OLD, {"parts": [{"id": "x", "size": "3"}]})

    assert part.origin(at) == origin


def test_origins_of_two_steps_join() -> None:
    first = Part("p", {}, ((("b",), ("a",)),))
    second = Part("p", {}, ((("c", "d"), ("b",)),))

    assert second.behind(first).origin(("c", "d", 0)) == ("a", 0)


def test_paths_lead_both_ways() -> None:
    assert STEP.candidates(OLD) == (NEW, "things/a/parts.yaml")
    assert {STEP.source(path) for path in STEP.candidates(OLD)} == {OLD}
    assert STEP.candidates("other.yaml") == ("other.yaml",)
    assert STEP.source("other.yaml") == "other.yaml"
