from __future__ import annotations

from engine.checks import sip_code_loop
from tests.engine.checks.carriers import SETTINGS, problems, told


def settings(*answers: str) -> dict[str, str]:
    lines = "".join(f"  {answer}\n" for answer in answers)
    return {"settings.yaml": f"{SETTINGS}sip_codes:\n{lines}"}


def test_codes_that_stand_for_each_other_are_told_once() -> None:
    files = settings('"402": "503 Later"', '"503": "480"', '"480": "402 Pay"', '"404": "402"')

    [problem] = problems(sip_code_loop, files)

    assert (problem.line, problem.column, problem.field) == (6, 3, "sip_codes.402")
    assert "402 is sent as 503 is sent as 480 is sent as 402" in problem.message


def test_a_code_sent_as_itself_is_wrong_without_a_text_only() -> None:
    assert told(sip_code_loop, settings('"402": "402"')) == ["settings.yaml:6:3 sip_codes.402"]
    assert told(sip_code_loop, settings('"402": "402 Top up"')) == []


def test_a_chain_without_end_in_itself_is_right() -> None:
    assert told(sip_code_loop, settings('"402": "503"', '"503": "480"')) == []
