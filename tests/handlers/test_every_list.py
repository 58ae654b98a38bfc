"""What holds for every list that commands are about: each step can be undone to the byte, and no comment is lost."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from handlers.kit.every_list import EVERY_LIST
from handlers.kit.item_places import ItemList
from handlers.kit.reply import Outcome, Reply
from tests.builders import Carrier, a_house, sample_carrier


@dataclass(frozen=True)
class Story:
    """The life of an item, as typed: whose list, what is said of a new one, its name, and an edit."""

    whose: str
    new: str
    name: str
    edit: str


STORIES = {
    "contact": Story("ben-llc", '"Zoë Ray" zoe@ray.example.com', "zoe-ray", "--type Accounts"),
    "auth ip": Story("ben-llc", "203.0.113.201 --id branch", "branch", "--channels 7"),
    "auth user": Story("ben-llc", "1033 --id lobby", "lobby", "--channels 2"),
    "auth alias": Story("ben-llc", "612 442079460018 --id night", "night", "--new 442079460019"),
    "auth rewrite": Story(
        "ben-llc office-pbx", 'destination "^00(.*)$" $1', "4:^00(.*)$", "--new 1$1"
    ),
    "route": Story(
        "ben-llc", '--id night --deliver_to internal --tech_prefix "8#"', "night", "--enabled no"
    ),
    "route strategy": Story(
        "ben-llc standard", "uk-mobile-quality --prefix 4475", "4475", "--strategy no-premium"
    ),
    "cli rule": Story("ben-llc", "12125550177 --id annexe", "annexe", "--types fixed"),
    "did": Story(
        "northgate-dental",
        "442079460199 thames-numbers thames-did --destinations test --customer_card inbound-gbp",
        "442079460199",
        "--channels 4",
    ),
    "customer package": Story(
        "ben-llc",
        "trunk-rental-usd 1 2026-12-01 --id more --end 2027-12-01",
        "more",
        "--quantity 3",
    ),
    "customer contract": Story(
        "blue-lagoon-travel", "recording-consent", "recording-consent", "--required yes"
    ),
    "alert": Story(
        "ben-llc", '"Bad answers" ada@example.com asr below 30', "bad-answers", "--for_minutes 5"
    ),
    "tag route": Story(
        "uk", '--id night --deliver_to internal --tech_prefix "8#"', "night", "--enabled no"
    ),
    "tag rule": Story("dialler", "442079460177 --id annexe", "annexe", "--types fixed"),
    "tag alert": Story(
        "retail", '"Bad answers" ada@example.com asr below 30', "bad-answers", "--for_minutes 5"
    ),
    "alert shared": Story(
        "all-providers",
        '"Bad answers" ada@example.com asr below 30',
        "bad-answers",
        "--for_minutes 5",
    ),
    "provider gateway": Story("atlas-carrier", "198.51.100.44 --id spare", "spare", "--weight 3"),
    "provider contact": Story("atlas-carrier", '"Atlas Desk"', "atlas-desk", "--purpose Invoices"),
    "provider rewrite": Story("atlas-carrier", 'destination "^(.*)$" "+$1"', "1", "--new $1"),
    "rate card terms": Story(
        "retail-usd", "2027-01-01T00:00:00Z --precision 5", "3", "--rounding up"
    ),
    "rate card profit": Story(
        "retail-gbp", "--id germany --match 49 --value 20", "germany", "--value 25"
    ),
    "strategy card": Story("uk-mobile-quality", "atlas-standard --tier 3", "4", "--weight 2"),
    "settings alias": Story("", "199 442079460018 --id clock", "clock", "--new 442079460019"),
    "operator": Story("", '"Kim Reyes" kim@example.com', "kim-reyes", "--roles viewer"),
}


def typed(items: ItemList, verb: str, story: Story, *more: str) -> str:
    return " ".join(word for word in (items.command(verb), story.whose, *more) if word)


def files(carrier: Carrier) -> dict[str, bytes]:
    tree = carrier.repository.tree(carrier.repository.fetch())
    return {path: carrier.repository.read([blob])[blob] for path, blob in tree.items()}


def comments(state: dict[str, bytes]) -> set[tuple[str, bytes]]:
    return {
        (path, line.strip())
        for path, data in state.items()
        for line in data.splitlines()
        if line.strip().startswith(b"#") and b"yaml-language-server" not in line
    }


def done(carrier: Carrier, line: str) -> Reply:
    reply = carrier.change(line, "rosa")
    assert reply.outcome is Outcome.DONE, (line, reply)
    return reply


def test_every_list_has_a_story() -> None:
    assert {items.area for items in EVERY_LIST} == set(STORIES)


@pytest.mark.parametrize("items", EVERY_LIST, ids=lambda items: items.area)
def test_each_step_is_undone_to_the_byte_and_no_comment_is_lost(items: ItemList) -> None:
    carrier, story = a_house(sample_carrier()), STORIES[items.area]
    steps = [
        typed(items, items.new, story, story.new),
        typed(items, "edit", story, story.name, story.edit),
        *([typed(items, "move", story, story.name, "1")] if items.ordered else []),
        typed(items, items.gone, story, "1" if items.ordered and not items.has_ids else story.name),
    ]
    states, operations = [files(carrier)], []

    for step in steps:
        reply = done(carrier, step)
        if "Nothing to change" not in reply.summary:
            operations.append(reply.operation)
            states.append(files(carrier))
            assert comments(states[0]) <= comments(states[-1]), step
    for operation in reversed(operations):
        states.pop()
        done(carrier, f"undo {operation}")
        assert files(carrier) == states[-1]
    assert len(states) == 1


@pytest.mark.parametrize("items", EVERY_LIST, ids=lambda items: items.area)
def test_an_item_is_listed_and_shown_with_buttons_that_lead_somewhere(items: ItemList) -> None:
    carrier, story = a_house(sample_carrier()), STORIES[items.area]
    done(carrier, typed(items, items.new, story, story.new))
    catalogue = carrier.house.catalogue

    for line in (typed(items, "list", story), typed(items, "show", story, story.name)):
        reply = carrier.type(line, "rosa")
        assert reply.outcome is Outcome.DONE, reply
        for block in reply.blocks:
            for button in getattr(block, "buttons", ()):
                entry = catalogue.get(button.command)
                assert entry is not None, button
                assert set(button.args) <= {argument.name for argument in entry.arguments}
                if not button.form:
                    assert {argument.name for argument in entry.required} <= set(button.args)
