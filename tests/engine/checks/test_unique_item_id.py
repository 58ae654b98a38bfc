from __future__ import annotations

from tests.engine.checks.telling import BEN, is_quiet, tells

RULE = "unique-item-id"


def test_two_items_of_one_list_do_not_share_an_id() -> None:
    files = {f"{BEN}auth.yaml": "users: [{id: desk, username: a}, {id: desk, username: b}]"}

    tells(RULE, files, f"{BEN}auth.yaml", "users.1.id", '"desk"', "users.0")


def test_two_lists_may_use_the_same_id() -> None:
    files = {
        f"{BEN}auth.yaml": "users: [{id: desk, username: a}]\nip: [{id: desk, hosts: [192.0.2.1]}]"
    }

    assert is_quiet(RULE, files)
