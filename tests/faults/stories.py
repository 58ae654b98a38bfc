"""What people ask of the bot while it is killed: each story is told from beginning to end, and told again after a kill.

Told again means what Slack and people do: the same deliveries once more, and the next button as soon as there is one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from adapters.secrets.age import AgeVault
from adapters.store.opening import open_store
from bot.boundary import answer_to
from bot.endings import told
from bot.inbox import Request
from bot.outbox import Outbox
from bot.people import Identity
from bot.schedule import take_up_changes
from bot.slack.text import Typed, parse
from engine.errors import Unavailable
from engine.ports.ids import OperationId
from engine.ports.jobs import RunOutcome
from engine.ports.operations import OperationState
from engine.sealed import digests_of, read_secret
from handlers.kit.files import UploadedSheet, read_text
from handlers.kit.reply import Outcome, Reply
from tests.builders import SAMPLE, TEXT, Carrier, a_carrier, a_customer, readers
from tests.git_remote import git, human_commit, merge, proposed, protect
from tests.stores import store_in

ADA, GRACE, ROSA = "U0ADA001", "U0GRACE1", "U0ROSA01"
RATES = "rate-cards/atlas-standard/rates.csv"
PRICES = b"""\
prefix,name,rate,minimum_s,increment_s
1,USA,0.0050,,
44,UK,0.0040,,
"""
SHEET = b"Destination,Dial Code,Rate,Increments\nUK,44,0.0050,30/6\nFrance,33,0.01,1/1\n"
SLOTS = ("expire", "maintain", "purge")
"""The jobs that run by slots; the others look again every few seconds."""
BEN = "customers/ben-llc/customer.yaml"
AUTH = "customers/ben-llc/auth.yaml"
PASSWORD = re.compile(r"\b(?:[a-km-zA-HJ-NP-Z2-9]{4}-){3}[a-km-zA-HJ-NP-Z2-9]{4}\b")
COMMENTED = b"""\
# Ben pays late; ask Grace before raising anything.
name: Ben LLC
currency: USD

limits:  # agreed by phone on 2026-02-03
  channels: 30  # was 20
  cps: 5
tags: [retail]  # wholesale from May
"""
TABLE = "name;currency;channels\nAlpha Ltd;EUR;30\nBeta BV;EUR;12\nGamma SA;USD;7\n"


class Teller:
    """Somebody in Slack: what they ask for is recorded, acknowledged, worked on, and what they are told written down."""

    def __init__(self, carrier: Carrier, outbox: Outbox, said: Path) -> None:
        """Ask the house of ``carrier``; every word of the bot goes into the file ``said``."""
        self.carrier = carrier
        self._outbox = outbox
        self._said = said

    def types(self, line: str) -> Reply:
        """Type a slash command."""
        typed = parse(line, self.carrier.house.catalogue)
        assert isinstance(typed, Typed)
        return self.asks(typed.entry.name, typed.args)

    def _request(
        self, command: str, args: Mapping[str, object], user: str, *, again: bool = False
    ) -> Request:
        """Make a request of somebody in Slack; made again it is the same delivery, as Slack's repetition is, but for ``again``."""
        delivery = f"{command}:{sorted(args)}{':again' if again else ''}"
        request = self.carrier.request(Identity("slack", user), command, args, delivery=delivery)
        return replace(request, origin={"front_end": "slack", "user": user})

    def asks(
        self, command: str, args: Mapping[str, object], user: str = ADA, *, again: bool = False
    ) -> Reply:
        """Ask for a command."""
        house = self.carrier.house
        try:
            operation, fresh = house.inbox.receive(self._request(command, args, user, again=again))
        except Unavailable as unavailable:
            return answer_to(unavailable)
        self._write("acknowledged", operation.id)
        reply = house.dispatcher.work(operation) if fresh else told(operation)
        self._write(str(reply.outcome), reply.operation or "")
        if not fresh and reply.outcome is Outcome.UNAVAILABLE and not again:
            return self.asks(command, args, user, again=True)  # so they were told to
        return reply

    def fills(self, command: str, said: Mapping[str, object]) -> Reply:
        """Open the form of a command and submit it; after a kill it still stands there, and is submitted again."""
        house = self.carrier.house
        entry = house.catalogue.get(command)
        assert entry is not None
        request = self._request(command, {}, ADA)
        operation, fresh = house.inbox.receive(request, state=OperationState.FORM)
        if fresh:
            house.forms.fill(entry, {}, operation)
        taken = house.forms.submit(operation, said)
        self._write("acknowledged", operation.id)
        if taken is None:
            operation = self.carrier.store.operations.get(operation.id) or operation
        reply = house.dispatcher.work(taken) if taken else told(operation)
        self._write(str(reply.outcome), reply.operation or "")
        return reply

    def changes(self, line: str) -> Reply:
        """Type a command and confirm its plan."""
        return self.confirms(self.types(line))

    def confirms(self, plan: Reply, user: str = ADA) -> Reply:
        """Press the button of a plan, if it has one."""
        if plan.outcome is not Outcome.ASKS:
            return plan
        named = {"operation": plan.operation, "digest": str(plan.values["digest"])}
        return self.asks("confirm", named, user)

    def ticks(self) -> None:
        """Let every job of the schedule look whether it is due, the outbox among them."""
        house = self.carrier.house
        house.upkeep.connect(self._outbox)
        for job in house.jobs.known.values():
            house.jobs.tick(job)
        house.jobs.close()

    def delivers(self) -> None:
        """Let the outbox send what is due."""
        while self._outbox.send_due():
            pass

    def _write(self, outcome: str, operation: str) -> None:
        with suppress(OSError), self._said.open("a") as said:  # the disk may be full, on purpose
            said.write(f"{outcome} {operation}\n")


