from __future__ import annotations

from engine.parts import groups_of, lists_of
from schemas.auth import Auth
from schemas.faults import parse

AUTH = parse(
    Auth,
    {"ip": [{"id": "a", "hosts": ["192.0.2.1"], "numbers": {"tech_prefix": "9#"}}], "users": []},
)


def test_groups_are_given_with_their_place_and_defaults_are_not() -> None:
    assert isinstance(AUTH, Auth)
    places = [at for at, _ in groups_of(AUTH)]

    assert places == [(), ("ip", 0), ("ip", 0, "numbers")]


def test_lists_that_hold_something_are_given_with_their_place() -> None:
    assert isinstance(AUTH, Auth)

    assert [at for at, _ in lists_of(AUTH)] == [("ip",), ("ip", 0, "hosts")]
