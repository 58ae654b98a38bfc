from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.customer import Customer
from schemas.faults import RULES, faults_of, parse, quoted
from schemas.kinds import KINDS, Kind

SCALARS = st.text(max_size=40) | st.none() | st.integers() | st.booleans()
JUNK = st.recursive(
    SCALARS,
    lambda below: (
        st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=10), below, max_size=4)
    ),
    max_leaves=8,
)


def test_rule_ids_are_words_joined_by_hyphens_and_explained() -> None:
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", rule) for rule in RULES)
    assert all(text.endswith(".") for text in RULES.values())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@given(junk=JUNK, data=st.data())
def test_whatever_stands_in_a_file_is_a_document_or_faults(kind: Kind, junk: object, data) -> None:
    names = st.sampled_from([*kind.model.model_fields, "stray"])
    value = data.draw(st.just(junk) | st.dictionaries(names, JUNK, max_size=5))

    found = parse(kind.model, value)

    if isinstance(found, tuple):
        assert found
        assert all(fault.rule in RULES and fault.message for fault in found)


def test_values_are_shown_short_and_visible() -> None:
    assert quoted("x" * 50) == '"' + "x" * 39 + '…"'
    assert quoted('a\nb\u202e\x00"') == '"a\\nb\\u202e\\x00\\""'
    assert quoted(None) == "nothing"
    assert quoted({"a": 1}) == "a group of fields"


def test_a_document_that_holds_is_given_back() -> None:
    assert isinstance(parse(Customer, {"name": "Ben", "currency": "USD"}), Customer)
    assert faults_of.__doc__
