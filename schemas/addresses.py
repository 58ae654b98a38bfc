"""Field types for places and people: e-mail, web, phone, country, time zone."""

from __future__ import annotations

import re
from typing import Annotated

from schemas.base import Reference
from schemas.faults import fault, quoted
from schemas.scalars import Scalar, identifier_of, text_of
from schemas.values import clean_text

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HOST = rf"{_LABEL}(?:\.{_LABEL})*"
_EMAIL_LOCAL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*\Z"
)
_EMAIL_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})+\Z")
_URL = re.compile(rf"https?://(?:{_HOST}|\[[0-9A-Fa-f:.]+\])(?::[0-9]{{1,5}})?(?:[/?#][!-~]*)?\Z")
_PHONE = re.compile(r"\+?[1-9][0-9]{6,14}\Z")
_HOST_NAME = re.compile(_HOST + r"\Z")

# ISO 3166-1 alpha-2, the officially assigned codes, and XK, which is in use for Kosovo.
_COUNTRY_CODES = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA
    CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA
    GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP
    KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS
    MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS
    RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW
    TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
"""
COUNTRIES = frozenset(_COUNTRY_CODES.split())


def email(value: object) -> str:
    """Read an e-mail address of the form mail servers accept everywhere (ASCII, no comments, no quoting)."""
    text = text_of(value, wanted="an e-mail address").strip()
    local, at, domain = text.rpartition("@")
    if (
        at
        and len(text) <= 254
        and len(local) <= 64
        and _EMAIL_LOCAL.match(local)
        and _EMAIL_DOMAIN.match(domain)
    ):
        return text
    raise fault(
        "email",
        f"{quoted(text)} is not an e-mail address",
        "write one address such as ben@example.com",
    )


def url(value: object) -> str:
    """Read a web address: http or https, a host, no user name, no blanks."""
    text = text_of(value, wanted="a web address").strip()
    if len(text) <= 500 and _URL.match(text):
        return text
    hint = "write it in full, for example https://www.example.com"
    if _HOST_NAME.match(text.split("/")[0]) and "." in text:
        hint = f"write it with https:// in front: https://{text}"
    raise fault("url", f"{quoted(text)} is not a web address", hint)


def branch_url(value: object) -> str:
    """Read the web address of a branch: ``{branch}`` stands in it once, for the name."""
    text = url(value)
    if text.count("{branch}") == 1:
        return text
    raise fault(
        "url",
        f"{quoted(text)} names no branch",
        "write {branch} once, where the name of the branch goes",
    )


def host_name(value: object) -> str:
    """Read a fully qualified host name; it is given back in lower case."""
    text = text_of(value, wanted="a host name").strip()
    if len(text) <= 253 and _EMAIL_DOMAIN.match(text) and not text.rpartition(".")[2].isdigit():
        return text.lower()
    raise fault(
        "host",
        f"{quoted(text)} is not a host name",
        "write it in full, for example sip.example.com",
    )


def country(value: object) -> str:
    """Read an ISO 3166-1 alpha-2 code in capitals."""
    text = identifier_of(value, wanted="a country code such as GB")
    if text in COUNTRIES:
        return text
    upper = "GB" if text.upper() == "UK" else text.upper()
    hint = (
        f"write {upper}"
        if upper in COUNTRIES
        else "write an ISO 3166 code of two capitals such as GB"
    )
    raise fault("country", f"{quoted(text)} is not a country code", hint)


def phone(value: object) -> str:
    """Read an international phone number, 7 to 15 digits; a leading + stays as written."""
    text = identifier_of(value, wanted="a phone number")
    if _PHONE.match(text):
        return text
    digits = re.sub(r"[\s().-]", "", text)
    hint = f'write it without blanks and punctuation: "{digits}"' if _PHONE.match(digits) else ""
    raise fault(
        "phone",
        f"{quoted(text)} is not a phone number",
        hint or 'write country code and number in digits, in quotes, for example "+442079460018"',
    )


def zone(value: object) -> str:
    """Read an IANA time zone name."""
    from babel.core import get_global

    text = clean_text(text_of(value, wanted="a time zone such as Europe/London"), longest=60)
    if (
        text == "UTC"
        or text in get_global("zone_territories")
        or text in get_global("zone_aliases")
    ):
        return text
    raise fault(
        "zone",
        f"{quoted(text)} is not a time zone",
        "write an IANA name such as Europe/London, or UTC",
    )


Email = Annotated[
    str,
    Scalar(email, {"type": "string", "maxLength": 254, "pattern": r"^[^@\s]+@[^@\s]+\.[^@\s.]+$"}),
]
Url = Annotated[
    str, Scalar(url, {"type": "string", "maxLength": 500, "pattern": r"^https?://[^\s/]+"})
]
BranchUrl = Annotated[
    str,
    Scalar(
        branch_url,
        {"type": "string", "maxLength": 500, "pattern": r"^https?://[^\s/]+.*\{branch\}"},
    ),
]
HostName = Annotated[
    str, Scalar(host_name, {"type": "string", "maxLength": 253, "pattern": r"^[A-Za-z0-9.-]+$"})
]
Country = Annotated[
    str, Scalar(country, {"type": "string", "pattern": "^[A-Z]{2}$"}), Reference("country")
]
E164 = Annotated[str, Scalar(phone, {"type": "string", "pattern": r"^\+?[1-9][0-9]{6,14}$"})]
Zone = Annotated[str, Scalar(zone, {"type": "string", "maxLength": 60})]
