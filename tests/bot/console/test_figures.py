"""Charts and sortable tables: what Slack takes of them."""

from __future__ import annotations

from typing import Any

import pytest

from bot.console import rules

Block = dict[str, Any]


def points(*values: float) -> list[Block]:
    return [{"label": str(place), "value": value} for place, value in enumerate(values)]


def line(*series: list[Block], categories: int = 2, **more: Any) -> Block:
    drawn = [{"name": f"s{place}", "data": data} for place, data in enumerate(series)]
    axis = {"categories": [str(place) for place in range(categories)]}
    return chart({"type": "line", "series": drawn, "axis_config": axis}, **more)


def chart(what: Block, title: str = "ASR") -> Block:
    return {"type": "data_visualization", "title": title, "chart": what}


def pie(*values: float) -> Block:
    return chart({"type": "pie", "segments": points(*values)})


def data_table(rows: int = 2, columns: int = 2, **more: Any) -> Block:
    cells = [{"type": "raw_text", "text": "x"}] * columns
    return {"type": "data_table", "caption": "Calls", "rows": [cells] * rows, **more}


def faults(*blocks: Block) -> list[str]:
    return [f.pointer for f in rules.check_message({"text": "x", "blocks": list(blocks)})]


GOOD = {
    "a line": [line(points(1, -2.5))],
    "twelve series": [line(*[points(1, 2)] * 12)],
    "twenty points": [line(points(*range(20)), categories=20)],
    "a pie": [pie(1, 0.5)],
    "two charts": [pie(1), pie(2)],
    "a table of 100 rows": [data_table(101, page_size=100, row_header_column_index=1)],
    "a number in a table": [
        data_table(rows=1, columns=1)
        | {"rows": [[{"type": "raw_text", "text": "n"}], [{"type": "raw_number", "value": 1}]]}
    ],
}
_CHART = "/blocks/0/chart"
BAD = {
    "three charts": ([pie(1), pie(2), pie(3)], "/blocks"),
    "a long title": ([pie(1) | {"title": "x" * 51}], "/blocks/0/title"),
    "no share": ([pie(0)], f"{_CHART}/segments/0/value"),
    "thirteen segments": ([pie(*[1] * 13)], f"{_CHART}/segments"),
    "a missing point": ([line(points(1))], f"{_CHART}/series/0/data"),
    "thirteen series": ([line(*[points(1, 2)] * 13)], f"{_CHART}/series"),
    "no number": ([line([{"label": "0", "value": "1"}], categories=1)], f"{_CHART}/series/0/data/0/value"),
    "another kind": ([chart({"type": "radar"})], f"{_CHART}/type"),
    "no caption": ([data_table() | {"caption": ""}], "/blocks/0/caption"),
    "only a header": ([data_table(1)], "/blocks/0/rows"),
    "102 rows": ([data_table(102)], "/blocks/0/rows"),
    "21 columns": ([data_table(columns=21)], "/blocks/0/rows/0"),
    "a page of none": ([data_table(page_size=0)], "/blocks/0/page_size"),
    "rows of two lengths": (
        [data_table() | {"rows": [[{"type": "raw_text", "text": "x"}]] + data_table()["rows"]}],
        "/blocks/0/rows",
    ),
    "rich text in the header": (
        [data_table() | {"rows": [[{"type": "rich_text", "elements": []}]] * 2}],
        "/blocks/0/rows/0/0",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_takes(name: str) -> None:
    assert faults(*GOOD[name]) == []


@pytest.mark.parametrize("name", BAD)
def test_refuses(name: str) -> None:
    blocks, pointer = BAD[name]

    assert pointer in faults(*blocks)


@pytest.mark.parametrize("block", [pie(1), data_table()])
def test_neither_stands_in_a_modal_or_the_home(block: Block) -> None:
    modal = {"type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": [block]}

    assert [f.pointer for f in rules.check_view(modal)] == ["/view/blocks/0/type"]
    assert [f.pointer for f in rules.check_view({"type": "home", "blocks": [block]})] == [
        "/view/blocks/0/type"
    ]
