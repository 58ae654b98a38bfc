"""Moving customers into 256 folders and out of them."""

from __future__ import annotations

from engine.draft import make_draft
from engine.edits import EditDocument, MoveDocument, SetKey
from engine.fanout import moves
from schemas.kinds import fan_out_folder
from tests.builders import TEXT, a_book, a_carrier, a_customer

FAN = fan_out_folder("ben-llc")
FLAT = "customers/ben-llc"
FANNED = f"customers/{FAN}/ben-llc"
FAN_OUT = EditDocument("settings.yaml", (SetKey(("fan_out",), value=True),))


def carrier(folder: str) -> dict[str, bytes]:
    modeline = b"# yaml-language-server: $schema=" + b"../" * (folder.count("/") + 2)
    files = a_carrier({})
    files[f"{folder}/customer.yaml"] = modeline + b"schemas/json/customer.json\r\n" + a_customer()
    files[f"{folder}/contacts.yaml"] = b"contacts: []\n"
    files[f"{folder}/notes/a.md"] = b"# a\n"
    files["customers/README.md"] = b"who\n"
    return files


def test_every_file_of_a_customer_moves_and_no_other() -> None:
    found = list(moves(a_book(carrier(FLAT)).documents, fan_out=True))

    assert found == [
        MoveDocument(f"{FLAT}/{name}", f"{FANNED}/{name}")
        for name in ("contacts.yaml", "customer.yaml", "notes/a.md")
    ]


def test_who_stands_where_it_should_stays() -> None:
    assert list(moves(a_book(carrier(FLAT)).documents, fan_out=False)) == []
    assert list(moves(a_book(carrier(FANNED)).documents, fan_out=True)) == []


def test_a_customer_whose_id_looks_like_a_folder_is_not_taken_for_one() -> None:
    book = a_book(a_carrier({"ab": a_customer()}))

    [move] = moves(book.documents, fan_out=True)
    assert move.to == f"customers/{fan_out_folder('ab')}/ab/customer.yaml"


def test_only_the_modeline_changes_and_the_plan_tells_the_setting_only() -> None:
    book = a_book(carrier(FLAT))

    draft = make_draft(book, [FAN_OUT, *moves(book.documents, fan_out=True)], TEXT)

    assert [change.field for change in draft.plan.changes] == ["fan_out"]
    assert draft.files[f"{FANNED}/customer.yaml"] == carrier(FANNED)[f"{FANNED}/customer.yaml"]
    assert draft.files[f"{FANNED}/contacts.yaml"] == b"contacts: []\n"
    assert draft.files[f"{FLAT}/contacts.yaml"] is None
    assert draft.after.customer("ben-llc") == book.customer("ben-llc")


def test_what_was_wrong_before_the_move_does_not_hinder_it() -> None:
    files = carrier(FLAT)
    files[f"{FLAT}/customer.yaml"] = a_customer(account_manager="nobody")
    book = a_book(files)

    draft = make_draft(book, [FAN_OUT, *moves(book.documents, fan_out=True)], TEXT)

    assert draft.files[f"{FANNED}/customer.yaml"] == files[f"{FLAT}/customer.yaml"]
