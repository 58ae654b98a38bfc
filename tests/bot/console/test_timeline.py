"""Messages of a channel in order: pages, threads, what is unread."""

from __future__ import annotations

from typing import Any

from bot.console.timeline import Timeline


def message(ts: str, user: str = "U0ADA", **more: Any) -> dict[str, Any]:
    return {"ts": ts, "user": user, **more}


def a_timeline(*messages: dict[str, Any]) -> Timeline:
    timeline = Timeline()
    for each in messages:
        timeline.put(each)
    return timeline


def times(messages: list[dict[str, Any]]) -> list[str]:
    return [each["ts"] for each in messages]


def test_pages_go_back_from_the_newest() -> None:
    timeline = a_timeline(*(message(f"{number}.0") for number in range(1, 6)))

    assert times(timeline.roots(most=2)) == ["4.0", "5.0"]
    assert times(timeline.roots(before="4.0", most=2)) == ["2.0", "3.0"]
    assert times(timeline.roots(before="2.0", most=2)) == ["1.0"]
    assert timeline.roots(before="1.0", most=2) == []


def test_a_root_that_got_its_thread_is_still_a_root() -> None:
    timeline = a_timeline(message("1.0"), message("2.0", thread_ts="1.0"))
    timeline.put(message("1.0", thread_ts="1.0", reply_count=1))

    assert times(timeline.roots()) == ["1.0"]
    assert times(timeline.replies("1.0")) == ["2.0"]
    assert times(timeline.all()) == ["1.0", "2.0"]


def test_a_removed_message_leaves_the_page_and_the_thread() -> None:
    timeline = a_timeline(message("1.0"), message("2.0"), message("3.0", thread_ts="1.0"))

    timeline.remove("2.0")
    timeline.remove("3.0")

    assert times(timeline.all()) == ["1.0"]
    assert timeline.replies("1.0") == []


def test_unread_is_what_others_wrote_behind_the_mark() -> None:
    timeline = a_timeline(
        message("1.0", "U0BEN"),
        message("2.0", "U0BEN"),
        message("3.0"),
        message("4.0", "U0BEN", thread_ts="1.0"),
    )

    assert timeline.unread("", "U0ADA") == 2
    assert timeline.unread("1.0", "U0ADA") == 1
    assert timeline.unread("2.0", "U0ADA") == 0
