from __future__ import annotations

from engine.checks import secret_to_rotate
from tests.engine.checks.carriers import problems, told

AUTH = """\
users:
  - {id: desk, username: "1001", rotate: true, voicemail: {rotate: true}}
  - {id: hall, username: "1002"}
ip:
  - {id: pbx, hosts: [203.0.113.7], login: {username: us, rotate: true}}
"""
PROVIDER = """\
name: Atlas
currency: EUR
portal: {username: us, rotate: true}
gateways:
  - {id: london, host: 198.51.100.10, login: {username: us, rotate: true}}
"""


def test_every_marked_secret_is_told_with_the_way_to_a_new_one() -> None:
    found = problems(secret_to_rotate, {"customers/ben/auth.yaml": AUTH})

    assert {(one.line, one.field, one.hint) for one in found} == {
        (2, "users.0.rotate", "set it anew: auth user rotate ben desk"),
        (2, "users.0.voicemail.rotate", "set it anew: auth user pin ben desk"),
        (5, "ip.0.login.rotate", "set it anew: auth ip login ben pbx"),
    }


def test_what_we_answer_providers_with_counts_too() -> None:
    found = problems(secret_to_rotate, {"providers/atlas/provider.yaml": PROVIDER})

    assert {(one.field, one.hint) for one in found} == {
        ("portal.rotate", "set it anew: provider password atlas"),
        ("gateways.0.login.rotate", "set it anew: provider gateway login atlas london"),
    }


def test_without_a_mark_nothing_is_told() -> None:
    assert told(secret_to_rotate, {"customers/ben/auth.yaml": AUTH.replace("true", "false")}) == []
