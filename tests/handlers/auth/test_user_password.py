"""SIP passwords: made or typed, kept as digests that only key holders read, handed over once."""

from __future__ import annotations

import json

import pytest

from bot.letters import BY_MAIL
from bot.people import Identity
from engine.plan import ANEW, SET
from engine.ports.effects import Effect
from engine.ports.operations import OperationState
from engine.sealed import Secret, digests_of, read_secret
from handlers.kit.reply import Outcome, PlanView, Reply
from tests.builders import AGE_KEY, TEXT, Carrier, a_carrier, a_house, a_safe, readers

AUTH = "customers/ben-llc/auth.yaml"
CONTACTS = "customers/ben-llc/contacts.yaml"
BEN = {"id": "ben", "name": "Ben Archer", "email": "ben@ben.example.com"}
TYPED = "correct-horse-7"


def a_safe_house(**more: object) -> Carrier:
    extra = {CONTACTS: TEXT.write({"contacts": [BEN]})}
    return a_house(a_carrier(extra=extra, secrets=readers()), **more)


@pytest.fixture
def carrier() -> Carrier:
    return a_safe_house()


def sealed_of(carrier: Carrier, place: int = 0) -> str:
    value = TEXT.read(AUTH, carrier.file(AUTH)).value
    assert value is not None
    return str(value["users"][place]["secret"])


def secret_of(carrier: Carrier, place: int = 0) -> Secret:
    return read_secret(carrier.house.safe.vault.open(sealed_of(carrier, place)))


def planned(reply: Reply) -> PlanView:
    return next(block for block in reply.blocks if isinstance(block, PlanView))


def test_a_new_user_gets_a_password_whose_digests_alone_are_kept(carrier: Carrier) -> None:
    done = carrier.change("auth user add ben-llc 1001")

    secret = secret_of(carrier)
    assert done.outcome is Outcome.DONE
    assert set(secret.digests) == {"MD5", "SHA-256"}
    assert (secret.username, secret.realm, secret.text) == ("1001", "sip.example.net", "")
    assert secret.readers == (AGE_KEY,)


def test_a_typed_password_is_the_one_that_counts(carrier: Carrier) -> None:
    carrier.confirm(
        carrier.run("auth user add", customer="ben-llc", username="1001", password=TYPED)
    )

    expected = digests_of("1001", "sip.example.net", TYPED)
    assert secret_of(carrier).digests == expected.digests


def test_a_plan_says_that_there_is_a_password_and_nothing_else(carrier: Carrier) -> None:
    plan = carrier.type("auth user add ben-llc 1001")
    carrier.confirm(plan)
    again = carrier.type("auth user rotate ben-llc 1001")

    [added] = [one for one in planned(plan).changes if one.field.endswith("secret")]
    [rotated] = planned(again).changes
    assert (added.after, rotated.before, rotated.after) == (SET, SET, ANEW)
    assert "BEGIN AGE" not in f"{plan} {again}"
    assert "sent to you alone" in str(again.blocks)
    assert "cannot be undone" in str(again.blocks)


def test_the_password_drawn_is_the_same_however_often_the_plan_is_worked_out(
    carrier: Carrier,
) -> None:
    plan = carrier.type("auth user add ben-llc 1001")
    drawn = carrier.operation(plan.operation).drawn
    carrier.push({"customers/other/customer.yaml": TEXT.write({"name": "O", "currency": "EUR"})})
    done = carrier.confirm(plan)

    assert done.outcome is Outcome.DONE
    assert sealed_of(carrier) == drawn["once"]["secret"]["sealed"]


def test_nothing_sealed_stays_with_an_operation_that_ended(carrier: Carrier) -> None:
    plan = carrier.run("auth user add", customer="ben-llc", username="1001", password=TYPED)
    waiting = carrier.operation(plan.operation)
    carrier.run("cancel", operation=plan.operation)
    ended = carrier.operation(plan.operation)

    assert TYPED not in str(waiting)
    assert waiting.args["password"].keys() == {"sealed"}
    assert "BEGIN AGE" in str(waiting)
    assert "BEGIN AGE" not in str(ended)
    assert ended.args["password"] == "***"


def test_the_commit_says_three_stars(carrier: Carrier) -> None:
    carrier.confirm(
        carrier.run("auth user add", customer="ben-llc", username="1001", password=TYPED)
    )

    [commit, *_] = carrier.repository.log([], at=carrier.repository.fetch(), limit=1)
    assert commit.trailers["Command"] == "auth user add ben-llc 1001 --password ***"


def test_a_rotated_password_is_another_and_the_marks_go(carrier: Carrier) -> None:
    carrier.change("auth user add ben-llc 1001")
    before = secret_of(carrier)
    marked = carrier.file(AUTH).replace(b"    username:", b"    rotate: true\n    username:")
    carrier.push({AUTH: marked})
    assert b"rotate: true" in carrier.file(AUTH)
    carrier.change("auth user rotate ben-llc 1001")

    assert secret_of(carrier).digests != before.digests
    assert b"rotate" not in carrier.file(AUTH)


def test_a_rotation_cannot_be_undone_and_is_not_offered_to_be(carrier: Carrier) -> None:
    carrier.change("auth user add ben-llc 1001")
    done = carrier.change("auth user rotate ben-llc 1001")
    refused = carrier.run("undo", operation=done.operation)

    assert "'undo'" not in str(done.blocks)
    assert refused.outcome is Outcome.REFUSED
    assert "secret" in refused.summary


def test_a_user_removed_by_mistake_comes_back_with_its_password(carrier: Carrier) -> None:
    carrier.change("auth user add ben-llc 1001")
    before = secret_of(carrier)
    done = carrier.change("auth user remove ben-llc 1001")
    carrier.confirm(carrier.run("undo", operation=done.operation))

    assert secret_of(carrier) == before


