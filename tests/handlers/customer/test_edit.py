"""``customer edit``."""

from __future__ import annotations

from typing import Any

from handlers.kit.reply import Outcome, PlanView, Problems, Reply
from tests.builders import Carrier, a_carrier, a_customer, a_house

BEN = "customers/ben-llc/customer.yaml"
TEXT = b"""\
# The first customer.
name: Ben LLC
currency: USD
limits:
  flow_speed: 5  # the old name
  channels: 30   # agreed in June
credit: {debit_limit: 0}
address:
  state: TX
vars:
  cli.persist: "3600"
"""


def house(text: bytes = TEXT) -> Carrier:
    return a_house(a_carrier({"ben-llc": text}))


def edit(carrier: Carrier, **args: Any) -> Reply:
    return carrier.run("customer edit", customer="ben-llc", **args)


def changed(reply: Reply) -> dict[str, tuple[Any, Any]]:
    views = [block for block in reply.blocks if isinstance(block, PlanView)]
    return {change.field: (change.before, change.after) for change in views[0].changes}


def test_only_the_named_field_changes_and_every_other_byte_stays() -> None:
    carrier = house()
    carrier.confirm(edit(carrier, channels="60"))

    assert carrier.file(BEN) == TEXT.replace(b"channels: 30", b"channels: 60")


def test_a_new_field_gets_its_place_and_its_group() -> None:
    carrier = house()
    carrier.confirm(edit(carrier, tax_percent="20"))

    written = carrier.file(BEN)
    assert written is not None
    assert b'tax:\n  percent: "20"\naddress:' in written


def test_a_field_under_its_old_name_is_edited_under_its_new_one() -> None:
    carrier = house()
    reply = edit(carrier, cps="9")

    assert changed(reply) == {"limits.cps": (5, 9)}
    carrier.confirm(reply)
    written = carrier.file(BEN)
    assert written is not None
    assert b"cps: 9" in written
    assert b"flow_speed" not in written


def test_a_field_under_its_old_name_can_be_unset() -> None:
    carrier = house()
    reply = edit(carrier, unset="county, cps")

    assert set(changed(reply)) == {"limits.cps", "address.county"}
    carrier.confirm(reply)
    assert b"state" not in (carrier.file(BEN) or b"")


def test_what_is_so_already_is_no_change() -> None:
    carrier = house()

    for args in (
        {"channels": "30"},
        {"debit_limit": "0.00"},
        {"cps": "5"},
        {"vars": "cli.persist=3600"},
    ):
        reply = edit(carrier, **args)
        assert reply.summary == "Nothing to change: it is so already.", args
        assert reply.outcome is Outcome.DONE
    assert carrier.file(BEN) == TEXT


def test_saying_a_default_out_loud_is_a_change() -> None:
    assert changed(edit(house(), portal="yes")) == {"portal.enabled": (None, True)}


def test_unsetting_what_is_not_set_is_no_change() -> None:
    assert edit(house(), unset="notes").summary == "Nothing to change: it is so already."


def test_naming_nothing_is_refused_with_an_example() -> None:
    reply = edit(house())

    assert reply.outcome is Outcome.REFUSED
    assert "customer edit ben-llc --channels 30" in reply.blocks[0].text


def test_an_unknown_field_to_unset_is_told() -> None:
    reply = edit(house(), unset="chanels")

    [problem] = reply.blocks[0].problems
    assert problem.field == "unset"
    assert "chanels" in problem.message


def test_a_field_cannot_get_a_value_and_be_unset() -> None:
    [problem] = edit(house(), channels="5", unset="channels").blocks[0].problems

    assert problem.field == "channels"


def test_a_required_field_cannot_be_unset() -> None:
    reply = edit(house(), unset="name")

    assert reply.outcome is Outcome.INVALID
    assert reply.blocks[0].problems[0].rule == "missing-field"


def test_an_unknown_customer_is_told_with_the_nearest() -> None:
    reply = house().run("customer edit", customer="ben-lcl", channels="5")

    [problem] = reply.blocks[0].problems
    assert (problem.field, problem.hint or problem.message[-24:]) != ("", "")
    assert "did you mean ben-llc?" in f"{problem.message} {problem.hint}"


