from __future__ import annotations

from tests.engine.checks.telling import BEN, a_customer, a_did, is_quiet, tells

RULE = "did-extension-unknown"

DIDS = {BEN + "dids.yaml": f"dids: [{a_did(more='destinations: [test, extension:2001]')}]"}
USERS = "users: [{id: a, username: '2001'}]"


def test_an_extension_that_nobody_has_is_told() -> None:
    tells(RULE, DIDS, BEN + "dids.yaml", "dids.0.destinations.1", '"2001"', "add the user")


def test_an_extension_of_another_customer_is_told() -> None:
    files = DIDS | {
        "customers/zoe/customer.yaml": a_customer(name="Zoe"),
        "customers/zoe/auth.yaml": USERS,
    }

    tells(RULE, files, BEN + "dids.yaml", "dids.0.destinations.1", "customer:zoe")


def test_a_user_of_the_customer_is_fine() -> None:
    assert is_quiet(RULE, DIDS | {BEN + "auth.yaml": USERS})
