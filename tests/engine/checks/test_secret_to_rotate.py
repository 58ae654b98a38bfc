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
PROVIDER = "name: Atlas\ncurrency: EUR\nportal: {username: us, rotate: true}\n"


def test_every_marked_secret_is_told_with_the_way_to_a_new_one() -> None:
    found = problems(secret_to_rotate, {"customers/ben/auth.yaml": AUTH})

    assert [(one.line, one.field) for one in found] == [
        (2, "users.0.rotate"),
        (2, "users.0.voicemail.rotate"),
        (5, "ip.0.login.rotate"),
    ]
    assert found[0].hint == "set it anew: auth user rotate ben desk"


def test_a_providers_portal_counts_too() -> None:
    [problem] = problems(secret_to_rotate, {"providers/atlas/provider.yaml": PROVIDER})

    assert "provider's portal" in problem.message


def test_without_a_mark_nothing_is_told() -> None:
    assert told(secret_to_rotate, {"customers/ben/auth.yaml": AUTH.replace("true", "false")}) == []
