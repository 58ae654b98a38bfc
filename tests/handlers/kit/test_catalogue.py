"""The catalogue of commands and its generated index."""

from __future__ import annotations

import subprocess
import sys

import pytest

from handlers.kit.catalogue import INDEX, Catalogue, Effect, Surface, label_of
from handlers.kit.discovery import discover, index_text

CATALOGUE = Catalogue.read()


def test_the_generated_index_is_what_is_discovered() -> None:
    assert INDEX.read_text("utf-8") == index_text(discover().entries)


@pytest.mark.parametrize("entry", CATALOGUE.entries, ids=lambda entry: entry.name)
def test_every_command_explains_itself(entry) -> None:
    assert entry.help.endswith(".")
    assert entry.examples
    assert all(
        example.split()[: len(entry.words)] == list(entry.words) for example in entry.examples
    )
    assert all(argument.description for argument in entry.arguments)
    assert entry.surfaces


@pytest.mark.parametrize("entry", CATALOGUE.entries, ids=lambda entry: entry.name)
def test_every_form_and_positional_names_an_argument(entry) -> None:
    assert all(entry.argument(name) for name in (*entry.form, *entry.positional))
    assert not entry.rest or entry.positionals[-1].name == entry.rest


def test_whoever_may_change_something_has_a_role() -> None:
    assert [e.name for e in CATALOGUE.entries if e.effect is not Effect.READ and not e.role] == []


def test_the_longest_name_wins() -> None:
    found = CATALOGUE.find(["customer", "add", "Ben"])

    assert found is not None
    assert (found[0].name, found[1]) == ("customer add", 2)
    assert CATALOGUE.find(["customer"]) is None
    assert CATALOGUE.find([]) is None


def test_areas_are_first_words_of_several_commands() -> None:
    assert {"customer", "repo"} <= set(CATALOGUE.areas())
    assert "undo" not in CATALOGUE.areas()


def test_an_argument_is_found_with_dashes_too() -> None:
    entry = CATALOGUE.get("customer add")
    assert entry is not None

    assert entry.argument("debit-limit") is entry.argument("debit_limit")
    assert entry.usage == "customer add NAME CURRENCY"


def test_a_folder_can_only_be_validated_on_the_command_line() -> None:
    entry = CATALOGUE.get("validate")

    assert entry is not None
    assert entry.surfaces == {Surface.CLI}


def test_reading_the_catalogue_imports_no_command() -> None:
    code = (
        "import sys; from handlers.kit.catalogue import Catalogue; Catalogue.read();"
        "print(sorted(m for m in sys.modules if m.startswith(('handlers.', 'sqlalchemy', 'git', 'pydantic'))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "['handlers.kit', 'handlers.kit.catalogue']"


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("cps", "CPS"),
        ("approved_clis_only", "Approved CLIs only"),
        ("paypal_email", "PayPal e-mail"),
        ("topup_currencies", "Top-up currencies"),
    ],
)
def test_a_label_is_spelt_as_people_spell_it(name: str, label: str) -> None:
    assert label_of(name) == label
