"""The state of the code that parses documents, as one short text: what was parsed by other code is parsed again."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

PARSERS = (
    "schemas",
    "engine/blobs.py",
    "engine/book.py",
    "engine/document_facts.py",
    "engine/documents.py",
    "engine/edits.py",
    "engine/errors.py",
    "engine/fact_keys.py",
    "engine/facts.py",
    "engine/formats.py",
    "engine/held_facts.py",
    "engine/ports/ids.py",
    "engine/ports/repository.py",
    "engine/ports/texts.py",
    "engine/rate_cells.py",
    "engine/rate_reading.py",
    "engine/rate_table.py",
    "engine/rating/charge.py",
    "engine/rating/compiled.py",
    "engine/rating/prefixes.py",
    "engine/references.py",
    "engine/revoked.py",
    "adapters/yamltext",
    "adapters/documents",
)
"""The files and folders that decide what a document means and how that is kept; nothing they import is missing."""


@cache
def code_state() -> str:
    """Hash the files that decide what a document means, and the libraries they lean on."""
    home = Path(__file__).resolve().parent.parent.parent
    digest = hashlib.sha256(f"{version('pydantic')} {version('pyyaml')}".encode())
    for name in PARSERS:
        place = home / name
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            digest.update(str(file.relative_to(home)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
