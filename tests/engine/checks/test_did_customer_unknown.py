from __future__ import annotations

from engine.checks import run_checks, scope_of
from tests.engine.checks.carriers import book_of
from tests.engine.checks.telling import BEN, a_customer, a_did, is_quiet, tells

RULE = "did-customer-unknown"

ZOE = "customers/zoe/customer.yaml"
FILES = {
    BEN + "customer.yaml": a_customer(),
    BEN + "dids.yaml": f"dids: [{a_did(more='destinations: [customer:zoe]')}]",
}


def test_a_customer_who_does_not_exist_is_told() -> None:
    tells(RULE, FILES, BEN + "dids.yaml", "dids.0.destinations.0", '"zoe"')


def test_removing_a_customer_looks_at_the_numbers_that_lead_to_it() -> None:
    before, after = book_of(FILES | {ZOE: a_customer(name="Zoe")}), book_of(FILES)
    found = run_checks(after, scope_of(before, after, [ZOE]))

    assert [one.path for one in found if one.rule == RULE] == [BEN + "dids.yaml"]


def test_a_customer_who_exists_is_fine() -> None:
    assert is_quiet(RULE, FILES | {ZOE: a_customer(name="Zoe")})
