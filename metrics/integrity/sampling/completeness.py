"""Is the transaction file whole? This week's days and partners against the last weeks'."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

import pyarrow as pa
from scipy import stats as distributions

from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.wording import percent
from metrics.method import Family, Severity
from metrics.models import Level, State
from metrics.warehouse.cells import frame_days
from metrics.warehouse.files import DECIMALS
from metrics.warehouse.frozen import WeekCells

BASELINE_WEEKS = 4
# A count must also be below half of what was expected: a large network's small dip is no gap.
GAP_SHARE = 0.5
# Partners whose missing transactions weigh more than this make the whole network's frame doubtful.
NETWORK_SHARE = 0.10


def frame_completeness(evidence: WeekEvidence) -> Iterator[Finding]:
    """Days or partners with far fewer transactions than in the last weeks.

    A gap holds the flash, since the file may still be coming; on a final it is a caveat.
    """
    baseline = evidence.history.cells[-BASELINE_WEEKS:]
    if len(baseline) < BASELINE_WEEKS:
        yield _finding(
            evidence,
            "frame_gap",
            State.NOT_APPLICABLE,
            f"Fewer than {BASELINE_WEEKS} earlier weeks to compare the transaction file with.",
        )
        return
    now = frame_days(evidence.frame)
    yield _days(evidence, now, baseline)
    yield from _partners(evidence, now, baseline)


def _days(evidence: WeekEvidence, now: pa.Table, baseline: tuple[WeekCells, ...]) -> Finding:
    expected = _mean([_by_weekday(cells.frame_days) for cells in baseline])
    found = _by_weekday(now)
    gaps = {
        day: chance
        for day in expected
        if (chance := _chance_of_gap(found.get(day, 0), expected[day])) is not None
    }
    if not gaps:
        return _finding(
            evidence,
            "frame_gap",
            State.PASS,
            "Every day has about its usual number of transactions.",
            value=1.0,
        )
    worst = min(gaps, key=lambda day: gaps[day])
    name = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[
        int(str(worst))
    ]
    return _finding(
        evidence,
        "frame_gap",
        evidence.thresholds.judge("frame_gap", gaps[worst]),
        f"{name} has {found.get(worst, 0):.0f} transactions where about {expected[worst]:.0f} "
        "were expected.",
        value=gaps[worst],
        what_to_do="See whether the transaction file is complete and import what is missing.",
    )


def _partners(
    evidence: WeekEvidence, now: pa.Table, baseline: tuple[WeekCells, ...]
) -> Iterator[Finding]:
    expected = _mean([_by_partner(cells.frame_days) for cells in baseline])
    found = _by_partner(now)
    missing = 0.0
    for partner in sorted(str(key) for key in expected if key):
        chance = _chance_of_gap(found.get(partner, 0), expected[partner])
        state = State.PASS if chance is None else evidence.thresholds.judge("frame_gap", chance)
        if state is State.PASS:
            continue
        missing += expected[partner]
        yield _finding(
            evidence,
            "frame_gap_partner",
            state,
            f"{found.get(partner, 0):.0f} transactions where about {expected[partner]:.0f} were "
            "expected.",
            level=Level.PARTNER,
            node_key=partner,
            value=chance,
            what_to_do="Ask the partner whether its file is complete.",
        )
    share = round(missing / sum(expected.values()), DECIMALS) if expected else 0.0
    yield _finding(
        evidence,
        "frame_gap_network",
        State.FAIL if share > NETWORK_SHARE else State.PASS,
        f"Partners with far fewer transactions than usual usually have {percent(share)} of them."
        if share
        else "No partner has far fewer transactions than usual.",
        value=share,
        limits=(None, NETWORK_SHARE),
        what_to_do="Import the missing partners' transactions." if share else "",
    )


def _chance_of_gap(found: float, expected: float) -> float | None:
    """P(X ≤ found | Poisson(expected)), or None where there is no gap to speak of."""
    if found >= GAP_SHARE * expected:
        return None
    return float(distributions.poisson.cdf(found, expected))


def _by_weekday(days: pa.Table) -> dict[object, float]:
    counts: dict[object, float] = defaultdict(float)
    for day, count in zip(_values(days, "occurred_on"), _values(days, "count"), strict=True):
        assert isinstance(day, date)
        counts[day.weekday()] += count
    return counts


def _by_partner(days: pa.Table) -> dict[object, float]:
    counts: dict[object, float] = defaultdict(float)
    for partner, count in zip(_values(days, "partner"), _values(days, "count"), strict=True):
        counts[partner] += count
    return counts


def _values(table: pa.Table, name: str) -> list[Any]:
    values: list[Any] = table.column(name).to_pylist()
    return values


def _mean(weeks: list[dict[object, float]]) -> dict[object, float]:
    keys = set().union(*weeks)
    return {key: sum(week.get(key, 0.0) for week in weeks) / len(weeks) for key in keys}


def _finding(
    evidence: WeekEvidence,
    key: str,
    state: State,
    what: str,
    *,
    level: Level = Level.NETWORK,
    node_key: str = "",
    value: float | None = None,
    what_to_do: str = "",
    limits: tuple[float | None, float] | None = None,
) -> Finding:
    is_flash = evidence.frozen.kind == "flash"
    chance = evidence.thresholds.of("frame_gap")
    warn, fail = limits or (chance.warn, chance.fail)
    return Finding(
        check_key=key,
        family=Family.SAMPLING,
        severity=Severity.BLOCK if is_flash else Severity.CAVEAT,
        state=state,
        what=what,
        what_to_do=what_to_do,
        level=level,
        node_key=node_key,
        value=value,
        warn=warn,
        fail=fail,
    )
