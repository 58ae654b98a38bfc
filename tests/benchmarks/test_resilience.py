from __future__ import annotations

from benchmarks.resilience import Counted, Raced, page

TRIED = {"killed": 30, "killed again while coming back": 5, "disk full": 8}


def test_a_page_counts_what_was_tried_and_what_came_of_it() -> None:
    gone = {"killed": 4, "cut off by the server": 30, "server away": 10}
    stories = [
        Counted("SQLite", "edit", 2, 30, TRIED, 1),
        Counted("PostgreSQL", "undo", 3, 20, gone, 0),
    ]
    written = page(stories, [Raced("a crowd", 120, 30, 17, 0, 2)], "c0ffee")

    assert "| Operations tried | 338 |" in written
    assert "| Kills | 44 |" in written
    assert "| Runs with the server gone | 40 |" in written
    assert "| Races lost and done again | 17 |" in written
    assert "| Operations lost | 1 |" in written
    assert "| Operations doubled | 2 |" in written
    assert "| edit | 30 | 30 | 5 | 8 | 1 |" in written
    assert "| undo | 20 | 4 | 30 | 10 | 0 |" in written
    assert "`c0ffee`" in written
