"""The checklist before a customer may call."""

from __future__ import annotations

from engine.approval import checklist
from tests.builders import TEXT, a_book, a_carrier, a_customer, sample_carrier


def found(name: str, files: dict[str, bytes]) -> dict[str, str]:
    return {one.name: one.found for one in checklist(a_book(files), name)}


def test_a_customer_with_nothing_lacks_everything() -> None:
    files = a_carrier({"new": a_customer("New")})

    assert set(found("new", files).values()) == {""}
    assert all(one.remedy for one in checklist(a_book(files), "new"))


def test_a_complete_customer_lacks_nothing() -> None:
    said = found("ben-llc", sample_carrier())

    assert all(said.values())
    assert said["contact"] == "Ben Archer, Joan Mills"
    assert said["limit"] == "30 channels"


def test_somebody_who_only_receives_needs_no_route() -> None:
    said = found("maple-conferencing", sample_carrier())

    assert (said["auth"], said["route"]) == ("calls in by its DIDs", "calls in by its DIDs")


def test_a_route_of_a_tag_and_a_record_that_is_off_count_as_they_do_for_calls() -> None:
    files = a_carrier({"new": a_customer("New", tags=["retail"])})
    files["templates/tags/retail/routing.yaml"] = TEXT.write(
        {"routes": [{"id": "all", "deliver_to": "internal"}]}
    )
    files["customers/new/auth.yaml"] = TEXT.write(
        {"ip": [{"id": "pbx", "hosts": ["203.0.113.7"], "enabled": False}]}
    )
    said = found("new", files)

    assert (said["auth"], said["route"]) == ("", "a route")
