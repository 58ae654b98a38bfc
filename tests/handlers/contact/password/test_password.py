"""Portal passwords: made and mailed, or set by hand; kept as hashes, and gone with their contact."""

from __future__ import annotations

import pytest

from bot.letters import BY_MAIL
from bot.people import Identity
from bot.upkeep import forget_gone
from engine.ports.effects import Effect
from engine.ports.secrets import PortalPassword
from handlers.kit.reply import Outcome
from tests.builders import NOON, TEXT, Carrier, a_carrier, a_house, a_safe, readers

CONTACTS = "customers/ben-llc/contacts.yaml"
BEN = {"id": "ben", "name": "Ben Archer", "email": "ben@ben.example.com"}
TYPED = "correct-horse-7"


def a_safe_house(**more: object) -> Carrier:
    extra = {CONTACTS: TEXT.write({"contacts": [BEN]})}
    return a_house(a_carrier(extra=extra, secrets=readers()), **more)


@pytest.fixture
def carrier() -> Carrier:
    return a_safe_house()


def kept(carrier: Carrier, contact: str = "ben") -> PortalPassword:
    found = carrier.house.safe.portal.get("ben-llc", contact)
    assert found is not None
    return found


def due(carrier: Carrier) -> list[Effect]:
    effects = carrier.store.effects.claim_due(now=carrier.clock.now(), limit=20)
    return [one for one in effects if one.kind == BY_MAIL]


def password_in(carrier: Carrier, effect: Effect) -> str:
    sealed = effect.payload["sealed"]["password"]["sealed"]
    return carrier.house.safe.vault.open(sealed)


def test_a_reset_password_is_the_one_that_is_mailed(carrier: Carrier) -> None:
    reply = carrier.type("contact password reset ben-llc ben")
    [letter] = due(carrier)

    password = password_in(carrier, letter)
    assert reply.outcome is Outcome.DONE
    assert letter.payload["to"] == "ben@ben.example.com"
    assert carrier.house.safe.hasher.fits(password, kept(carrier).hash)
    assert (kept(carrier).must_change, kept(carrier).set_at) == (True, NOON)
    assert password not in f"{reply} {letter}"


def test_a_request_that_is_worked_on_again_after_a_crash_makes_no_other_password(
    carrier: Carrier,
) -> None:
    ada = Identity("operator", "ada")
    args = {"customer": "ben-llc", "contact": "ben"}
    request = carrier.request(ada, "contact password reset", args, delivery="same")
    received, _ = carrier.house.inbox.receive(request)
    carrier.house.dispatcher.work(received)
    first = password_in(carrier, due(carrier)[0])
    carrier.house.dispatcher.work(received)  # as a new process would that finds it unfinished

    assert carrier.house.safe.hasher.fits(first, kept(carrier).hash)
    assert due(carrier) == []


def test_a_password_set_by_hand_is_not_mailed(carrier: Carrier) -> None:
    args = {"customer": "ben-llc", "contact": "ben@ben.example.com", "password": TYPED}
    reply = carrier.run("contact password set", **args)

    assert reply.outcome is Outcome.DONE
    assert carrier.house.safe.hasher.fits(TYPED, kept(carrier).hash)
    assert kept(carrier).must_change
    assert due(carrier) == []
    assert TYPED not in str(carrier.store.operations.recent(actor=None, limit=9))
    assert carrier.operation(reply.operation).args["password"] == "***"


def test_a_password_set_to_be_kept_is_not_asked_to_be_changed(carrier: Carrier) -> None:
    carrier.run(
        "contact password set", customer="ben-llc", contact="ben", password=TYPED, keep="yes"
    )

    assert not kept(carrier).must_change


def test_a_new_contact_may_get_a_password_at_once(carrier: Carrier) -> None:
    plan = carrier.type('contact add ben-llc "Mia Wolf" mia@ben.example.com --send_password')
    before = carrier.house.safe.portal.known()
    carrier.confirm(plan)
    [letter] = due(carrier)

    assert "mailed to mia@ben.example.com" in str(plan.blocks)
    assert before == ()
    assert letter.payload["template"] == "portal-invitation"
    assert carrier.house.safe.hasher.fits(
        password_in(carrier, letter), kept(carrier, "mia-wolf").hash
    )


def test_a_new_contact_gets_none_unless_it_is_said(carrier: Carrier) -> None:
    carrier.change('contact add ben-llc "Mia Wolf" mia@ben.example.com')

    assert carrier.house.safe.portal.known() == ()


def test_two_wishes_that_contradict_each_other_are_told(carrier: Carrier) -> None:
    line = (
        'contact add ben-llc "Mia" mia@ben.example.com --send_password --auto_generate_password no'
    )

    assert "say one of them" in str(carrier.type(line))


def test_the_password_goes_with_its_contact(carrier: Carrier) -> None:
    carrier.run("contact password set", customer="ben-llc", contact="ben", password=TYPED)
    carrier.change('contact remove ben-llc "Ben Archer"')

    assert carrier.house.safe.portal.known() == ()


def test_the_password_goes_too_where_the_contact_went_by_hand(carrier: Carrier) -> None:
    carrier.run("contact password set", customer="ben-llc", contact="ben", password=TYPED)
    forget_gone(carrier.house.safe.portal, carrier.house.books.head().book)
    assert carrier.house.safe.portal.known() == (("ben-llc", "ben"),)

    carrier.push({CONTACTS: b"contacts: [broken]\n"})
    forget_gone(carrier.house.safe.portal, carrier.house.books.head().book)
    assert carrier.house.safe.portal.known() == (("ben-llc", "ben"),)

    carrier.push({CONTACTS: None})
    forget_gone(carrier.house.safe.portal, carrier.house.books.head().book)
    assert carrier.house.safe.portal.known() == ()


def test_in_a_bot_without_mail_nothing_is_reset_that_would_not_arrive() -> None:
    carrier = a_safe_house(safe=a_safe(mails=False))
    ada = Identity("slack", "U0ADA001")
    reply = carrier.ask_as(ada, "contact password reset", {"customer": "ben-llc", "contact": "ben"})

    assert reply.outcome is Outcome.REFUSED
    assert "no mail server is set up" in reply.summary
    assert carrier.house.safe.portal.known() == ()


def test_a_contact_nobody_knows_is_refused_with_the_nearest(carrier: Carrier) -> None:
    reply = carrier.type("contact password reset ben-llc benn")

    assert reply.outcome is Outcome.REFUSED
    assert "did you mean ben?" in str(reply)
