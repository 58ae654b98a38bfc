"""Portal passwords in SQL: hashes only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import ColumnElement, and_, delete, select

from adapters.store.database import Database
from adapters.store.inserting import put
from adapters.store.tables import portal_passwords
from engine.ports.secrets import PortalPassword


class SqlPortalPasswords:
    """The ``PortalPasswords`` port on SQLAlchemy; instants are kept to the millisecond."""

    def __init__(self, database: Database) -> None:
        """Work on a database that has our tables."""
        self._database = database

    def put(self, password: PortalPassword) -> None:
        """Record a password in the place of the one before."""
        with self._database.writing() as connection:
            put(connection, portal_passwords, asdict(password))

    def get(self, customer: str, contact: str) -> PortalPassword | None:
        """Give what is recorded of a contact."""
        with self._database.reading() as connection:
            query = select(portal_passwords).where(_of(customer, contact))
            row = connection.execute(query).one_or_none()
            return None if row is None else PortalPassword(**row._asdict())

    def remove(self, customer: str, contact: str) -> bool:
        """Forget the password of a contact; False if there was none."""
        with self._database.writing() as connection:
            gone = connection.execute(delete(portal_passwords).where(_of(customer, contact)))
            return gone.rowcount > 0

    def known(self) -> Sequence[tuple[str, str]]:
        """List the (customer, contact) pairs that have a password, in order."""
        pair = (portal_passwords.c.customer, portal_passwords.c.contact)
        with self._database.reading() as connection:
            return tuple(
                (row[0], row[1]) for row in connection.execute(select(*pair).order_by(*pair))
            )


def _of(customer: str, contact: str) -> ColumnElement[bool]:
    return and_(portal_passwords.c.customer == customer, portal_passwords.c.contact == contact)
