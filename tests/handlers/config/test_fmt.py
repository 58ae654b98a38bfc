"""``config fmt``."""

from __future__ import annotations

from pathlib import Path

from handlers.kit.reply import Outcome
from tests.builders import Carrier, a_carrier, a_house
from tests.format1 import format1

BEN = "customers/ben-llc/customer.yaml"
RATES = "rate-cards/retail/rates.csv"
CARD = b"name: Retail\nside: customer\ncurrency: USD\n"
ODD = b"currency: USD  # dollars\nname:   Ben\n"
EVEN = b"name: Ben\ncurrency: USD  # dollars\n"


def house(**more: bytes) -> Carrier:
    extra = {"rate-cards/retail/card.yaml": CARD, RATES: b"prefix,rate\r\n2,1\r\n1,1\r\n"}
    carrier = a_house(a_carrier({"ben-llc": ODD}, extra=extra))
    done = carrier.change("customer add Zed EUR")
    assert done.outcome is Outcome.DONE
    return carrier


def folder(tmp_path: Path, files: dict[str, bytes]) -> str:
    for path, data in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    return str(tmp_path)


def test_one_commit_formats_every_file_and_changes_no_value() -> None:
    carrier = house()

    plan = carrier.run("config fmt")
    assert BEN in str(plan)
    assert carrier.confirm(plan).outcome is Outcome.DONE
    assert carrier.file(BEN) == EVEN
    assert carrier.file(RATES) == b"prefix,rate\n1,1\n2,1\n"
    assert carrier.run("config fmt").summary.startswith("Nothing to change")


def test_check_lists_the_files_of_a_folder_and_fails(tmp_path: Path) -> None:
    files = a_carrier({"ben-llc": ODD, "even": EVEN})

    reply = a_house().run("config fmt", "nora", check="true", path=folder(tmp_path, files))

    assert reply.outcome is Outcome.INVALID
    assert BEN in reply.values["files"]
    assert "customers/even/customer.yaml" not in reply.values["files"]
    assert (tmp_path / BEN).read_bytes() == ODD


def test_check_is_content_with_canonical_files(tmp_path: Path) -> None:
    place = folder(tmp_path, {"settings.yaml": b"format: 2\n", "customers/a/customer.yaml": EVEN})

    assert a_house().run("config fmt", check="true", path=place).outcome is Outcome.DONE


def test_check_tells_what_does_not_read(tmp_path: Path) -> None:
    place = folder(tmp_path, {"settings.yaml": b"format: 2\n", "policy.yaml": b"rules: [\n"})

    reply = a_house().run("config fmt", check="true", path=place)

    assert reply.outcome is Outcome.INVALID
    assert "policy.yaml" in str(reply)


def test_check_leaves_no_operation() -> None:
    carrier = a_house()

    carrier.run("config fmt", check="true")

    assert list(carrier.store.operations.recent(actor=None, limit=5)) == []


def test_a_folder_is_only_looked_at() -> None:
    reply = a_house().run("config fmt", path="config")

    assert reply.outcome is Outcome.REFUSED
    assert "--check config" in str(reply)


def test_an_older_format_is_raised_first() -> None:
    carrier = a_house(format1())

    assert "config upgrade" in str(carrier.run("config fmt", "rosa"))
    assert "config upgrade" in str(carrier.run("config fmt", "rosa", check="true"))
