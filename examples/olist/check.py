"""Check Twofold against the marketplace's raw files: ./dev check-olist FOLDER.

Everything happens in a temporary folder. Ends with 1 when a figure disagrees.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from core.context import current_context
from core.database import db
from examples.olist.agreement import Agreement, compare_published, share_of
from examples.olist.comparison import Comparison
from examples.olist.join import SOURCES
from examples.olist.raw import RawWeek, last_weeks, read_weeks
from examples.olist.thinning import Agreed, FrozenWeeks, Pool, thin
from examples.olist.walk import CommandFailedError, Say, close, say_on_screen, walk
from metrics.weekly.queries import every_edition

SHOWN_WEEKS = ("2018-W12", "2018-W14", "2018-W20")
SEEDS = (1, 2, 3, 4, 5)
POOLED_WEEKS = 13
POOL_COUNT = 4


def check(source: Path, folder: Path, say: Say) -> bool:
    """Walk the example in `folder`, compare, report; true when everything agrees."""
    raw = read_weeks(source)
    app = walk(source, folder, raw, say)
    try:
        with app.app_context():
            found = agreement(raw)
            pools, agreed = thinnings(raw)
    finally:
        close(app)
    return report(raw, found, pools, agreed, say)


def agreement(raw: Mapping[str, RawWeek]) -> Agreement:
    return compare_published(db.session(), current_context().settings.weeks_folder, raw)


def thinnings(
    raw: Mapping[str, RawWeek], seeds: Sequence[int] = SEEDS
) -> tuple[list[Pool], Agreed]:
    session = db.session()
    folder = current_context().settings.weeks_folder
    return thin(FrozenWeeks(session, folder, every_edition(session)), choose_pools(raw), seeds)


def choose_weeks(raw: Mapping[str, RawWeek]) -> list[str]:
    """The weeks the example speaks of; in other files, the three with most answers."""
    if all(week in raw for week in SHOWN_WEEKS):
        return list(SHOWN_WEEKS)
    largest = sorted(raw, key=lambda week: (-len(raw[week].used), week))[:3]
    return sorted(largest)


def choose_pools(raw: Mapping[str, RawWeek]) -> dict[str, list[RawWeek]]:
    """Single weeks, and quarters of thirteen that end with the last of them or before."""
    weeks = choose_weeks(raw)
    pools = {week: [raw[week]] for week in weeks}
    names = [week for week in raw if week <= weeks[-1]]
    for _ in range(POOL_COUNT):
        if not names:
            break
        quarter = last_weeks(raw, names[-1], POOLED_WEEKS)
        pools[f"{quarter[0]} to {quarter[-1]}"] = [raw[week] for week in quarter]
        names = [week for week in names if week < quarter[0]]
    return pools


def report(
    raw: Mapping[str, RawWeek],
    found: Agreement,
    pools: Sequence[Pool],
    agreed: Agreed,
    say: Say,
) -> bool:
    """Say what was found, shortly."""
    say("\nPublished weeks against the raw files")
    for week in choose_weeks(raw):
        say(_week_line(raw[week]))
    comparisons = (*found.all(), *agreed.all())
    _say_comparisons(found.all(), say)
    say(f"\nThinned weeks, weighed by region and outcome; means over {len(pools[0].runs)} seeds")
    say(f"  {'weeks':<22} {'answers':>8} {'unweighted':>11} {'weighted':>9} {'all':>6}  nearer")
    for pool in pools:
        say(_pool_line(pool))
    _say_comparisons(agreed.all(), say)
    for where in agreed.skipped:
        say(f"  not compared, since weights had to be bounded: {where}")
    failed = [comparison.what for comparison in comparisons if not comparison.agrees]
    failed += [
        f"weighting leads away from the whole in {pool.name}"
        for pool in pools
        if pool.distance_after > pool.distance_before
    ]
    if not any(pool.distance_after < pool.distance_before for pool in pools):
        failed.append("weighting helped nowhere")
    say(f"\nFAILED: {'; '.join(failed)}" if failed else "\nEverything agrees.")
    return not failed


def _say_comparisons(comparisons: Sequence[Comparison], say: Say) -> None:
    for comparison in comparisons:
        for line in comparison.lines():
            say(line)


def _week_line(week: RawWeek) -> str:
    share = share_of(week.used)
    counts = {status: week.statuses().count(status) for status in sorted(set(week.statuses()))}
    told = ", ".join(f"{status.replace('_', ' ')} {count}" for status, count in counts.items())
    return (
        f"  {week.week}: {len(week.sales)} transactions, {len(week.reviews)} answers ({told}), "
        f"{week.late_count} too late; satisfied {share.value:.4f}, standard error {share.error:.4f}"
    )


def _pool_line(pool: Pool) -> str:
    nearer = sum(run.moves_towards_whole for run in pool.runs)
    return (
        f"  {pool.name:<22} {pool.mean(lambda run: run.n):8.0f} "
        f"{pool.mean(lambda run: run.unweighted):11.4f} "
        f"{pool.mean(lambda run: run.weighted):9.4f} {pool.runs[0].whole:6.4f}  "
        f"{nearer} of {len(pool.runs)}"
    )


def main(arguments: Sequence[str]) -> None:
    if len(arguments) != 1:
        sys.exit("Use: ./dev check-olist FOLDER\nFOLDER holds orders.csv, order_items.csv, …")
    source = Path(arguments[0]).expanduser().resolve()
    if not source.is_dir():
        sys.exit(f"{source} is no folder. Name the folder with the original files.")
    missing = [name for name in SOURCES.values() if not (source / name).is_file()]
    if missing:
        sys.exit(f"{source} has no {', '.join(missing)}. Name the folder with the original files.")
    with tempfile.TemporaryDirectory(prefix="check-olist-") as folder:
        try:
            agrees = check(source, Path(folder), say_on_screen)
        except CommandFailedError as error:
            sys.exit(f"Error: {error}")
    sys.exit(0 if agrees else 1)


if __name__ == "__main__":
    main(sys.argv[1:])
