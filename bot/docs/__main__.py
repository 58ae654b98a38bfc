"""``python -m bot.docs [--check]``: write what is generated, or say what would change and leave with 1."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from bot.docs.files import differences, generated, write
from bot.docs.gaps import gaps

ROOT = Path(__file__).resolve().parent.parent.parent
USAGE = "usage: script/docs [--check]\n"


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Write every generated file below ``root``; with ``--check`` only compare. Gives the exit code."""
    if list(arguments) not in ([], ["--check"]):
        sys.stderr.write(USAGE)
        return 2
    missing = list(gaps())
    if missing:
        sys.stderr.write("".join(f"{gap}\n" for gap in missing))
        return 1
    files = generated()
    found = differences(root, files)
    if arguments:
        sys.stdout.write("".join(f"{difference}\n" for difference in found))
        return 1 if found else 0
    write(root, files)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
