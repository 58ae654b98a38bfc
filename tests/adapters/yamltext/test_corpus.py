"""Edits of documents written the way people write them: exactly the lines concerned change."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

import pytest

from adapters.yamltext import YamlText
from adapters.yamltext.events import open_parser, pure_parser
from adapters.yamltext.tree import Scalar, comments_of, parse, plain_value, scalars_of
from engine.edits import DeleteItem, DeleteKey, FieldEdit, InsertItem, MoveItem, SetKey

TEXT = YamlText()
CORPUS = Path(__file__).parent / "corpus"

CASES: dict[str, tuple[str, Sequence[FieldEdit], str]] = {
    # --- scalars ---
    "a scalar keeps its trailing comment": (
        "sections",
        [SetKey(("name",), "Harbour Inns")],
        """
        -name: Harbour Hotels     # as on the contract
        +name: Harbour Inns     # as on the contract
        """,
    ),
    "a number stays plain": (
        "sections",
        [SetKey(("limits", "cps"), 6)],
        """
        -  cps: 4
        +  cps: 6
        """,
    ),
    "digits given as text get quotes": (
        "sections",
        [SetKey(("limits", "cps"), "0044")],
        """
        -  cps: 4
        +  cps: "0044"
        """,
    ),
    "a switch is written plain": (
        "sections",
        [SetKey(("tier",), value=True)],
        """
        -tier: gold
        +tier: true
        """,
    ),
    "a word that reads as a switch gets quotes": (
        "sections",
        [SetKey(("language",), "no")],
        """
        -language: en
        +language: "no"
        """,
    ),
    "single quotes stay": (
        "texts",
        [SetKey(("single",), "that's it")],
        """
        -single: 'it''s plain'
        +single: 'that''s it'
        """,
    ),
    "double quotes stay": (
        "texts",
        [SetKey(("double",), "plain")],
        """
        -double: "tab\\there"
        +double: "plain"
        """,
    ),
    "quotes over two lines become one line": (
        "texts",
        [SetKey(("wrapped",), "short")],
        """
        -wrapped: "a long text
        -  on two lines"
        +wrapped: "short"
        """,
    ),
    "plain text over two lines becomes one line": (
        "texts",
        [SetKey(("plain",), "short")],
        """
        -plain: words that
        -  go on
        +plain: short
        """,
    ),
    "a value on the line below stays there": (
        "texts",
        [SetKey(("next",), "here")],
        """
        -  "on the line below"
        +  "here"
        """,
    ),
    "literal text stays literal": (
        "texts",
        [SetKey(("clip",), "first\nthird\n")],
        """
        -  second
        +  third
        """,
    ),
    "literal text loses its line end": (
        "texts",
        [SetKey(("clip",), "only")],
        """
        -clip: |
        -  first
        -  second
        +clip: |-
        +  only
        """,
    ),
    "kept blank lines go with their text": (
        "texts",
        [SetKey(("keep",), "one\ntwo\n")],
        """
        -keep: |+
        -  two blank lines follow
        -
        -
        +keep: |
        +  one
        +  two
        """,
    ),
    "folded text stays folded, with its comment": (
        "texts",
        [SetKey(("note",), "still short")],
        """
        -  short
        +  still short
        """,
    ),
    "folded paragraphs stay folded": (
        "texts",
        [SetKey(("folded",), "one\ntwo\n")],
        """
        -  folded into
        -  one line
        +  one
        -  and another
        +  two
        """,
    ),
    "text becomes a number": (
        "texts",
        [SetKey(("note",), 5)],
        """
        -note: >-  # shown in the footer
        -  short
        +note: 5  # shown in the footer
        """,
    ),
    "one line becomes several": (
        "sections",
        [SetKey(("name",), "Harbour\nHotels\n")],
        """
        -name: Harbour Hotels     # as on the contract
        +name: |     # as on the contract
        +  Harbour
        +  Hotels
        """,
    ),
    "emoji and right-to-left text stay readable": (
        "unicode",
        [SetKey(("slogan",), "👩‍💻 مرحبا"), SetKey(("name",), "ناقل 🌍")],
        """
        -name: Café Zürich ☕
        -slogan: "👩‍💻 شركة الاتصالات"   # מימין לשמאל
        +name: ناقل 🌍
        +slogan: "👩‍💻 مرحبا"   # מימין לשמאל
        """,
    ),
    # --- keys ---
    "a key goes behind its nearest predecessor, in front of what follows": (
        "sections",
        [SetKey(("status",), "active", ("name", "tier", "status", "ips"))],
        """
        +status: active
        """,
    ),
    "a key without predecessor goes in front of its first successor and its comments": (
        "sections",
        [SetKey(("id",), "harbour", ("id", "name"))],
        """
        +id: harbour
        """,
    ),
    "a key without order goes to the end of its mapping, in front of section comments": (
        "sections",
        [SetKey(("limits", "ccs"), 2)],
        """
        +  ccs: 2
        """,
    ),
    "missing parents come into being": (
        "sections",
        [SetKey(("credit", "limit", "amount"), "10.00")],
        """
        +credit:
        +  limit:
        +    amount: "10.00"
        """,
    ),
    "a new mapping is indented like its neighbours": (
        "wide",
        [SetKey(("defaults", "quiet"), {"from": "22:00", "days": ["sat", "sun"]})],
        """
        +    quiet:
        +        from: "22:00"
        +        days:
        +            -   sat
        +            -   sun
        """,
    ),
    "a new list follows the style without indentation": (
        "indentless",
        [SetKey(("ports",), [5060, 5061])],
        """
        +ports:
        +- 5060
        +- 5061
        """,
    ),
    "a key goes in front of the end of the document": (
        "header",
        [SetKey(("admin",), "noc")],
        """
        +admin: noc
        """,
    ),
    "a key in front of the first one leaves the modeline alone": (
        "header",
        [SetKey(("id",), "z", ("id", "zone"))],
        """
        +id: z
        """,
    ),
    "a deleted key takes its own comments and nobody else's": (
        "sections",
        [DeleteKey(("tier",))],
        """
        -# Only sales may change this.
        -tier: gold
        """,
    ),
    "a deleted key leaves the section comment above it": (
        "sections",
        [DeleteKey(("name",))],
        """
        -name: Harbour Hotels     # as on the contract
        """,
    ),
    "a deleted list takes all that is in it": (
        "tall",
        [DeleteKey(("codecs",))],
        """
        -codecs: [
        -  # best quality
        -  OPUS,   # web only
        -  PCMA,   # default
        -
        -  # last resort
        -  G729    # licensed
        -]
        """,
    ),
    "the first key behind a dash goes": (
        "compact",
        [DeleteKey(("people", 0, "name"))],
        """
        -  - name: Ada     # boss
        -    mail: ada@example.net
        +  - mail: ada@example.net
        """,
    ),
    "the first key behind a dash leaves the comment of the next": (
        "compact",
        [DeleteKey(("people", 3, "mail"))],
        """
        -  -   mail: dan@example.net
        +  -
        """,
    ),
    "the last key leaves empty brackets": (
        "wide",
        [DeleteKey(("defaults", "repeat_s"))],
        """
        -defaults:
        -    repeat_s: 600
        +defaults: {}
        """,
    ),
    "a key before text with kept blank lines takes none of them": (
        "texts",
        [DeleteKey(("strip",))],
        """
        -strip: |-
        -  no line end
        """,
    ),
    # --- block lists ---
    "an appended item goes before the comments that follow": (
        "indentless",
        [InsertItem(("gateways", 2), {"host": "gw3.example"})],
        """
        +- host: gw3.example
        """,
    ),
    "an appended item goes behind the last one, not below a commented-out one": (
        "sections",
        [InsertItem(("dids", 3), "+442071838753")],
        """
        +  - "+442071838753"
        """,
    ),
    "an inserted item leaves the comments of the next with it": (
        "sections",
        [InsertItem(("ips", 1), {"address": "192.0.2.15", "port": 5060})],
        """
        +  - address: 192.0.2.15
        +    port: 5060
        """,
    ),
    "a deleted item takes its comments": (
        "sections",
        [DeleteItem(("ips", 1))],
        """
        -  # old site
        -  # (ask Kim before removing)
        -  - address: 192.0.2.20
        -    port: 5080
        """,
    ),
    "a deleted item takes what is commented out inside it": (
        "sections",
        [DeleteItem(("ips", 0))],
        """
        -  # main site
        -  - address: 192.0.2.10
        -    port: 5060           # behind the SBC
        -    # weight: 10
        """,
    ),
    "the last item goes and its section comment stays": (
        "sections",
        [DeleteItem(("ips", 2))],
        """
        -  - address: 192.0.2.30
        """,
    ),
    "the only item leaves empty brackets": (
        "compact",
        [DeleteItem(("matrix", 1, 0))],
        """
        -  - - d
        +  - []
        """,
    ),
    "a moved item takes its comments": (
        "sections",
        [MoveItem(("dids", 0), 2)],
        """
        -  - "+442071838750"      # reception
        +  - "+442071838750"      # reception
        """,
    ),
    "a moved item leaves the section comment where it was": (
        "sections",
        [MoveItem(("ips", 0), 1)],
        """
        +  # old site
        +  # (ask Kim before removing)
        +  - address: 192.0.2.20
        +    port: 5080
        -  # old site
        -  # (ask Kim before removing)
        -  - address: 192.0.2.20
        -    port: 5080
        """,
    ),
    "the first item of a list behind a dash moves": (
        "compact",
        [MoveItem(("matrix", 0, 0), 1)],
        """
        -  - - a
        -    - b   # second
        +  - - b   # second
        +    - a
        """,
    ),
    "items are written with the gap of their list": (
        "wide",
        [InsertItem(("rules", 0, "notify", 1), "boss")],
        """
        +            -   boss
        """,
    ),
    "items apart stay apart": (
        "wide",
        [InsertItem(("rules", 2), {"name": "new"})],
        """
        +
        +    -   name: new
        """,
    ),
    "an item becomes a mapping": (
        "indentless",
        [SetKey(("timers", 0), {"ring_s": 30})],
        """
        -- 30
        +- ring_s: 30
        """,
    ),
    # --- whole values ---
    "a list set as a whole changes only the items that differ": (
        "sections",
        [SetKey(("dids",), ["+442071838750", "+442071838799", "+442071838752"])],
        """
        -  - "+442071838751"      # bookings
        +  - "+442071838799"      # bookings
        """,
    ),
    "a list set as a whole drops what is gone with its comment": (
        "sections",
        [SetKey(("dids",), ["+442071838752", "+442071838760"])],
        """
        -  - "+442071838750"      # reception
        -  - "+442071838751"      # bookings
        +  - "+442071838760"
        """,
    ),
    "a mapping set as a whole keeps the comments of what stays": (
        "sections",
        [SetKey(("limits",), {"channels": 50, "minutes": 10})],
        """
        -  channels: 40
        -  cps: 4
        +  channels: 50
        +  minutes: 10
        """,
    ),
    "a block list becomes a word": (
        "indentless",
        [SetKey(("timers",), "default")],
        """
        -timers:
        -- 30
        -- 60
        +timers: default
        """,
    ),
    "a word becomes a block list and keeps its comment": (
        "sections",
        [SetKey(("name",), ["Harbour", "Inns"])],
        """
        -name: Harbour Hotels     # as on the contract
        +name:     # as on the contract
        +  - Harbour
        +  - Inns
        """,
    ),
    # --- nothing ---
    "nothing becomes a word": (
        "nulls",
        [SetKey(("alerts",), "low-asr"), SetKey(("owner",), "ada"), SetKey(("end",), 1)],
        """
        -alerts:   # none yet
        -owner: ~
        +alerts: low-asr   # none yet
        +owner: ada
        -end:
        +end: 1
        """,
    ),
    "nothing becomes a list": (
        "nulls",
        [InsertItem(("contacts", 0), {"name": "Ada"}), SetKey(("alerts",), ["low-asr"])],
        """
        +  - name: Ada
        +  - low-asr
        """,
    ),
    "an empty item becomes a mapping": (
        "nulls",
        [SetKey(("items", 0, "name"), "x"), SetKey(("items", 1), {"name": "b"})],
        """
        -  -
        -  - ~
        +  - name: x
        +  - name: b
        """,
    ),
    "a word becomes nothing": (
        "header",
        [SetKey(("ttl",), None)],
        """
        -ttl: 300
        +ttl: null
        """,
    ),
    # --- brackets ---
    "items come and go between brackets": (
        "flow",
        [
            InsertItem(("tags", 2), "eu"),
            InsertItem(("spaced", 0), "new"),
            InsertItem(("comma", 2), "+1"),
            DeleteItem(("wrapped", 1)),
        ],
        """
        -tags: [retail, us]  # for reports
        -spaced: [ retail, us ]
        -comma: [retail, us,]
        +tags: [retail, us, eu]  # for reports
        +spaced: [ new, retail, us ]
        +comma: [retail, us, "+1",]
        -wrapped: [alpha, beta,
        +wrapped: [alpha,
        """,
    ),
    "empty brackets become a block": (
        "flow",
        [InsertItem(("empty", 0), "x"), SetKey(("none", "a", "b"), 1)],
        """
        -empty: []
        -none: {}
        +empty:
        +  - x
        +none:
        +  a:
        +    b: 1
        """,
    ),
    "pairs come, change and go between braces": (
        "flow",
        [
            SetKey(("limits", "ccs"), 5, ("channels", "ccs", "cps")),
            SetKey(("limits", "cps"), 3),
            DeleteKey(("limits", "channels")),
            SetKey(("nested", "right", "up"), {"x": ["no"]}),
            SetKey(("json", "b", 1), "two, three"),
        ],
        """
        -limits: {channels: 10, cps: 2}
        +limits: {ccs: 5, cps: 3}
        -nested: {left: [1, 2], right: {up: yes}}
        +nested: {left: [1, 2], right: {up: {x: ["no"]}}}
        -json: {"a":1,"b":[1,2]}
        +json: {"a":1,"b":[1,"two, three"]}
        """,
    ),
    "keys without values get values": (
        "flow",
        [SetKey(("flags", "debug"), 1), SetKey(("flags", "trace"), 2)],
        """
        -flags: {debug, trace: }
        +flags: {debug: 1, trace: 2 }
        """,
    ),
    "pairs without braces get braces when they grow": (
        "flow",
        [SetKey(("pairs", 0, "c"), 3), DeleteItem(("pairs", 1))],
        """
        -pairs: [a: 1, b: 2]
        +pairs: [{a: 1, c: 3}]
        """,
    ),
    "the last item leaves empty brackets": (
        "flow",
        [DeleteItem(("tags", 0)), DeleteItem(("tags", 0)), DeleteKey(("limits", "cps"))],
        """
        -tags: [retail, us]  # for reports
        +tags: []  # for reports
        -limits: {channels: 10, cps: 2}
        +limits: {channels: 10}
        """,
    ),
    "items change places between brackets": (
        "flow",
        [MoveItem(("wrapped", 0), 3)],
        """
        -wrapped: [alpha, beta,
        -          gamma, delta]
        +wrapped: [beta, gamma,
        +          delta, alpha]
        """,
    ),
    "a row of a table goes with its comment": (
        "flow",
        [DeleteItem(("rows", 0))],
        """
        -  - {number: "+4420", target: a}  # first
        """,
    ),
    "an item gets a line between brackets, and the one before it a comma": (
        "tall",
        [InsertItem(("codecs", 3), "GSM")],
        """
        -  G729    # licensed
        +  G729,    # licensed
        +  GSM
        """,
    ),
    "an item goes in front of the comments of the next": (
        "tall",
        [InsertItem(("codecs", 0), "EVS")],
        """
        +  EVS,
        """,
    ),
    "a pair goes behind a trailing comma, in front of what is commented out": (
        "tall",
        [SetKey(("trunks", "east"), 5)],
        """
        +  east: 5,
        """,
    ),
    "an item goes with its comments, and the comma of the one before": (
        "tall",
        [DeleteItem(("codecs", 2))],
        """
        -  PCMA,   # default
        +  PCMA   # default
        -  # last resort
        -  G729    # licensed
        """,
    ),
    "an item between lines goes with its comments": (
        "tall",
        [DeleteItem(("codecs", 0)), DeleteKey(("trunks", "south"))],
        """
        -  # best quality
        -  OPUS,   # web only
        -  south: 20,   # new
        """,
    ),
    "items in lines change places with their comments": (
        "tall",
        [MoveItem(("codecs", 2), 1)],
        """
        -  PCMA,   # default
        +  # last resort
        +  G729,    # licensed
        -  # last resort
        -  G729    # licensed
        +  PCMA   # default
        """,
    ),
    "leading commas are understood": (
        "tall",
        [DeleteItem(("leading", 2)), InsertItem(("closed", 2), "green")],
        """
        -         , three ]
        +          ]
        -  blue]
        +  blue,
        +  green]
        """,
    ),
    "brackets with only a comment take an item": (
        "tall",
        [InsertItem(("vacant", 0), "x"), DeleteItem(("only", 0))],
        """
        -only: [
        -  # the one
        -  single
        -]
        +only: []
        +  x
        """,
    ),
    "odd indentation is matched": (
        "odd-indent",
        [
            InsertItem(("a", "e", 2), "z"),
            SetKey(("f", "h"), 2),
        ],
        """
        +   -    z
        +      h: 2
        """,
    ),
}


def lines_changed(before: bytes, after: bytes) -> list[str]:
    """Give the lines that went and came, without their line ends."""
    old, new = (data.decode().removeprefix("\ufeff").splitlines() for data in (before, after))
    diff = list(difflib.unified_diff(old, new, n=0, lineterm=""))
    return [line for line in diff[2:] if not line.startswith("@@")]


def expected(block: str) -> list[str]:
    """Give the lines of an expectation."""
    return [
        line[8:] for line in block.strip("\n").splitlines()[: None if block.endswith("\n") else -1]
    ]


VARIANTS = {
    "as it is": lambda data: data,
    "with CRLF": lambda data: data.replace(b"\n", b"\r\n"),
    "with a byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "without final line end": lambda data: data.removesuffix(b"\n"),
}


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("case", CASES)
def test_exactly_the_lines_concerned_change(case: str, variant: str) -> None:
    name, edits, block = CASES[case]
    before = VARIANTS[variant]((CORPUS / f"{name}.yaml").read_bytes())

    after = TEXT.edit(before, edits)

    assert lines_changed(before, after) == expected(block)
    assert after.count(b"\r\n") == (after.count(b"\n") if variant == "with CRLF" else 0)
    assert after.startswith(b"\xef\xbb\xbf") == before.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.yaml")), ids=lambda path: path.stem)
def test_setting_every_value_to_itself_changes_nothing(path: Path) -> None:
    data = path.read_bytes()
    value = TEXT.read(path.name, data).value
    assert value is not None

    edits = [SetKey((key,), item) for key, item in value.items()]

    assert TEXT.edit(data, ()) == data
    assert TEXT.edit(data, edits) == data


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.yaml")), ids=lambda path: path.stem)
def test_both_parsers_give_the_same_places(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    trees = [parse(text, opener)[0] for opener in (open_parser, pure_parser)]

    places = [[(s.start, s.end, s.style, s.text) for s in scalars_of(tree)] for tree in trees]
    assert places[0] == places[1]
    assert plain_value(trees[0]) == plain_value(trees[1]) == TEXT.read("", text.encode()).value
    assert comments_of(text, trees[0]) == comments_of(text, trees[1])
    assert not isinstance(trees[0], Scalar)
