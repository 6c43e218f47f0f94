from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.clock import Week
from customers.models import Programme
from surveys.fieldwork import fieldwork_ends_at


def _programme(time_zone: str, days: int) -> Programme:
    return Programme(id=1, name="Test", time_zone=time_zone, field_period_days=days)


@pytest.mark.parametrize(
    ("week", "time_zone", "days", "expected"),
    [
        pytest.param("2026-W46", "UTC", 7, datetime(2026, 11, 23, tzinfo=UTC), id="UTC"),
        pytest.param(
            "2026-W46", "Europe/Berlin", 7, datetime(2026, 11, 22, 23, tzinfo=UTC), id="Berlin"
        ),
        pytest.param(
            "2026-W42",
            "Europe/Berlin",
            14,
            datetime(2026, 11, 1, 23, tzinfo=UTC),
            id="over the end of summer time",
        ),
        pytest.param(
            "2020-W53",
            "America/Sao_Paulo",
            7,
            datetime(2021, 1, 11, 3, tzinfo=UTC),
            id="after a 53rd week",
        ),
    ],
)
def test_links_work_until_a_midnight_of_the_programme(
    week: str, time_zone: str, days: int, expected: datetime
) -> None:
    assert fieldwork_ends_at(Week.parse(week), _programme(time_zone, days)) == expected
