"""What stands in for a file that does not hold: its last version that did, from git and from the index alike."""

from __future__ import annotations

import pytest

from adapters.documents.substitutes import LOOKED_BACK
from engine.book import Book, Documents
from engine.facts import Index
from engine.ports.repository import BlobId
from tests.adapters.documents.bench import BROKEN, Bench
from tests.builders import a_carrier, a_customer, sample_carrier

RATES = "rate-cards/retail-usd/rates.csv"


@pytest.mark.parametrize("indexed", [True, False])
def test_a_file_that_does_not_hold_is_served_in_its_last_version_that_did(tmp_path, indexed):
    bench = Bench(tmp_path, a_carrier())
    bench.open()
    bench.push({"customers/ben-llc/customer.yaml": a_customer("Ben Second")})
    held = bench.repository.tree(bench.repository.fetch())["customers/ben-llc/customer.yaml"]
    bench.push({"customers/ben-llc/customer.yaml": BROKEN})
    bench.push({"customers/ben-llc/customer.yaml": BROKEN + b"# still\n"})

    documents = bench.open() if indexed else bench.plain()
    loaded = documents.load("customers/ben-llc/customer.yaml")

    assert loaded.model.name == "Ben Second"
    assert loaded.stands_in == BlobId(held)
    assert {problem.rule for problem in loaded.problems} == {"currency", "unknown-field"}
    assert list(documents.facts.find(Index.NAME, "bensecond"))


def test_a_file_that_never_held_has_no_model(tmp_path):
    bench = Bench(tmp_path, a_carrier({"ben-llc": BROKEN}))

    loaded = bench.open().load("customers/ben-llc/customer.yaml")

    assert loaded.model is None
    assert loaded.stands_in is None


@pytest.mark.parametrize("indexed", [True, False])
@pytest.mark.parametrize("cell", [b"abc", b'"0.01', b""], ids=["word", "quote", "nothing"])
def test_a_rate_table_that_does_not_hold_is_served_in_its_last_version_that_did(
    tmp_path, indexed, cell
):
    files = sample_carrier()
    bench = Bench(tmp_path, files)
    bench.open()
    broken = files[RATES].replace(b"0.0086", cell, 1)
    bench.push({RATES: broken})
    bench.push({RATES: broken + b"9999,Nowhere,0.1,,,,,,\n"})

    table = (bench.open() if indexed else bench.plain()).table(RATES)

    assert table.read() == files[RATES]
    assert table.stands_in
    assert table.problems


@pytest.mark.parametrize("indexed", [True, False])
def test_a_rate_table_that_holds_or_never_held_is_served_as_it_is(tmp_path, indexed):
    files = sample_carrier()
    never = "rate-cards/retail-gbp/rates.csv"
    bench = Bench(tmp_path, files | {never: b"prefix\n\xff\n"})
    documents = bench.open() if indexed else bench.plain()

    for path, data in ((RATES, files[RATES]), (never, b"prefix\n\xff\n")):
        table = documents.table(path)
        assert table.read() == data
        assert not table.stands_in
    assert documents.table("rate-cards/none/rates.csv") is None


def people(documents: Documents) -> dict[str, list[str]]:
    return {one.id: [*one.roles] for one in Book(documents).operators}


@pytest.mark.parametrize("indexed", [True, False])
def test_people_who_were_removed_since_stay_removed_while_their_file_does_not_hold(
    tmp_path, indexed
):
    files = a_carrier()
    bench = Bench(tmp_path, files)
    all_lines = files["operators.yaml"].decode().splitlines(keepends=True)
    no_grace = "".join(line for line in all_lines if "grace" not in line)
    bench.push({"operators.yaml": no_grace.replace("[viewer]", "[vewer]").encode()})
    back = "".join(all_lines).replace("[viewer]", "[vewer]")
    bench.push({"operators.yaml": back.encode()})

    documents = bench.open() if indexed else bench.plain()

    assert sorted(people(documents)) == ["ada", "nora", "rosa", "vera"]


@pytest.mark.parametrize(("broken", "found"), [(LOOKED_BACK - 1, True), (LOOKED_BACK, False)])
def test_so_many_versions_are_looked_at_and_no_more(tmp_path, broken, found):
    path = "customers/ben-llc/customer.yaml"
    bench = Bench(tmp_path, a_carrier())
    for number in range(broken):
        bench.push({path: BROKEN + b"# %d\n" % number})

    assert (bench.plain().load(path).model is not None) is found