@dataclass(frozen=True)
class Told:
    """What reached people: (channel, whole text) of every message in Slack."""

    messages: tuple[tuple[str, str], ...]


Proof = Callable[[Path, Told], Sequence[str]]


@dataclass(frozen=True)
class Story:
    """A story: the carrier it starts from, how it is told, what must hold of its end beside the usual, and what others
    did before it. ``may_wait``: a change may still be queued when a killed bot is back, for somebody has to act first. ``after_s``: how long after
    the carrier was made it is told."""

    files: Callable[[Path], Mapping[str, bytes]]
    tell: Callable[[Teller], object]
    proof: Proof = lambda _folder, _told: ()
    before: Callable[[Carrier], object] = bool
    may_wait: bool = False
    after_s: float = 0


def _carrier(_folder: Path) -> Mapping[str, bytes]:
    return {**a_carrier(), BEN: COMMENTED}


def _with_user(folder: Path) -> Mapping[str, bytes]:
    """A carrier with a SIP user, and secrets that the key in ``folder`` opens."""
    key = AgeVault("").make_key(str(folder / "age.key"))
    ben = [{"id": "ben", "name": "Ben Archer", "email": "ben@ben.example.com"}]
    extra = {"customers/ben-llc/contacts.yaml": TEXT.write({"contacts": ben})}
    return {**a_carrier(extra=extra, secrets=readers(key)), BEN: COMMENTED}


def _password_fits(folder: Path, told: Told) -> Sequence[str]:
    """The one password that was handed over is the one whose digests are in the config."""
    handed = {word for _, text in told.messages for word in PASSWORD.findall(text)}
    if len(handed) != 1:
        return [f"{len(handed)} different passwords were handed over"]
    held: Any = TEXT.read(AUTH, git(folder / "remote.git", "show", f"main:{AUTH}").encode()).value
    sealed = str(held["users"][0]["secret"])
    opened = read_secret(AgeVault(str(folder / "age.key")).open(sealed))
    wanted = digests_of("1001", "sip.example.net", handed.pop())
    return [] if opened.digests == wanted.digests else ["the password handed over does not fit"]


def _suspended_and_resumed(teller: Teller) -> None:
    teller.changes('customer suspend ben-llc --now --reason "Fraud since 02:40"')
    teller.carrier.clock.advance(30)
    teller.changes("customer resume ben-llc --now")


def _changed_and_undone(teller: Teller) -> None:
    done = teller.changes("customer edit ben-llc --channels 60")
    if done.outcome is Outcome.DONE:
        teller.confirms(teller.asks("undo", {"operation": OperationId(str(done.operation))}))


def _rewrite(carrier: Carrier) -> None:
    """Take a commit away that the bot went by, and put another in its place, as ``git push --force`` does."""
    first = carrier.repository.fetch()
    human_commit(carrier.remote, {"customers/lost/customer.yaml": a_customer("Lost")})
    carrier.clock.advance(1)
    carrier.house.books.refresh()
    carrier.house.books.accept()
    git(carrier.remote, "update-ref", "refs/heads/main", first)
    human_commit(carrier.remote, {"customers/new/customer.yaml": a_customer("New")})
    take_up_changes(carrier.house)


