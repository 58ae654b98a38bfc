"""Mails from templates."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError

from bot.mail.drawing import _environment, draw

VALUES = {
    "carrier": "Harbour Voice",
    "customer": 'Ben & Söhne <b>"LLC"</b>',
    "name": "Ben Archer",
    "username": "1001",
    "realm": "sip.example.net",
    "login": "ben@ben.example.com",
    "password": "kX7p-Rm3v-Tq9w-Hf2d",
}
TEMPLATES = sorted(
    file.stem for file in (Path(__file__).parents[3] / "bot" / "mail" / "templates").glob("*.txt")
)


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_letter_tells_the_password_once_in_each_form_and_not_in_its_subject(
    template: str,
) -> None:
    drawn = draw(template, VALUES)

    assert drawn.text.count(VALUES["password"]) == 1
    assert drawn.html.count(VALUES["password"]) == 1
    assert VALUES["password"] not in drawn.subject
    assert VALUES["password"] not in repr(drawn)
    assert drawn.subject


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_name_cannot_become_markup(template: str) -> None:
    drawn = draw(template, VALUES)

    assert "Ben &amp; Söhne &lt;b&gt;" in drawn.html
    assert "<b>&" not in drawn.html
    assert VALUES["customer"] in drawn.text


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_mail_loads_nothing_from_anywhere(template: str) -> None:
    html = draw(template, VALUES).html

    assert "https://" not in html
    assert "<img" not in html


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_missing_value_is_an_error_and_not_an_empty_place(template: str) -> None:
    with pytest.raises(UndefinedError):
        draw(template, {"carrier": "x"})


def test_a_template_sees_texts_only() -> None:
    with pytest.raises(TypeError, match="texts only"):
        draw("sip-password", VALUES | {"customer": object()})


@pytest.mark.parametrize(
    "text", ["{{ ''.__class__.__mro__ }}", "{{ name.__init__ }}", "{{ [].append(1) }}"]
)
def test_a_template_reaches_nothing_behind_its_values(text: str) -> None:
    with pytest.raises((SecurityError, UndefinedError)):
        _environment().from_string(text).render(VALUES)
