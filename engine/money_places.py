"""How many decimals the coins of a currency have."""

from __future__ import annotations

from collections.abc import Mapping

_PLACES: Mapping[int, str] = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
"""Minor units of ISO 4217 that are not 2; locale data differs, as it tells which coins are still in use."""

_BY_CODE = {code: places for places, codes in _PLACES.items() for code in codes.split()}


def places_of(currency: str) -> int:
    """Give the decimals of a currency: 2 for most, 0 for yen, 3 for some dinars."""
    return _BY_CODE.get(currency, 2)
