"""What refers to what, as the models say."""

from __future__ import annotations

import pytest

from engine.facts import Fact
from engine.references import reference_index, references_of
from tests.builders import FileDocuments, a_customer, loaded, sample_carrier

BEN = "customers/ben-llc/customer.yaml"


def references(path: str, data: bytes) -> set[Fact]:
    return set(references_of(loaded(path, data).model))


def test_a_field_that_names_a_document_is_a_reference_to_its_kind() -> None:
    data = a_customer(account_manager="ada")

    assert Fact("ref:operator", "ada", ("account_manager",)) in references(BEN, data)


def test_references_are_found_in_lists_with_the_place_of_their_item() -> None:
    data = b"""routes:
  - id: standard
    rate_card: retail-usd
    strategies: [{prefix: '1900', strategy: no-premium}, {prefix_set: uk-mobile, strategy: best}]
"""

    assert references("customers/ben-llc/routing.yaml", data) == {
        Fact("ref:rate-card", "retail-usd", ("routes", 0, "rate_card")),
        Fact("ref:strategy", "no-premium", ("routes", 0, "strategies", 0, "strategy")),
        Fact("ref:prefix-set", "uk-mobile", ("routes", 0, "strategies", 1, "prefix_set")),
        Fact("ref:strategy", "best", ("routes", 0, "strategies", 1, "strategy")),
    }


def test_the_index_of_references_is_named_after_the_kind() -> None:
    assert reference_index("provider") == "ref:provider"


@pytest.mark.parametrize("code", ["USD", "GB"])
def test_codes_of_currencies_and_countries_are_no_references(code: str) -> None:
    data = a_customer(currency="USD", address={"country": "GB"})

    assert code not in {one.value for one in references(BEN, data)}


def test_every_reference_of_the_sample_stands_where_it_says_and_leads_somewhere() -> None:
    documents = FileDocuments(sample_carrier())
    operators = {one.id for one in documents.load("operators.yaml").model.operators}
    found = 0

    for kind in ("customer", "routing", "auth", "contracts", "packages", "did", "rate-card"):
        for one in documents.every(kind):
            for fact in references_of(one.model):
                there = documents.place(one.path, fact.at)
                line = documents.data(one.path).decode().splitlines()[there.line - 1]
                target = fact.index.removeprefix("ref:")
                assert str(fact.at[-1]) in line or fact.value in line
                assert fact.value in (documents.paths(target) or operators)
                found += 1

    assert found > 10
