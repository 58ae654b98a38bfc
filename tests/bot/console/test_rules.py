"""What Slack takes and what it does not: every limit with something just inside and something just outside."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.console import rules
from tests.bot.console import gallery
from tests.bot.console.shop_app import option, order_card, order_modal, text

Block = dict[str, Any]


def mrkdwn(value: str) -> Block:
    return {"type": "mrkdwn", "text": value}


def section(value: str = "x", **more: Any) -> Block:
    return {"type": "section", "text": mrkdwn(value), **more}


def button(**more: Any) -> Block:
    return {"type": "button", "text": text("Go"), "action_id": "go", **more}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def select(**more: Any) -> Block:
    return {"type": "static_select", "action_id": "s", "options": [option("A", "a")], **more}


def field(element: Block, **more: Any) -> Block:
    return {"type": "input", "label": text("L"), "element": element, **more}


def table(rows: int = 2, columns: int = 2, cell: str = "x") -> Block:
    cells = [{"type": "raw_text", "text": cell}] * columns
    return {"type": "table", "rows": [cells] * rows}


def modal(*blocks: Block, **more: Any) -> Block:
    return {"type": "modal", "title": text("T"), "blocks": list(blocks), **more}


def message_faults(*blocks: Block, said: str = "x") -> list[str]:
    return [f.pointer for f in rules.check_message({"text": said, "blocks": list(blocks)})]


def view_faults(view: Block) -> list[str]:
    return [f.pointer for f in rules.check_view(view)]


GOOD: dict[str, list[Block]] = {
    "fifty blocks": [section()] * 50,
    "a section of 3000 characters": [section("x" * 3000)],
    "ten fields": [{"type": "section", "fields": [mrkdwn("x" * 500)] * 10}],
    "25 buttons": [actions(*(button(action_id=f"b{n}") for n in range(25)))],
    "a danger button without confirm": [actions(button(style="danger"))],
    "the longest option": [actions(select(options=[option("x" * 75, "v" * 150)]))],
    "one table of 100 rows": [table(100, 10)],
    "an order": order_card("ORD-1", "Acme", "1", "waiting"),
    "the same action id in two blocks": [actions(button()), actions(button())],
}
BAD: dict[str, tuple[list[Block], str]] = {
    "a file input in a message": ([field({"type": "file_input"})], "/blocks/0/element"),
    "51 blocks": ([section()] * 51, "/blocks"),
    "an unknown block": ([{"type": "picture"}], "/blocks/0/type"),
    "no type": ([{}], "/blocks/0/type"),
    "not an object": (["x"], "/blocks/0/type"),
    "a modal's block": ([{"type": "alert", "text": mrkdwn("x")}], "/blocks/0/type"),
    "3001 characters": ([section("x" * 3001)], "/blocks/0/text/text"),
    "empty text": ([section("")], "/blocks/0/text/text"),
    "an empty section": ([{"type": "section"}], "/blocks/0"),
    "eleven fields": ([{"type": "section", "fields": [mrkdwn("x")] * 11}], "/blocks/0/fields"),
    "a long field": (
        [{"type": "section", "fields": [mrkdwn("x" * 2001)]}],
        "/blocks/0/fields/0/text",
    ),
    "an unknown key": ([section(colour="red")], "/blocks/0"),
    "a header in mrkdwn": ([{"type": "header", "text": mrkdwn("x")}], "/blocks/0/text/type"),
    "a long header": ([{"type": "header", "text": text("x" * 151)}], "/blocks/0/text/text"),
    "26 buttons": (
        [actions(*(button(action_id=f"b{n}") for n in range(26)))],
        "/blocks/0/elements",
    ),
    "no buttons": ([actions()], "/blocks/0/elements"),
    "a long button": ([actions(button(text=text("x" * 76)))], "/blocks/0/elements/0/text/text"),
    "a long value": ([actions(button(value="x" * 2001))], "/blocks/0/elements/0/value"),
    "an unknown style": ([actions(button(style="blue"))], "/blocks/0/elements/0/style"),
    "a long action id": ([actions(button(action_id="x" * 256))], "/blocks/0/elements/0/action_id"),
    "two equal action ids": ([actions(button(), button())], "/blocks/0"),
    "two equal block ids": ([section(block_id="b"), section(block_id="b")], "/blocks/1/block_id"),
    "eleven context elements": (
        [{"type": "context", "elements": [mrkdwn("x")] * 11}],
        "/blocks/0/elements",
    ),
    "no options": ([actions(select(options=[]))], "/blocks/0/elements/0/options"),
    "101 options": (
        [actions(select(options=[option("x", str(n)) for n in range(101)]))],
        "/blocks/0/elements/0/options",
    ),
    "a long option": (
        [actions(select(options=[option("x" * 76, "v")]))],
        "/blocks/0/elements/0/options/0/text/text",
    ),
    "a long option value": (
        [actions(select(options=[option("x", "v" * 151)]))],
        "/blocks/0/elements/0/options/0/value",
    ),
    "options and groups": (
        [actions(select(option_groups=[{"label": text("g"), "options": [option("b", "b")]}]))],
        "/blocks/0/elements/0",
    ),
    "a foreign initial option": (
        [actions(select(initial_option=option("B", "b")))],
        "/blocks/0/elements/0/initial_option",
    ),
    "equal option values": (
        [actions(select(options=[option("A", "a"), option("B", "a")]))],
        "/blocks/0/elements/0/options",
    ),
    "six overflow options": (
        [
            section(
                accessory={
                    "type": "overflow",
                    "action_id": "o",
                    "options": [option(str(n), str(n)) for n in range(6)],
                }
            )
        ],
        "/blocks/0/accessory/options",
    ),
    "a long confirm title": (
        [actions(button(confirm={"title": text("x" * 101), "text": text("x")}))],
        "/blocks/0/elements/0/confirm/title/text",
    ),
    "an input element in actions": (
        [actions({"type": "plain_text_input", "action_id": "p"})],
        "/blocks/0/elements/0/type",
    ),
    "a malformed date": (
        [actions({"type": "datepicker", "action_id": "d", "initial_date": "23.11.2026"})],
        "/blocks/0/elements/0/initial_date",
    ),
    "an image without alt text": (
        [{"type": "image", "image_url": "https://example.org/x.png"}],
        "/blocks/0",
    ),
    "an image from nowhere": ([{"type": "image", "alt_text": "x"}], "/blocks/0"),
    "an inline image": (
        [{"type": "image", "alt_text": "x", "image_url": "data:image/png;base64,AA"}],
        "/blocks/0/image_url",
    ),
    "two tables": ([table(), table()], "/blocks"),
    "an empty cell": ([table(1, 1, "")], "/blocks/0/rows/0/0/text"),
    "101 rows": ([table(101, 1)], "/blocks/0/rows"),
    "21 columns": ([table(1, 21)], "/blocks/0/rows/0"),
    "a table that is too long": ([table(100, 20, "xxxxxx")], "/blocks"),
    "a message that is too long": ([section("x" * 2900)] * 5, "/blocks"),
    "too much markdown": ([{"type": "markdown", "text": "x" * 7000}] * 2, "/blocks"),
}


@pytest.mark.parametrize("name", GOOD)
def test_takes(name: str) -> None:
    assert message_faults(*GOOD[name]) == []


@pytest.mark.parametrize("name", BAD)
def test_refuses(name: str) -> None:
    blocks, pointer = BAD[name]

    assert message_faults(*blocks) == [pointer]


def test_takes_the_gallery() -> None:
    for blocks, attachments in gallery.MESSAGES:
        content = {"text": "x", "blocks": blocks, "attachments": attachments}
        assert rules.check_message(content) == []
    assert view_faults(gallery.MODAL) == []
    assert view_faults(gallery.home([])) == []
    assert view_faults(order_modal("x")) == []


def test_looks_into_attachments() -> None:
    content = {"text": "x", "attachments": [{"color": "blue", "blocks": [section("")]}]}

    pointers = [finding.pointer for finding in rules.check_message(content)]

    assert pointers == ["/attachments/0/color", "/attachments/0/blocks/0/text/text"]


def test_advises_text_beside_blocks() -> None:
    [finding] = rules.check_message({"blocks": [section()]})

    assert (finding.severity, finding.pointer) == ("warning", "/text")


INPUT: Block = {"type": "plain_text_input", "action_id": "p"}
BAD_VIEWS: dict[str, tuple[Block, str]] = {
    "a long title": (modal(section(), title=text("x" * 25)), "/view/title/text"),
    "no title": ({"type": "modal", "blocks": []}, "/view"),
    "inputs without submit": (modal(field(INPUT)), "/view"),
    "a long submit": (modal(submit=text("x" * 25)), "/view/submit/text"),
    "101 blocks": (modal(*[section()] * 101), "/view/blocks"),
    "a table": (modal(table()), "/view/blocks/0/type"),
    "markdown": (modal({"type": "markdown", "text": "x"}), "/view/blocks/0/type"),
    "much metadata": (modal(private_metadata="x" * 3001), "/view/private_metadata"),
    "a long callback id": (modal(callback_id="x" * 256), "/view/callback_id"),
    "an unknown key": (modal(size="large"), "/view"),
    "an unknown type": ({"type": "page", "blocks": []}, "/view/type"),
    "a button in an input": (
        modal(field(button()), submit=text("S")),
        "/view/blocks/0/element/type",
    ),
    "a number without its kind": (
        modal(field({"type": "number_input", "action_id": "n"}), submit=text("S")),
        "/view/blocks/0/element",
    ),
    "eleven radio buttons": (
        modal(
            field(
                {
                    "type": "radio_buttons",
                    "action_id": "r",
                    "options": [option("x", str(n)) for n in range(11)],
                }
            ),
            submit=text("S"),
        ),
        "/view/blocks/0/element/options",
    ),
    "a long placeholder": (
        modal(field(INPUT | {"placeholder": text("x" * 151)}), submit=text("S")),
        "/view/blocks/0/element/placeholder/text",
    ),
    "two focused fields": (
        modal(
            field(INPUT | {"focus_on_load": True}),
            field(INPUT | {"focus_on_load": True}),
            submit=text("S"),
        ),
        "/view/blocks",
    ),
    "a home with an alert": (
        {"type": "home", "blocks": [{"type": "alert", "text": mrkdwn("x")}]},
        "/view/blocks/0/type",
    ),
}


@pytest.mark.parametrize("name", BAD_VIEWS)
def test_refuses_the_view(name: str) -> None:
    view, pointer = BAD_VIEWS[name]

    assert view_faults(view) == [pointer]


@pytest.mark.parametrize(
    ("answer", "pointers"),
    [
        ({"options": []}, []),
        ({"options": [option("A", "a")]}, []),
        ({"options": [option("A" * 76, "a")]}, ["/options/0/text/text"]),
        ({}, [""]),
        ("text", [""]),
    ],
)
def test_judges_the_options_of_an_external_select(answer: Any, pointers: list[str]) -> None:
    assert [finding.pointer for finding in rules.check_options(answer)] == pointers


_KEYS = (
    "type text blocks elements options option_groups accessory fields rows initial_options "
    "initial_option section actions static_select table modal input element value plain_text "
    "mrkdwn rich_text title label confirm"
)
_WORDS = st.sampled_from(_KEYS.split())
_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | _WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_WORDS, inner, max_size=6),
    max_leaves=30,
)


@given(_ANYTHING)
def test_never_stumbles_over_nonsense(nonsense: Any) -> None:
    rules.check_message({"text": "x", "blocks": nonsense, "attachments": [nonsense]})
    rules.check_view(nonsense)
    rules.check_view({"type": "modal", "blocks": nonsense})
    rules.check_options(nonsense)
