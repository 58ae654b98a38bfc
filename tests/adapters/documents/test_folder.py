from __future__ import annotations

from pathlib import Path

import pytest

from adapters.documents.folder import FolderDocuments
from adapters.git.folder import FolderTree
from bot.people import Identity
from engine.book import Book
from engine.checks import run_checks
from tests.builders import TEXT, a_carrier, a_customer, a_house

BEN, ZOE = "customers/ben-llc/", "customers/zoe/"


def a_folder(folder: Path) -> Path:
    root = folder / "config"
    files = a_carrier({"ben-llc": a_customer(), "zoe": b"name: Zoe\ncurrency: nothing\n"})
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    (folder / "secret").write_text("name: Secret\n")
    return root


@pytest.mark.parametrize("path", [f"{BEN}alerts.yaml", "rate-cards/a/rates.csv", "notes.txt"])
def test_a_link_that_leads_out_is_a_problem_of_its_path_and_the_others_are_read(
    tmp_path: Path, path: str
) -> None:
    root = a_folder(tmp_path)
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).symlink_to(tmp_path / "secret")

    documents = FolderDocuments(FolderTree(root), TEXT)
    told = {problem.path: problem for problem in documents.faults()}
    assert set(told) == {path, f"{ZOE}customer.yaml"}
    assert told[path].rule == "unreadable-file"
    assert "leads out of the config repository" in told[path].message
    assert told[path].hint == "put a file there"
    assert documents.data(path) == b""
    run_checks(Book(documents))


def test_validate_goes_on_after_a_link_that_leads_out(tmp_path: Path) -> None:
    root = a_folder(tmp_path)
    (root / BEN / "alerts.yaml").symlink_to(tmp_path / "secret")
    reply = a_house().ask_as(Identity("os", "nobody"), "validate", {"path": str(root)})

    rules = {problem["rule"] for problem in reply.values["problems"]}
    assert {"unreadable-file", "currency"} <= rules
    assert "Secret" not in str(reply)
