"""``contract``: wordings come and never change."""

from __future__ import annotations

import pytest

from handlers.kit.files import UploadedText
from handlers.kit.reply import File, Outcome, Problems, Reply
from tests.builders import Carrier, a_house, sample_carrier

TERMS = "contracts/terms-of-service.yaml"


@pytest.fixture(scope="module")
def sample() -> dict[str, bytes]:
    return sample_carrier()


def fields(reply: Reply) -> list[str]:
    return [
        p.field for block in reply.blocks if isinstance(block, Problems) for p in block.problems
    ]


def revise(carrier: Carrier, **args: object) -> Reply:
    reply = carrier.run("contract revise", "finn", contract="terms-of-service", **args)
    return carrier.confirm(reply, "finn") if reply.outcome is Outcome.ASKS else reply


def test_a_revision_comes_behind_the_others_which_keep_every_byte(sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    assert revise(carrier, text="1. Pay.\n2. Be kind.", date="2026-12-01").outcome is Outcome.DONE

    written = carrier.file(TERMS) or b""
    assert written.startswith(sample[TERMS])
    added = written.removeprefix(sample[TERMS]).decode()
    assert [line.strip() for line in added.splitlines()] == [
        "- number: 3",
        'date: "2026-12-01"',
        "text: |-",
        "1. Pay.",
        "2. Be kind.",
    ]


def test_the_wording_may_come_as_a_file_and_the_day_is_today(sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    file = UploadedText(name="terms.txt", text="1. Pay.\n\n2. Be kind.\n")
    assert revise(carrier, file=file.model_dump(mode="json")).outcome is Outcome.DONE

    shown = carrier.type("contract show terms-of-service").values
    assert shown["revision"] == 3
    last = shown["contract"]["revisions"][-1]
    assert (last["date"], last["text"]) == ("2026-11-20", "1. Pay.\n\n2. Be kind.")


def test_the_day_is_that_on_which_it_was_asked_for_also_when_it_is_confirmed_later(
    sample: dict[str, bytes],
) -> None:
    carrier = a_house(sample)
    plan = carrier.run("contract revise", "finn", contract="terms-of-service", text="1. Pay.")
    carrier.clock.advance(20 * 3600)
    assert carrier.confirm(plan, "finn").outcome is Outcome.DONE

    last = carrier.type("contract show terms-of-service").values["contract"]["revisions"][-1]
    assert last["date"] == "2026-11-20"


def test_who_has_to_sign_is_told_with_the_plan(sample: dict[str, bytes]) -> None:
    plan = a_house(sample).run(
        "contract revise", "finn", contract="terms-of-service", text="1. Pay."
    )

    assert "asked for in 3 places" in str(plan.blocks)


def test_exactly_one_wording_is_handed_in(sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    file = UploadedText(name="terms.txt", text="1. Pay.").model_dump(mode="json")

    assert fields(revise(carrier)) == ["text"]
    assert fields(revise(carrier, text="1. Pay.", file=file)) == ["file"]
    long = UploadedText(name="terms.txt", text="x" * 60_001).model_dump(mode="json")
    assert fields(revise(carrier, file=long)) == ["file"]


def test_a_revision_is_not_older_than_the_one_before(sample: dict[str, bytes]) -> None:
    assert fields(revise(a_house(sample), text="1. Pay.", date="2026-01-01")) == ["date"]


def test_no_command_edits_a_saved_wording(sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    edit = carrier.house.catalogue.get("contract edit")
    assert edit is not None

    assert {argument.name for argument in edit.arguments} == {"contract", "name", "notes", "unset"}
    done = carrier.change('contract add "Fair use" --text "1. Be kind." --date 2026-11-01', "finn")
    revise(carrier, text="1. Pay.")
    assert carrier.change(f"undo {done.operation}", "finn").outcome is Outcome.DONE  # never signed


def test_a_wording_is_shown_by_its_number_and_a_long_one_comes_as_a_file(
    sample: dict[str, bytes],
) -> None:
    carrier = a_house(sample)
    first = carrier.type("contract show terms-of-service --revision 1")
    assert "proves it on demand" not in str(first.blocks)
    missing = carrier.type("contract show terms-of-service --revision 9")
    assert missing.outcome is Outcome.REFUSED

    text = "\n".join(f"{number}. A rule among many." for number in range(1, 200))
    revise(carrier, text=text)
    shown = carrier.type("contract show terms-of-service")
    [file] = [block for block in shown.blocks if isinstance(block, File)]
    assert (file.name, file.content) == ("terms-of-service-3.txt", text)


def test_a_revision_is_not_taken_back(sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    done = revise(carrier, text="1. Pay.")
    refused = carrier.change(f"undo {done.operation}", "finn")

    assert refused.outcome is Outcome.INVALID
    assert "contract-revision-immutable" in str(refused.blocks)
