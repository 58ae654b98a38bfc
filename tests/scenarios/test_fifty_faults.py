"""Fifty faults of every sort in a copy of the sample carrier: one run tells all of them, each at its place."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli.main import run
from tests.builders import SAMPLE

pytestmark = pytest.mark.wall_clock  # the command line joins the real composition root

MARK = "¦"
FIRST_MARK = 0xE000


@dataclass(frozen=True)
class Fault:
    """One fault: in the file at ``path``, ``new`` stands for ``old``, and the rule is told where the mark is.

    ``gone`` is a file that is removed.
    """

    rule: str
    path: str
    old: str
    new: str
    gone: str = ""


Place = tuple[str, int, int, str]
"""Path, line, column and rule."""

WREN = "customers/wren-answering/customer.yaml"
LAGOON = "customers/blue-lagoon-travel/customer.yaml"
MAPLE = "customers/maple-conferencing/customer.yaml"
ALMOND = "customers/almond-telecom/contacts.yaml"
BEN_ALERTS = "customers/ben-llc/alerts.yaml"
NORTHGATE_ALERTS = "customers/northgate-dental/alerts.yaml"
PROVIDER_ALERTS = "alerts/providers.yaml"
WHOLESALE = "rate-cards/wholesale-eur/card.yaml"
INBOUND = "rate-cards/inbound-gbp/card.yaml"
GOLDEN = "expectations/ben-llc.yaml"

TEXT = (
    Fault("yaml-syntax", WREN, "currency: GBP", 'currency: ¦"GBP'),
    Fault("yaml-duplicate-key", LAGOON, "debit_limit: 0", "debit_limit: 0\n  ¦debit_limit: 1"),
    Fault(
        "yaml-tab",
        "customers/sunrise-dialler/contacts.yaml",
        "    name: Sunny Patel",
        "¦\tname: Sunny Patel",
    ),
    Fault(
        "yaml-anchor",
        "customers/kestrel-wholesale/contacts.yaml",
        "name: Kestrel NOC",
        "name: ¦&noc Kestrel NOC",
    ),
)
FIELDS = (
    Fault("unknown-field", MAPLE, "channels: 480", "¦chanels: 480"),
    Fault("whole-number", MAPLE, "cps: 25", "cps: ¦25 per second"),
    Fault("percent", MAPLE, '"13"', '¦"13%"'),
    Fault("choice", MAPLE, "basis: invoice", "basis: ¦invoices"),
    Fault("country", MAPLE, "country: CA", "country: ¦CAN"),
    Fault("currency", MAPLE, "\ncurrency: CAD", "\ncurrency: ¦Cad"),
    Fault("plain-identifier", ALMOND, 'mobile: "+972505550100"', "mobile: ¦+972505550100"),
    Fault("email", ALMOND, "noa@almond.example.org", "¦noa at almond.example.org"),
    Fault("money", "packages/uk-1000.yaml", '"4.00"', '¦"4,00"'),
    Fault("date", "contracts/recording-consent.yaml", "2026-01-12", "¦2026-01-32"),
    Fault(
        "true-false",
        "strategies/uk-mobile-quality.yaml",
        "type: tier",
        "type: tier\noverride_routing: ¦yes",
    ),
    Fault(
        "pattern",
        "prefix-sets/premium-rate.yaml",
        '"^1[2-9][0-9]{2}976"',
        '¦"^1[2-9][0-9{2}976"',
    ),
    Fault("hours", "alerts/prepay.yaml", "[daily 22:00-07:00]", "[¦daily 22:00-27:00]"),
    Fault("recipient", "alerts/house.yaml", '["#noc", ', '[¦"the noc", '),
    Fault("destination", "customers/quokka-health/dids.yaml", '"extension:3001"', '¦"ext:3001"'),
    Fault("wrong-shape", "templates/tags/dialler/cli.yaml", "[fixed, voip]", "¦fixed"),
    Fault(
        "secret",
        "providers/borealis/provider.yaml",
        "channels: 300",
        "channels: 300\n    login: {username: harbour, secret: ¦hunter2}",
    ),
    Fault(
        "missing-field",
        "packages/did-uk.yaml",
        "name: UK number\ncurrency: GBP\n",
        "¦currency: GBP\n",
    ),
)
CUSTOMERS = (
    Fault(
        "unknown-reference",
        "customers/kestrel-wholesale/customer.yaml",
        "account_manager: grace",
        "¦account_manager: grase",
    ),
    Fault(
        "unique-name",
        "customers/tide-mobile/customer.yaml",
        "name: Tide Mobile",
        "¦name: kestrel  wholesale bv",
    ),
    Fault(
        "unique-paypal-email",
        "customers/sunrise-dialler/customer.yaml",
        "paypal_email: accounts@sunrise.example.com",
        "¦paypal_email: Pay@ben.example.com",
    ),
    Fault(
        "unique-item-id",
        "customers/ben-llc/cli.yaml",
        "- id: branch",
        "- ¦id: main-number",
    ),
    Fault(
        "package-currency",
        "customers/ben-llc/packages.yaml",
        "package: trunk-rental-usd",
        "¦package: trunk-rental",
    ),
    Fault(
        "assignment-dates",
        "customers/northgate-dental/packages.yaml",
        'end: "2026-12-15"',
        '¦end: "2025-12-15"',
    ),
    Fault(
        "contract-revision-unknown",
        "customers/sunrise-dialler/contracts.yaml",
        "revision: 2",
        "¦revision: 9",
    ),
    Fault("alert-threshold", BEN_ALERTS, "threshold: 15", "¦threshold: -15"),
    Fault("alert-reset-side", BEN_ALERTS, 'reset: "60.00"', '¦reset: "40.00"'),
    Fault("alert-contact-unknown", BEN_ALERTS, '["contact:ben", ', '[¦"contact:bne", '),
    Fault(
        "alert-repeat",
        NORTHGATE_ALERTS,
        "operator: always\n    repeat_minutes: 1440\n",
        "operator: always\n    ¦repeat_minutes: 0\n",
    ),
    Fault(
        "alert-area-watched", NORTHGATE_ALERTS, "area: channel_breaches", "¦area: provider_balance"
    ),
)
SHARED = (
    Fault(
        "package-days",
        "packages/trunk-rental.yaml",
        "charge_days: {month: [15, 31]}",
        "charge_days: {¦week: [mon]}",
    ),
    Fault(
        "package-minutes",
        "packages/trunk-rental-usd.yaml",
        "frequency: monthly",
        "frequency: monthly\n¦minutes: 100",
    ),
    Fault(
        "contract-revision-numbers",
        "contracts/terms-of-service.yaml",
        "number: 2",
        "¦number: 3",
    ),
    Fault(
        "alert-window-area",
        PROVIDER_ALERTS,
        "threshold: 25",
        "threshold: 25\n    ¦window_minutes: 5",
    ),
    Fault("alert-operator-unknown", PROVIDER_ALERTS, '"operator:grace"', '¦"operator:gracie"'),
    Fault(
        "provider-no-gateway",
        "providers/thames-numbers/provider.yaml",
        "gateways:\n  - id: slough\n    host: 192.0.2.40\n    direction: sends",
        "¦gateways:\n  - id: slough\n    host: 192.0.2.40\n    direction: receives",
    ),
    Fault(
        "card-terms-order",
        "rate-cards/retail-usd/card.yaml",
        '- since: "2026-07-01T00:00:00Z"\n    precision: 4',
        "- ¦precision: 4",
    ),
    Fault(
        "profit-rule-tie",
        WHOLESALE,
        'match: "4470"',
        'match: "4470"\n    - id: again\n      ¦match: "4470"',
    ),
    Fault(
        "card-build-and-dynamic",
        WHOLESALE,
        "published:",
        "¦dynamic_routing: [atlas-standard]\npublished:",
    ),
    Fault(
        "card-without-rates",
        INBOUND,
        "name: Inc",
        "¦name: Inc",
        gone="rate-cards/inbound-gbp/rates.csv",
    ),
    Fault(
        "plain-credential",
        "providers/atlas-carrier/provider.yaml",
        "notes: Maintenance on Sundays",
        "¦notes: Portal password is Tr0ub4dor. Maintenance on Sundays",
    ),
    Fault("prefix-set-contradiction", "prefix-sets/uk-mobile.yaml", '"447"\n', '¦"4470"\n'),
    Fault("expectation-refusal", GOLDEN, 'code: "402"}', 'code: "402", ¦cli_sent: "1"}'),
)
HOUSE = (
    Fault("policy-rule-dead", "policy.yaml", "profile.*]", "¦profil.*]"),
    Fault("sip-code-loop", "settings.yaml", '  "402": "503 Funds Required"', '  ¦"402": "402"'),
    Fault(
        "unique-operator", "operators.yaml", "email: finn@example.com", "¦email: ada@example.com"
    ),
)
FAULTS = (*TEXT, *FIELDS, *CUSTOMERS, *SHARED, *HOUSE)


@pytest.fixture
def carrier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sample carrier, and a state folder of our own."""
    monkeypatch.setenv("TRUNKLINE_STATE_DIR", str(tmp_path / "state"))
    return Path(shutil.copytree(SAMPLE, tmp_path / "config"))


