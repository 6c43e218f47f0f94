"""Make the golden frozen weeks: two tiny weeks as the pipeline writes them, from a fixed seed.

Run `python tests/metrics/golden/make.py` only with a new METHOD_VERSION: it replaces what every
later release must reproduce.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

GOLDEN = Path(__file__).resolve().parent
sys.path.insert(0, str(GOLDEN.parents[2]))

from core.clock import Week  # noqa: E402 - found through the line above when run as a script
from tests.metrics.frozen_weeks import (  # noqa: E402
    MadeWeek,
    publish_all,
    reference,
)
from tests.metrics.random_weeks import random_week  # noqa: E402

PLACES = {"north1": "DE/North", "south1": "DE/South", "coast1": "ES/Coast"}
WEEKS = (Week(2026, 44), Week(2026, 45))


def golden_weeks() -> list[MadeWeek]:
    """A final and the final after it, which stacks the first and is compared with it."""
    tree = reference(PLACES)
    made = [random_week(week, seed=20_261_100, size=60, reference=tree) for week in WEEKS]
    for week in made:
        _add_oddities(week)
    return made


def _add_oddities(week: MadeWeek) -> None:
    """One of each: several partners, none, no region, a duplicate, an answer too early."""
    week.transaction(is_joint=True, answers={"recommend": 3, "satisfaction": 2})
    week.transaction(partner="", region="", answers={"recommend": 7, "repurchase": 5})
    number = week.transaction(partner="south1", region="", answers={"recommend": 10})
    week.answer(number, "end_user", {"recommend": 2})
    number = week.transaction(outcome="late")
    week.answer(number, "end_user", {"satisfaction": 4}, answered_on=week.week.monday)


def main() -> None:
    for week in WEEKS:
        shutil.rmtree(GOLDEN / str(week), ignore_errors=True)
    publish_all(GOLDEN, golden_weeks())
    for path in sorted(GOLDEN.rglob("*.json")):
        print(f"{path.relative_to(GOLDEN)}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
