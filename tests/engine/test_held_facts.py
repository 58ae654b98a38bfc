"""Facts of many documents: found by value, by span, and where a few documents are replaced."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hypothesis import given
from hypothesis import strategies as st

from engine.facts import Facts, Held, Index
from engine.held_facts import CollectedFacts, LaidOverFacts
from tests.builders import a_customer, loaded

Tags = Mapping[str, list[str]]
TAGS = st.dictionaries(
    st.sampled_from("abcd"), st.lists(st.sampled_from("xyz"), max_size=3, unique=True)
)


def collected(tags: Tags) -> CollectedFacts:
    """The facts of customers with these tags, collected in the order of paths as documents are."""
    return CollectedFacts(
        loaded(f"customers/{name}/customer.yaml", a_customer(name, tags=tags[name]))
        for name in sorted(tags)
    )


def said(found: Iterable[Held]) -> list[tuple[str, str]]:
    return [(held.fact.value, held.path.split("/")[1]) for held in found]


FACTS = collected({"a": ["x", "y"], "b": ["y", "z"], "c": ["y"]})


def test_every_holder_of_a_value_is_found_in_the_order_of_paths() -> None:
    assert said(FACTS.find(Index.TAG, "y")) == [("y", "a"), ("y", "b"), ("y", "c")]
    assert said(FACTS.find(Index.TAG, "nothing")) == []
    assert said(FACTS.find("no-index", "y")) == []


def test_a_span_holds_both_its_ends_in_the_order_of_values() -> None:
    assert said(FACTS.span(Index.TAG, "x", "y")) == [
        ("x", "a"),
        ("y", "a"),
        ("y", "b"),
        ("y", "c"),
    ]
    assert said(FACTS.span(Index.TAG, "xx", "xz")) == []


def test_doubles_are_all_holders_of_what_several_hold() -> None:
    assert said(FACTS.doubles(Index.TAG)) == [("y", "a"), ("y", "b"), ("y", "c")]


def test_asking_for_what_nobody_says_leaves_nothing_behind() -> None:
    facts = collected({"a": ["x"]})

    assert said(facts.all("no-index")) == []
    assert said(facts.all("no-index")) == []
    assert said(facts.doubles("no-index")) == []


def asked(facts: Facts) -> dict[str, list[tuple[str, str]]]:
    return {
        "all": said(facts.all(Index.TAG)),
        "x": said(facts.find(Index.TAG, "x")),
        "x to y": said(facts.span(Index.TAG, "x", "y")),
        "doubles": said(facts.doubles(Index.TAG)),
    }


@given(TAGS, TAGS, st.frozensets(st.sampled_from("abcd")))
def test_laid_over_they_are_as_if_the_documents_had_been_so_all_along(
    below: Tags, above: Tags, removed: frozenset[str]
) -> None:
    hidden = frozenset(f"customers/{name}/customer.yaml" for name in {*above, *removed})
    kept = {name: tags for name, tags in below.items() if name not in removed}

    laid = LaidOverFacts(collected(below), hidden, collected(above))

    assert asked(laid) == asked(collected({**kept, **above}))
