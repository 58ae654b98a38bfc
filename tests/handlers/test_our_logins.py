"""What we answer challenges with: at gateways, at the systems of customers, and our password at a portal."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from engine.sealed import read_secret
from handlers.kit.reply import Outcome, Reply
from tests.builders import AGE_KEY, Carrier, a_house, readers, sample_carrier, settings

PASSWORD = "hunter-2-hunter"


@dataclass(frozen=True)
class Story:
    """Where a login of ours stands."""

    command: str
    who: str
    named: dict[str, str]
    path: str
    show: str


STORIES = (
    Story(
        "provider gateway login",
        "grace",
        {"provider": "atlas-carrier", "gateway": "london-1"},
        "providers/atlas-carrier/provider.yaml",
        "provider gateway show atlas-carrier london-1",
    ),
    Story(
        "auth ip login",
        "ada",
        {"customer": "kestrel-wholesale", "record": "1"},
        "customers/kestrel-wholesale/auth.yaml",
        "auth ip list kestrel-wholesale",
    ),
)
every = pytest.mark.parametrize("story", STORIES, ids=lambda story: story.command)


@pytest.fixture(scope="module")
def sample() -> dict[str, bytes]:
    return {**sample_carrier(), "settings.yaml": settings(secrets=readers())}


def asked(carrier: Carrier, story: Story, **more: object) -> Reply:
    named = dict(story.named)
    if "record" in named:
        book = carrier.house.books.head().book
        auth = book.documents.load(story.path).model
        named["record"] = auth.ip[0].id
    reply = carrier.run(story.command, story.who, **named, **more)
    return carrier.confirm(reply, story.who) if reply.outcome is Outcome.ASKS else reply


def login(carrier: Carrier, story: Story) -> object:
    model = carrier.house.books.head().book.documents.load(story.path).model
    return next(iter(getattr(model, "gateways", None) or model.ip)).login


@every
def test_a_login_is_set_sealed_and_never_told(story: Story, sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    done = asked(carrier, story, username="harbour", password=PASSWORD)
    assert done.outcome is Outcome.DONE, done

    kept = login(carrier, story)
    assert kept.username == "harbour"
    inside = read_secret(carrier.house.safe.vault.open(kept.secret))
    assert (inside.text, inside.readers) == (PASSWORD, (AGE_KEY,))
    told = [done, carrier.type(story.show), *carrier.store.operations.recent(actor=None, limit=20)]
    assert PASSWORD not in str(told)
    assert "BEGIN AGE" not in str(told[:2])


@every
def test_an_old_password_is_not_brought_back(story: Story, sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    asked(carrier, story, username="harbour", password=PASSWORD)
    done = asked(carrier, story, username="harbour", password="another-one")

    assert carrier.run("undo", story.who, operation=done.operation).outcome is Outcome.REFUSED


@every
def test_half_a_login_is_refused_beside_the_field(story: Story, sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)

    def fields(**more: object) -> list[str]:
        return [problem.field for problem in asked(carrier, story, **more).blocks[0].problems]

    assert fields(username="harbour") == ["password"]
    assert fields(password=PASSWORD) == ["username"]
    assert fields(remove="yes", username="harbour") == ["remove"]


@every
def test_a_login_is_removed_as_a_whole(story: Story, sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    before = carrier.file(story.path)
    assert asked(carrier, story, remove="yes").outcome is Outcome.REFUSED

    asked(carrier, story, username="harbour", password=PASSWORD)
    assert asked(carrier, story, remove="yes").outcome is Outcome.DONE
    assert carrier.file(story.path) == before


def test_our_password_at_a_portal_takes_the_mark_away(sample: dict[str, bytes]) -> None:
    path = "providers/atlas-carrier/provider.yaml"
    marked = sample[path].replace(
        b"  username: harbour-voice\n", b"  username: harbour-voice\n  rotate: true\n"
    )
    carrier = a_house({**sample, path: marked})
    plan = carrier.run("provider password", "grace", provider="atlas-carrier", password=PASSWORD)
    done = carrier.confirm(plan, "grace")
    assert done.outcome is Outcome.DONE, done

    portal = carrier.house.books.head().book.documents.load(path).model.portal
    assert portal.rotate is False
    assert read_secret(carrier.house.safe.vault.open(portal.secret)).text == PASSWORD
    shown = carrier.type("provider show atlas-carrier", "rosa")
    assert PASSWORD not in str(shown)
    assert "BEGIN AGE" not in str(shown)
    assert "set, hidden" in str(shown.blocks)
