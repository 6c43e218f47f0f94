"""What a loaded demo is made of: its seed, its open week and its whole truth, kept in a file.

With the file, loading goes on where it stopped, and results can be held against the truth.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from core.clock import Week
from demo.calendar import DemoCalendar, last_complete_week
from demo.errors import DemoExistsError, NoTruthError
from demo.simulator.world import DEFAULT_SEED, World, make_world
from demo.truth import TOUCHPOINTS, WEEK_COUNT, Truth

PROGRAMME_NAME = "Alder & Voss, compressors"
TIME_ZONE = "Europe/Berlin"
FIELD_PERIOD_DAYS = 7


@dataclass(frozen=True)
class DemoPlan:
    """A world and the week with which it ends."""

    world: World
    open_week: Week

    @property
    def calendar(self) -> DemoCalendar:
        return DemoCalendar(self.open_week, self.world.truth.week_count, ZoneInfo(TIME_ZONE))


def truth_file(data_folder: Path) -> Path:
    """The parameters, with seed and open week, as JSON."""
    return data_folder / "demo" / "truth.json"


def truth_table_file(data_folder: Path) -> Path:
    """What every customer of every transaction really thinks, as Parquet."""
    return data_folder / "demo" / "truth.parquet"


def new_plan(now: datetime, seed: int | None = None, week_count: int = WEEK_COUNT) -> DemoPlan:
    """A world that ends with the last complete week."""
    open_week = last_complete_week(now, ZoneInfo(TIME_ZONE))
    return _plan(DEFAULT_SEED if seed is None else seed, week_count, open_week)


def plan_for(
    data_folder: Path, now: datetime, seed: int | None = None, week_count: int | None = None
) -> DemoPlan:
    """The plan of the demo that is in this folder, or a new one.

    Raises DemoExistsError when the folder's demo has another seed or length.
    """
    stored = _stored(data_folder)
    if stored is None:
        return new_plan(now, seed, WEEK_COUNT if week_count is None else week_count)
    for wanted, name in ((seed, "seed"), (week_count, "week_count")):
        if wanted is not None and wanted != stored[name]:
            raise DemoExistsError(
                f"The demo in {data_folder} has {name.replace('_', ' ')} {stored[name]}. Load "
                "another into a folder of its own: set TWOFOLD_DATA."
            )
    return _plan_of(stored)


def stored_plan(data_folder: Path) -> DemoPlan:
    """The plan of the demo that is in this folder; raises NoTruthError when there is none."""
    stored = _stored(data_folder)
    if stored is None:
        raise NoTruthError(f"No demo was loaded into {data_folder}. Run: twofold demo load")
    return _plan_of(stored)


def write_plan(data_folder: Path, plan: DemoPlan) -> None:
    path = truth_file(data_folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {
        "seed": plan.world.seed,
        "week_count": plan.world.truth.week_count,
        "open_week": str(plan.open_week),
        "first_week": str(plan.calendar.week(0)),
        "truth": asdict(plan.world.truth),
        "touchpoints": [asdict(touchpoint) for touchpoint in TOUCHPOINTS],
    }
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _stored(data_folder: Path) -> dict[str, Any] | None:
    try:
        content: dict[str, Any] = json.loads(truth_file(data_folder).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return content


def _plan_of(stored: dict[str, Any]) -> DemoPlan:
    return _plan(stored["seed"], stored["week_count"], Week.parse(stored["open_week"]))


def _plan(seed: int, week_count: int, open_week: Week) -> DemoPlan:
    return DemoPlan(make_world(Truth(week_count=week_count), seed), open_week)
