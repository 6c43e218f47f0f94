"""Do answers depend on the device they were given on, and did the mix of devices change?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.response_bias.sheet_counts import Counted, counted
from metrics.integrity.sampling.balance import Balance, unbiased_psi
from metrics.integrity.wording import AUDIENCE_NAMES
from metrics.method import MIN_LEVEL_N, Family, Severity
from metrics.models import Metric, State
from metrics.warehouse.columns import Floats, floats, strings
from metrics.warehouse.files import rounded
from metrics.warehouse.schema import USED
from metrics.weighing.measures import METRICS
from metrics.weighing.windows import of_window
from stats import MeanDifference, benjamini_hochberg, welch

KEY = "device_effect"
MIX = "device_mix"
# The mix is compared with the weeks of this window before.
BASELINE_WINDOW = 13
FEWEST = 30


@dataclass(frozen=True)
class Pair:
    """One device against the most usual, of one metric."""

    metric: Metric
    device: str
    usual: str
    found: MeanDifference


def device_effects(evidence: WeekEvidence) -> Iterator[Finding]:
    """Welch's test of each device against the most usual one, by audience, after BH.

    People choose their device, so that a difference says nothing of its cause, and changes no
    grade; unless the mix of devices moved as well, which moves the figures with it.
    """
    for audience in evidence.audiences:
        pairs = [*_pairs(evidence, audience)]
        moved = _mix_shift(evidence, audience)
        if not pairs:
            yield _none(evidence, audience)
            continue
        q = benjamini_hochberg([pair.found.p_value or 0.0 for pair in pairs]).tolist()
        worst = min(range(len(pairs)), key=lambda k: (q[k], k))
        yield _finding(evidence, audience, pairs[worst], q[worst], moved)


def _pairs(evidence: WeekEvidence, audience: str) -> Iterator[Pair]:
    is_used = np.array([status == USED for status in evidence.status], dtype=np.bool_)
    used = is_used & evidence.heard(audience)
    responses = evidence.frozen.responses
    device = strings(responses, "device_class")
    sizes = {
        level: int(np.count_nonzero(used & (device.codes == code)))
        for code, level in enumerate(device.levels)
        if level
    }
    enough = (level for level in sizes if sizes[level] >= MIN_LEVEL_N)
    known = sorted(enough, key=lambda level: (-sizes[level], level))
    for spec in METRICS.values():
        # What was set aside may have scores that its scale has not.
        scores = np.where(used, floats(responses, spec.question), np.nan)
        values = spec.values(scores) * spec.unit
        given = {
            level: values[(device.codes == code) & np.isfinite(values)]
            for code, level in enumerate(device.levels)
        }
        for level in known[1:]:
            if _is_enough(given[known[0]]) and _is_enough(given[level]):
                found = welch(given[known[0]], given[level])
                if found.p_value is not None:
                    yield Pair(spec.metric, level, known[0], found)


def _is_enough(values: Floats) -> bool:
    return len(values) >= MIN_LEVEL_N


def _mix_shift(evidence: WeekEvidence, audience: str) -> float | None:
    """PSI of this week's devices against those of the weeks before; None where too few."""
    *before, own = of_window(evidence.weeks, evidence.frozen, BASELINE_WINDOW)
    earlier = counted(before, audience, Counted.DEVICE)
    now = counted([own], audience, Counted.DEVICE)
    devices = sorted(device for device in earlier if device)
    if len(devices) < 2 or min(sum(now.values()), sum(earlier.values())) < FEWEST:
        return None
    counts = np.array([(now[device], earlier[device]) for device in devices], dtype=np.float64)
    return unbiased_psi(Balance(MIX, counts[:, 0], counts[:, 1]))


def _none(evidence: WeekEvidence, audience: str) -> Finding:
    threshold = evidence.thresholds.of(KEY)
    return Finding(
        check_key=KEY,
        family=Family.RESPONSE_BIAS,
        severity=Severity.INFO,
        state=State.NOT_APPLICABLE,
        what=f"Fewer than two devices were used by {MIN_LEVEL_N} {AUDIENCE_NAMES[audience]} or "
        "more: there is nothing to compare.",
        audience=audience,
        warn=threshold.warn,
        fail=threshold.fail,
    )


def _finding(
    evidence: WeekEvidence, audience: str, pair: Pair, q: float, moved: float | None
) -> Finding:
    threshold, interval = evidence.thresholds.of(KEY), pair.found.interval
    state = evidence.thresholds.judge(KEY, q)
    has_moved = moved is not None and evidence.thresholds.judge(MIX, moved) is not State.PASS
    matters = has_moved and state is not State.PASS
    return Finding(
        check_key=KEY,
        family=Family.RESPONSE_BIAS,
        severity=Severity.CAVEAT if matters else Severity.INFO,
        state=state,
        what=_in_words(pair, state, has_moved),
        what_to_do="Compare weeks by device before reading a change." if matters else "",
        audience=audience,
        value=rounded(q),
        warn=threshold.warn,
        fail=threshold.fail,
        evidence={
            "metric": pair.metric.value,
            "device": pair.device,
            "against": pair.usual,
            "difference": rounded(pair.found.difference),
            "difference_low": rounded(interval.low) if interval else None,
            "difference_high": rounded(interval.high) if interval else None,
            "answers": pair.found.n_second,
            "answers_against": pair.found.n_first,
            "psi_of_devices": rounded(moved),
        },
    )


def _in_words(pair: Pair, state: State, has_moved: bool) -> str:
    if state is State.PASS:
        return "Answers do not depend on the device they were given on, as far as can be told."
    lower = "lower" if pair.found.difference < 0 else "higher"
    what = f"Answers given on a {pair.device} are {lower} than those on a {pair.usual}"
    return f"{what}, and the mix of devices changed." if has_moved else f"{what}."
