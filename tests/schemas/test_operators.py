from __future__ import annotations

from schemas.operators import ROLE_TEXTS, Operators, Role
from tests.schemas.reading import document, faults


def test_a_person_needs_an_id_a_name_and_an_address() -> None:
    people = document(Operators, "operators:\n  - {id: ada, name: Ada, email: ada@example.com}\n")

    assert people.operators[0].roles == ()


def test_roles_add_up() -> None:
    people = document(
        Operators,
        "operators:\n  - {id: g, name: G, email: g@example.com, roles: [engineer, operator]}\n",
    )

    assert people.operators[0].roles == (Role.ENGINEER, Role.OPERATOR)


def test_every_role_says_what_it_may_do() -> None:
    assert set(ROLE_TEXTS) == set(Role)


def test_a_fault_names_the_person_by_place() -> None:
    found = faults(
        Operators,
        "operators:\n  - {id: ada, name: Ada, email: ada@example.com, slack_id: ada}\n  - {id: x}\n",
    )

    assert [fault.pointer for fault in found] == [
        ("operators", 0, "slack_id"),
        ("operators", 1, "name"),
        ("operators", 1, "email"),
    ]


def test_a_misspelt_role_is_answered_with_the_roles() -> None:
    (fault,) = faults(
        Operators, "operators: [{id: a, name: A, email: a@example.com, roles: [boss]}]"
    )

    assert fault.hint == "write one of viewer, operator, engineer, finance, admin"
