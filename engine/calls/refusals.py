"""Every reason of ours to refuse a call: key -> SIP code and words. The one table; settings may map the codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.calls.model import Refusal

_TABLE: tuple[tuple[str, int, str], ...] = (
    ("ip-unknown", 403, "IP Not Authorised"),
    ("challenge", 407, "Proxy Authentication Required"),
    ("source-ambiguous", 403, "Ambiguous Source"),
    ("user-unknown", 503, "Unknown User"),
    ("user-source", 403, "Source Not In Whitelist"),
    ("inactive", 403, "Account Inactive"),
    ("pending", 403, "Pending Approval"),
    ("suspended", 403, "Account Suspended"),
    ("penalty", 403, "Penalty"),
    ("contract", 403, "Contract Required"),
    ("unverified", 403, "Not Verified"),
    ("hours", 403, "Outside allowed hours"),
    ("credit", 402, "Payment Required"),
    ("daily-spend", 402, "Payment Required"),
    ("channels", 503, "Channel Limit Reached"),
    ("cps", 503, "CPS Limit Reached"),
    ("number", 484, "Address Incomplete"),
    ("no-route", 580, "No Route Available"),
    ("dial-plan", 503, "Blocked by Dial plan"),
    ("listed", 603, "Decline"),
    ("cli", 403, "CLI restriction in effect"),
    ("destination-type", 403, "Destination Blocked"),
    ("no-rate", 503, "No Routes Available (Pre)"),
    ("too-dear", 503, "No Routes Available (U)"),
    ("no-providers", 503, "LCR Unavailable"),
    ("locked", 503, "No Routes Available (Lock)"),
    ("unusable", 503, "No Routes Available (U)"),
    ("codecs", 488, "Not Acceptable Here"),
    ("bandwidth", 503, "Bandwidth Limit Reached"),
    ("profit", 503, "No Routes Available (Profit Assurance)"),
    ("dropped", 503, "Dropping Call (Strategy)"),
    ("strategy-broken", 503, "Internal Strategic Routing Error"),
    ("no-time", 402, "Payment Required"),
    ("did-unknown", 404, "Not Found"),
    ("did-shut", 480, "Temporarily Unavailable"),
    ("did-limit", 503, "Channel Limit Reached"),
    ("caller-unattested", 603, "Decline"),
)

REFUSALS: Mapping[str, Refusal] = {key: Refusal(key, code, reason) for key, code, reason in _TABLE}


def mapped(refusal: Refusal, codes: Mapping[str, str]) -> Refusal:
    """Give a refusal as callers hear it: settings may answer another code, and other words with it."""
    answer = codes.get(str(refusal.code))
    if answer is None:
        return refusal
    code, _, words = answer.partition(" ")
    return replace(refusal, heard=f"{code} {words or refusal.reason}")
