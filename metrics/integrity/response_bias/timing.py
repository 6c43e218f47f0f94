"""Did those who answered late answer otherwise than those who answered at once (methods C1)?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.response_bias.arrivals import Arrivals, arrivals_of
from metrics.method import MIN_LEVEL_N, Family, Severity
from metrics.models import State
from metrics.warehouse.files import rounded
from metrics.weighing.windows import WeighedWindow, of_window
from stats import MeanDifference, benjamini_hochberg, late_versus_early

KEY = "late_early"


@dataclass(frozen=True)
class Compared:
    item: WeighedWindow
    arrivals: Arrivals
    found: MeanDifference


def late_and_early(evidence: WeekEvidence) -> Iterator[Finding]:
    """Welch's test of the last third against the first, for information.

    Benjamini–Hochberg over all metrics, audiences and windows. What follows for the figures is
    judged by the extrapolation, which knows how many did not answer.
    """
    compared = [*_compared(evidence)]
    if not compared:
        yield _finding(
            evidence,
            None,
            State.NOT_APPLICABLE,
            "Too few answers are known to have come early, or late, to compare them.",
        )
        return
    q = benjamini_hochberg([_p(one.found) for one in compared]).tolist()
    for one, value in zip(compared, q, strict=True):
        state = evidence.thresholds.judge(KEY, value)
        yield _finding(evidence, one, state, _in_words(one.found, state), value)


def _compared(evidence: WeekEvidence) -> Iterator[Compared]:
    for item in evidence.weighed:
        weeks = of_window(evidence.weeks, evidence.frozen, item.window)
        for arrivals in arrivals_of(weeks, item):
            waves = arrivals.waves() if arrivals.size else []
            if len(waves) < 2 or min(waves[0].sum(), waves[-1].sum()) < MIN_LEVEL_N:
                continue
            early, late = arrivals.answers(waves[0]), arrivals.answers(waves[-1])
            found = late_versus_early(early, late)
            if found.p_value is not None:
                yield Compared(item, arrivals, found)


def _p(found: MeanDifference) -> float:
    assert found.p_value is not None
    return found.p_value


def _in_words(found: MeanDifference, state: State) -> str:
    if state is State.PASS:
        return "Late answers are about like early ones."
    return f"Late answers are {'lower' if found.difference < 0 else 'higher'} than early ones."


def _finding(
    evidence: WeekEvidence,
    one: Compared | None,
    state: State,
    what: str,
    q: float | None = None,
) -> Finding:
    threshold = evidence.thresholds.of(KEY)
    interval = one.found.interval if one else None
    return Finding(
        check_key=KEY,
        family=Family.RESPONSE_BIAS,
        severity=Severity.INFO,
        state=state,
        what=what,
        what_to_do="See the extrapolation for what it may mean." if state is State.WARN else "",
        audience=one.item.weighed.stack.audience if one else "",
        window=one.item.window if one else 0,
        metric=one.arrivals.spec.metric.value if one else "",
        value=rounded(q),
        warn=threshold.warn,
        fail=threshold.fail,
        evidence={
            "difference": rounded(one.found.difference),
            "difference_low": rounded(interval.low) if interval else None,
            "difference_high": rounded(interval.high) if interval else None,
            "p": rounded(one.found.p_value),
            "early": one.found.n_first,
            "late": one.found.n_second,
        }
        if one
        else {},
    )
