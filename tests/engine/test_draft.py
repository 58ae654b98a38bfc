"""From an intent to bytes and a plan."""

from __future__ import annotations

import pytest

from engine.book import Book
from engine.draft import Draft, apply_edits, make_draft, schema_reference
from engine.edits import (
    CreateDocument,
    DeleteDocument,
    DocumentEdit,
    EditDocument,
    RestoreDocument,
    SetKey,
)
from engine.errors import Invalid, Refused, Severity
from engine.plan import Action
from schemas.policy import Need
from tests.builders import TEXT, a_book, a_carrier, a_customer

BEN = "customers/ben-llc/customer.yaml"
ZED = "customers/zed/customer.yaml"


def draft(*edits: DocumentEdit, book: Book | None = None) -> Draft:
    return make_draft(book or a_book(), edits, TEXT)


def set_channels(value: int) -> EditDocument:
    return EditDocument(BEN, (SetKey(("limits", "channels"), value),))


def fields(made: Draft) -> list[str]:
    return [change.field for change in made.plan.changes]


def test_an_edit_changes_its_field_and_no_other_byte() -> None:
    before = b"# top\nname: Ben LLC\ncurrency: USD\nlimits:\n  channels: 30  # traffic\n  cps: 5\n"
    made = draft(set_channels(60), book=a_book(a_carrier({"ben-llc": before})))

    assert made.files == {BEN: before.replace(b"30", b"60")}
    assert fields(made) == ["limits.channels"]
    assert made.after.customer("ben-llc").limits.channels == 60
    assert made.before.customer("ben-llc").limits.channels == 30


def test_an_edit_to_what_is_there_already_changes_nothing() -> None:
    made = draft(set_channels(30))

    assert made.files == {}
    assert made.plan.changes == ()


def test_a_created_document_names_its_schema_for_editors() -> None:
    made = draft(CreateDocument(ZED, {"name": "Zed", "currency": "EUR"}))

    written = made.files[ZED]
    assert written is not None
    assert written.startswith(
        b"# yaml-language-server: $schema=../../../schemas/json/customer.json"
    )
    assert made.plan.changes[0].action is Action.ADDED
    assert fields(made) == ["", "name", "currency"]


def test_a_document_that_is_there_is_not_created_again() -> None:
    with pytest.raises(Refused, match="is there already"):
        draft(CreateDocument(BEN, {"name": "Ben", "currency": "USD"}))


def test_a_deleted_document_is_gone() -> None:
    made = draft(DeleteDocument(BEN))

    assert made.files == {BEN: None}
    assert made.plan.changes[0].action is Action.REMOVED
    assert not made.after.has("customer", "ben-llc")


@pytest.mark.parametrize("edit", [DeleteDocument(ZED), EditDocument(ZED, ())])
def test_what_is_not_there_can_be_neither_edited_nor_deleted(edit: DocumentEdit) -> None:
    with pytest.raises(Refused, match="not there any more"):
        draft(edit)


def test_a_restored_document_has_exactly_the_bytes_of_before() -> None:
    odd = b"# hand made\nname:   'Ben LLC'\ncurrency: USD\n\n\n# end\n"

    assert draft(RestoreDocument(BEN, odd)).files == {BEN: odd}
    assert draft(RestoreDocument(BEN, None)).files == {BEN: None}


def test_restoring_what_is_there_changes_nothing() -> None:
    book = a_book()

    assert draft(RestoreDocument(BEN, book.documents.data(BEN)), book=book).files == {}


def test_several_edits_of_one_document_build_on_each_other() -> None:
    files = apply_edits(
        a_book().documents,
        [CreateDocument(ZED, {"name": "Zed", "currency": "EUR"}), DeleteDocument(ZED)],
        TEXT,
    )

    assert files == {}


def test_a_document_that_would_not_hold_is_told_with_its_place() -> None:
    with pytest.raises(Invalid) as caught:
        draft(EditDocument(BEN, (SetKey(("limits", "channels"), "many"),)))

    [problem] = caught.value.problems
    assert (problem.path, problem.document, problem.field) == (BEN, "ben-llc", "limits.channels")
    assert problem.rule == "whole-number"
    assert problem.line > 1


def test_a_rule_across_documents_that_the_change_breaks_is_told() -> None:
    with pytest.raises(Invalid) as caught:
        draft(CreateDocument(ZED, {"name": "ben llc", "currency": "EUR"}))

    assert "unique-name" in {problem.rule for problem in caught.value.problems}


def test_a_rule_that_was_broken_before_does_not_stop_another_change() -> None:
    twins = {"one": a_customer("Twin"), "two": a_customer("Twin"), "ben-llc": a_customer()}
    book = a_book(a_carrier(twins))

    assert fields(draft(set_channels(9), book=book)) == ["limits.channels"]


def test_a_file_that_is_broken_elsewhere_does_not_stop_a_change() -> None:
    book = a_book(a_carrier({"ben-llc": a_customer(), "bad": b"name: [\n"}))

    assert fields(draft(set_channels(9), book=book)) == ["limits.channels"]


def test_a_change_may_repair_a_broken_file() -> None:
    book = a_book(a_carrier({"bad": b"name: Bad\ncurrency: dollars\n"}))
    repair = RestoreDocument("customers/bad/customer.yaml", a_customer("Bad"))

    assert draft(repair, book=book).after.customer("bad").currency == "USD"


def test_a_change_to_a_broken_file_that_leaves_it_broken_is_refused() -> None:
    book = a_book(a_carrier({"bad": b"name: Bad\ncurrency: dollars\n"}))
    edit = EditDocument("customers/bad/customer.yaml", (SetKey(("name",), "Worse"),))

    with pytest.raises(Invalid):
        draft(edit, book=book)


def test_policy_is_judged_by_the_version_the_change_starts_from() -> None:
    loose = RestoreDocument("policy.yaml", b"default: direct\n")

    assert draft(loose, set_channels(9)).plan.verdict.need is Need.CONFIRM


def test_a_plan_on_a_head_where_something_else_changed_has_the_same_digest() -> None:
    moved = b"# a\n# b\n# c\n" + a_customer(limits={"channels": 30, "cps": 5}, tags=["retail"])
    other = a_carrier({"ben-llc": moved, "new": a_customer("New")})

    assert (
        draft(set_channels(9)).plan.digest == draft(set_channels(9), book=a_book(other)).plan.digest
    )


def test_a_plan_on_a_head_where_its_field_changed_has_another_digest() -> None:
    other = a_book(a_carrier({"ben-llc": a_customer(limits={"channels": 31, "cps": 5})}))

    assert draft(set_channels(9)).plan.digest != draft(set_channels(9), book=other).plan.digest


def test_the_schema_is_named_relative_to_the_document() -> None:
    assert schema_reference("settings.yaml") == "../schemas/json/settings.json"
    assert schema_reference(BEN) == "../../../schemas/json/customer.json"
    assert schema_reference("README.md") == ""


def test_warnings_are_shown_in_the_plan_and_stop_nothing() -> None:
    made = draft(set_channels(9))

    assert all(finding.severity is Severity.WARNING for finding in made.plan.findings)


def test_a_file_that_is_no_document_cannot_slip_past_the_plan() -> None:
    with pytest.raises(ValueError, match="no document"):
        draft(CreateDocument("customers/No Slug/customer.yaml", {"name": "X", "currency": "USD"}))
