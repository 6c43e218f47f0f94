"""Cost of integrity: every check over a week of 10⁵ responses, beside closing that week.

Prints the seconds of examining the rows and of each check, slowest first, on the wall and of the
processor (on a busy machine they differ), and the share of the whole closing (freeze, compute,
publish). Twelve weeks of 8,000 responses stand before it. What is computed beside the figures
(with what was set aside, without partners under review) is no check and printed apart.
Fails where all checks take longer than five seconds on the wall.
Usage: python benchmarks/integrity.py [number of responses]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from unittest.mock import patch

from benchmarks.closing import FIRST_WEEK, close_timed, fill_week, programme
from metrics.figures import Finding
from metrics.integrity import checks
from metrics.integrity.checks import CHECKS
from metrics.integrity.evidence import WeekEvidence
from metrics.weekly import compute
from metrics.weekly.beside import beside_values
from metrics.weekly.check import check_rows

# A quarter stands before the week, so that no check stays silent for want of a past.
SIZE, EARLIER_SIZE, EARLIER_WEEKS = 100_000, 8_000, 12
MOST_SECONDS = 5.0
ROWS = "examining the rows"
BESIDE = "figures with and without"


class Spent(NamedTuple):
    """Seconds."""

    wall: float
    processor: float

    def __add__(self, other: Any) -> Spent:
        return Spent(self.wall + other.wall, self.processor + other.processor)


NOTHING = Spent(0.0, 0.0)


@contextmanager
def timed(spent: dict[str, Spent]) -> Iterator[None]:
    """Fills `spent` by the name of each check while a week is closed."""

    def clocked(name: str, made: Any) -> Any:
        def run(*arguments: Any) -> Any:
            wall, processor = time.perf_counter(), time.process_time()
            result = made(*arguments)
            more = Spent(time.perf_counter() - wall, time.process_time() - processor)
            spent[name] = spent.get(name, NOTHING) + more
            return result

        return run

    def eager(check: checks.Check) -> checks.Check:
        def run(evidence: WeekEvidence) -> tuple[Finding, ...]:
            return tuple(check(evidence))

        return clocked(check.__name__, run)  # type: ignore[no-any-return]

    with (
        patch.object(checks, "CHECKS", tuple(eager(check) for check in CHECKS)),
        patch.object(compute, "check_rows", clocked(ROWS, check_rows)),
        patch.object(compute, "beside_values", clocked(BESIDE, beside_values)),
    ):
        yield


def main(size: int) -> None:
    spent: dict[str, Spent] = {}
    with programme() as (session, settings):
        for number in range(EARLIER_WEEKS):
            week = FIRST_WEEK.shifted(number)
            fill_week(session, week, EARLIER_SIZE)
            close_timed(session, settings, week)
        last = FIRST_WEEK.shifted(EARLIER_WEEKS)
        fill_week(session, last, size)
        with timed(spent):
            closing = close_timed(session, settings, last)
    beside = spent.pop(BESIDE)
    whole = sum(spent.values(), NOTHING)
    print(f"{'':28}{'wall':>9}{'processor':>11}")
    for name, one in sorted(spent.items(), key=lambda item: -item[1].processor):
        print(f"{name:28}{one.wall:8.2f}s{one.processor:10.2f}s")
    parts = ", ".join(f"{name} {value:.1f} s" for name, value in closing.items())
    print(f"closing {size:,} responses: {parts}")
    print(f"{BESIDE}: {beside.wall:.2f} s, {beside.processor:.2f} s of the processor")
    print(
        f"{len(CHECKS)} checks and the rows: {whole.wall:.2f} s (at most {MOST_SECONDS:.0f} s), "
        f"{whole.processor:.2f} s of the processor: {whole.processor / closing['cpu']:.0%} of "
        "closing the week"
    )
    if whole.wall > MOST_SECONDS:
        sys.exit("The checks take too long. The slowest stands first.")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
