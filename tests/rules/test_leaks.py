"""Nothing committed tells of a machine, a registry or a secret."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.rules.source import files, text

BINARY = {".png", ".jpg", ".ico", ".gz", ".woff2", ".xls", ".xlsx"}
MACHINE = re.compile(r"(?<![\w.~-])/(?:work|root|tmp|home/\w+)/")
REGISTRY = re.compile(
    "|".join(
        re.escape(host)
        for host in (
            "pypi" + ".org",
            "python" + "hosted.org",
            "npm" + "js.org",
            "proxy.golang" + ".org",
        )
    )
    + r"|\bartifac"
    + r"tory\b|[\w-]+\.[\w.-]+/simple\b"
)
SECRETS = re.compile(
    r"xox[abposr]-[0-9]{6,}-[0-9A-Za-z-]{10,}"
    r"|xapp-[0-9]-[0-9A-Z]{8,}"
    r"|gh[pousr]_[0-9A-Za-z]{30,}"
    r"|github_pat_[0-9A-Za-z_]{30,}"
    r"|AKIA[0-9A-Z]{16}"
    r"|AGE-SECRET-KEY-1[0-9A-Z]{30,}"
    r"|-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s+[0-9A-Za-z+/=]{20,}"
)


def texts() -> list[Path]:
    return [path for path in files() if path.suffix not in BINARY]


@pytest.mark.parametrize(
    ("what", "pattern"),
    [("a path of a machine", MACHINE), ("a registry", REGISTRY), ("a secret", SECRETS)],
    ids=["machine", "registry", "secret"],
)
def test_no_file_names(what: str, pattern: re.Pattern[str]) -> None:
    found = [
        f"{path}:{text(path).count(chr(10), 0, hit.start()) + 1}: {hit[0]}"
        for path in texts()
        for hit in pattern.finditer(text(path))
    ]

    assert found == []


def test_the_pinned_requirements_name_no_address() -> None:
    addressed = [
        line
        for path in files()
        if path.suffix == ".lock"
        for line in text(path).splitlines()
        if "://" in line or line.startswith("--")
    ]

    assert addressed == []
