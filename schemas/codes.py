"""Lists of codes that others keep: currencies and countries, with their English names, from the locale data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from schemas.addresses import COUNTRIES

CODE_KINDS = ("currency", "country")


@cache
def code_names(kind: str) -> Mapping[str, str]:
    """Map each code of a kind to its English name; current currencies come before past ones."""
    from babel import Locale
    from babel.core import get_global

    english = Locale("en")
    if kind == "country":
        return {code: english.territories.get(code, code) for code in sorted(COUNTRIES)}
    spans = (span for spans in get_global("territory_currencies").values() for span in spans)
    current = {span[0] for span in spans if span[2] is None and span[3]}
    known = sorted(get_global("all_currencies"), key=lambda code: (code not in current, code))
    return {
        code: english.currencies.get(code, code) for code in known if code not in {"XXX", "XTS"}
    }
