from __future__ import annotations

from tests.engine.checks.telling import BEN, a_did, is_quiet, tells

RULE = "did-price-and-package"


def files(more: str) -> dict[str, str]:
    return {BEN + "dids.yaml": f"dids: [{a_did(more=more)}]"}


def test_a_price_beside_a_package_is_told() -> None:
    both = files('package: did-uk, retail: "1.50"')

    tells(RULE, both, BEN + "dids.yaml", "dids.0.retail", "did-uk", '"1.50"')


def test_one_of_the_two_is_fine() -> None:
    assert is_quiet(RULE, files('retail: "1.50", cost: "0.40"'))
    assert is_quiet(RULE, files('package: did-uk, retail: "0.00"'))
