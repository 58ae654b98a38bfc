from __future__ import annotations

import pytest

from engine.watching import EVERYBODY, Subject, subjects_of, subjects_with
from schemas.alerts import AREAS, Alerts, Area, SharedAlerts


def test_every_area_can_be_watched_of_somebody_and_calls_of_everybody() -> None:
    assert all(subjects_with(area) for area in Area)
    calls = {area for area in Area if AREAS[area].windowed}
    ours = {Area.REGISTRATION_LOST, Area.AUTH_CHANGED}
    assert all(subjects_with(area) == EVERYBODY for area in calls - ours)


def test_a_customers_own_file_watches_the_customer() -> None:
    assert subjects_of(Alerts()) == {Subject.CUSTOMER}


@pytest.mark.parametrize(
    ("watch", "subjects"),
    [
        ({}, set()),
        ({"tags": ["retail"]}, {Subject.CUSTOMER}),
        ({"all_customers": True, "carrier": True}, {Subject.CUSTOMER, Subject.CARRIER}),
        ({"providers": ["atlas"]}, {Subject.PROVIDER}),
        ({"all_providers": True}, {Subject.PROVIDER}),
    ],
)
def test_a_shared_file_watches_whom_it_names(
    watch: dict[str, object], subjects: set[Subject]
) -> None:
    assert subjects_of(SharedAlerts.model_validate({"watch": watch})) == subjects