def test_fifty_faults_are_told_in_one_run_each_at_its_field(
    carrier: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    planted = plant(carrier, FAULTS)

    code = run(["validate", str(carrier), "--json"])

    told = [problem for problem in problems(capsys) if problem["severity"] == "error"]
    assert sorted(place(problem) for problem in told) == sorted(planted)
    assert len(planted) == 50
    assert code == 1


def test_the_sample_itself_has_no_error(carrier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["validate", str(carrier), "--json"])

    assert [one for one in problems(capsys) if one["severity"] == "error"] == []
    assert code == 0


def plant(root: Path, faults: Sequence[Fault]) -> list[Place]:
    """Put the faults into the files below ``root``, and say where each has to be told."""
    texts: dict[str, str] = {}
    for number, fault in enumerate(faults):
        text = texts.get(fault.path) or (root / fault.path).read_text()
        assert text.count(fault.old) == 1, f"{fault.path} does not hold {fault.old!r} once"
        texts[fault.path] = text.replace(fault.old, fault.new.replace(MARK, mark(number)))
        if fault.gone:
            (root / fault.gone).unlink()
    for path, text in texts.items():
        (root / path).write_text(without_marks(text))
    return [position(texts, number, fault) for number, fault in enumerate(faults)]


def mark(number: int) -> str:
    """A character that no file holds, one for each fault."""
    return chr(FIRST_MARK + number)


def without_marks(text: str) -> str:
    return "".join(one for one in text if not FIRST_MARK <= ord(one) < FIRST_MARK + len(FAULTS))


def position(texts: Mapping[str, str], number: int, fault: Fault) -> Place:
    before = without_marks(texts[fault.path].partition(mark(number))[0])
    return fault.path, before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1, fault.rule


def problems(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)["problems"]
    return found


def place(problem: Mapping[str, object]) -> Place:
    return (
        str(problem["path"]),
        int(str(problem["line"])),
        int(str(problem["column"])),
        str(problem["rule"]),
    )
