"""``help``, ``whoami``, ``validate``, ``repo status``, ``repo sync``, ``confirm`` and ``cancel``."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.people import Identity
from handlers.kit.reply import Fields, Outcome, Problems, Table
from tests.builders import Carrier, a_carrier, a_customer, a_house, sample_carrier

STRANGER = Identity("slack", "U0STRANGER")


@pytest.fixture
def carrier() -> Carrier:
    return a_house()


# --- help -------------------------------------------------------------------------------------------------------


def commands(carrier: Carrier, who: str, **args: str) -> set[str]:
    [table] = [b for b in carrier.run("help", who, **args).blocks if isinstance(b, Table)]
    return {row[0] for row in table.rows}


def test_help_lists_what_each_role_may_run(carrier: Carrier) -> None:
    everybody = {"help", "whoami", "validate"}
    viewer = commands(carrier, "vera")
    of_customers = commands(carrier, "vera", command="customer")

    assert everybody <= commands(carrier, "nora")
    assert "customer" not in commands(carrier, "nora")
    assert everybody | {"customer"} <= viewer
    assert {"customer history CUSTOMER", "customer why CUSTOMER FIELD"} <= of_customers
    assert "customer add NAME CURRENCY" not in of_customers
    assert "customer add NAME CURRENCY" in commands(carrier, "ada", command="customer")
    assert commands(carrier, "rosa") >= commands(carrier, "ada") >= viewer


def test_help_has_one_row_for_each_first_word(carrier: Carrier) -> None:
    reply = carrier.run("help", "ada")
    rows = {
        row[0]: row[1] for block in reply.blocks if isinstance(block, Table) for row in block.rows
    }

    assert rows["customer"].startswith("add, ")
    assert rows["whoami"] == "Tell who you are to Trunkline, and what you may do."
    assert rows["simulate"].startswith("Simulate a call: ")  # stands alone, and has words below it
    assert rows["simulate"].endswith("Also: list, show")
    assert len(rows) < 50


def test_help_is_plain_words(carrier: Carrier) -> None:
    for command in ("customer contract", "lint"):
        reply = carrier.run("help", "ada", command=command)

        assert "`" not in str(reply)


def test_help_of_an_area_counts_its_commands(carrier: Carrier) -> None:
    assert carrier.run("help", "vera", command="repo").summary == "1 command you may run under repo"
    assert commands(carrier, "ada", command="repo") == {"repo status", "repo sync"}


def test_help_of_a_command_shows_usage_arguments_examples_and_who_may(carrier: Carrier) -> None:
    reply = carrier.run("help", "nora", command="customer add")

    assert reply.summary == "customer add NAME CURRENCY: Add a customer."
    said = str(reply.blocks)
    assert "--debit_limit" in said
    assert 'customer add "Ben LLC" USD' in said
    assert "Who may: operator" in said


def test_help_guesses(carrier: Carrier) -> None:
    reply = carrier.run("help", command="custmer ad")

    assert reply.outcome is Outcome.REFUSED
    assert "did you mean customer add" in reply.blocks[0].text
    assert carrier.run("help", command="zzzzzz").blocks[0].text == "see: help"


# --- whoami -----------------------------------------------------------------------------------------------------


def test_whoami_names_person_roles_and_authorship(carrier: Carrier) -> None:
    reply = carrier.ask_as(Identity("slack", "U0GRACE1"), "whoami", {})

    assert reply.summary == "You are Grace Okafor (grace), operator, engineer."
    assert reply.values["roles"] == ["operator", "engineer"]
    assert "Grace Okafor <grace@example.com>" in str(reply.blocks)


def test_a_stranger_learns_who_can_let_them_in(carrier: Carrier) -> None:
    reply = carrier.ask_as(STRANGER, "whoami", {})

    assert "slack:U0STRANGER, whom operators.yaml does not name" in reply.summary
    assert reply.blocks[0].text == "Rosa Delgado can add you."


def test_a_person_without_a_role_is_known_by_name(carrier: Carrier) -> None:
    reply = carrier.run("whoami", "nora")

    assert reply.summary.startswith("You are Nora None, to whom operators.yaml gives no role")
    assert reply.blocks[0].text == "Rosa Delgado can give you one."


# --- validate ---------------------------------------------------------------------------------------------------


def planted(folder: Path) -> None:
    files = sample_carrier() | {
        "customers/bad/customer.yaml": b"name: Bad\ncurrency: dollars\nlimits:\n  chanels: 3\n",
        "customers/ben-twin/customer.yaml": a_customer("ben llc", "EUR"),
        "customers/tabs/customer.yaml": b"name: Tabs\nlimits:\n\tcps: 1\n",
        "customers/ben-llc/custmer.yaml": b"name: stray\n",
        "operators.yaml": b"operators:\n  - {id: ada, name: Ada}\n",
        "policy.yaml": b"default: maybe\n",
    }
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def test_validate_tells_every_planted_fault_at_once(carrier: Carrier, tmp_path: Path) -> None:
    planted(tmp_path)
    reply = carrier.ask_as(STRANGER, "validate", {"path": str(tmp_path)})

    assert reply.outcome is Outcome.INVALID
    found = {(row["path"], row["rule"]) for row in reply.values["problems"]}
    assert found >= {
        ("customers/bad/customer.yaml", "currency"),
        ("customers/bad/customer.yaml", "unknown-field"),
        ("customers/ben-twin/customer.yaml", "unique-name"),
        ("customers/ben-llc/custmer.yaml", "unknown-document"),
        ("operators.yaml", "missing-field"),
        ("policy.yaml", "choice"),
    }
    assert any(path == "customers/tabs/customer.yaml" for path, _ in found)


def test_validate_gives_each_problem_its_whole_place(carrier: Carrier, tmp_path: Path) -> None:
    planted(tmp_path)
    rows = carrier.ask_as(STRANGER, "validate", {"path": str(tmp_path)}).values["problems"]

    [row] = [row for row in rows if row["rule"] == "currency"]
    assert row == {
        "path": "customers/bad/customer.yaml",
        "line": 2,
        "column": 11,
        "document": "bad",
        "field": "currency",
        "called": "",
        "rule": "currency",
        "severity": "error",
        "message": '"dollars" is not a currency',
        "hint": row["hint"],
    }
    assert [(r["path"], r["line"]) for r in rows] == sorted((r["path"], r["line"]) for r in rows)


def test_a_faultless_head_has_no_problem() -> None:
    reply = a_house(a_carrier({})).run("validate")

    assert (reply.outcome, reply.values) == (Outcome.DONE, {"problems": []})
    assert reply.summary == "3 documents, no problem."


def test_warnings_alone_are_no_error() -> None:
    carrier = a_house(a_carrier({}, extra={"customers/ben-llc/x.yaml": b"a: b\n"}))
    reply = carrier.run("validate")

    assert (reply.outcome, reply.summary) == (Outcome.DONE, "1 warning")
    [block] = reply.blocks
    assert isinstance(block, Problems)


def test_validate_of_what_is_not_there_is_refused(carrier: Carrier, tmp_path: Path) -> None:
    assert carrier.run("validate", path=str(tmp_path / "no")).outcome is Outcome.REFUSED
    assert carrier.run("validate", path=str(tmp_path)).outcome is Outcome.REFUSED


# --- repo -------------------------------------------------------------------------------------------------------


def test_repo_status_counts_what_waits(carrier: Carrier) -> None:
    carrier.type("customer add Zed EUR")
    carrier.change("customer add Abe EUR")
    reply = carrier.run("repo status", "vera")

    [fields] = [block for block in reply.blocks if isinstance(block, Fields)]
    pairs = dict(fields.pairs)
    assert reply.summary.endswith("the config holds.")
    assert pairs["Plans nobody has confirmed yet"] == "1"
    assert pairs["Problems"] == "2 warnings"
    assert pairs["Messages waiting to be sent"] == "1"
    assert pairs["Customers"] == "2"
    assert reply.values["unsent"] == 1


def test_repo_status_tells_what_is_broken() -> None:
    reply = a_house(a_carrier({"bad": b"name: ["})).run("repo status")

    assert reply.summary.endswith("1 error in the config.")
    assert any(isinstance(block, Problems) for block in reply.blocks)


def test_repo_sync_says_where_the_config_stands(carrier: Carrier) -> None:
    pushed = carrier.push({"customers/zed/customer.yaml": a_customer("Zed")}, "Add Zed by hand")
    reply = carrier.run("repo sync")

    assert reply.summary == f"The config is at {pushed[:12]}: Add Zed by hand."
    assert reply.values["commit"] == pushed
    assert carrier.run("customer show", customer="zed").outcome is Outcome.DONE


def test_repo_sync_takes_up_what_waits(carrier: Carrier) -> None:
    plan = carrier.type("customer edit ben-llc --channels 60")
    carrier.remote.is_reachable = False
    assert carrier.confirm(plan).outcome is Outcome.WAITS
    carrier.remote.is_reachable = True

    reply = carrier.run("repo sync", "grace")
    assert reply.summary.endswith("1 waiting change taken up.")
    assert "Done: edit limits.channels of customer ben-llc." in str(reply.blocks)


def test_repo_sync_says_that_the_remote_is_out_of_reach(carrier: Carrier) -> None:
    carrier.run("repo status")
    carrier.remote.is_reachable = False

    assert carrier.run("repo sync").outcome is Outcome.UNAVAILABLE


# --- confirm and cancel -----------------------------------------------------------------------------------------


def test_a_cancelled_plan_changes_nothing_and_cannot_be_confirmed(carrier: Carrier) -> None:
    plan = carrier.type("customer add Zed EUR")

    said = carrier.run("cancel", operation=plan.operation)
    assert said.summary == "Cancelled: add customer zed. Nothing was changed."
    assert carrier.confirm(plan).summary == said.summary
    assert carrier.file("customers/zed/customer.yaml") is None


def test_only_who_asked_confirms_or_cancels(carrier: Carrier) -> None:
    plan = carrier.type("customer add Zed EUR")

    for reply in (
        carrier.confirm(plan, "rosa"),
        carrier.run("cancel", "grace", operation=plan.operation),
    ):
        assert reply.outcome is Outcome.REFUSED
        assert "was asked for by ada" in reply.summary
    assert carrier.confirm(plan).outcome is Outcome.DONE


def test_a_plan_nobody_knows_is_refused(carrier: Carrier) -> None:
    assert carrier.run("confirm", operation="op-x", digest="y").outcome is Outcome.REFUSED
    assert carrier.run("cancel", operation="op-x").outcome is Outcome.REFUSED


def test_a_done_change_is_not_cancelled(carrier: Carrier) -> None:
    done = carrier.change("customer add Zed EUR")

    assert carrier.run("cancel", operation=done.operation).summary == done.summary


def test_a_missing_settings_file_is_an_error_and_said_first(carrier: Carrier) -> None:
    carrier.push({"settings.yaml": None})

    reply = carrier.run("repo status", "ada")

    assert "1 error in the config" in reply.summary
    assert "settings.yaml is missing" in str(reply.blocks[0])


def test_without_a_file_of_operators_nobody_may_do_anything_and_the_reason_is_said(
    carrier: Carrier,
) -> None:
    commit = carrier.push({"operators.yaml": None})

    reply = carrier.run("repo status", "ada")

    assert reply.outcome is Outcome.REFUSED
    assert f"there is no operators.yaml in the config at {commit[:12]}" in str(reply).lower()
