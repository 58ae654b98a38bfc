"""Which caller number a call may show."""

from __future__ import annotations

import pytest

from tests.engine.calls.carrier import BEN, CUSTOMER, ROUTES, more, refused, tried


def rules(*items: str, head: str = "") -> dict[str, str]:
    return {BEN + "cli.yaml": head + "rules:\n" + "".join(f"  - {{{one}}}\n" for one in items)}


PASS, NONE = "", "403 CLI restriction in effect"


@pytest.mark.parametrize(
    ("files", "cli", "code", "shown"),
    [
        ({}, "999", PASS, "999"),
        (more(CUSTOMER, "cli: {approved_only: true}"), "999", NONE, "999"),
        (rules("id: a, cli: '12125550123'"), "12125550123", PASS, "12125550123"),
        (rules("id: a, cli: '12125550123'"), "999", NONE, "999"),
        (rules("id: a, cli: '1212555'"), "12125550123", NONE, "12125550123"),
        (rules("id: a, cli: '^1212555'"), "12125550123", PASS, "12125550123"),
        (rules("id: a, cli: '12125550123', forced: true"), "999", PASS, "12125550123"),
        (rules("id: a, cli: '12125550123', forced: true"), "12125550123", PASS, "12125550123"),
        (rules("id: a, cli: '^0(.*)$', rewrite_cli: '44$1'"), "02079460111", PASS, "442079460111"),
        (rules("id: a, cli: '1', dialled: '^1'"), "1", NONE, "1"),
        (rules("id: a, cli: '1', enabled: false"), "999", PASS, "999"),
        (rules("id: a, cli: '1', direction: origination"), "999", PASS, "999"),
        (rules("id: a, cli: '12125550123'"), "", NONE, "anonymous"),
        (rules("id: a, cli: '^anonymous$', rewrite_cli: '442079460100'"), "", PASS, "442079460100"),
        (rules("id: a, cli: '442079460111', types: [mobile]"), "442079460111", NONE, "442079460111"),
        (rules("id: a, cli: '447911123456', types: [mobile]"), "447911123456", PASS, "447911123456"),
    ],
)  # fmt: skip
def test_the_truth_table_of_caller_numbers(
    files: dict[str, str], cli: str, code: str, shown: str
) -> None:
    answer = tried(files=files, cli=cli)
    assert (refused(answer), answer.cli) == (code, shown)


def test_of_several_forced_numbers_one_is_drawn_by_the_call_or_the_first_is_taken() -> None:
    two = ("id: a, cli: '441', forced: true", "id: b, cli: '442', forced: true")
    drawn = {tried(files=rules(*two), cli="9", call_id=str(one)).cli for one in range(20)}
    assert drawn == {"441", "442"}
    same = {tried(files=rules(*two), cli="9", call_id="x").cli for _ in range(5)}
    assert len(same) == 1
    first = rules(*two, head="forced_choice: first\n")
    assert {tried(files=first, cli="9", call_id=str(one)).cli for one in range(9)} == {"441"}


def test_an_own_number_is_shown_by_the_longest_common_beginning() -> None:
    files = {
        **rules("id: a, use_did: prefix_match"),
        BEN + "dids.yaml": "dids:\n"
        "  - {id: a, number: '12125550100', provider: alpha, provider_card: cheap}\n"
        "  - {id: b, number: '442079460100', provider: alpha, provider_card: cheap}\n",
    }
    assert tried(files=files, cli="999").cli == "442079460100"


def test_a_rule_may_be_tied_to_the_tech_prefix_of_a_route() -> None:
    files = {
        **rules("id: a, cli: '999', dialled: '^7#'"),
        ROUTES: "routes: [{id: world, rate_card: retail}, {id: seven, rate_card: retail, tech_prefix: '7#'}]\n",
    }
    assert refused(tried("7#442079460018", files, cli="999")) == PASS
    assert refused(tried("442079460018", files, cli="999")) == NONE


def test_a_rule_that_asks_a_database_says_that_it_is_not_known() -> None:
    answer = tried(files=rules("id: a, database: spring"))
    assert refused(answer) == NONE
    assert "database spring, which is not among the files" in answer.warnings[0]


def test_a_rule_whose_uses_are_over_still_restricts() -> None:
    files = rules("id: a, cli: '12125550123', hits: {limit: 3, interval_s: 3600}")
    assert refused(tried(files=files, counters={"cli_hits": {"ben/12125550123": "2"}})) == PASS
    assert refused(tried(files=files, counters={"cli_hits": {"ben/12125550123": "3"}})) == NONE


def test_the_first_rule_that_fits_counts_own_before_those_of_a_tag() -> None:
    own = rules("id: a, cli: '^1', rewrite_cli: '441'", "id: b, cli: '^12', rewrite_cli: '442'")
    tag = {
        **more(CUSTOMER, "tags: [vip]"),
        "templates/tags/vip/cli.yaml": "rules: [{id: t, cli: '^121', rewrite_cli: '443'}]\n",
    }
    assert tried(files={**own, **tag}).cli.startswith("441")
    assert tried(files=tag).cli.startswith("443")
