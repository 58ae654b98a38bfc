from __future__ import annotations

from tests.engine.checks.telling import BEN, a_customer, a_did, is_quiet, tells, told

RULE = "did-loop"


def dids(*items: tuple[str, str]) -> str:
    listed = ", ".join(a_did(number, f"destinations: [{where}]") for number, where in items)
    return f"dids: [{listed}]"


def carrier(ben: str, zoe: str) -> dict[str, str]:
    return {
        BEN + "dids.yaml": ben,
        "customers/zoe/customer.yaml": a_customer(name="Zoe"),
        "customers/zoe/dids.yaml": zoe,
    }


def test_two_numbers_that_lead_to_each_other_are_told_at_both() -> None:
    files = carrier(
        dids(("44100", "test, external:44200")),
        dids(("44200", "external:44300"), ("44300", "external:44100")),
    )

    found = told(RULE, files)
    assert [(one.path, one.field) for one in found] == [
        (BEN + "dids.yaml", "dids.0.destinations.1"),
        ("customers/zoe/dids.yaml", "dids.0.destinations.0"),
        ("customers/zoe/dids.yaml", "dids.1.destinations.0"),
    ]
    assert "44100 to 44200 to 44300 to 44100" in found[0].message


def test_a_number_that_leads_to_itself_is_told() -> None:
    files = {BEN + "dids.yaml": dids(("44100", "external:44100"))}

    tells(RULE, files, BEN + "dids.yaml", "dids.0.destinations.0", "44100 to 44100")


def test_a_way_that_ends_is_fine() -> None:
    assert is_quiet(
        RULE, carrier(dids(("44100", "external:44200")), dids(("44200", "external:999")))
    )


def test_a_way_into_a_loop_of_others_is_told_of_the_others_only() -> None:
    files = carrier(
        dids(("44100", "external:44200")),
        dids(("44200", "external:44300"), ("44300", "external:44200")),
    )

    assert {one.path for one in told(RULE, files)} == {"customers/zoe/dids.yaml"}
