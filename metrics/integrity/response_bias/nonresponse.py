"""What those who did not answer might have said: raw, weighted and extrapolated side by side."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.response_bias.arrivals import Arrivals, arrivals_of
from metrics.integrity.response_bias.sensitivity import Published, Shifts, evidence_of
from metrics.integrity.sampling.evenness import crossed_of, large_enough
from metrics.method import Family, Severity
from metrics.models import Level, State
from metrics.warehouse.files import rounded
from metrics.weighing.estimate import CutEstimates
from metrics.weighing.windows import WeighedWindow, of_window
from stats import bias_bound, r_indicator_of_strata

KEY = "extrapolation"
# Ten answers a wave [P].
FEWEST = 30
# Where so many used answers have no time of arrival, the others are not all of them [P].
KNOWN_SHARE = 0.8


def nonresponse(evidence: WeekEvidence) -> Iterator[Finding]:
    """Shifts by extrapolation, as far as chance does not explain them, in margins of error (C4).

    A trend over thirds is drawn far beyond them, so that chance alone moves it by several margins
    of error: what is judged is the shift less what chance gives in 95 of 100 weeks without one.
    """
    for item in evidence.weighed:
        weeks = of_window(evidence.weeks, evidence.frozen, item.window)
        for arrivals in arrivals_of(weeks, item):
            published = _published(evidence, item, arrivals)
            if published is not None:
                yield _finding(evidence, item, arrivals, published)


def _published(evidence: WeekEvidence, item: WeighedWindow, arrivals: Arrivals) -> Published | None:
    """None where the network has no estimate with an error."""
    for cut in evidence.cuts:
        if _is_network(cut, item) and cut.metric is arrivals.spec.metric and len(cut):
            numbers = (cut.raw[0], cut.estimate[0], cut.ci_low[0], cut.ci_high[0])
            found = Published(*map(float, numbers))
            return found if np.isfinite(numbers).all() and found.margin > 0 else None
    return None


def _is_network(cut: CutEstimates, item: WeighedWindow) -> bool:
    where = (cut.audience, cut.window, cut.cut.level, cut.cut.by_touchpoint)
    return where == (item.weighed.stack.audience, item.window, Level.NETWORK, False)


def _why_not(evidence: WeekEvidence, arrivals: Arrivals) -> tuple[State, str] | None:
    if not evidence.frozen.fieldwork_closed:
        return State.NOT_APPLICABLE, "The field period is open: who has not answered still may."
    if not arrivals.invited:
        return State.UNKNOWN, (
            "Nobody recorded who was invited, so that nothing tells what the others would have "
            "said."
        )
    if arrivals.size < KNOWN_SHARE * arrivals.used:
        return State.UNKNOWN, (
            f"Of {arrivals.used - arrivals.size:,} of {arrivals.used:,} answers nobody recorded "
            "how long after an invitation they came."
        )
    if len(arrivals.hour) == 1:
        return State.NOT_APPLICABLE, (
            "All answers came in the same hour after the invitation: nobody answered late."
        )
    if arrivals.size < FEWEST or len(arrivals.waves()) < 2:
        return State.UNKNOWN, (
            f"{arrivals.size:,} answers are too few to compare those who answered early and late; "
            f"{FEWEST} are needed."
        )
    return None


def _finding(
    evidence: WeekEvidence, item: WeighedWindow, arrivals: Arrivals, published: Published
) -> Finding:
    why = _why_not(evidence, arrivals)
    shifts = Shifts.of(arrivals) if why is None else None
    threshold, value = evidence.thresholds.of(KEY), None
    if shifts is not None:
        value = shifts.beyond_chance / max(published.margin, arrivals.spec.tolerance)
    state, what = why or (evidence.thresholds.judge(KEY, value), _in_words(shifts, value))
    return Finding(
        check_key=KEY,
        family=Family.RESPONSE_BIAS,
        severity=Severity.CAVEAT,
        state=state,
        what=what,
        what_to_do="Remind those who have not answered, or ask some of them in another way."
        if state in (State.WARN, State.FAIL)
        else "",
        audience=item.weighed.stack.audience,
        window=item.window,
        metric=arrivals.spec.metric.value,
        value=rounded(value),
        warn=threshold.warn,
        fail=threshold.fail,
        evidence=evidence_of(arrivals, published, shifts, _bound(item, arrivals)),
    )


def _bound(item: WeighedWindow, arrivals: Arrivals) -> float | None:
    """The largest bias that propensities as uneven as the frame shows could make (B4).

    None where too few answered to see how uneven they are.
    """
    if item.weighed.stack.frame.total < 2:
        return None
    strata = large_enough(crossed_of(item.weighed.stack))
    if len(strata.people) < 2:
        return None
    cv = r_indicator_of_strata(strata.people, strata.answers).cv
    return bias_bound(cv, arrivals.deviation)


def _in_words(shifts: Shifts | None, value: float | None) -> str:
    if shifts is None or not value:
        return "Who answered late says about the same as who answered early, as far as can be told."
    lower = "lower" if shifts.is_downward else "higher"
    return (
        f"Who answered late gave {lower} scores: were those who never answered like them, the "
        f"figure would be {lower} by {value:.1f} margins of error more than chance explains."
    )
