"""Slack's limits for the blocks that show figures: charts and sortable tables.

Source: the block reference of Slack's documentation (``data_visualization`` of June 2026, ``data_table`` of May 2026).
"""

from __future__ import annotations

from typing import Any

from bot.console.shapes import (
    Rule,
    Sheet,
    anything,
    both,
    by_type,
    list_of,
    one_of,
    record,
    string,
    type_of,
    whole,
)

TABLE_ROWS = 101  # the header and a hundred
TABLE_COLUMNS = 20
SERIES = 12
POINTS = 20
_LABEL = string(20)
_TITLE = string(50)


def _number(sheet: Sheet, pointer: str, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        sheet.error(pointer, "must be a number")


def _more_than_nothing(sheet: Sheet, pointer: str, value: Any) -> None:
    if isinstance(value, int | float) and value <= 0:
        sheet.error(pointer, "must be more than 0")


def _one_point_for_each_category(sheet: Sheet, pointer: str, value: Any) -> None:
    axis, series = value.get("axis_config"), value.get("series")
    categories = axis.get("categories") if isinstance(axis, dict) else None
    if not isinstance(categories, list) or not isinstance(series, list):
        return
    names = [item.get("name") for item in series if isinstance(item, dict)]
    if len(set(map(str, names))) != len(names):
        sheet.error(f"{pointer}/series", "series names must be unique")
    for place, item in enumerate(series):
        points = item.get("data") if isinstance(item, dict) else None
        labels = [p.get("label") for p in points or () if isinstance(p, dict)]
        if sorted(map(str, labels)) != sorted(map(str, categories)):
            message = "must have exactly one point for each of the categories"
            sheet.error(f"{pointer}/series/{place}/data", message)


def _drawn_on_axes(kind: str) -> Rule:
    point = record({"label": _LABEL, "value": _number})
    series = record({"name": _LABEL, "data": list_of(point, POINTS)})
    axis = record({"categories": list_of(_LABEL, POINTS)}, {"x_label": _TITLE, "y_label": _TITLE})
    shape = record({"type": one_of(kind), "series": list_of(series, SERIES), "axis_config": axis})
    return both(shape, _one_point_for_each_category)


_SEGMENT = record({"label": _LABEL, "value": both(_number, _more_than_nothing)})
_CHART = by_type(
    {
        "pie": record({"type": anything, "segments": list_of(_SEGMENT, SERIES)}),
        **{kind: _drawn_on_axes(kind) for kind in ("line", "bar", "area")},
    },
    "chart type",
)
DATA_VISUALIZATION = record(
    {"type": anything, "title": _TITLE, "chart": _CHART}, {"block_id": string(255)}
)

_CELL = by_type(
    {
        "raw_text": record({"type": anything, "text": string(20_000)}),
        "raw_number": record({"type": anything, "value": _number}, {"text": string(255)}),
        "rich_text": anything,
    },
    "cell",
)


def _is_a_grid(sheet: Sheet, pointer: str, value: Any) -> None:
    rows = value.get("rows")
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows) or not rows:
        return
    if len({len(row) for row in rows}) > 1:
        sheet.error(f"{pointer}/rows", "every row must have the same number of cells")
    for place, cell in enumerate(rows[0]):
        if type_of(cell) == "rich_text":
            sheet.error(f"{pointer}/rows/0/{place}", "a header cell must not be rich_text")


DATA_TABLE = both(
    record(
        {
            "type": anything,
            "caption": string(2000),
            "rows": list_of(list_of(_CELL, TABLE_COLUMNS), TABLE_ROWS, 2),
        },
        {
            "block_id": string(255),
            "page_size": whole(1, 100),
            "row_header_column_index": whole(0, TABLE_COLUMNS - 1),
        },
    ),
    _is_a_grid,
)
