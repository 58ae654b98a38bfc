from __future__ import annotations

from tests.engine.checks.telling import BEN, is_quiet, tells

RULE = "discouraged-rewrite"


def test_stripped_digits_are_told_with_the_rewrite_that_does_the_same() -> None:
    files = {BEN + "auth.yaml": "users: [{id: a, username: a, numbers: {strip_digits: 2}}]"}

    tells(RULE, files, BEN + "auth.yaml", "users.0.numbers.strip_digits", "^[0-9]{2}(.*)$")


def test_a_prefix_of_caller_numbers_is_told() -> None:
    files = {BEN + "auth.yaml": 'ip: [{id: a, hosts: [192.0.2.1], numbers: {cli_prefix: "44"}}]'}

    tells(RULE, files, BEN + "auth.yaml", "ip.0.numbers.cli_prefix", 'new: "44$1"')


def test_a_rewrite_is_fine() -> None:
    text = (
        'users: [{id: a, username: a, numbers: {rewrites: [{type: cli, current: "0", new: "44"}]}}]'
    )

    assert is_quiet(RULE, {BEN + "auth.yaml": text})
