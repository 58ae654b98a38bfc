from __future__ import annotations

from tests.engine.checks.telling import BEN, is_quiet, tells

RULE = "login-incomplete"

SECRET = '"-----BEGIN AGE ENCRYPTED FILE-----\\nYWdlLWVuY3J5cHRpb24ub3JnL3Yx\\n-----END AGE ENCRYPTED FILE-----\\n"'


def test_a_user_name_without_a_password_is_told() -> None:
    text = "ip: [{id: a, hosts: [192.0.2.1], login: {username: harbour}}]"

    tells(RULE, {BEN + "auth.yaml": text}, BEN + "auth.yaml", "ip.0.login.username", "no password")


def test_a_gateway_with_a_password_and_no_user_name_is_told() -> None:
    path = "providers/a/provider.yaml"
    text = f"name: A\ncurrency: EUR\ngateways: [{{id: a, host: 192.0.2.1, login: {{secret: {SECRET}}}}}]"

    tells(RULE, {path: text}, path, "gateways.0.login.secret", "no user name")


def test_both_or_none_are_fine() -> None:
    text = (
        "ip: [{id: b, hosts: [192.0.2.2]},"
        f" {{id: a, hosts: [192.0.2.1], login: {{username: harbour, secret: {SECRET}}}}}]"
    )

    assert is_quiet(RULE, {BEN + "auth.yaml": text})
