from __future__ import annotations

from benchmarks.resilience import Counted, Raced, page

TRIED = {"killed": 30, "killed again while coming back": 5, "disk full": 8}


def test_a_page_counts_what_was_tried_and_what_came_of_it() -> None:
    written = page(
        [Counted("edit", 2, 30, TRIED, 1)], [Raced("a crowd", 120, 30, 17, 0, 2)], "c0ffee"
    )

    assert "| Operations tried | 206 |" in written
    assert "| Kills | 40 |" in written
    assert "| Races lost and done again | 17 |" in written
    assert "| Operations lost | 1 |" in written
    assert "| Operations doubled | 2 |" in written
    assert "| edit | 30 | 30 | 0 | 5 | 8 | 1 |" in written
    assert "`c0ffee`" in written