def _suspended_and_adopted(teller: Teller) -> None:
    """Suspend while nothing else is changed, adopt, and have the commit follow."""
    teller.changes('customer suspend ben-llc --now --reason "Fraud since 02:40"')
    shown = teller.asks("repo adopt", {}, GRACE)
    if "digest" in shown.values:
        teller.asks("repo adopt", {"digest": shown.values["digest"]}, GRACE)


def _protected(carrier: Carrier) -> None:
    """Have the remote take no push of the branch."""
    protect(carrier.remote)


def _proposed_and_merged(teller: Teller) -> None:
    """Ask for a password, have somebody merge the proposal, and let the bot look."""
    teller.changes("auth user add ben-llc 1001")
    branches = proposed(teller.carrier.remote)
    for branch in branches:
        merge(teller.carrier.remote, branch)
    if branches:
        take_up_changes(teller.carrier.house)


def _with_card(_folder: Path) -> Mapping[str, bytes]:
    card = (SAMPLE / "rate-cards/atlas-standard/card.yaml").read_bytes()
    extra = {"rate-cards/atlas-standard/card.yaml": card, RATES: PRICES}
    return a_carrier(extra=extra)


def _many(_folder: Path) -> Mapping[str, bytes]:
    return a_carrier({f"c{number}": a_customer(f"C {number}") for number in range(20)})


def _imported(teller: Teller) -> None:
    sheet = UploadedSheet(name="july.csv", data=SHEET).model_dump(mode="json")
    said = {"card": "atlas-standard", "sheet": sheet, "full": "no", "start": "2027-01-01"}
    teller.confirms(teller.asks("rate import", said, GRACE), GRACE)


def _by_form(teller: Teller) -> None:
    plan = teller.fills("customer add", {"name": "Zed", "currency": "EUR"})
    teller.confirms(plan)


def _left_behind(carrier: Carrier) -> None:
    """Leave a plan that nobody confirms, and a suspension that ends by itself."""
    carrier.type("customer edit ben-llc --channels 60")
    carrier.type('customer suspend ben-llc --now --until 2026-11-20T18:00 --reason "Fraud"')


def _each_slot_once(folder: Path, _told: Told) -> Sequence[str]:
    store = open_store(store_in(folder), create=False)
    found = [one for one in store.job_runs.recent(job=None, limit=100) if one.job in SLOTS]
    store.close()
    ended = Counter(one.job for one in found if one.outcome is RunOutcome.DONE)
    return [f"{job} ended {ended[job]} times" for job in SLOTS if ended[job] != 1]


STORIES: Mapping[str, Story] = {
    "confirmed edit": Story(
        _carrier, lambda teller: teller.changes("customer edit ben-llc --channels 60")
    ),
    "direct edit": Story(
        _carrier, lambda teller: teller.changes("customer edit ben-llc --tags uk")
    ),
    "suspended at once": Story(_carrier, _suspended_and_resumed),
    "password made and handed over": Story(
        _with_user, lambda teller: teller.changes("auth user add ben-llc 1001"), _password_fits
    ),
    "portal password mailed": Story(
        _with_user, lambda teller: teller.changes("contact password reset ben-llc ben")
    ),
    "import": Story(
        _carrier,
        lambda teller: teller.confirms(
            teller.asks(
                "customer import",
                {"file": read_text("new.csv", TABLE.encode()).model_dump(mode="json")},
            )
        ),
    ),
    "adoption": Story(_carrier, _suspended_and_adopted, before=_rewrite, may_wait=True),
    "undo": Story(_carrier, _changed_and_undone),
    "proposed and merged": Story(
        _with_user, _proposed_and_merged, _password_fits, before=_protected
    ),
    "form": Story(_carrier, _by_form),
    "customer deleted": Story(_with_user, lambda teller: teller.changes("customer delete ben-llc")),
    "fan-out of twenty folders": Story(
        _many, lambda teller: teller.confirms(teller.asks("repo fanout", {}, ROSA), ROSA)
    ),
    "rate sheet imported": Story(_with_card, _imported),
    "person erased": Story(
        _with_user,
        lambda teller: teller.confirms(
            teller.asks("contact erase", {"customer": "ben-llc", "contact": "ben"}, ROSA), ROSA
        ),
    ),
    "jobs after a night": Story(
        _carrier, Teller.ticks, _each_slot_once, before=_left_behind, after_s=26 * 3600
    ),
}
"""Name -> story."""
