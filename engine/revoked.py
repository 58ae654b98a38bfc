"""Who may still act while ``operators.yaml`` does not hold: those of its last version that did, without what was taken away since."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic import ValidationError

from engine.edits import Plain
from engine.ports.texts import Reading
from schemas.operators import Operator, Operators


def without_revoked(people: Operators, reading: Reading, written: str) -> Operators:
    """Take from ``people`` whatever a later version of the file that does not hold took from them.

    That is everybody it does not list; of whom it lists in an entry that holds by itself, the roles and accounts it does
    not give any more. Nothing is added. ``written`` is the text of that version: where it cannot be read as YAML, whoever's id does
    not stand in it is not listed.
    """
    entries = _entries(reading)
    if entries is None:
        return _with(people, [one for one in people.operators if _is_named(one.id, written)])
    return _with(
        people, [_narrowed(one, entries[one.id]) for one in people.operators if one.id in entries]
    )


def _with(people: Operators, kept: list[Operator]) -> Operators:
    return people.model_copy(update={"operators": tuple(kept)})


def _entries(reading: Reading) -> Mapping[str, Plain] | None:
    """Give the entry of each person by id; None if the text does not say who is listed."""
    value = reading.meant if reading.value is None else reading.value
    listed = value.get("operators") if value is not None else None
    if not isinstance(listed, list):
        return None
    return {str(one.get("id")): one for one in listed if isinstance(one, Mapping)}


def _narrowed(person: Operator, entry: Plain) -> Operator:
    try:
        now = Operator.model_validate(entry)
    except ValidationError:
        return person
    kept = {
        name: value if getattr(now, name) == value else None
        for name, value in (("slack_id", person.slack_id), ("os_user", person.os_user))
    }
    roles = tuple(role for role in person.roles if role in now.roles)
    return person.model_copy(update={**kept, "roles": roles})


def _is_named(person: str, written: str) -> bool:
    """Whether an id stands in a text outside its comments."""
    named = rf"(?m)^[^#\n]*(?<![\w-]){re.escape(person)}(?![\w-])"
    return re.search(named, written) is not None
