from __future__ import annotations

import pytest

from metrics.notes.periods import period_of

ENDS = ("2025-W50", "2026-W02", "2026-W06")
PLACES = {"2025-W46": None, "2025-W47": 0, "2025-W50": 0, "2025-W51": 1, "2026-W02": 1,
          "2026-W03": 2, "2026-W07": None}  # fmt: skip


@pytest.mark.parametrize("week", PLACES)
def test_a_week_belongs_to_the_period_that_holds_it_also_over_the_years_end(week: str) -> None:
    assert period_of(week, ENDS, 4) == PLACES[week]
