from __future__ import annotations

from benchmarks.resilience import Around, Chored, Counted, Day, Raced, page

TRIED = {"killed": 30, "killed again while coming back": 5, "disk full": 8}


def test_a_page_counts_what_was_tried_and_what_came_of_it() -> None:
    gone = {"killed": 4, "cut off by the server": 30, "server away": 10}
    stories = [
        Counted("SQLite", "edit", 2, 30, TRIED, 1),
        Counted("PostgreSQL", "undo", 3, 20, gone, 0),
    ]
    days = [Day("a clock that jumps loses nothing", 3, held=True), Day("it rains", 1, held=False)]
    around = Around([Chored("store restored", 10, 1)], days)

    written = page(stories, [Raced("a crowd", 120, 30, 17, 0, 2)], around, "c0ffee")

    assert "| Operations tried | 338 |" in written
    assert "| Kills | 54 |" in written
    assert "| Runs with the server gone | 40 |" in written
    assert "| Races lost and done again | 17 |" in written
    assert "| Operations lost | 1 |" in written
    assert "| Operations doubled | 2 |" in written
    assert "| edit | 30 | 30 | 5 | 8 | 1 |" in written
    assert "| undo | 20 | 4 | 30 | 10 | 0 |" in written
    assert "| store restored | 10 | 10 | 1 |" in written
    assert "| a clock that jumps loses nothing | 3 | yes |" in written
    assert "| it rains | 1 | **no** |" in written
    assert "| Bad days that ended otherwise than claimed | 1 |" in written
    assert "`c0ffee`" in written
