from __future__ import annotations

from tests.engine.checks.telling import BEN, a_did, is_quiet, tells

RULE = "item-id-reused"

BEFORE = {f"{BEN}dids.yaml": f"dids: [{a_did('442079460100').replace('n442079460100', 'main')}]"}


def test_the_id_of_a_number_does_not_pass_to_another_number() -> None:
    after = {path: text.replace("0100", "0199") for path, text in BEFORE.items()}

    tells(RULE, after, f"{BEN}dids.yaml", "dids.0.number", "442079460199", before=BEFORE)


def test_a_person_may_get_another_address() -> None:
    before = {f"{BEN}contacts.yaml": "contacts: [{id: ben, name: Ben, email: ben@example.com}]"}
    after = {f"{BEN}contacts.yaml": "contacts: [{id: ben, name: Ben, email: b@example.com}]"}

    assert is_quiet(RULE, after, before=before)


def test_without_a_past_nothing_is_used_again() -> None:
    assert is_quiet(RULE, BEFORE)
