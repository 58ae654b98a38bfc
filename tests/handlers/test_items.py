"""What holds for every command about the items of a customer: they are made, changed and removed by their id."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

from bot.people import Identity
from engine.ports.operations import OperationState
from handlers.kit.item_lists import ITEM_LISTS
from handlers.kit.item_places import ItemList
from handlers.kit.reply import Actions, Ask, Outcome, PlanView, Reply, Table
from tests.builders import OPERATORS, Carrier, a_house, sample_carrier

BY_AREA = {items.area: items for items in ITEM_LISTS}


@dataclass(frozen=True)
class Story:
    """The life of one item: how it is added, by which id, what is edited."""

    area: str
    new: str
    id: str
    edit: str
    changed: str
    after: object

    @property
    def items(self) -> ItemList:
        return BY_AREA[self.area]

    def line(self, verb: str, customer: str, more: str = "") -> str:
        words = f"{self.items.command(verb)} {customer}"
        named = "" if verb in ("list", self.items.new) else f" {self.id}"
        return f"{words}{named} {more}".strip()


STORIES = (
    Story(
        "contact", '"Zoë Ray" zoe@ray.example.com', "zoe-ray", "--type Accounts", "type", "Accounts"
    ),
    Story("auth ip", "203.0.113.201", "203-0-113-201", "--channels 7", "channels", 7),
    Story("auth user", "2103 --id lobby", "lobby", "--channels 2", "channels", 2),
    Story(
        "auth alias",
        "611 442079460018 --id helpdesk",
        "helpdesk",
        "--new 442079460019",
        "new",
        "442079460019",
    ),
    Story(
        "cli rule",
        "442079460142 --id annexe",
        "annexe",
        "--direction origination",
        "direction",
        "origination",
    ),
    Story(
        "customer package",
        "trunk-rental 1 2026-12-01 --id more --end 2027-12-01",
        "more",
        "--quantity 3",
        "quantity",
        3,
    ),
    Story(
        "customer contract",
        "recording-consent",
        "recording-consent",
        "--required yes",
        "required",
        True,
    ),
    Story(
        "route",
        '--name "Night desk" --deliver_to internal --tech_prefix 8#',
        "night-desk",
        "--enabled no",
        "enabled",
        False,
    ),
    Story(
        "did",
        "442079460199 thames-numbers thames-did --destinations test --customer_card inbound-gbp",
        "442079460199",
        "--channels 4",
        "channels",
        4,
    ),
    Story(
        "alert",
        '"Bad answers" ada@example.com asr below 30',
        "bad-answers",
        "--for_minutes 5",
        "for_minutes",
        5,
    ),
)
EMPTY, FULL = "wren-answering", "northgate-dental"


@pytest.fixture(scope="module")
def sample() -> dict[str, bytes]:
    return sample_carrier()


def files(carrier: Carrier) -> dict[str, bytes]:
    tree = carrier.repository.tree(carrier.repository.fetch())
    return {path: carrier.repository.read([blob])[blob] for path, blob in tree.items()}


def fields(reply: Reply) -> dict[str, object]:
    [plan] = [block for block in reply.blocks if isinstance(block, PlanView)]
    return {change.field: change.after for change in plan.changes}


def done(carrier: Carrier, line: str) -> Reply:
    reply = carrier.change(line)
    assert reply.outcome is Outcome.DONE, (line, reply)
    return reply


every = pytest.mark.parametrize("story", STORIES, ids=lambda story: story.area)


@every
@pytest.mark.parametrize("customer", [EMPTY, FULL])
def test_an_item_is_added_listed_shown_edited_removed_and_each_step_undone(
    story: Story, customer: str, sample: dict[str, bytes]
) -> None:
    carrier, items = a_house(sample), story.items
    added = done(carrier, story.line(items.new, customer, story.new))
    with_item = files(carrier)

    listed = carrier.type(story.line("list", customer))
    assert story.id in [item["id"] for item in listed.values[items.key]]
    shown = carrier.type(story.line("show", customer))
    assert shown.values[items.argument]["id"] == story.id

    plan = carrier.type(story.line("edit", customer, story.edit))
    assert fields(plan) == {f"{items.key}[{story.id}].{story.changed}": story.after}
    edited = carrier.confirm(plan)
    told = carrier.run("customer history", customer=customer, limit=2).values["commits"]
    assert [commit["operation"] for commit in told] == [edited.operation, added.operation]

    before = files(carrier)
    removed = done(carrier, story.line(items.gone, customer))
    assert story.id not in str(carrier.type(story.line("list", customer)).values)
    done(carrier, f"undo {removed.operation}")
    assert files(carrier) == before
    done(carrier, f"undo {edited.operation}")
    assert files(carrier) == with_item
    done(carrier, f"undo {added.operation}")
    assert files(carrier) == sample


@every
def test_a_file_begins_with_its_first_item_and_goes_with_its_last(
    story: Story, sample: dict[str, bytes]
) -> None:
    carrier, items = a_house(sample), story.items
    path = f"customers/{EMPTY}/{items.tab}.yaml"
    assert carrier.file(path) is None
    done(carrier, story.line(items.new, EMPTY, story.new))

    written = carrier.file(path) or b""
    modeline = f"# yaml-language-server: $schema=../../../schemas/json/{items.tab}.json\n"
    assert written.startswith(modeline.encode())
    done(carrier, story.line(items.gone, EMPTY))
    assert carrier.file(path) is None


@every
def test_only_the_edited_line_of_the_file_changes(story: Story, sample: dict[str, bytes]) -> None:
    carrier, items = a_house(sample), story.items
    path = f"customers/{FULL}/{items.tab}.yaml"
    done(carrier, story.line(items.new, FULL, story.new))
    before = (carrier.file(path) or b"").splitlines()
    done(carrier, story.line("edit", FULL, story.edit))

    after = (carrier.file(path) or b"").splitlines()
    assert sum(line not in before for line in after) <= 2
    assert sum(line not in after for line in before) <= 1
    assert set(sample[path].splitlines()) <= set(before)


@every
def test_the_same_edit_again_is_no_change(story: Story, sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    done(carrier, story.line(story.items.new, FULL, story.new))
    done(carrier, story.line("edit", FULL, story.edit))

    again = carrier.type(story.line("edit", FULL, story.edit))
    assert again.summary == "Nothing to change: it is so already."


@every
def test_the_form_of_an_edit_comes_filled_with_what_the_item_says(
    story: Story, sample: dict[str, bytes]
) -> None:
    carrier, items = a_house(sample), story.items
    done(carrier, story.line(items.new, FULL, story.new))
    done(carrier, story.line("edit", FULL, story.edit))
    entry = carrier.house.catalogue.get(items.command("edit"))
    assert entry is not None

    typed = {"customer": FULL, items.argument: story.id}
    request = carrier.request(Identity("operator", "ada"), entry.name, typed)
    operation, _ = carrier.house.inbox.receive(request, state=OperationState.FORM)
    _, filled = carrier.house.forms.fill(entry, typed, operation)

    assert filled[story.changed] == story.after
    assert set(filled) <= {argument.name for argument in entry.arguments}
    assert set(entry.form) <= {argument.name for argument in entry.arguments}


@every
def test_an_unknown_item_is_told_with_the_nearest(story: Story, sample: dict[str, bytes]) -> None:
    carrier, items = a_house(sample), story.items
    done(carrier, story.line(items.new, FULL, story.new))
    wrong = story.id[:-1] + "x"
    lines = {
        "show": "",
        "edit": story.edit,
        items.gone: "",
    }

    for verb, more in lines.items():
        reply = carrier.type(f"{items.command(verb)} {FULL} {wrong} {more}".strip())
        assert reply.outcome is Outcome.REFUSED, reply
        assert wrong in reply.summary
        assert story.id in str(reply.blocks)


def test_an_item_of_a_file_that_cannot_be_read_is_not_said_to_be_missing() -> None:
    carrier = a_house(sample_carrier())
    path = "customers/ben-llc/routing.yaml"
    carrier.push({path: sample_carrier()[path] + b"  bad: [1,\n"})

    reply = carrier.type("route edit ben-llc standard --channels 3")

    assert reply.outcome is Outcome.INVALID
    assert "not valid YAML" in str(reply)


@pytest.mark.parametrize(
    "line", ["auth ip list ben-llc", "route list ben-llc", "customer show ben-llc --tab routes"]
)
def test_a_limit_of_nothing_is_not_shown_as_none_at_all(line: str) -> None:
    reply = a_house(sample_carrier()).type(line)
    [table] = [block for block in reply.blocks if isinstance(block, Table)]
    channels = table.columns.index("Channels")

    assert {row[channels] for row in table.rows} == {"20", "unlimited"}


@every
def test_an_id_that_is_taken_is_refused_beside_its_field(
    story: Story, sample: dict[str, bytes]
) -> None:
    carrier, items = a_house(sample), story.items
    done(carrier, story.line(items.new, FULL, story.new))
    reply = carrier.type(story.line(items.new, FULL, f"{story.new} --id {story.id}"))

    assert reply.outcome is Outcome.INVALID
    assert "id" in {problem.field for problem in reply.blocks[0].problems}


@every
def test_an_edit_that_names_nothing_or_an_unknown_field_is_refused(
    story: Story, sample: dict[str, bytes]
) -> None:
    carrier, items = a_house(sample), story.items
    done(carrier, story.line(items.new, FULL, story.new))
    named = {"customer": FULL, items.argument: story.id}

    assert carrier.run(items.command("edit"), **named).outcome is Outcome.REFUSED
    [problem] = carrier.run(items.command("edit"), **named, unset="colour").blocks[0].problems
    assert problem.field == "unset"


@every
def test_removing_asks_with_the_name_of_the_item(story: Story, sample: dict[str, bytes]) -> None:
    carrier, items = a_house(sample), story.items
    done(carrier, story.line(items.new, FULL, story.new))
    shown = carrier.type(story.line("show", FULL))

    [ask] = [
        button.ask
        for block in shown.blocks
        if isinstance(block, Actions)
        for button in block.buttons
        if isinstance(button.ask, Ask)
    ]
    assert story.id in ask.yes
    assert FULL in ask.text


@every
def test_the_tab_of_the_card_has_the_table_and_a_button_with_the_form(
    story: Story, sample: dict[str, bytes]
) -> None:
    carrier, items = a_house(sample), story.items
    done(carrier, story.line(items.new, FULL, story.new))
    reply = carrier.run("customer show", customer=FULL, tab=items.card_tab)

    tables = [block for block in reply.blocks if isinstance(block, Table)]
    assert story.id in [row[0] for table in tables for row in table.rows]
    buttons = [one for b in reply.blocks if isinstance(b, Actions) for one in b.buttons]
    offered = [button.command for button in buttons if button.form]
    assert {items.command(items.new), items.command("edit")} <= set(offered)
    assert "customer edit" not in offered
    assert all(carrier.house.catalogue.get(button.command) for button in buttons)


@every
def test_a_viewer_sees_the_items_and_may_not_change_them(
    story: Story, sample: dict[str, bytes]
) -> None:
    carrier, items = a_house(_with_vera(sample)), story.items
    done(carrier, story.line(items.new, FULL, story.new))

    assert carrier.type(story.line("list", FULL), "vera").outcome is Outcome.DONE
    assert carrier.type(story.line(items.gone, FULL), "vera").outcome is Outcome.REFUSED


def _with_vera(sample: dict[str, bytes]) -> dict[str, bytes]:
    return {**sample, "operators.yaml": OPERATORS.encode()}


def test_no_list_of_a_customer_shows_what_is_sealed() -> None:
    carrier = a_house(sample_carrier())
    for items in ITEM_LISTS:
        if carrier.house.catalogue.get(items.command("list")) is None:
            continue
        for customer in carrier.house.books.head().book.customers:
            shown = carrier.run(items.command("list"), customer=customer)
            assert "AGE ENCRYPTED" not in json.dumps(shown.values)
