from __future__ import annotations

from tests.engine.checks.telling import BEN, a_customer, is_quiet, tells

RULE = "portal-show-and-hide"


def test_a_section_in_both_lists_is_told() -> None:
    files = {BEN + "customer.yaml": a_customer("portal: {show: [cdrs], hide: [auth, cdrs]}")}

    tells(RULE, files, BEN + "customer.yaml", "portal.hide.1", "cdrs", "portal.show")


def test_different_sections_are_fine() -> None:
    files = {BEN + "customer.yaml": a_customer("portal: {show: [cdrs], hide: [auth]}")}

    assert is_quiet(RULE, files)
