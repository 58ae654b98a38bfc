"""``repo fanout``."""

from __future__ import annotations

from handlers.kit.reply import Outcome
from schemas.kinds import fan_out_folder
from tests.builders import a_carrier, a_customer, a_house

NAMES = ("ben-llc", "zed", "kite")


def test_there_and_back_again_leaves_every_byte() -> None:
    files = a_carrier({name: a_customer(name.upper()) for name in NAMES})
    carrier = a_house(files)

    assert carrier.change("repo fanout", "rosa").outcome is Outcome.DONE
    for name in NAMES:
        fanned = f"customers/{fan_out_folder(name)}/{name}/customer.yaml"
        assert carrier.file(fanned) == files[f"customers/{name}/customer.yaml"]
        assert carrier.file(f"customers/{name}/customer.yaml") is None
    assert b"fan_out: true" in (carrier.file("settings.yaml") or b"")
    assert carrier.run("customer list").outcome is Outcome.DONE
    added = carrier.change("customer add Late EUR")
    assert added.outcome is Outcome.DONE
    assert carrier.file(f"customers/{fan_out_folder('late')}/late/customer.yaml") is not None

    assert carrier.run("repo fanout", "rosa").summary.startswith("Nothing to change")
    plan = carrier.run("repo fanout", "rosa", off="true")
    back = carrier.confirm(plan, "rosa") if plan.outcome is Outcome.ASKS else plan

    assert back.outcome is Outcome.DONE
    for name in NAMES:
        path = f"customers/{name}/customer.yaml"
        assert carrier.file(path) == files[path]
