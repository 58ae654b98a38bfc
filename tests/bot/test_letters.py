"""Letters for somebody at a terminal: shown there once, else they go to them by mail."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.letters import BY_MAIL, hand_over
from engine.ports.effects import Effect
from engine.ports.ids import OperationId
from engine.sealed import digests_of, read_secret
from handlers.kit.reply import Reply
from tests.builders import TEXT, Carrier, a_carrier, a_house, readers

CONTACTS = "customers/ben-llc/contacts.yaml"
AUTH = "customers/ben-llc/auth.yaml"
BEN = {"id": "ben", "name": "Ben Archer", "email": "ben@ben.example.com"}


@pytest.fixture
def carrier() -> Carrier:
    extra = {CONTACTS: TEXT.write({"contacts": [BEN]})}
    return a_house(a_carrier(extra=extra, secrets=readers()))


def due_letters(carrier: Carrier) -> list[Effect]:
    effects = carrier.store.effects.claim_due(now=carrier.clock.now(), limit=9)
    return [one for one in effects if one.kind == BY_MAIL]


def at_the_terminal(carrier: Carrier, done: Reply, show: Callable[[Reply], None]) -> None:
    hand_over(
        OperationId(done.operation),
        show,
        effects=carrier.store.effects,
        vault=carrier.house.safe.vault,
        clock=carrier.clock,
    )


def test_a_password_is_shown_at_the_terminal_once(carrier: Carrier) -> None:
    done = carrier.change("auth user add ben-llc 1001")
    shown: list[Reply] = []
    for _ in range(2):
        at_the_terminal(carrier, done, shown.append)

    [letter] = shown
    password = dict(letter.blocks[0].pairs)["Password"]
    sealed = TEXT.read(AUTH, carrier.file(AUTH)).value["users"][0]["secret"]
    kept = read_secret(carrier.house.safe.vault.open(sealed))
    assert kept.digests == digests_of("1001", "sip.example.net", password).digests
    carrier.clock.advance(3600)
    assert due_letters(carrier) == []


def test_a_password_nobody_took_at_the_terminal_goes_to_them_by_mail(carrier: Carrier) -> None:
    carrier.change("auth user add ben-llc 1001")

    assert due_letters(carrier) == []
    carrier.clock.advance(601)
    [letter] = due_letters(carrier)
    assert (letter.payload["to"], letter.payload["name"]) == ("ada@example.com", "Ada Larsen")


def test_a_password_that_could_not_be_shown_is_not_lost(carrier: Carrier) -> None:
    done = carrier.change("auth user add ben-llc 1001")

    def broken(letter: Reply) -> None:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        at_the_terminal(carrier, done, broken)
    assert len(due_letters(carrier)) == 1


def test_another_persons_letter_is_not_taken_at_a_terminal(carrier: Carrier) -> None:
    done = carrier.change("auth user add ben-llc 1001 --to ben")
    shown: list[Reply] = []
    at_the_terminal(carrier, done, shown.append)

    assert shown == []
    assert len(due_letters(carrier)) == 1
