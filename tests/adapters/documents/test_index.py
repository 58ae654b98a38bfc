"""The index answers like git itself, at every head, and is brought up only by what changed."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from adapters.documents.commits import CommitDocuments, Memory
from adapters.documents.index import HeadIndex
from adapters.memory.remote import MemoryRemote
from adapters.memory.repository import MemoryRepository
from adapters.yamltext import YamlText
from engine.book import Book, Documents
from engine.facts import Index
from engine.ports.repository import BlobId, CommitId
from handlers.kit.search import find_customers
from tests.builders import BOT, HAND, NOON, a_carrier, a_customer, sample_carrier

TEXT = YamlText()
BROKEN = b"name: Ben LLC\ncurrency: usd\nlimts: {channels: 3}\n"


class Counting(MemoryRepository):
    """A repository that counts how many blobs it was asked for."""

    read_blobs = 0

    def read(self, blobs):
        """Read, and count."""
        wanted = list(blobs)
        self.read_blobs += len(wanted)
        return super().read(wanted)


class Bench:
    """A remote, a clone, and an index beside it."""

    def __init__(self, tmp_path: Path, files: dict[str, bytes]) -> None:
        self.remote = MemoryRemote()
        self.remote.commit(files, author=HAND, at=NOON, message="Start")
        self.repository = Counting(self.remote, committer=BOT)
        self.file = tmp_path / "index.db"
        self.index = self.reopened()

    def reopened(self, code: str = "code") -> HeadIndex:
        return HeadIndex(self.file, self.repository, TEXT, code=code)

    def push(self, files: dict[str, bytes | None]) -> CommitId:
        return self.remote.commit(files, author=HAND, at=NOON, message="Change")

    def open(self) -> Documents:
        return self.index.open(self.repository.fetch())

    def plain(self) -> Documents:
        return CommitDocuments(self.repository, TEXT, self.repository.fetch(), Memory())


def answers(documents: Documents) -> dict[str, object]:
    """Everything a set of documents can be asked."""
    kinds = ("customer", "auth", "routing", "provider", "rate-card", "settings", "prefix-set")
    indexes = [*Index, "ref:operator", "ref:rate-card", "ref:provider"]
    placed = {kind: dict(documents.paths(kind)) for kind in kinds}
    return {
        "blobs": dict(documents.blobs()),
        "placed": placed,
        "models": {
            path: documents.load(path).model for kind in placed.values() for path in kind.values()
        },
        "faults": [str(problem) for problem in documents.faults()],
        "facts": {index: set(documents.facts.all(index)) for index in indexes},
        "doubles": {index: set(documents.facts.doubles(index)) for index in indexes},
        "mentioning": [
            find_customers(Book(documents), wanted)
            for wanted in ("name c3", "BEN", "203.0.113.7", "t1", 'say "x"')
        ],
        "networks": list(documents.facts.span(Index.NETWORK, "4:c", "4:d")),
    }


def test_answers_like_git_itself(tmp_path):
    bench = Bench(tmp_path, sample_carrier())

    assert answers(bench.open()) == answers(bench.plain())


def test_answers_like_git_itself_after_any_series_of_commits(tmp_path):
    chance = random.Random(7)
    bench = Bench(tmp_path, a_carrier({f"c{n}": a_customer(f"Name {n}") for n in range(12)}))
    bench.open()

    for step in range(25):
        name = f"c{chance.randrange(14)}"
        path = f"customers/{name}/customer.yaml"
        present = path in bench.repository.tree(bench.repository.fetch())
        what = chance.choice(["set", "remove", "break", "twin"])
        files = {
            "set": {path: a_customer(f"Name {name} {step}", tags=["a", f"t{step % 3}"])},
            "remove": {path: None} if present else {"notes.txt": b"%d" % step},
            "break": {path: BROKEN + b"# %d\n" % step},
            "twin": {path: a_customer("Name 3"), "stray.yaml": b"a: %d\n" % step},
        }[what]
        bench.push(files)

        assert answers(bench.open()) == answers(bench.plain()), (step, what)


def test_a_restart_reads_no_file_again(tmp_path):
    bench = Bench(tmp_path, sample_carrier())
    bench.open()
    bench.repository.read_blobs = 0

    documents = bench.reopened().open(bench.repository.head())

    assert documents.load("customers/ben-llc/customer.yaml").model is not None
    assert bench.repository.read_blobs == 0


def test_a_new_head_costs_what_it_changed(tmp_path):
    bench = Bench(tmp_path, sample_carrier())
    bench.open()
    bench.push({"customers/ben-llc/customer.yaml": a_customer("Ben Limited")})
    bench.repository.read_blobs = 0

    documents = bench.open()

    assert documents.load("customers/ben-llc/customer.yaml").model.name == "Ben Limited"
    assert bench.repository.read_blobs == 1


def test_what_other_code_parsed_is_parsed_again(tmp_path):
    bench = Bench(tmp_path, a_carrier())
    bench.open()
    bench.repository.read_blobs = 0

    bench.reopened("newer code").open(bench.repository.head())

    assert bench.repository.read_blobs > 0


def test_a_later_head_does_not_disturb_documents_at_hand(tmp_path):
    bench = Bench(tmp_path, a_carrier())
    before = bench.open()
    bench.push(
        {"customers/ben-llc/customer.yaml": None, "customers/new/customer.yaml": a_customer("New")}
    )
    bench.open()

    assert before.path_of("customer", "ben-llc") is not None
    assert before.path_of("customer", "new") is None


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


def test_an_index_of_a_commit_git_no_longer_has_is_mended(tmp_path):
    bench = Bench(tmp_path, a_carrier())
    bench.open()
    other = Bench(tmp_path / "other", a_carrier({"zed": a_customer("Zed")}))
    other.file = bench.file

    documents = other.reopened().open(other.repository.head())

    assert answers(documents) == answers(other.plain())


def test_an_index_with_other_columns_is_made_anew(tmp_path):
    bench = Bench(tmp_path, a_carrier())
    with closing(sqlite3.connect(bench.file)) as older:
        older.executescript(
            "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);"
            "CREATE TABLE document (blob TEXT); CREATE TABLE file (path TEXT); CREATE TABLE fact (x);"
            "INSERT INTO meta VALUES ('code', 'long ago'), ('commit', 'gone');"
        )

    assert answers(bench.open()) == answers(bench.plain())


@pytest.mark.parametrize("cut", ["noise", "short", "strange", "columns"])
def test_a_damaged_file_is_made_anew(tmp_path, cut):
    bench = Bench(tmp_path, sample_carrier())
    if cut in ("noise", "short"):
        bench.open()
        whole = bench.file.read_bytes()
    match cut:
        case "noise":
            bench.file.write_bytes(random.Random(1).randbytes(9000))
        case "short":
            bench.file.write_bytes(whole[: len(whole) // 2])
        case "strange":
            bench.file.write_bytes(b"notes of somebody\n" * 400)
        case _:
            with closing(sqlite3.connect(bench.file)) as other:
                other.execute("CREATE TABLE meta (x)")

    assert answers(bench.reopened().open(bench.repository.fetch())) == answers(bench.plain())


def test_damage_that_is_found_while_reading_is_mended(tmp_path):
    bench = Bench(tmp_path, sample_carrier())
    bench.open()
    with closing(sqlite3.connect(bench.file)) as whole:
        whole.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        [(root,)] = whole.execute("SELECT rootpage FROM sqlite_master WHERE name = 'fact_value'")
        [(size,)] = whole.execute("PRAGMA page_size")
    data = bytearray(bench.file.read_bytes())
    data[(root - 1) * size : root * size] = b"\xff" * size
    bench.file.write_bytes(data)

    documents = bench.reopened().open(bench.repository.head())

    assert answers(documents) == answers(bench.plain())


def test_without_a_usable_file_there_is_no_index(tmp_path):
    bench = Bench(tmp_path, a_carrier())
    bench.file.mkdir()

    assert bench.open() is None


def test_documents_of_several_heads_are_read_side_by_side(tmp_path):
    bench = Bench(tmp_path, a_carrier())
    old = bench.repository.fetch()
    bench.push({"customers/new/customer.yaml": a_customer("New")})
    new = bench.repository.fetch()

    seen = [bench.reopened().open(head) for head in (old, new, old, new)]

    found = [documents.path_of("customer", "new") is not None for documents in seen]
    assert found == [False, True, False, True]


def test_the_index_does_not_grow_with_every_change(tmp_path):
    bench = Bench(tmp_path, a_carrier())
    bench.open()
    for channels in range(5):
        changed = a_customer(limits={"channels": 50 + channels})
        bench.push({"customers/ben-llc/customer.yaml": changed})
        bench.open()

    with closing(sqlite3.connect(bench.file)) as index:
        kept = index.execute("SELECT count(*) FROM document").fetchone()
        held = index.execute("SELECT count(*) FROM file WHERE kind IS NOT NULL").fetchone()
    assert kept == held


RATES = "rate-cards/retail-usd/rates.csv"


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
