from __future__ import annotations

from bot.docs.files import differences, generated
from handlers.kit.catalogue import INDEX
from handlers.kit.discovery import discover, index_text
from tests.rules.source import ROOT


def test_the_index_of_commands_is_what_discovery_finds() -> None:
    assert INDEX.read_text("utf-8") == index_text(discover().entries)


def test_every_generated_file_is_current() -> None:
    assert differences(ROOT, generated()) == ()
