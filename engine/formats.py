"""Which format a config repository has, and whether this program reads it."""

from __future__ import annotations

from engine.errors import Refused
from engine.ports.texts import DocumentText
from schemas.settings import FORMAT

SETTINGS = "settings.yaml"


def format_of(settings: bytes | None, text: DocumentText) -> int:
    """Give the format that a settings file names; the present one if it is absent, broken or names none.

    Raises:
        Refused: the format is newer than this program.
    """
    value = text.read(SETTINGS, settings).value if settings is not None else None
    said = str((value or {}).get("format") or "")
    if not (said.isascii() and said.isdecimal()) or int(said) < 1:
        return FORMAT
    if int(said) > FORMAT:
        raise Refused(
            f"the config repository has format {said}, and this program reads formats up to {FORMAT}",
            "install the newer Trunkline that wrote it, or look at an older commit with --at",
        )
    return int(said)
