"""What may be handed to git, compared with what git says."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.git import names
from engine.errors import Refused
from engine.ports.ids import OperationId
from engine.ports.repository import Person
from tests.git_remote import git


@pytest.mark.parametrize(
    "text",
    [
        "main",
        "a/b",
        "v1.0",
        "é/ü",
        "a@b",
        "a-b",
        "-a",
        "a..b",
        "a b",
        "a\tb",
        "a~b",
        "a^b",
        "a:b",
        "a?b",
        "a*b",
        "a[b",
        "a\\b",
        "a/",
        "/a",
        "a//b",
        ".a",
        "a/.b",
        "a.",
        "a.lock",
        "a.lock/b",
        "@{",
        "a@{b",
        "",
        "a\x7fb",
        "HEAD",
        "a{b}",
        "+main",
        "{",
        "a.lockb",
    ],
)
def test_agrees_with_git_on_ref_names(tmp_path: Path, text: str) -> None:
    said = git(tmp_path, "check-ref-format", "--branch", text or " ", check=False)

    # git keeps HEAD for itself as a branch name; as a revision it is welcome.
    assert names.is_ref_name(text) is (bool(said) or text == "HEAD")


def test_operations_have_refs_of_their_own() -> None:
    assert names.operation_ref(OperationId("op-01")) == "refs/trunkline/ops/op-01"
    for bad in ("", "op/../x", "op x", "Op-1", "op-", "op\n1", "-op"):
        with pytest.raises(Refused):
            names.operation_ref(OperationId(bad))


def test_a_person_without_a_name_is_called_by_the_address() -> None:
    assert names.clean_person(Person("<>", "a@b.example")) == Person("a@b.example", "a@b.example")
    assert names.clean_person(Person("", "")).name == "unknown"


def test_messages_end_with_one_newline_and_hold_no_nul() -> None:
    assert names.clean_message("a\r\nb\0c\n\n\n") == "a\nbc\n"


def test_hides_what_is_secret_in_a_url() -> None:
    text = "see https://u:p@forge/x and ssh://git@forge/y or https://forge/z"

    assert (
        names.without_secrets(text)
        == "see https://***@forge/x and ssh://***@forge/y or https://forge/z"
    )
