"""``prefix set put`` and ``prefix set drop``."""

from __future__ import annotations

import pytest

from handlers.kit.reply import Outcome
from tests.builders import a_house, sample_carrier

PATH = "prefix-sets/uk-mobile.yaml"


@pytest.fixture(scope="module")
def sample() -> dict[str, bytes]:
    return sample_carrier()


def test_lines_are_put_behind_the_others(sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    plan = carrier.type('prefix set put uk-mobile "4474, 447, ^44(71|72)"', "grace")
    assert "In it already: 447." in str(plan.blocks)
    carrier.confirm(plan, "grace")

    wanted = sample[PATH].replace(b'  - "447"\n', b'  - "447"\n  - "4474"\n  - ^44(71|72)\n', 1)
    assert carrier.file(PATH) == wanted


def test_exceptions_are_dropped_with_their_comments_kept(sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    carrier.change("prefix set drop uk-mobile 4470 --excluding yes", "grace")

    assert carrier.file(PATH) == sample[PATH].replace(b'  - "4470"\n', b"", 1)


def test_the_last_lines_take_the_list_along(sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    carrier.change('prefix set drop uk-mobile "4470, 4476" --excluding yes', "grace")

    assert b"excluding" not in (carrier.file(PATH) or b"")


def test_a_line_that_is_not_there_is_told_with_the_nearest(sample: dict[str, bytes]) -> None:
    reply = a_house(sample).type("prefix set drop uk-mobile 4475 --excluding yes", "grace")

    assert reply.outcome is Outcome.REFUSED
    assert "did you mean 447" in str(reply.blocks)


def test_lines_that_are_there_already_are_no_change(sample: dict[str, bytes]) -> None:
    reply = a_house(sample).type("prefix set put uk-mobile 447", "grace")

    assert reply.summary == "Nothing to change: it is so already."


def test_what_is_no_line_is_told_beside_its_field(sample: dict[str, bytes]) -> None:
    reply = a_house(sample).type('prefix set put uk-mobile "44("', "grace")

    assert reply.blocks[0].problems[0].field.startswith("lines")
