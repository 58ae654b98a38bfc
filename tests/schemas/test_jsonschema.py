from __future__ import annotations

import pytest
from check_jsonschema import main as check_jsonschema
from click.testing import CliRunner

from schemas.jsonschema import json_schema, json_schema_files
from schemas.kinds import KINDS, Kind, kind_named, kind_of
from tests.schemas.reading import ROOT

SCHEMAS = ROOT / "schemas" / "json"
SAMPLE = ROOT / "config"


def sample_files(kind: Kind) -> list[str]:
    placed = (
        (path, kind_of(path.relative_to(SAMPLE).as_posix()))
        for path in sorted(SAMPLE.rglob("*.yaml"))
    )
    return [str(path) for path, found in placed if found is not None and found[0] == kind]


def complaints(kind: str, *paths: str) -> str:
    command = ["--schemafile", str(SCHEMAS / f"{kind}.json"), *paths]
    done = CliRunner().invoke(check_jsonschema, command)
    return "" if done.exit_code == 0 else done.output


def test_the_committed_schemas_are_the_generated_ones() -> None:
    committed = {path.name: path.read_text() for path in SCHEMAS.glob("*.json")}

    assert committed == dict(json_schema_files())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_editors_show_no_false_error_in_the_sample(kind: Kind) -> None:
    files = sample_files(kind)

    assert files
    assert complaints(kind.name, *files) == ""


def test_editors_accept_quoted_and_plain_quantities_and_empty_values(tmp_path) -> None:
    document = tmp_path / "customer.yaml"
    document.write_text(
        'name: 3\ncurrency: USD\nlimits: {channels: "30", flow_speed: 5}\ncredit: {debit_limit: -1.50}\n'
        'tax: {percent: "20"}\nportal: {enabled: "true"}\nbilling:\nnotes:\ntags: []\n'
    )

    assert complaints("customer", str(document)) == ""


def test_editors_point_at_plain_identifiers_and_unknown_fields(tmp_path) -> None:
    document = tmp_path / "customer.yaml"
    document.write_text("name: x\ncurrency: USD\naddress: {postcode: 2134}\nstauts: active\n")

    told = complaints("customer", str(document))

    assert "postcode" in told
    assert "stauts" in told


def test_old_names_are_marked_as_such() -> None:
    limits = json_schema(kind_named("customer"))["$defs"]["Limits"]["properties"]

    assert limits["flow_speed"]["deprecated"] is True
    assert "deprecated" not in limits["cps"]
