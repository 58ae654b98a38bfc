"""What holds for every command about whole documents: they are made, changed and removed by their id."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

from bot.people import Identity
from engine.ports.operations import OperationState
from handlers.kit.document_areas import CUSTOMERS, SHARED_AREAS
from handlers.kit.documents import DocumentArea
from handlers.kit.reply import Actions, Button, Outcome, PlanView, Reply
from schemas.kinds import kind_named
from tests.builders import Carrier, a_house, sample_carrier

BY_AREA = {area.area: area for area in SHARED_AREAS}


@dataclass(frozen=True)
class Story:
    """The life of one document: who makes it, how, by which id, what is edited; and one that is in use."""

    area: str
    who: str
    new: str
    id: str
    edit: str
    path: str
    changed: str
    after: object
    used: str
    used_at: str

    @property
    def kind(self) -> DocumentArea:
        return BY_AREA[self.area]

    def line(self, verb: str, more: str = "", name: str = "") -> str:
        named = "" if verb in ("list", "add") else f" {name or self.id}"
        return f"{self.area} {verb}{named} {more}".strip()


STORIES = (
    Story(
        "provider",
        "grace",
        '"Cygnus Carrier" EUR --channels 20',
        "cygnus-carrier",
        '--replies "486=failover, 503=480 Temporarily Unavailable" --city Riga',
        "providers/cygnus-carrier/provider.yaml",
        "failover.replies.486",
        "failover",
        "atlas-carrier",
        "rate-cards/atlas-standard/card.yaml:4",
    ),
    Story(
        "rate card",
        "grace",
        '"Atlas, night" provider EUR atlas-carrier --precision 5',
        "atlas-night",
        "--capped_rate 0.25",
        "rate-cards/atlas-night/card.yaml",
        "outgoing.capped_rate",
        "0.25",
        "retail-usd",
        "customers/ben-llc/routing.yaml:6",
    ),
    Story(
        "package",
        "finn",
        '"500 EU minutes" EUR --retail 6.00 --type free_minutes --minutes 500',
        "500-eu-minutes",
        '--retail 6.50 --month "1, 15"',
        "packages/500-eu-minutes.yaml",
        "retail",
        "6.50",
        "uk-1000",
        "customers/northgate-dental/packages.yaml:4",
    ),
    Story(
        "contract",
        "finn",
        '"Fair use" --text "1. People, not diallers." --date 2026-11-01',
        "fair-use",
        '--notes "Seen by the lawyer."',
        "contracts/fair-use.yaml",
        "notes",
        "Seen by the lawyer.",
        "terms-of-service",
        "customers/ben-llc/contracts.yaml:4",
    ),
    Story(
        "prefix set",
        "grace",
        '"Baltics" --lines "370, 371, 372"',
        "baltics",
        "--block_cli yes",
        "prefix-sets/baltics.yaml",
        "everywhere.block_cli",
        True,
        "uk-mobile",
        "customers/ben-llc/routing.yaml:18",
    ),
    Story(
        "strategy",
        "grace",
        '"Cheapest first" lcr',
        "cheapest-first",
        "--type random",
        "strategies/cheapest-first.yaml",
        "type",
        "random",
        "uk-mobile-quality",
        "customers/ben-llc/routing.yaml:19",
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


def buttons(reply: Reply) -> list[Button]:
    return [one for block in reply.blocks if isinstance(block, Actions) for one in block.buttons]


def test_every_shared_kind_has_its_story() -> None:
    assert [story.area for story in STORIES] == [area.area for area in SHARED_AREAS]


@every
def test_a_document_is_added_shown_listed_edited_removed_and_each_step_undone(
    story: Story, sample: dict[str, bytes]
) -> None:
    carrier, area = a_house(sample), story.kind
    added = done(carrier, story.line("add", story.new), story.who)
    with_document = files(carrier)
    modeline = b"$schema=" + b"../" * (story.path.count("/") + 1) + b"schemas/json/"
    assert modeline + area.kind.encode() in with_document[story.path]

    shown = carrier.type(story.line("show"), story.who)
    assert shown.values[area.argument]["id"] == story.id
    assert shown.values["used_by"] == []
    listed = carrier.type(story.line("list", f"--search {story.id}"), story.who)
    assert [one["id"] for one in listed.values[area.plural.replace(" ", "_")]] == [story.id]

    plan = carrier.type(story.line("edit", story.edit), story.who)
    [view] = [block for block in plan.blocks if isinstance(block, PlanView)]
    assert {change.field: change.after for change in view.changes}[story.changed] == story.after
    edited = carrier.confirm(plan, story.who)
    assert edited.outcome is Outcome.DONE, edited

    before = files(carrier)
    removed = done(carrier, story.line("remove"), story.who)
    assert not [path for path in files(carrier) if f"/{story.id}" in f"/{path}"]
    done(carrier, f"undo {removed.operation}", story.who)
    assert files(carrier) == before
    done(carrier, f"undo {edited.operation}", story.who)
    assert files(carrier) == with_document
    done(carrier, f"undo {added.operation}", story.who)
    assert files(carrier) == sample


@every
def test_an_edit_leaves_every_other_line_and_comment_of_the_file_alone(
    story: Story, sample: dict[str, bytes]
) -> None:
    carrier = a_house(sample)
    path = kind_named(story.kind.kind).path(story.used)
    done(carrier, story.line("edit", '--name "Another name"', story.used), story.who)

    after = files(carrier)[path].splitlines()
    left = [line for line in sample[path].splitlines() if line not in after]
    assert [line.partition(b":")[0] for line in left] == [b"name"]


@every
def test_what_is_in_use_stays_and_the_refusal_names_every_place(
    story: Story, sample: dict[str, bytes]
) -> None:
    carrier = a_house(sample)
    reply = carrier.type(story.line("remove", name=story.used), story.who)

    assert reply.outcome is Outcome.INVALID, reply
    told = [f"{problem.path}:{problem.line}" for problem in reply.blocks[0].problems]
    assert story.used_at in told
    shown = carrier.type(story.line("show", name=story.used), story.who)
    assert {f"{one['path']}:{one['line']}" for one in shown.values["used_by"]} <= set(told)
    assert f"{story.area} remove" not in [button.command for button in buttons(shown)]
    assert files(carrier) == sample


@every
def test_an_id_or_name_that_is_taken_is_refused_beside_its_field(
    story: Story, sample: dict[str, bytes]
) -> None:
    carrier = a_house(sample)
    done(carrier, story.line("add", story.new), story.who)
    again = carrier.type(story.line("add", story.new), story.who)
    other = carrier.type(story.line("add", f"{story.new} --id another-one"), story.who)

    assert {problem.field for problem in again.blocks[0].problems} == {"name"}
    assert {problem.field for problem in other.blocks[0].problems} == {"name"}


@every
def test_a_wrong_id_is_told_with_the_nearest(story: Story, sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)

    for verb in ("show", "edit", "remove"):
        reply = carrier.type(story.line(verb, name=story.used[:-1]), story.who)
        assert reply.outcome is Outcome.INVALID, reply
        [problem] = reply.blocks[0].problems
        assert f"did you mean {story.used}" in f"{problem.message} {problem.hint}"


@every
def test_an_edit_that_names_nothing_or_an_unknown_field_is_refused(
    story: Story, sample: dict[str, bytes]
) -> None:
    carrier = a_house(sample)
    nothing = carrier.type(story.line("edit", name=story.used), story.who)
    unknown = carrier.type(story.line("edit", "--unset colour", story.used), story.who)

    assert nothing.outcome is Outcome.REFUSED
    assert f"{story.area} edit {story.used} --" in str(nothing.blocks)
    assert [problem.field for problem in unknown.blocks[0].problems] == ["unset"]


@every
def test_the_same_edit_again_is_no_change(story: Story, sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    done(carrier, story.line("add", story.new), story.who)
    done(carrier, story.line("edit", story.edit), story.who)

    again = carrier.type(story.line("edit", story.edit), story.who)
    assert again.summary == "Nothing to change: it is so already."


@every
def test_the_form_of_an_edit_comes_filled_with_what_the_document_says(
    story: Story, sample: dict[str, bytes]
) -> None:
    carrier, area = a_house(sample), story.kind
    done(carrier, story.line("add", story.new), story.who)
    entry = carrier.house.catalogue.get(area.command("edit"))
    assert entry is not None

    typed = {area.argument: story.id}
    request = carrier.request(Identity("operator", story.who), entry.name, typed)
    operation, _ = carrier.house.inbox.receive(request, state=OperationState.FORM)
    refused, filled = carrier.house.forms.fill(entry, typed, operation)

    assert refused is None
    assert str(filled["name"]) in story.new
    for verb in ("add", "edit"):
        offered = carrier.house.catalogue.get(area.command(verb))
        assert offered is not None
        assert set(offered.form) <= {argument.name for argument in offered.arguments}


@every
def test_only_the_role_may_change_them_and_viewers_may_look(
    story: Story, sample: dict[str, bytes]
) -> None:
    carrier = a_house(sample)
    done(carrier, story.line("add", story.new), story.who)
    asked = {
        "add": story.line("add", story.new),
        "edit": story.line("edit", story.edit),
        "remove": story.line("remove"),
    }

    for who in ("ada", "vera"):
        for line in asked.values():
            assert "needs the role" in carrier.type(line, who).summary
        shown = carrier.type(story.line("show"), who)
        assert shown.outcome is Outcome.DONE
        assert not {button.command.rpartition(" ")[2] for button in buttons(shown)} & set(asked)
        assert carrier.type(story.line("list"), who).outcome is Outcome.DONE


@every
def test_all_buttons_lead_to_commands(story: Story, sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    added = done(carrier, story.line("add", story.new), story.who)
    shown = carrier.type(story.line("show"), "rosa")
    listed = carrier.type(story.line("list"), "rosa")

    found = [*buttons(added), *buttons(shown), *buttons(listed)]
    assert {f"{story.area} {verb}" for verb in ("add", "edit", "remove", "show")} <= {
        button.command for button in found
    }
    for button in found:
        entry = carrier.house.catalogue.get(button.command)
        assert entry is not None, button
        assert all(entry.argument(name) for name in button.args), button


@every
def test_no_card_or_list_shows_what_is_sealed(story: Story, sample: dict[str, bytes]) -> None:
    sealed = b"-----BEGIN AGE ENCRYPTED FILE-----\\nYWdlLWVuY3J5cHRpb24ub3JnL3Yx\\n-----END AGE ENCRYPTED FILE-----\\n"
    secret = b'portal: {secret: "' + sealed + b'"}\n'
    path = "providers/borealis/provider.yaml"
    carrier = a_house({**sample, path: sample[path] + secret})
    told = [
        carrier.type(story.line("list"), "rosa"),
        *(carrier.type(story.line("show", name=name), "rosa") for name in ids(carrier, story)),
    ]

    assert all(reply.outcome is Outcome.DONE for reply in told)
    assert "AGE ENCRYPTED" not in json.dumps([str(reply) for reply in told])


def ids(carrier: Carrier, story: Story) -> tuple[str, ...]:
    return tuple(carrier.house.books.head().book.paths(story.kind.kind))


def test_a_list_is_paged_filtered_and_names_what_does_not_hold(sample: dict[str, bytes]) -> None:
    more = {f"packages/p{n:02}.yaml": f"name: P {n}\ncurrency: GBP\n".encode() for n in range(20)}
    broken = {"packages/torn.yaml": b"name: Torn\n"}
    carrier = a_house({**sample, **more, **broken})

    second = carrier.type("package list --page 2")
    assert second.values["total"] == 25
    assert len(second.values["packages"]) == 10
    assert "torn" in str(second.blocks)
    turns = {b.label: b.args for b in buttons(second) if b.label in ("Previous", "Next")}
    assert turns == {"Previous": {"page": 1}, "Next": {"page": 3}}
    assert carrier.type("package list --search nowhere").summary == '0 packages with "nowhere"'


def test_a_currency_that_never_changes_is_refused(sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)

    for line in (
        "provider edit borealis --currency EUR",
        "rate card edit inbound-gbp --currency EUR",
    ):
        reply = carrier.type(line, "grace")
        assert reply.outcome is Outcome.INVALID
        assert "immutable-field" in {problem.rule for problem in reply.blocks[0].problems}


def test_a_wrong_reference_in_a_field_is_told_with_the_nearest(sample: dict[str, bytes]) -> None:
    reply = a_house(sample).type(
        'rate card add "Night" customer EUR --dynamic_routing atlas-standart', "grace"
    )

    [problem] = reply.blocks[0].problems
    assert problem.field == "dynamic_routing"
    assert "did you mean atlas-standard" in problem.message


def test_customers_are_added_and_edited_by_the_same_kit() -> None:
    assert CUSTOMERS.kind == "customer"
    assert CUSTOMERS not in SHARED_AREAS
