"""The commands about alerts: thresholds, and what stands beside the list."""

from __future__ import annotations

import pytest

from handlers.kit.reply import Outcome, PlanView, Problems, Reply
from tests.builders import Carrier, a_house, sample_carrier


@pytest.fixture
def carrier() -> Carrier:
    return a_house(sample_carrier())


def rules(reply: Reply) -> set[str]:
    """What a plan warns of, or what a refusal names."""
    told = [b.findings for b in reply.blocks if isinstance(b, PlanView)]
    told += [b.problems for b in reply.blocks if isinstance(b, Problems)]
    return {problem.rule for some in told for problem in some}


def test_a_threshold_is_typed_without_a_flag(carrier: Carrier) -> None:
    carrier.change('alert add wren-answering "Little credit" #noc available_credit below 50')

    [alert] = carrier.type("alert list wren-answering").values["alerts"]
    assert (alert["id"], alert["threshold"], alert["notify"]) == ("little-credit", "50", ["#noc"])


def test_an_alert_that_compares_needs_a_threshold(carrier: Carrier) -> None:
    reply = carrier.type('alert add wren-answering "Little credit" #noc available_credit below')

    assert reply.outcome is Outcome.INVALID
    assert "alert-threshold" in rules(reply)


def test_a_name_that_an_alert_of_the_customer_has_is_told_beside_its_field(
    carrier: Carrier,
) -> None:
    carrier.change('alert add wren-answering "Little credit" #noc available_credit below 50')
    reply = carrier.type(
        'alert add wren-answering "little  credit" #noc balance below 50 --id other'
    )

    assert [problem.field for problem in reply.blocks[0].problems] == ["name"]


def test_quiet_hours_stay_when_the_last_alert_goes(carrier: Carrier) -> None:
    path = "customers/northgate-dental/alerts.yaml"
    for name in ("daily-report", "refused"):
        assert carrier.change(f"alert remove northgate-dental {name}").outcome is Outcome.DONE

    written = (carrier.file(path) or b"").decode()
    assert "quiet_hours:" in written
    assert "alerts:" not in written
    assert carrier.type("alert list northgate-dental").values["alerts"] == []


def test_the_first_alert_stands_behind_the_quiet_hours(carrier: Carrier) -> None:
    test_quiet_hours_stay_when_the_last_alert_goes(carrier)
    carrier.change('alert add northgate-dental "Little credit" #noc available_credit below 50')

    written = (carrier.file("customers/northgate-dental/alerts.yaml") or b"").decode()
    assert written.index("quiet_hours:") < written.index("alerts:")
