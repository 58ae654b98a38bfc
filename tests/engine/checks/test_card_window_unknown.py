from __future__ import annotations

from engine.checks import card_window_unknown
from tests.engine.checks.carriers import problems, told

PATH = "rate-cards/c/rates.csv"
CARD = "name: C\nside: customer\ncurrency: EUR\n"
WINDOWS = CARD + "windows: [{id: night, hours: ['daily 20:00-07:00']}]\n"


def files(card: str, *rows: str) -> dict[str, str]:
    table = "\n".join(["prefix,name,rate,window", *rows]) + "\n"
    return {"rate-cards/c/card.yaml": card, PATH: table}


def test_a_window_that_the_card_does_not_have_is_told_once_at_its_first_row() -> None:
    rows = ("44,UK,0.01,", "44,UK,0.005,nite", "447,M,0.005,nite")

    (problem,) = problems(card_window_unknown, files(WINDOWS, *rows))

    assert (problem.path, problem.line, problem.field) == (PATH, 3, "rates[44].window")
    assert 'no window "nite"; it has night' in problem.message


def test_a_card_without_windows_is_told_in_a_change_of_its_rows_or_header() -> None:
    row = "44,UK,0.01,night"
    before = files(WINDOWS, row)

    assert told(card_window_unknown, files(CARD, row), before=before) == [
        f"{PATH}:2:12 rates[44].window"
    ]
    assert told(card_window_unknown, files(CARD, row), before=files(CARD, "44,UK,0.01,")) != []


def test_windows_of_the_card_and_rows_without_one_are_fine() -> None:
    assert told(card_window_unknown, files(WINDOWS, "44,UK,0.01,", "44,UK,0.005,night")) == []
    plain = {"rate-cards/c/card.yaml": CARD, PATH: "prefix,name,rate\n44,UK,0.01\n"}
    assert told(card_window_unknown, plain) == []
