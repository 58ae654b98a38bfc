"""What the doctor asks of this machine: its programs, the folder for our state and the room in it, the key that signs, the address of the measures."""

from __future__ import annotations

import ipaddress
import platform
import re
import shutil
import socket
import tempfile
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from adapters.git.process import version_of_git
from adapters.git.signing import complaint_of_key
from bot.doctor.findings import PATIENCE_S, Finding, Health, tried
from bot.places import state_folder
from bot.settings import Settings, address_of

OLDEST_PYTHON = (3, 11)
OLDEST_GIT = (2, 33)
"""The first with ``repack --geometric``; tried with 2.39."""

MEBIBYTE = 1 << 20
LEAST_ROOM, SOON_FULL = 100 * MEBIBYTE, 1024 * MEBIBYTE
_FREE = "free some room, or name a folder on another disk in TRUNKLINE_STATE_DIR"


def machine(settings: Settings) -> Iterator[Finding]:
    """Look at this machine; changes nothing."""
    yield tried("programs", programs)
    yield tried("state folder", lambda: _state(state_folder(settings)))
    if settings.signing_key:
        yield tried("signing key", lambda: _signing_key(settings.signing_key))
    if settings.metrics_address:
        yield tried("metrics", lambda: _metrics(settings.metrics_address))


def programs(python: str = platform.python_version()) -> Finding:
    """Look at the versions of Python and git."""
    found = version_of_git()
    seen = f"Python {python}, git {found or 'is not installed'}"
    if _numbers(python) < OLDEST_PYTHON:
        fix = f"install Python {_dotted(OLDEST_PYTHON)} or newer, and run script/setup run again"
        return Finding("programs", Health.BAD, seen, fix)
    if _numbers(found) < OLDEST_GIT:
        fix = f"install git {_dotted(OLDEST_GIT)} or newer"
        return Finding("programs", Health.BAD, seen, fix)
    return Finding("programs", Health.GOOD, seen)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:2])


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def _state(folder: Path) -> Finding:
    """Look whether the folder, or the one it would be made in, can be written, and who else may read it."""
    there = next(one for one in (folder.absolute(), *folder.absolute().parents) if _is_there(one))
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
        free = shutil.disk_usage(there).free
    except OSError as error:
        seen = f"{folder} cannot be written: {error.strerror}"
        fix = "let the bot's account own it, or name another folder in TRUNKLINE_STATE_DIR"
        return Finding("state folder", Health.BAD, seen, fix)
    if free < SOON_FULL:
        return room(folder, free)
    if there == folder.absolute() and there.stat().st_mode & 0o007:
        seen = f"{folder} can be read by everybody on this machine"
        return Finding("state folder", Health.WARNING, seen, f"chmod 0700 {folder}")
    return room(folder, free)


def _is_there(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except OSError:  # in a folder that we may not look into
        return False


def room(folder: Path, free: int) -> Finding:
    """Judge the bytes that are left for ``folder``."""
    seen = f"{folder} has {free // MEBIBYTE:,} MiB left"
    if free < LEAST_ROOM:
        return Finding("state folder", Health.BAD, seen, _FREE)
    if free < SOON_FULL:
        return Finding("state folder", Health.WARNING, seen, _FREE)
    return Finding("state folder", Health.GOOD, seen)


def _signing_key(key: str) -> Finding:
    if complaint := complaint_of_key(key):
        fix = (
            "name in TRUNKLINE_SIGNING_KEY the file of an ssh key without a passphrase, "
            "which the bot's account and nobody else can read"
        )
        return Finding("signing key", Health.BAD, complaint, fix)
    return Finding("signing key", Health.GOOD, "signs")


def _metrics(address: str) -> Finding:
    host, port = address_of(address)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as tried_on:
            tried_on.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried_on.bind((host, port))
    except OSError as error:
        if not _answers(host, port):
            seen = f"METRICS_ADDRESS {address} cannot be listened on: {error.strerror}"
            fix = "name a free port of this machine, for example 127.0.0.1:9464"
            return Finding("metrics", Health.BAD, seen, fix)
    if not _is_ours(host):
        seen = f"METRICS_ADDRESS {address} may be reached from outside"
        fix = (
            "name 127.0.0.1 or an address of a network of yours, or close the port in the firewall"
        )
        return Finding("metrics", Health.WARNING, seen, fix)
    return Finding("metrics", Health.GOOD, f"METRICS_ADDRESS {address} is free or a bot's")


def _answers(host: str, port: int) -> bool:
    """Whether a bot serves there: this one, most likely, since it may be running."""
    connection = HTTPConnection(host, port, timeout=PATIENCE_S)
    try:
        connection.request("GET", "/livez")
        return connection.getresponse().read(10) == b"lives\n"
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _is_ours(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return True  # a name: whoever wrote it knows what it stands for
    return address.is_private and not address.is_unspecified


def who_else_reads(file: Path) -> str:
    """Give the permissions of a file as people write them if everybody may read or write it, else nothing."""
    mode = file.stat().st_mode & 0o777
    return f"{mode:04o}" if mode & 0o007 else ""
