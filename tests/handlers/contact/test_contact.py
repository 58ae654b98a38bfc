"""The commands about contacts: who may see what, and whose address it is."""

from __future__ import annotations

import json

import pytest

from handlers.kit.reply import Outcome
from tests.builders import OPERATORS, Carrier, a_carrier, a_house

PATH = "customers/ben-llc/contacts.yaml"
TEXT = b"""\
# Who is who at Ben's.
contacts:
  - id: ben
    name: Ben Archer
    email: ben@ben.example.com   # reads it himself
    contact_type: Technical
    phone: "+442079460018"

  # Only for bills.
  - id: mia
    name: Mia Wolf
    email: mia@ben.example.com
"""
ASIDE = b"contacts:\n  - {id: zed, name: Zed, email: zed@zed.example.com}\n"


def house(text: bytes = TEXT) -> Carrier:
    zed = b"name: Zed\ncurrency: USD\n"
    extra = {
        PATH: text,
        "customers/zed/customer.yaml": zed,
        "customers/zed/contacts.yaml": ASIDE,
    }
    return a_house(a_carrier(operators=OPERATORS, extra=extra))


def test_a_field_under_its_old_name_is_edited_under_its_new_one() -> None:
    carrier = house()
    carrier.change("contact edit ben-llc ben --type Accounts")

    written = (carrier.file(PATH) or b"").decode()
    assert "type: Accounts" in written
    assert "contact_type" not in written
    assert "# reads it himself" in written


@pytest.mark.parametrize("word", ["ben", "'Ben Archer'", "'ben archer'", "ben@ben.example.com"])
def test_a_contact_goes_by_id_name_or_address(word: str) -> None:
    assert house().type(f"contact show ben-llc {word}").values["contact"]["id"] == "ben"


def test_two_of_one_name_are_told_apart_by_their_ids() -> None:
    carrier = house()
    carrier.change('contact add ben-llc "Ben Archer" junior@ben.example.com')

    reply = carrier.type("contact show ben-llc 'Ben Archer'")
    assert reply.outcome is Outcome.REFUSED
    assert "ben or ben-archer" in str(reply.blocks)


def test_an_id_made_from_a_name_that_is_taken_gets_a_number() -> None:
    carrier = house()
    for number in (1, 2, 3):
        carrier.change(f'contact add ben-llc "Ada Fox" ada{number}@ben.example.com')

    listed = carrier.type("contact list ben-llc").values["contacts"]
    assert [one["id"] for one in listed] == ["ben", "mia", "ada-fox", "ada-fox-2", "ada-fox-3"]


@pytest.mark.parametrize("address", ["MIA@ben.example.com", "zed@zed.example.com"])
@pytest.mark.parametrize("command", ["contact add ben-llc New", "contact edit ben-llc ben --email"])
def test_an_address_somebody_has_already_is_told_beside_its_field(
    address: str, command: str
) -> None:
    reply = house().type(f"{command} {address}")

    [problem] = reply.blocks[0].problems
    assert (reply.outcome, problem.field) == (Outcome.INVALID, "email")
    assert "has this email already" in problem.message


def test_an_unknown_contact_in_a_form_with_an_address_is_told_beside_its_field() -> None:
    reply = house().type("contact edit ben-llc bem --email new@ben.example.com")

    [problem] = reply.blocks[0].problems
    assert problem.field == "contact"
    assert "did you mean ben?" in problem.message


def test_a_contact_may_keep_its_own_address_in_an_edit() -> None:
    reply = house().type("contact edit ben-llc ben --email Ben@ben.example.com")

    assert reply.outcome is Outcome.ASKS


def test_mere_viewers_see_addresses_and_phones_masked_everywhere() -> None:
    carrier = house()
    lines = (
        "contact list ben-llc",
        "contact show ben-llc ben",
        "customer show ben-llc --tab contacts",
        "customer find archer",
        "customer find ben.example.com",
    )

    for line in lines:
        seen = carrier.type(line, "vera")
        text = f"{seen.blocks} {json.dumps(seen.values)}"
        assert "ben@ben" not in text, line
        assert "2079460018" not in text, line
    assert "ben@ben.example.com" in str(carrier.type(lines[0], "ada").blocks)


def test_the_last_contact_goes_with_the_file_and_comes_back_with_every_byte() -> None:
    carrier = house()
    carrier.change("contact remove ben-llc mia")
    assert b"# Only for bills." not in (carrier.file(PATH) or b"")
    last = carrier.change("contact remove ben-llc ben")
    assert carrier.file(PATH) is None

    carrier.change(f"undo {last.operation}")
    assert b"# reads it himself" in (carrier.file(PATH) or b"")


@pytest.mark.parametrize("text", [b"contacts:\n", b"contacts: []\n"])
def test_a_contact_is_added_to_a_file_that_has_none(text: bytes) -> None:
    carrier = house(text)
    carrier.change('contact add ben-llc "Ada Fox" ada@ben.example.com')

    listed = carrier.type("contact list ben-llc").values["contacts"]
    assert [one["id"] for one in listed] == ["ada-fox"]


def test_a_name_without_latin_letters_takes_its_id_from_the_address() -> None:
    carrier = house()
    carrier.change('contact add ben-llc "משה כהן" moshe@ben.example.com')

    listed = carrier.type("contact list ben-llc").values["contacts"]
    assert listed[-1]["id"] == "moshe-ben-example-com"


def test_a_broken_field_of_a_contact_can_be_repaired_by_an_edit() -> None:
    carrier = house()
    carrier.push({PATH: TEXT.replace(b'"+442079460018"', b"nobody")})
    done = carrier.change("contact edit ben-llc ben --phone +442079460018")

    assert done.outcome is Outcome.DONE
    assert carrier.file(PATH) == TEXT
