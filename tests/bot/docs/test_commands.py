from __future__ import annotations

from bot.docs.commands import commands_page
from bot.docs.permissions import permissions_page
from handlers.kit.catalogue import Catalogue


def section(page: str, name: str) -> str:
    return page.split(f"\n## {name}\n")[1].split("\n## ", maxsplit=1)[0]


def row(page: str, command: str) -> list[str]:
    line = next(line for line in page.splitlines() if line.startswith(f"| [{command}]"))
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


def test_a_command_is_told_with_usage_role_effect_surfaces_and_examples() -> None:
    told = section(commands_page(Catalogue.read()), "customer find")

    assert "customer find TEXT" in told
    assert "- Who may: viewer" in told
    assert "- Effect: reads, changes nothing" in told
    assert "- Where: Slack and the console, command line" in told
    assert "customer find kestrel" in told


def test_an_argument_is_told_as_it_is_typed() -> None:
    told = section(commands_page(Catalogue.read()), "customer add")

    assert "| `NAME` | text | yes |" in told
    assert "| `--tags` | list, with commas | no |" in told
    assert "Example: `retail, uk`." in told


def test_the_commands_that_stay_are_told_too() -> None:
    page = commands_page(Catalogue.read())

    assert "### serve" in page
    assert "`--http HOST:PORT`" in page
    assert "### demo" in page


def test_permissions_are_those_of_authorisation() -> None:
    page = permissions_page(Catalogue.read())

    assert row(page, "customer show") == ["", "yes", "yes", "yes", "yes", "yes"]
    assert row(page, "customer add") == ["", "", "yes", "", "", "yes"]
    assert row(page, "help") == ["yes"] * 6
