"""Load the demo, one short write transaction after another, and say how far it is.

This is the edge: it holds the session, the clock and the keys, and goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from core.context import Context
from core.database import writing
from demo.owners import act_on_signals
from demo.plan import (
    FIELD_PERIOD_DAYS,
    DemoPlan,
    plan_for,
    truth_table_file,
    write_plan,
)
from demo.progress import LoadState, Progress, write_progress
from demo.queries import final_weeks
from demo.services import record_answers, refuse_real_data, run_draw, set_up_demo, store_people
from demo.simulator.expectation import truth_table, write_truth
from demo.voices import clear_some
from metrics.weekly.services import Closing, close_week

Report = Callable[[Progress], None]
STEPS_BEFORE_WEEKS = 2


@dataclass(frozen=True)
class Loader:
    """What loading needs of the edge."""

    session: Session
    context: Context
    plan: DemoPlan
    report: Report

    @property
    def data_folder(self) -> Path:
        return self.context.settings.data_folder

    def now(self) -> datetime:
        return self.context.clock.now()


@dataclass(frozen=True)
class Wish:
    """Another world than the usual one; None leaves it as it is."""

    seed: int | None = None
    week_count: int | None = None


def set_up(session: Session, context: Context, wish: Wish) -> DemoPlan:
    """Make the empty demo programme with its users, or find it; quick, and before loading.

    Raises RealDataError or DemoExistsError.
    """
    refuse_real_data(session)
    folder = context.settings.data_folder
    plan = plan_for(folder, context.clock.now(), wish.seed, wish.week_count)
    write_plan(folder, plan)
    with writing(session):
        set_up_demo(session, plan)
    return plan


def load(session: Session, context: Context, wish: Wish, report: Report) -> DemoPlan:
    """Load whatever is missing of the demo; `report` hears of every step.

    Raises RealDataError or DemoExistsError, and leaves a note in the progress file when it fails.
    """
    plan = set_up(session, context, wish)
    loader = Loader(session, context, plan, report)
    try:
        _load(loader)
    except Exception as error:
        _tell(loader, str(error), 0, LoadState.FAILED)
        raise
    return plan


def _load(loader: Loader) -> None:
    count = loader.plan.world.truth.week_count
    closed = final_weeks(loader.session)
    if not closed:
        _load_people(loader)
    for index in range(count):
        week = loader.plan.calendar.week(index)
        _tell(loader, f"week {week}, {index + 1} of {count}", STEPS_BEFORE_WEEKS + index)
        if str(week) not in closed:
            _load_week(loader, index)
    _tell(loader, "complete", STEPS_BEFORE_WEEKS + count, LoadState.DONE)


def _load_people(loader: Loader) -> None:
    _tell(loader, "people of 40 channel partners and their end users", 0)
    with writing(loader.session) as session:
        store_people(session, loader.plan)
    _tell(loader, "the truth behind the numbers", 1)
    _write_truth(loader)


def _write_truth(loader: Loader) -> None:
    path = truth_table_file(loader.data_folder)
    if not path.exists():
        write_truth(truth_table(loader.plan.world), path)


def _load_week(loader: Loader, index: int) -> None:
    """Two draws, the answers, and the final where fieldwork is over: all but the open week."""
    plan, now = loader.plan, loader.now()
    week = plan.world.week(index)
    for draw in plan.calendar.draws(index):
        with writing(loader.session) as session:
            run_draw(session, plan, week, draw, now)
    until = min(plan.calendar.final_at(index, FIELD_PERIOD_DAYS), now)
    with writing(loader.session) as session:
        record_answers(session, plan, week, loader.context.keys, until)
    if index < plan.world.truth.week_count - 1:
        _close(loader, index)


def _close(loader: Loader, index: int) -> None:
    """Publish the final as on the day its fieldwork was over, read its comments, act on it.

    Letters tell of the last one only.
    """
    context, calendar = loader.context, loader.plan.calendar
    is_newest = index == loader.plan.world.truth.week_count - 2
    final_at, week = calendar.final_at(index, FIELD_PERIOD_DAYS), calendar.week(index)
    closing = Closing(context.settings, context.keys, final_at, sends_letters=is_newest)
    close_week(loader.session, week, closing)
    with writing(loader.session) as session:
        clear_some(session, week, final_at)
        act_on_signals(session, final_at)


def _tell(loader: Loader, step: str, done: int, state: LoadState = LoadState.LOADING) -> None:
    total = STEPS_BEFORE_WEEKS + loader.plan.world.truth.week_count
    progress = Progress(state, step, done, total, loader.now())
    write_progress(loader.data_folder, progress)
    loader.report(progress)
