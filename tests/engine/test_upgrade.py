"""Writing a repository of format 1 in the present one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.book import Book
from engine.documents import to_plain
from engine.draft import Draft, make_draft
from engine.edits import EditDocument, SetKey
from engine.errors import Invalid, Refused
from engine.upgrade import rewritten, upgrade
from schemas.kinds import KINDS
from schemas.settings import FORMAT
from schemas.upgrade import raise_file
from tests.builders import TEXT, a_book
from tests.format1 import an_old_carrier, format1, old_book, old_documents

BEN = "customers/ben.yaml"


def raised() -> Draft:
    book = old_book()
    return make_draft(book, upgrade(book.documents, TEXT).edits, TEXT)


def written(text: str) -> dict[str, str]:
    found, kept = rewritten(1, BEN, text.encode(), TEXT)
    assert kept
    return {path.rpartition("/")[2]: data.decode() for path, data in found.items()}


def meanings(book: Book) -> dict[str, object]:
    return {
        f"{kind.name} {name}": to_plain(model)
        for kind in KINDS
        for name, path in book.paths(kind.name).items()
        if (model := book.documents.load(path).model) is not None
    }


def test_every_document_says_the_same_before_and_after() -> None:
    draft = raised()
    before, after = meanings(draft.before), meanings(draft.after)

    assert after.pop("settings settings") == before.pop("settings settings") | {"format": FORMAT}
    assert after == before


def test_the_plan_tells_the_format_and_nothing_else() -> None:
    assert [(c.path, c.field, c.before, c.after) for c in raised().plan.changes] == [
        ("settings.yaml", "format", 1, FORMAT)
    ]


def test_no_comment_of_the_sample_is_lost_or_gathered() -> None:
    found = upgrade(old_documents(format1()), TEXT)

    assert found.gathered == ()
    text = b"".join(data for data in raised().files.values() if data)
    comments = [
        line.partition(b"#")[2].strip()
        for path, data in format1().items()
        if path in raised().files
        for line in data.splitlines()
        if b"# " in line and b"yaml-language-server" not in line
    ]
    assert [comment for comment in comments if comment not in text] == []


def test_rates_are_moved_byte_by_byte() -> None:
    files = raised().files

    assert (
        files["rate-cards/atlas-standard/rates.csv"] == format1()["rate-cards/atlas-standard.csv"]
    )
    assert files["rate-cards/atlas-standard.csv"] is None


def test_files_of_the_same_form_are_not_touched() -> None:
    assert "operators.yaml" not in raised().files
    assert "packages/uk-1000.yaml" not in raised().files


def test_fields_go_with_the_comments_above_and_behind_them() -> None:
    text = (
        "name: Ben\ncurrency: USD\n# What the PBX takes.\nchannels: 30  # in June\nflow_speed: 5\n"
    )

    assert written(text)["customer.yaml"].partition("\n")[2] == (
        "name: Ben\ncurrency: USD\nlimits:\n  # What the PBX takes.\n  channels: 30  # in June\n  cps: 5\n"
    )


def test_fields_join_a_group_that_is_there() -> None:
    text = "name: Ben\ncurrency: USD\nlimits:\n  channels: 3\nflow_speed: 5  # new\n"

    assert "limits:\n  channels: 3\n  cps: 5  # new\n" in written(text)["customer.yaml"]


def test_a_list_takes_its_comments_to_its_own_file() -> None:
    text = "name: Ben\ncurrency: USD\n# Who to call.\ncontacts:\n  # Not at noon.\n  - id: a\n    name: A\n    email: a@example.com\n"

    assert written(text)["contacts.yaml"].partition("\n")[2] == (
        "# Who to call.\ncontacts:\n  # Not at noon.\n  - id: a\n    name: A\n    email: a@example.com\n"
    )


def test_line_ends_are_kept() -> None:
    files = written("name: Ben\r\ncurrency: USD\r\nchannels: 3\r\n")

    assert files["customer.yaml"].count("\r\n") == files["customer.yaml"].count("\n") == 5


def test_a_file_between_brackets_is_written_anew_with_its_comments_on_top() -> None:
    text = b"# Ben\n{name: Ben, currency: USD,\n # fast\n flow_speed: 5}\n"

    found, kept = rewritten(1, BEN, text, TEXT)

    assert not kept
    data = found["customers/ben/customer.yaml"]
    assert data.splitlines()[1:3] == [b"# Ben", b"# fast"]
    assert TEXT.read("", data).value == raise_file(1, BEN, TEXT.read("", text).value or {})[0].value


def test_an_invalid_file_stops_it_with_every_problem() -> None:
    with pytest.raises(Invalid) as caught:
        upgrade(old_documents(an_old_carrier(b"name: Ben\ncurrency: usd\nchannels: x\n")), TEXT)

    assert [problem.line for problem in caught.value.problems] == [2, 3]


def test_the_present_format_is_not_raised_again() -> None:
    with pytest.raises(Refused, match="already"):
        upgrade(a_book().documents, TEXT)


def test_nothing_else_changes_an_older_format() -> None:
    edit = EditDocument("customers/ben-llc/customer.yaml", (SetKey(("name",), "B"),))

    with pytest.raises(Refused, match="read but not changed") as caught:
        make_draft(old_book(), [edit], TEXT)
    assert "config upgrade" in caught.value.hint


LINES = {
    "channels": "channels: 30",
    "flow_speed": "flow_speed: 5",
    "status": "status: enabled",
    "tax": "tax: 20",
    "website": '"website": https://x.example.com',
    "notes": "notes: |\n  one\n\n  # two\n",
    "contacts": "contacts:\n- id: a\n  name: A\n  email: a@example.com",
    "routes": "routes:\n  - id: r\n    card: retail\n    flow_speed: 3\n    name: R\n    channels: 2",
    "users": "users: [{id: u, username: '1001'}]",
    "ips": "ips:\n  - id: i\n    hosts: [203.0.113.7]\n    # in front\n    tech_prefix: '9'  # nine",
    "address": "address: {city: Austin}",
}


@given(
    st.permutations(sorted(LINES)),
    st.integers(1, len(LINES)),
    st.lists(st.sampled_from(["", "# a note", "\n# alone\n", "  # odd"]), min_size=13, max_size=13),
)
@settings(max_examples=60, deadline=None)
def test_any_customer_says_the_same_and_keeps_its_comments(
    order: list[str], count: int, between: list[str]
) -> None:
    pieces = ["name: Ben", "currency: USD", *(LINES[key] for key in order[:count])]
    lines = [line for pair in zip(between, pieces, strict=False) for line in pair if line]
    data = ("\n".join(lines) + "\n").encode()
    value = TEXT.read(BEN, data).value
    assert value is not None

    found, _ = rewritten(1, BEN, data, TEXT)

    assert {path: TEXT.read(path, text).value for path, text in found.items()} == {
        part.path: part.value for part in raise_file(1, BEN, value)
    }
    assert sum(text.count(b"note") for text in found.values()) >= data.count(b"# a note")


def test_what_a_check_found_before_does_not_hinder_the_upgrade() -> None:
    book = old_book(an_old_carrier(b"name: Ben\ncurrency: USD\nroutes:\n- {id: a, card: gone}\n"))

    draft = make_draft(book, upgrade(book.documents, TEXT).edits, TEXT)

    assert "customers/ben/routing.yaml" in draft.files


def test_text_that_looks_like_a_comment_does_not_become_one() -> None:
    text = (
        'currency: "USD"\nname: Ben  # ours\nnotes: |\n  # call first\n  a # b\n'
        'tax:  # a\n  20\nwebsite: "https://b.example/ # b"\n# call first\n'
        "routes: [{id: a, card: retail,  # c\n  channels: 3}]\n"
    )
    found, kept = rewritten(1, BEN, text.encode(), TEXT)
    customer = found["customers/ben/customer.yaml"].decode()

    assert not kept
    assert customer.splitlines()[1:5] == ["# ours", "# a", "# call first", "# c"]
    assert customer.count("# call first") == 2
    assert customer.count("# b") == 2
