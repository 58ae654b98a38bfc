from __future__ import annotations

import pytest
from babel import Locale

from schemas.addresses import COUNTRIES, E164, BranchUrl, Country, Email, HostName, Url, Zone
from schemas.scalars import PlainText
from tests.schemas.test_values import accepted, refused


@pytest.mark.parametrize(
    "text", ["ben@example.com", "a.b+c@sub.example.co.uk", "o'neil@example.org", "x@xn--p1ai.ru"]
)
def test_ordinary_addresses_are_accepted(text: str) -> None:
    assert accepted(Email, PlainText(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "ben",
        "ben@",
        "@example.com",
        "ben@localhost",
        "a@b@example.com",
        "a..b@example.com",
        ".a@example.com",
        "ben@example.com\nBcc: x@example.com",
        "ben@example.com,x@example.com",
        "Ben <ben@example.com>",
        "a b@example.com",
        "ben@-example.com",
        "bén@example.com",
        "x" * 65 + "@example.com",
        "<mailto:ben@example.com|ben@example.com>",
    ],
)
def test_what_could_break_a_mail_header_is_refused(text: str) -> None:
    assert refused(Email, text)[0] == "email"


@pytest.mark.parametrize(
    "text", ["https://www.example.com", "http://example.com:8080/a?b=c#d", "https://[2001:db8::1]/"]
)
def test_web_addresses_name_a_host(text: str) -> None:
    assert accepted(Url, text) == text


@pytest.mark.parametrize(
    "text",
    [
        "ftp://example.com",
        "https://",
        "javascript:alert(1)",
        "https://user:pw@example.com",
        "https://a b.com",
    ],
)
def test_other_schemes_users_and_blanks_are_refused(text: str) -> None:
    assert refused(Url, text)[0] == "url"


def test_a_web_address_without_scheme_is_answered_with_one() -> None:
    assert refused(Url, "example.com/x")[1].endswith(
        "write it with https:// in front: https://example.com/x"
    )


def test_the_address_of_a_branch_names_it_once() -> None:
    address = "https://git.example.com/c/config/compare/main...{branch}?expand=1"

    assert accepted(BranchUrl, PlainText(address)) == address
    for text in ("https://git.example.com/compare", address + "&head={branch}", "{branch}"):
        assert refused(BranchUrl, text)[0] == "url"


def test_countries_are_the_iso_codes_the_locale_data_knows() -> None:
    territories = {code for code in Locale("en").territories if len(code) == 2}

    assert territories >= COUNTRIES
    assert territories - COUNTRIES == {
        "AC",
        "CP",
        "CQ",
        "DG",
        "EA",
        "EU",
        "EZ",
        "IC",
        "QO",
        "TA",
        "UN",
        "XA",
        "XB",
        "ZZ",
    }


def test_norway_needs_no_quotes_elsewhere_but_here_it_does() -> None:
    assert accepted(Country, "NO") == "NO"
    assert refused(Country, PlainText("NO"))[1].endswith('write it in quotes: "NO"')


@pytest.mark.parametrize(("text", "right"), [("gb", "GB"), ("UK", "GB")])
def test_near_country_codes_are_answered_with_the_right_one(text: str, right: str) -> None:
    assert refused(Country, text)[1].endswith(f"write {right}")


@pytest.mark.parametrize("text", ["+442079460018", "442079460018"])
def test_phones_stay_as_written(text: str) -> None:
    assert accepted(E164, text) == text


def test_phones_stand_in_quotes() -> None:
    assert refused(E164, PlainText("+442079460018"))[0] == "plain-identifier"
    assert refused(E164, PlainText("442079460018"))[0] == "plain-identifier"


def test_phones_with_punctuation_are_answered_without() -> None:
    assert refused(E164, "+44 (20) 7946-0018")[1].endswith('"+442079460018"')


@pytest.mark.parametrize("text", ["0044207946", "+", "12345", "+4420794600181234", "44207946001x"])
def test_other_texts_are_no_phones(text: str) -> None:
    assert refused(E164, text)[0] == "phone"


@pytest.mark.parametrize(
    "text",
    ["UTC", "Europe/London", "Europe/Kiev", "Europe/Kyiv", "Asia/Calcutta", "America/New_York"],
)
def test_zones_are_iana_names(text: str) -> None:
    assert accepted(Zone, text) == text


@pytest.mark.parametrize("text", ["London", "GMT+1", "europe/london", "../etc/passwd"])
def test_other_texts_are_no_zones(text: str) -> None:
    assert refused(Zone, text)[0] == "zone"


def test_host_names_are_lower_case_and_no_addresses() -> None:
    assert accepted(HostName, "SIP.Example.COM") == "sip.example.com"
    assert refused(HostName, "203.0.113.7")[0] == "host"
    assert refused(HostName, "localhost")[0] == "host"
