"""What holds for the lists inside documents that all customers share, and in the carrier's own files."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from handlers.kit.item_places import ItemList
from handlers.kit.reply import Actions, Outcome, PlanView, Reply
from handlers.kit.shared_lists import SHARED_LISTS
from tests.builders import Carrier, a_house, sample_carrier

BY_AREA = {items.area: items for items in SHARED_LISTS}


@dataclass(frozen=True)
class Story:
    """The life of one item: who makes it, in which document, how, by which word, what is edited."""

    area: str
    who: str
    owner: str
    new: str
    word: str
    edit: str
    changed: str
    after: object
    path: str

    @property
    def items(self) -> ItemList:
        return BY_AREA[self.area]

    def line(self, verb: str, more: str = "") -> str:
        named = "" if verb in ("add", "list") else self.word
        return " ".join(part for part in (self.area, verb, self.owner, named, more) if part)


STORIES = (
    Story(
        "provider gateway",
        "grace",
        "atlas-carrier",
        "198.51.100.42 --id paris-1 --direction receives",
        "paris-1",
        "--weight 3 --networks 198.51.100.48/29",
        "gateways[paris-1].weight",
        3,
        "providers/atlas-carrier/provider.yaml",
    ),
    Story(
        "provider contact",
        "grace",
        "atlas-carrier",
        '"Atlas billing" --purpose Invoices',
        "atlas-billing",
        "--email billing@atlas.example.net",
        "contacts[atlas-billing].email",
        "billing@atlas.example.net",
        "providers/atlas-carrier/provider.yaml",
    ),
    Story(
        "provider rewrite",
        "grace",
        "borealis",
        'cli "^00(.*)$" "$1"',
        "2",
        '--new "+$1"',
        "rewrites",
        None,
        "providers/borealis/provider.yaml",
    ),
    Story(
        "rate card terms",
        "grace",
        "retail-usd",
        "2027-01-01 --precision 5",
        "3",
        "--rounding down",
        "terms",
        None,
        "rate-cards/retail-usd/card.yaml",
    ),
    Story(
        "rate card profit",
        "grace",
        "wholesale-eur",
        "--id germany --match 49 --type relative --value 0.002",
        "germany",
        "--apply_to rate --minimum_s 30",
        "build.profit[germany].overrides.minimum_s",
        30,
        "rate-cards/wholesale-eur/card.yaml",
    ),
    Story(
        "strategy card",
        "grace",
        "uk-mobile-quality",
        "borealis-premium --tier 2",
        "4",
        "--weight 7",
        "cards",
        None,
        "strategies/uk-mobile-quality.yaml",
    ),
    Story(
        "settings alias",
        "rosa",
        "",
        "100 442079460018 --id faults",
        "faults",
        "--new 442079460019",
        "aliases[faults].new",
        "442079460019",
        "settings.yaml",
    ),
    Story(
        "operator",
        "rosa",
        "",
        '"Ben Ito" ben@example.com --slack_id U0BEN001 --roles operator',
        "ben-ito",
        '--roles "operator, finance"',
        "operators[ben-ito].roles",
        ["operator", "finance"],
        "operators.yaml",
    ),
)
every = pytest.mark.parametrize("story", STORIES, ids=lambda story: story.area)


@pytest.fixture(scope="module")
def sample() -> dict[str, bytes]:
    return sample_carrier()


def files(carrier: Carrier) -> dict[str, bytes]:
    tree = carrier.repository.tree(carrier.repository.fetch())
    return {path: carrier.repository.read([blob])[blob] for path, blob in tree.items()}


def done(carrier: Carrier, line: str, who: str) -> Reply:
    reply = carrier.change(line, who)
    assert reply.outcome is Outcome.DONE, (line, reply)
    return reply


def test_every_shared_list_has_its_story() -> None:
    assert [story.area for story in STORIES] == [items.area for items in SHARED_LISTS]


@every
def test_an_item_is_added_listed_shown_edited_removed_and_each_step_undone(
    story: Story, sample: dict[str, bytes]
) -> None:
    carrier, items = a_house(sample), story.items
    before = carrier.type(story.line("list")).values[items.name]
    added = done(carrier, story.line("add", story.new), story.who)
    with_item = files(carrier)
    assert {path for path in with_item if with_item[path] != sample.get(path)} == {story.path}
    comments = [line for line in sample[story.path].splitlines() if b"#" in line]
    assert set(comments) <= set(with_item[story.path].splitlines())

    listed = carrier.type(story.line("list")).values[items.name]
    assert len(listed) == len(before) + 1
    shown = carrier.type(story.line("show"))
    assert shown.values[items.argument] in listed

    plan = carrier.type(story.line("edit", story.edit), story.who)
    [view] = [block for block in plan.blocks if isinstance(block, PlanView)]
    changes = {change.field: change.after for change in view.changes}
    [hit] = [after for field, after in changes.items() if field.startswith(story.changed)][:1]
    assert story.after in (None, hit)
    edited = carrier.confirm(plan, story.who)
    assert edited.outcome is Outcome.DONE, edited

    filled = files(carrier)
    removed = done(carrier, story.line("remove"), story.who)
    assert carrier.type(story.line("list")).values[items.name] == before
    done(carrier, f"undo {removed.operation}", story.who)
    assert files(carrier) == filled
    done(carrier, f"undo {edited.operation}", story.who)
    assert files(carrier) == with_item
    done(carrier, f"undo {added.operation}", story.who)
    assert files(carrier) == sample


@every
def test_the_same_edit_again_is_no_change(story: Story, sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    done(carrier, story.line("add", story.new), story.who)
    done(carrier, story.line("edit", story.edit), story.who)

    again = carrier.type(story.line("edit", story.edit), story.who)
    assert again.summary == "Nothing to change: it is so already."


@every
def test_only_the_role_may_change_them_and_viewers_may_look(
    story: Story, sample: dict[str, bytes]
) -> None:
    carrier = a_house(sample)
    done(carrier, story.line("add", story.new), story.who)

    for who in ("ada", "vera"):
        for line in (story.line("add", story.new), story.line("remove")):
            assert "needs the role" in carrier.type(line, who).summary
        assert carrier.type(story.line("show"), who).outcome is Outcome.DONE


@every
def test_an_unknown_item_is_told(story: Story, sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    line = " ".join(part for part in (story.area, "remove", story.owner, "nothing-such") if part)
    reply = carrier.type(line, story.who)

    assert reply.outcome in (Outcome.REFUSED, Outcome.INVALID), reply
    assert "nothing-such" in str(reply)


@every
def test_all_buttons_lead_to_commands(story: Story, sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    told = [done(carrier, story.line("add", story.new), story.who)]
    told += [carrier.type(story.line(verb), story.who) for verb in ("list", "show")]

    found = [
        b
        for one in told
        for block in one.blocks
        if isinstance(block, Actions)
        for b in block.buttons
    ]
    assert {story.items.command(verb) for verb in ("add", "edit", "remove", "show")} <= {
        button.command for button in found
    }
    for button in found:
        entry = carrier.house.catalogue.get(button.command)
        assert entry is not None, button
        assert all(entry.argument(name) for name in button.args), button


@pytest.mark.parametrize(
    "story", [one for one in STORIES if one.items.ordered], ids=lambda s: s.area
)
def test_an_item_of_an_ordered_list_moves(story: Story, sample: dict[str, bytes]) -> None:
    carrier, items = a_house(sample), story.items
    done(carrier, story.line("add", story.new), story.who)
    before = carrier.type(story.line("list")).values[items.name]
    done(carrier, story.line("move", "1"), story.who)

    after = carrier.type(story.line("list")).values[items.name]
    assert after == [before[-1], *before[:-1]]
