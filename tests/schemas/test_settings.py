from __future__ import annotations

from schemas.settings import Landing, Settings
from tests.schemas.reading import document, faults

MINIMAL = "format: 2\nname: Harbour Voice\nbase_currency: USD\nrealm: sip.example.net\n"


def test_four_lines_make_a_carrier() -> None:
    settings = document(Settings, MINIMAL)

    assert settings.zone == "UTC"
    assert settings.fan_out is False
    assert settings.number_blocks.start == "1000"


def test_changes_are_pushed_unless_the_carrier_has_them_merged() -> None:
    merged = document(Settings, MINIMAL + "land: pull_request\n")

    assert document(Settings, MINIMAL).land is Landing.DIRECT
    assert merged.land is Landing.PULL_REQUEST
    assert faults(Settings, MINIMAL + "land: merge\n")[0].rule == "choice"


def test_c18_every_retention_is_a_setting() -> None:
    retention = document(Settings, MINIMAL).retention

    assert (retention.debug_log_days, retention.sip_trace_days, retention.cdr_hot_days) == (
        14,
        7,
        92,
    )


def test_c8_the_answer_to_an_unknown_address_can_be_mapped() -> None:
    settings = document(Settings, MINIMAL + 'sip_codes: {"403": "401 IP Not Authorised"}')

    assert settings.sip_codes == {"403": "401 IP Not Authorised"}


def test_a_format_from_the_future_is_refused() -> None:
    (fault,) = faults(Settings, MINIMAL.replace("format: 2", "format: 3"))

    assert (fault.pointer, fault.rule) == (("format",), "number-range")


def test_channels_are_slack_ids_or_quoted_names() -> None:
    assert (
        document(Settings, MINIMAL + 'channels: {changes: "#changes"}').channels.changes
        == "#changes"
    )
    assert faults(Settings, MINIMAL + "channels: {changes: changes}")[0].rule == "text-format"
