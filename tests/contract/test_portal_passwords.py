"""What every ``PortalPasswords`` promises, asked of SQLite, of PostgreSQL and of the twin in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.memory.portal import MemoryPortalPasswords
from adapters.store.opening import open_store
from engine.ports.secrets import PortalPassword, PortalPasswords
from tests.stores import url_of

NOON = datetime(2026, 3, 2, 12, 0, 0, 123_456, tzinfo=UTC)
BEN = PortalPassword(
    customer="ben-llc", contact="ben", hash="$argon2id$x", set_at=NOON, must_change=True
)


@pytest.fixture(params=["sqlite", "postgresql", "memory"])
def passwords(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PortalPasswords]:
    if request.param == "memory":
        yield MemoryPortalPasswords()
        return
    sql = open_store(url_of(request, tmp_path), create=True)
    yield sql.portal
    sql.close()


def test_what_was_put_is_given_to_the_millisecond(passwords: PortalPasswords) -> None:
    passwords.put(BEN)

    kept = replace(BEN, set_at=NOON.replace(microsecond=123_000))
    assert passwords.get("ben-llc", "ben") == kept
    assert passwords.get("ben-llc", "mia") is None


def test_a_new_password_takes_the_place_of_the_old(passwords: PortalPasswords) -> None:
    passwords.put(BEN)
    passwords.put(replace(BEN, hash="$argon2id$y", must_change=False))

    found = passwords.get("ben-llc", "ben")
    assert found is not None
    assert (found.hash, found.must_change) == ("$argon2id$y", False)
    assert passwords.known() == (("ben-llc", "ben"),)


def test_the_same_contact_id_at_two_customers_is_two_people(passwords: PortalPasswords) -> None:
    passwords.put(BEN)
    passwords.put(replace(BEN, customer="almond-telecom"))

    assert passwords.remove("ben-llc", "ben")
    assert not passwords.remove("ben-llc", "ben")
    assert passwords.known() == (("almond-telecom", "ben"),)