def test_a_secret_in_a_file_that_was_edited_since_is_not_put_back_by_its_word(
    carrier: Carrier,
) -> None:
    carrier.change("auth user add ben-llc 1001")
    done = carrier.change("auth user remove ben-llc 1001")
    carrier.change("auth alias add ben-llc 100 442079460018")
    reply = carrier.run("undo", operation=done.operation)

    assert reply.outcome is Outcome.REFUSED
    assert "BEGIN AGE" not in str(reply)


def test_adding_a_user_can_be_undone(carrier: Carrier) -> None:
    done = carrier.change("auth user add ben-llc 1001")

    assert carrier.confirm(carrier.run("undo", operation=done.operation)).outcome is Outcome.DONE
    assert carrier.repository.tree(carrier.repository.fetch()).get(AUTH) is None


@pytest.mark.parametrize("text", ["short", "x" * 201, "tab\tinside1"])
def test_a_password_that_breaks_the_rules_is_told_before_anything_is_stored(
    carrier: Carrier, text: str
) -> None:
    reply = carrier.run("auth user add", customer="ben-llc", username="1001", password=text)

    assert reply.outcome is Outcome.INVALID
    assert text not in str(reply)
    assert carrier.store.operations.recent(actor=None, limit=9) == ()


def test_a_contact_that_is_not_there_is_told_beside_the_field(carrier: Carrier) -> None:
    reply = carrier.type("auth user rotate ben-llc 1001 --to benn")

    assert "did you mean ben?" in str(reply)


def test_without_recipients_a_user_is_added_without_a_password_and_it_is_said() -> None:
    carrier = a_house()
    plan = carrier.type("auth user add ben-llc 1001")

    assert "No password is set" in str(plan.blocks)
    assert carrier.confirm(plan).outcome is Outcome.DONE
    assert b"secret" not in carrier.file(AUTH)


def test_without_recipients_a_typed_password_is_refused_with_the_way_to_them() -> None:
    reply = a_house().run("auth user add", customer="ben-llc", username="1001", password=TYPED)

    assert reply.outcome is Outcome.REFUSED
    assert "secrets keygen" in str(reply.blocks)


def test_without_our_key_nothing_is_changed_that_could_not_be_handed_over() -> None:
    carrier = a_safe_house(safe=a_safe("age1other"))
    reply = carrier.type("auth user add ben-llc 1001")

    assert reply.outcome is Outcome.REFUSED
    assert "our key does not open" in reply.summary


def test_a_realm_that_changed_before_the_confirmation_asks_again(carrier: Carrier) -> None:
    plan = carrier.type("auth user add ben-llc 1001")
    settings = carrier.file("settings.yaml").replace(b"sip.example.net", b"sip.other.net")
    carrier.push({"settings.yaml": settings})

    reply = carrier.confirm(plan)
    assert reply.outcome is Outcome.REFUSED
    assert "the realm changed meanwhile" in reply.summary
    assert carrier.operation(plan.operation).state is OperationState.REFUSED


def test_what_is_stored_of_all_this_is_json_without_the_password(carrier: Carrier) -> None:
    ada = Identity("slack", "U0ADA001")
    args = {"customer": "ben-llc", "username": "1001", "password": TYPED}
    carrier.ask_as(ada, "auth user add", args)

    assert TYPED not in json.dumps(
        [str(one) for one in carrier.store.operations.recent(actor=None, limit=9)]
    )


# --- what has to be known as it is -----------------------------------------------------------------------------------


def a_house_with_records() -> Carrier:
    auth = {
        "ip": [
            {"id": "pbx", "hosts": ["203.0.113.7"], "login": {"username": "us", "rotate": True}}
        ],
        "users": [{"id": "desk", "username": "1001", "voicemail": {"enabled": True}}],
    }
    extra = {CONTACTS: TEXT.write({"contacts": [BEN]}), AUTH: TEXT.write(auth)}
    return a_house(a_carrier(extra=extra, secrets=readers()))


def inside(carrier: Carrier, *at: object) -> Secret:
    here: object = TEXT.read(AUTH, carrier.file(AUTH)).value
    for part in at:
        here = here[part]
    return read_secret(carrier.house.safe.vault.open(str(here)))


def test_a_pin_is_made_or_typed() -> None:
    carrier = a_house_with_records()
    carrier.change("auth user pin ben-llc 1001")
    made = inside(carrier, "users", 0, "voicemail", "secret").text
    carrier.confirm(carrier.run("auth user pin", customer="ben-llc", user="desk", pin="4711"))

    assert len(made) == 6
    assert made.isdigit()
    assert inside(carrier, "users", 0, "voicemail", "secret").text == "4711"


def test_a_pin_that_is_no_pin_is_told_without_it() -> None:
    reply = a_house_with_records().run("auth user pin", customer="ben-llc", user="desk", pin="47x1")

    assert reply.outcome is Outcome.INVALID
    assert "47x1" not in str(reply)


def due_letters(carrier: Carrier) -> list[Effect]:
    effects = carrier.store.effects.claim_due(now=carrier.clock.now(), limit=9)
    return [one for one in effects if one.kind == BY_MAIL]


def test_a_pin_can_be_mailed() -> None:
    carrier = a_house_with_records()
    carrier.change("auth user pin ben-llc desk --to ben")
    [letter] = due_letters(carrier)

    assert letter.payload["title"] == "Voicemail PIN of SIP user 1001 of Ben LLC"
    assert letter.payload["to"] == "ben@ben.example.com"
