from __future__ import annotations

import pytest

from schemas.base import DocumentKind
from schemas.kinds import KINDS, fan_out_folder, kind_named, kind_of


@pytest.mark.parametrize(
    ("path", "kind", "document"),
    [
        ("settings.yaml", "settings", "settings"),
        ("operators.yaml", "operators", "operators"),
        ("policy.yaml", "policy", "policy"),
        ("customers/ben-llc/customer.yaml", "customer", "ben-llc"),
        ("customers/7f/ben-llc/customer.yaml", "customer", "ben-llc"),
        ("customers/7f/customer.yaml", "customer", "7f"),
    ],
)
def test_a_path_names_its_kind_and_its_document(path: str, kind: str, document: str) -> None:
    placed = kind_of(path)

    assert placed is not None
    assert (placed[0].name, placed[1]) == (kind, document)


@pytest.mark.parametrize(
    "path",
    [
        "customer.yaml",
        "customers/Ben/customer.yaml",
        "customers/a/b/c/customer.yaml",
        "customers/zz/ben/customer.yaml",
        "customers/ben-llc/customer.yml",
        "x/settings.yaml",
        "settings.yaml\n",
        "customers//customer.yaml",
        "README.md",
        "archive/customers/ben-llc/customer.yaml",
    ],
)
def test_other_paths_are_the_place_of_nothing(path: str) -> None:
    assert kind_of(path) is None


@pytest.mark.parametrize("fan_out", [False, True])
def test_the_place_of_a_document_leads_back_to_it(fan_out: bool) -> None:
    for kind in KINDS:
        document = kind.name if kind.single else "ben-llc"
        placed = kind_of(kind.path(document, fan_out=fan_out))
        assert placed == (kind, document)


def test_documents_fan_out_by_the_hash_of_their_id() -> None:
    assert fan_out_folder("ben-llc") == "10"
    assert (
        kind_named("customer").path("ben-llc", fan_out=True) == "customers/10/ben-llc/customer.yaml"
    )


def test_every_kind_has_one_place() -> None:
    assert {kind.name for kind in KINDS} == set(DocumentKind)
    assert len({kind.pattern for kind in KINDS}) == len(KINDS)
