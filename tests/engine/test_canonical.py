"""The canonical form of files."""

from __future__ import annotations

import pytest

from engine.canonical import formatted, not_canonical
from engine.documents import to_plain
from engine.errors import Invalid
from schemas.kinds import kind_of
from tests.builders import TEXT, FileDocuments, loaded, sample_carrier

BEN = "customers/ben-llc/customer.yaml"
AUTH = "customers/ben-llc/auth.yaml"
DOCUMENTS = [path for path in sample_carrier() if kind_of(path)]


def form(path: str, text: str) -> str:
    found = formatted(path, text.encode(), TEXT)
    assert found is not None
    return found.decode()


def test_keys_come_in_order_and_comments_with_them() -> None:
    assert form(BEN, "# who\ncurrency: USD   # never changes\n# people say\nname: Ben\n") == (
        "# people say\nname: Ben\n# who\ncurrency: USD  # never changes\n"
    )


@pytest.mark.parametrize("path", DOCUMENTS)
def test_the_sample_is_canonical(path: str) -> None:
    data = sample_carrier()[path]

    assert formatted(path, data, TEXT) == data


def test_identifiers_that_look_like_numbers_are_quoted_and_numbers_are_not() -> None:
    text = "users:\n- username: 1001\n  id: desk\n  channels: 2\n"

    assert form(AUTH, text) == ('users:\n  - id: desk\n    username: "1001"\n    channels: 2\n')


def test_words_need_no_quotes_and_signs_do() -> None:
    assert form(BEN, 'name: Ben\ncurrency: "USD"\n') == "name: Ben\ncurrency: USD\n"
    path = "customers/ben-llc/routing.yaml"
    assert form(path, "routes: [{id: a, tech_prefix: '9#'}, { id: b, tech_prefix: 8* }]\n") == (
        'routes: [{id: a, tech_prefix: "9#"}, {id: b, tech_prefix: "8*"}]\n'
    )
    path = "customers/ben-llc/dids.yaml"
    assert "- extension:2002\n" in form(path, 'dids:\n- destinations:\n  - "extension:2002"\n')


@pytest.mark.parametrize("path", DOCUMENTS)
def test_the_form_of_a_form_is_itself_and_says_the_same(path: str) -> None:
    data = sample_carrier()[path]
    once = formatted(path, data, TEXT)
    assert once is not None

    assert formatted(path, once, TEXT) == once
    before, after = loaded(path, data).model, loaded(path, once).model
    assert before is not None
    assert after is not None
    assert to_plain(after) == to_plain(before)


def test_other_files_have_no_form() -> None:
    assert formatted("README.md", b"# x\n", TEXT) is None


def test_what_does_not_read_is_told() -> None:
    with pytest.raises(Invalid):
        formatted(BEN, b"name: [\n", TEXT)
    files = {
        BEN: b"name: [\n",
        AUTH: b"users: []\n",
        "rate-cards/a/rates.csv": b"prefix,rate\n2,1\n1,1\n",
    }

    found = dict(not_canonical(FileDocuments(files), TEXT))

    assert found["rate-cards/a/rates.csv"] == b"prefix,rate\n1,1\n2,1\n"
    assert isinstance(found[BEN], tuple)
    assert AUTH not in found
