"""Compiled tables in files: made once, shared by processes, and never an answer from a file that is not whole."""

from __future__ import annotations

import multiprocessing
import os
import resource
from pathlib import Path
from typing import Any

import pytest

from adapters.rates.files import KEPT_FILES, KEPT_OPEN, LEFT_OVER_S, RateFiles
from engine.ports.repository import BlobId
from engine.rating.compiled import CompiledRates

BLOB = BlobId("ab" * 20)
TABLE = b"prefix,rate\n" + b"".join(b"44%03d,0.0%03d\n" % (n, n) for n in range(200))
AT = 0


def price(rates: CompiledRates | None, number: str = "44123555") -> int:
    assert rates is not None
    row = rates.find(number, AT)
    assert row is not None
    return row.prices["rate"]


class Read:
    """Gives the bytes of a table, and counts how often it was asked."""

    def __init__(self, data: bytes = TABLE) -> None:
        self.data, self.times = data, 0

    def __call__(self) -> bytes:
        self.times += 1
        return self.data


def files_in(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def test_a_table_is_compiled_once_and_mapped_by_whoever_comes_next(tmp_path: Path) -> None:
    first, second = Read(), Read()

    assert price(RateFiles(tmp_path).compiled(BLOB, first)) == 12_300_000
    assert price(RateFiles(tmp_path).compiled(BLOB, second)) == 12_300_000
    assert (first.times, second.times, len(files_in(tmp_path))) == (1, 0, 1)


def test_without_a_folder_tables_stay_in_memory() -> None:
    files, read = RateFiles(None), Read()

    assert files.compiled(BLOB, read) is files.compiled(BLOB, read)
    assert read.times == 1


@pytest.mark.parametrize("keep", [0, 10, 60, -1, -700])
def test_a_file_that_was_cut_short_is_made_anew(tmp_path: Path, keep: int) -> None:
    RateFiles(tmp_path).compiled(BLOB, Read())
    [file] = files_in(tmp_path)
    file.write_bytes(file.read_bytes()[:keep])
    read = Read()

    assert price(RateFiles(tmp_path).compiled(BLOB, read)) == 12_300_000
    assert read.times == 1
    assert price(RateFiles(tmp_path).compiled(BLOB, Read())) == 12_300_000


def test_a_file_of_another_version_is_made_anew(tmp_path: Path) -> None:
    RateFiles(tmp_path).compiled(BLOB, Read())
    [file] = files_in(tmp_path)
    data = bytearray(file.read_bytes())
    data[16:20] = (999).to_bytes(4, "little")
    file.write_bytes(data)

    assert price(RateFiles(tmp_path).compiled(BLOB, Read())) == 12_300_000


def test_a_table_that_does_not_hold_is_none_and_leaves_no_file(tmp_path: Path) -> None:
    assert RateFiles(tmp_path / "rates").compiled(BLOB, Read(b"prefix,rate\n44,x\n")) is None
    assert not (tmp_path / "rates").exists()


def test_where_nothing_can_be_written_answers_come_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    assert price(RateFiles(tmp_path / "file" / "rates").compiled(BLOB, Read())) == 12_300_000


def on_a_full_disk(folder: Path, answer: Any) -> None:
    # A limit of the process on the size of files: writing fails in the middle, as on a full disk.
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))
    answer.put((price(RateFiles(folder).compiled(BLOB, Read())), len(files_in(folder))))


def together(folder: Path, ready: Any, answer: Any) -> None:
    ready.wait()
    answer.put(price(RateFiles(folder).compiled(BLOB, Read())))


def test_a_disk_that_is_full_costs_speed_and_no_answer(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    answer = context.SimpleQueue()
    child = context.Process(target=on_a_full_disk, args=(tmp_path, answer))
    child.start()

    assert answer.get() == (12_300_000, 0)
    child.join()


def test_two_processes_at_once_both_answer_and_leave_one_whole_file(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    answer, ready = context.SimpleQueue(), context.Barrier(3)
    children = [context.Process(target=together, args=(tmp_path, ready, answer)) for _ in range(3)]
    for child in children:
        child.start()

    assert [answer.get() for _ in children] == [12_300_000] * 3
    for child in children:
        child.join()
    assert [file.suffix for file in files_in(tmp_path)] == [".rates"]


def test_files_used_longest_ago_go_first_and_what_a_kill_left_goes_too(tmp_path: Path) -> None:
    for number in range(KEPT_FILES + 3):
        old = tmp_path / f"{number:040d}-x.rates"
        old.touch()
        os.utime(old, (number, number))
    dead, busy = tmp_path / "dead.tmp", tmp_path / "busy.tmp"
    for file, age in ((dead, LEFT_OVER_S * 2), (busy, 0)):
        file.touch()
        now = file.stat().st_mtime
        os.utime(file, (now - age, now - age))

    RateFiles(tmp_path).compiled(BLOB, Read())

    left = {file.name for file in files_in(tmp_path)}
    assert len([name for name in left if name.endswith(".rates")]) == KEPT_FILES
    assert f"{3:040d}-x.rates" not in left
    assert f"{4:040d}-x.rates" in left
    assert {name for name in left if name.endswith(".tmp")} == {"busy.tmp"}


def test_no_more_tables_stay_mapped_than_descriptors_allow(tmp_path: Path) -> None:
    files = RateFiles(tmp_path)
    before = len(files_in(Path("/proc/self/fd")))
    for number in range(KEPT_OPEN + 60):
        files.compiled(BlobId(f"{number:040d}"), Read(b"prefix,rate\n44,0.01\n"))

    assert len(files_in(Path("/proc/self/fd"))) - before <= KEPT_OPEN + 5
