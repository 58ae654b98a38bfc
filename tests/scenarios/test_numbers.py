"""Numbers in Slack: assigned from stock, released into it, imported from a file with bad rows, and all of it undone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.builders import sample_carrier
from tests.scenarios.steps import ADA, Office, an_office, labels_of

pytestmark = pytest.mark.wall_clock  # Slack's library judges signatures by it
DIDS = "customers/northgate-dental/dids.yaml"
STOCK = "providers/thames-numbers/numbers.yaml"
OPERATOR = (
    b"operators:\n"
    b"  - {id: ada, name: Ada Larsen, email: ada@example.com, slack_id: U0ADA001, roles: [operator]}\n"
)


def confirmed(office: Office) -> dict[str, Any]:
    assert office.press(office.told(), "Confirm").ok
    return office.told()


def test_numbers_go_from_stock_to_a_customer_and_back_and_come_from_a_file(tmp_path: Path) -> None:
    files = sample_carrier() | {"operators.yaml": OPERATOR}
    files["settings.yaml"] = files["settings.yaml"].replace(b"C0HARBCHG", b"C0CHANGES")
    with an_office(tmp_path, files) as office:
        carrier = office.carrier
        start = carrier.file(DIDS), carrier.file(STOCK)

        assert office.slash("/did stock show golden").ok
        assert {"Edit", "Remove", "Assign"} <= set(labels_of(office.told()))
        assert office.slash("/did assign northgate-dental 442079460222 --destinations test").ok
        assert "comes out of the stock of thames-numbers" in json.dumps(office.told()["blocks"])
        assert confirmed(office)["text"].startswith("Done: assign DID 442079460222")
        assert b"442079460222" not in (carrier.file(STOCK) or b"")

        assert office.slash("/did release northgate-dental 442079460222").ok
        told = json.dumps(office.told()["blocks"])
        assert "did-removed-early" in told
        assert "goes into the stock of thames-numbers" in told
        confirmed(office)
        assert carrier.file(DIDS) == start[0]
        assert b"442079460222" in (carrier.file(STOCK) or b"")

        stocked = carrier.file(STOCK)
        assert office.slash("/did import --customer northgate-dental").ok
        file = office.workspace.upload(ADA, "numbers.csv", _thirty_rows_two_bad().encode())
        assert office.submit({"file": [file]}).ok
        refused = json.dumps(office.told()["blocks"])
        assert "numbers.csv:5:1" in refused
        assert "numbers.csv:9:2" in refused
        assert carrier.file(DIDS) == start[0]

        assert office.slash("/did import --customer northgate-dental --skip_bad yes").ok
        again = {"file": [file]}
        assert office.submit(again).ok
        plan = json.dumps(office.told()["blocks"])
        assert "28 numbers: 28 to northgate-dental" in plan
        assert "2 rows left out" in plan
        done = confirmed(office)
        assert done["text"] == "Done: import 28 numbers from numbers.csv."
        assert (carrier.file(DIDS) or b"").count(b"number: ") == 30

        assert office.press(done, "Undo").ok
        confirmed(office)
        assert (carrier.file(DIDS), carrier.file(STOCK)) == (start[0], stocked)


def _thirty_rows_two_bad() -> str:
    rows = [f"4420794604{place:02d},test,thames-numbers,thames-did,1.50" for place in range(30)]
    rows[3] = "442079460100,test,thames-numbers,thames-did,1.50"
    rows[7] = "442079460407,nowhere at all,thames-numbers,thames-did,1.50"
    return "\n".join(("number,destination,provider,card,retail", *rows, ""))
