"""The rules about the text of a YAML document, with stable ids, and the limits they enforce."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

MAX_BYTES = 1024 * 1024
MAX_SCALAR_BYTES = 64 * 1024
MAX_DEPTH = 64
# A hostile or binary file must not turn into a million findings.
MAX_PROBLEMS = 200

SYNTAX = "yaml-syntax"
DUPLICATE_KEY = "yaml-duplicate-key"
KEY = "yaml-key"
MERGE_KEY = "yaml-merge-key"
ALIAS = "yaml-alias"
ANCHOR = "yaml-anchor"
TAG = "yaml-tag"
DIRECTIVE = "yaml-directive"
MULTIPLE_DOCUMENTS = "yaml-multiple-documents"
NOT_A_MAPPING = "yaml-not-a-mapping"
EMPTY = "yaml-empty"
TAB = "yaml-tab"
ENCODING = "yaml-encoding"
CHARACTER = "yaml-character"
INVISIBLE = "yaml-invisible"
BOM = "yaml-bom"
TOO_LARGE = "yaml-too-large"
SCALAR_TOO_LARGE = "yaml-scalar-too-large"
DEPTH = "yaml-depth"

LIMITS = frozenset({TOO_LARGE, SCALAR_TOO_LARGE, DEPTH})

RULES: Mapping[str, str] = MappingProxyType(
    {
        SYNTAX: "The text follows the YAML grammar.",
        DUPLICATE_KEY: "A key stands once in its mapping.",
        KEY: "A key is a plain or quoted word on one line, written without '?', and not empty.",
        MERGE_KEY: "Values are written out, not merged in with '<<'.",
        ALIAS: "Values are written out, not repeated with an alias such as *name.",
        ANCHOR: "Values carry no anchor such as &name.",
        TAG: "Values carry no tag such as !!str; the schema gives the type.",
        DIRECTIVE: "A file has no directive line such as %YAML.",
        MULTIPLE_DOCUMENTS: "A file holds one document.",
        NOT_A_MAPPING: "The top level of a file is a mapping of keys to values.",
        EMPTY: "A file says something.",
        TAB: "Lines are indented with spaces, never with tabs.",
        ENCODING: "A file is UTF-8 text.",
        CHARACTER: "A file holds no control characters and only ordinary line ends.",
        INVISIBLE: "Text holds no invisible or direction-changing characters that make it read otherwise (warning).",
        BOM: "A file starts without a byte order mark (warning).",
        TOO_LARGE: "A file is at most 1 MiB.",
        SCALAR_TOO_LARGE: "One value is at most 64 KiB.",
        DEPTH: "Values nest at most 64 deep.",
    }
)
"""Rule id -> one sentence that says what holds."""
