from __future__ import annotations

from schemas.contracts import Contract, ContractAssignments
from tests.schemas.reading import document, faults


def test_c4_contracts_are_agreements_with_a_grace_date_and_a_required_flag() -> None:
    text = "contracts: [{id: terms, contract: terms-of-service, required: true, grace_date: 2026-07-01}]"

    assignment = document(ContractAssignments, text).contracts[0]

    assert assignment.required is True
    assert assignment.grace_date.isoformat() == "2026-07-01"
    assert assignment.revision is None


def test_a_contract_keeps_every_wording() -> None:
    text = "name: Terms\nrevisions:\n  - {number: 1, date: 2026-01-01, text: One.}\n  - {number: 2, date: 2026-02-01, text: Two.}\n"

    assert [revision.text for revision in document(Contract, text).revisions] == ["One.", "Two."]


def test_a_contract_without_wording_is_refused() -> None:
    assert faults(Contract, "name: Terms\nrevisions: []")[0].rule == "list-length"
