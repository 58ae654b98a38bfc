from __future__ import annotations

import pytest

from schemas.scalars import PlainText
from schemas.voice import (
    Codec,
    CodecWord,
    DialLine,
    Digits,
    Direction,
    DirectionWord,
    Number,
    NumberPolicy,
    NumberPolicyWord,
    Replacement,
    SIPAnswer,
    TechPrefix,
    is_plain_line,
)
from tests.schemas.test_values import accepted, refused


def test_prefixes_are_digits_in_quotes() -> None:
    assert accepted(Digits, "0044") == "0044"
    assert refused(Digits, PlainText("0044"))[0] == "plain-identifier"
    assert refused(Digits, "+44") == (
        "digits",
        '"+44" is not a prefix of digits; write it without +: "44"',
    )


@pytest.mark.parametrize("text", ["9#", "77", "*8", "1" * 16])
def test_tech_prefixes_are_digits_stars_and_hashes(text: str) -> None:
    assert accepted(TechPrefix, text) == text


@pytest.mark.parametrize("text", ["9a", "+9", "", "1" * 17, "9 9"])
def test_other_texts_are_no_tech_prefixes(text: str) -> None:
    assert refused(TechPrefix, text)[0] == "digits"


def test_public_numbers_are_written_without_plus() -> None:
    assert accepted(Number, "442079460100") == "442079460100"
    assert refused(Number, "+442079460100")[1].endswith('write it without +: "442079460100"')


@pytest.mark.parametrize("line", ["44", "+44", "9#", "0044*"])
def test_lines_of_digits_are_plain_prefixes(line: str) -> None:
    assert is_plain_line(line)
    assert accepted(DialLine, line) == line


@pytest.mark.parametrize("line", ["^44", "44|49", "^44(20|161)[0-9]+$", "44+", "[0-9]{3}"])
def test_other_lines_are_regular_expressions(line: str) -> None:
    assert not is_plain_line(line)
    assert accepted(DialLine, line) == line


@pytest.mark.parametrize(
    "line",
    ["^((?!^1(800|833)).)*$", "(?=44)", "(?<!1)2", "(44)\\1", "(?P<x>4)(?P=x)", "(4)(?(1)5)"],
)
def test_patterns_that_need_unbounded_time_are_refused(line: str) -> None:
    assert refused(DialLine, line)[0] == "pattern"


def test_a_pattern_that_does_not_compile_says_why() -> None:
    rule, told = refused(DialLine, "^44(20")

    assert rule == "pattern"
    assert "unterminated subpattern" in told


def test_an_escaped_backslash_before_a_digit_is_no_back_reference() -> None:
    assert accepted(DialLine, r"a\\1") == r"a\\1"


@pytest.mark.parametrize("text", ["", "44$1", "44\\1", "$<db>", "+$1", "anonymous", "#1#"])
def test_replacements_are_digits_words_and_groups(text: str) -> None:
    assert accepted(Replacement, text) == text


@pytest.mark.parametrize("text", ["44 $1", "$", "$<>", "a\r\nFrom: x", "<x>"])
def test_replacements_cannot_break_a_header(text: str) -> None:
    assert refused(Replacement, text)[0] == "text-format"


@pytest.mark.parametrize(
    ("word", "direction"), [("egress", Direction.SENDS), ("ingress", Direction.RECEIVES)]
)
def test_c5_the_old_words_for_directions_are_seen_from_the_endpoint(
    word: str, direction: Direction
) -> None:
    assert accepted(DirectionWord, word) is direction


def test_g711_is_asked_which_of_two() -> None:
    assert accepted(CodecWord, "g711a") is Codec.PCMA
    assert refused(CodecWord, "g711")[1].endswith("write pcma (A-law) or pcmu (mu-law)")


def test_only_numbers_that_ever_connected_is_the_old_double_plus() -> None:
    assert accepted(NumberPolicyWord, "++") is NumberPolicy.CONNECTED_ONLY


@pytest.mark.parametrize("text", ["503", "503 Funds Required"])
def test_answers_are_a_code_and_a_text(text: str) -> None:
    assert accepted(SIPAnswer, text) == text


@pytest.mark.parametrize("text", ["200 OK", "abc", "503\r\nX: y", "99"])
def test_other_texts_are_no_refusal(text: str) -> None:
    assert refused(SIPAnswer, text)[0] in {"text-format", "text-characters"}