def test_a_currency_cannot_be_edited() -> None:
    reply = edit(house(), currency="EUR")

    assert reply.outcome is Outcome.INVALID
    assert reply.blocks[0].problems[0].rule == "immutable-field"


def test_a_list_item_with_a_comma_stays_one_item() -> None:
    carrier = house()
    carrier.confirm(edit(carrier, address_lines='"Suite 9, Floor 2", Austin'))

    shown = carrier.run("customer show", customer="ben-llc").values["customer"]
    assert shown["address"]["lines"] == ["Suite 9, Floor 2", "Austin"]


def test_notes_of_several_lines_keep_their_lines() -> None:
    carrier = house()
    edit(carrier, notes="first\nsecond\n\nthird: #not a comment")

    shown = carrier.run("customer show", customer="ben-llc").values["customer"]
    assert shown["notes"] == "first\nsecond\n\nthird: #not a comment"


def test_a_direct_field_is_committed_at_once() -> None:
    carrier = house()
    reply = edit(carrier, tags="retail")

    assert reply.outcome is Outcome.DONE
    assert reply.summary == "Done: edit tags of customer ben-llc."


def test_a_direct_field_beside_another_asks() -> None:
    assert edit(house(), tags="retail", channels="9").outcome is Outcome.ASKS


def test_a_broken_customer_is_not_edited_and_its_problems_are_told() -> None:
    carrier = a_house(a_carrier({"ben-llc": b"name: Ben\ncurrency: dollars\n"}))
    reply = edit(carrier, channels="9")

    assert reply.outcome is Outcome.INVALID
    assert reply.blocks[0].problems[0].field == "currency"


def test_a_broken_field_is_repaired_with_the_value_it_had_before() -> None:
    carrier = house()
    carrier.push({BEN: TEXT.replace(b"channels: 30", b"channels: -30")})
    carrier.confirm(edit(carrier, channels="30"))

    assert carrier.file(BEN) == TEXT


def test_a_broken_field_that_was_never_set_before_can_be_unset() -> None:
    carrier = house()
    carrier.push({BEN: TEXT + b"billing: {paypal_email: nobody, accounting_id: C-1}\n"})
    carrier.confirm(edit(carrier, unset="paypal_email"))

    assert carrier.file(BEN) == TEXT + b"billing: {accounting_id: C-1}\n"


def test_a_document_that_never_held_can_be_repaired() -> None:
    carrier = a_house(a_carrier({"ben-llc": b"name: Ben\ncurrency: dollars\n"}))
    carrier.confirm(edit(carrier, currency="USD"))

    assert carrier.file(BEN) == b"name: Ben\ncurrency: USD\n"


def test_a_file_that_does_not_read_is_named_when_somebody_edits_it() -> None:
    carrier = house()
    carrier.push({BEN: b'name: "Ben\n'})
    reply = edit(carrier, channels="9")

    [problem] = reply.blocks[0].problems
    assert (problem.path, problem.line, problem.document) == (BEN, 1, "ben-llc")


def test_two_edits_of_different_fields_both_stand() -> None:
    carrier = house()
    first, second = edit(carrier, channels="60"), edit(carrier, cps="9")
    carrier.confirm(first)
    carrier.confirm(second)

    limits = carrier.run("customer show", customer="ben-llc").values["customer"]["limits"]
    assert limits == {"cps": 9, "channels": 60}


def test_a_customer_is_written_from_scratch_and_edited_field_by_field() -> None:
    carrier = a_house(a_carrier({"ben-llc": a_customer()}))
    for field in ("channels", "cps"):
        carrier.confirm(edit(carrier, **{field: "7"}))

    assert b"limits:\n  channels: 7\n  cps: 7\n" in (carrier.file(BEN) or b"")


def test_a_map_that_is_none_is_told_how_to_be_written() -> None:
    [block] = a_house().run("customer edit", customer="ben-llc", vars="a b, c=d").blocks

    assert isinstance(block, Problems)
    [problem] = block.problems
    assert problem.message == '"a b" stands where name=value belongs'
    assert "cli.persist=3600" in problem.hint
