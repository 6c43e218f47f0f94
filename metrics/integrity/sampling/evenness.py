"""How evenly the population answered, and who answers least: the R-indicator (methods B4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import chdtrc

from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.wording import percent
from metrics.method import MIN_LEVEL_N, Family, Severity
from metrics.models import State
from metrics.warehouse.columns import Bools, Coded, Ints, group_rows
from metrics.warehouse.files import DECIMALS, rounded
from metrics.warehouse.stack import Stack, Table
from metrics.weighing.windows import WeighedWindow
from stats import RIndicator, partial_indicator, r_indicator_of_strata

KEY = "propensity_cv"
# As every level that is weighed to (methods B6): rates with fewer answers expected are chance.
MIN_ANSWERS = MIN_LEVEL_N
# What chance gives in one of twenty windows is not called uneven.
LEVEL = 0.05
MOST_NAMED = 3
COVARIATES = ("touchpoint_outcome", "region", "size_class")
# What a stratum with too few answers is taken together by, one after the other.
JOINED_BY = ("touchpoint_outcome", "outcome")
ROUNDING = 1e-12

WHAT_TO_DO = {
    State.WARN: "Ask those who answer least in another way.",
    State.FAIL: "Ask those who answer least in another way.",
    State.UNKNOWN: "Read a longer window, where more answers tell more.",
}

OUTCOMES = {
    "nothing_wrong": "without trouble",
    "late": "late",
    "complaint_or_return": "with a complaint or return",
    "not_recorded": "not recorded how it went",
}


@dataclass(frozen=True)
class Strata:
    """Transactions and those of them with a used answer, (K,) each."""

    people: Ints
    answers: Ints

    @property
    def chance(self) -> float:
        """Of differences so large, if all had the same propensity: Pearson's χ² test."""
        mean = self.answers.sum() / self.people.sum()
        if len(self.people) < 2 or mean == 1.0:
            return 1.0
        spread = self.people * (self.answers / self.people - mean) ** 2 / (mean * (1.0 - mean))
        return float(chdtrc(len(self.people) - 1, spread.sum()))

    def too_small(self, group: Ints) -> Bools:
        """Of each stratum: are fewer than ten answers expected of its group, at the mean rate?"""
        people = np.bincount(group, weights=self.people)[group]
        return np.asarray(people * self.answers.sum() < MIN_ANSWERS * self.people.sum())

    def merged(self, group: Ints) -> Strata:
        people = np.bincount(group, weights=self.people)
        answers = np.bincount(group, weights=self.answers)
        used = people > 0
        return Strata(people[used].astype(np.int64), answers[used].astype(np.int64))


@dataclass(frozen=True)
class Crossed:
    """Strata by all covariates at once, with the level of each covariate, in words."""

    strata: Strata
    levels: Mapping[str, Coded]

    @property
    def has_kinds(self) -> bool:
        """Whether the frame tells any transaction from another."""
        return len(self.strata.people) > 1


@dataclass(frozen=True)
class Lag:
    """A category that answers less than all: by how much it pulls the indicator down."""

    category: str
    partial: float
    rate: float


def response_evenness(evidence: WeekEvidence) -> Iterator[Finding]:
    """The spread of response propensities over what the frame knows, for every window.

    Covariates are touchpoint × outcome, region and size class, the same every week. Judged by the
    coefficient of variation less what chance alone adds (`adjusted_cv`).
    """
    for item in evidence.weighed:
        # One transaction cannot answer unevenly.
        if item.weighed.stack.frame.total > 1:
            yield _of_window(evidence, item)


def _of_window(evidence: WeekEvidence, item: WeighedWindow) -> Finding:
    crossed = crossed_of(item.weighed.stack)
    strata = large_enough(crossed)
    found = r_indicator_of_strata(strata.people, strata.answers)
    lags = lags_of(crossed)
    state = _state(evidence, strata, found) if crossed.has_kinds else State.NOT_APPLICABLE
    threshold = evidence.thresholds.of(KEY)
    return Finding(
        check_key=KEY,
        family=Family.SAMPLING,
        severity=Severity.CAVEAT,
        state=state,
        what=_in_words(strata, found, state, lags),
        what_to_do=WHAT_TO_DO.get(state, ""),
        audience=item.weighed.stack.audience,
        window=item.window,
        value=rounded(found.adjusted_cv) if len(strata.people) > 1 else None,
        warn=threshold.warn,
        fail=threshold.fail,
        evidence=_figures(strata, found)
        | {"partial_indicators": {lag.category: rounded(lag.partial) for lag in lags}},
    )


def _figures(strata: Strata, found: RIndicator) -> dict[str, Any]:
    return {
        "transactions": int(strata.people.sum()),
        "used_answers": int(strata.answers.sum()),
        "strata": len(strata.people),
        "mean_propensity": rounded(found.mean),
        "r": rounded(found.r),
        "cv": rounded(found.cv),
        "adjusted_r": rounded(found.adjusted_r),
        "adjusted_cv": rounded(found.adjusted_cv),
        "standard_error_of_r": rounded(found.se),
        "p": rounded(strata.chance),
    }


def _state(evidence: WeekEvidence, strata: Strata, found: RIndicator) -> State:
    """Uneven only where chance does not explain it; what cannot be told is unknown."""
    if len(strata.people) < 2 or found.adjusted_cv is None:
        return State.UNKNOWN
    state = evidence.thresholds.judge(KEY, found.adjusted_cv)
    return state if state is State.PASS or strata.chance < LEVEL else State.UNKNOWN


def _in_words(strata: Strata, found: RIndicator, state: State, lags: Sequence[Lag]) -> str:
    if state is State.NOT_APPLICABLE:
        return "The frame tells no kinds of customers apart that could answer unevenly."
    answers = f"{int(strata.answers.sum()):,} answers"
    if len(strata.people) < 2:
        return f"{answers} are too few to tell whether some customers answer less than others."
    if state is State.UNKNOWN:
        return (
            f"Customers may answer unevenly (R {found.adjusted_r:.2f}), or it is chance: {answers} "
            "do not tell."
        )
    if state is State.PASS:
        return f"Customers of all kinds answer about alike (R {found.adjusted_r:.2f})."
    least = "; ".join(f"“{lag.category}” ({percent(lag.rate)})" for lag in lags[:MOST_NAMED])
    return (
        f"Customers answer unevenly (R {found.adjusted_r:.2f}; {percent(found.mean)} of all): "
        f"least among {least}."
    )


def crossed_of(stack: Stack) -> Crossed:
    """The window's transactions by the covariates, and how many of them have a used answer."""
    frame, answers = _covariates(stack.frame), _covariates(stack.answers)
    levels = {name: tuple(sorted({*frame[name].levels, *answers[name].levels})) for name in frame}
    codes = {
        name: np.concatenate([part[name].recoded(levels[name]) for part in (frame, answers)])
        for name in frame
    }
    first, group = group_rows(*codes.values())
    size, count = len(stack.frame), np.concatenate([stack.frame.count, stack.answers.count])
    people, heard = (
        np.bincount(group[rows], weights=count[rows], minlength=len(first)).astype(np.int64)
        for rows in (slice(0, size), slice(size, None))
    )
    return Crossed(
        Strata(people, heard),
        {name: Coded(codes[name][first], levels[name]) for name in codes},
    )


def large_enough(crossed: Crossed) -> Strata:
    """Strata in which ten answers are expected, since rates of fewer say nothing.

    Smaller ones join those of the same touchpoint and outcome, then those of the same outcome, then
    one another, and what is still too small the smallest of the others.
    """
    strata = crossed.strata
    group, free = np.arange(len(strata.people)), len(strata.people)
    for name in JOINED_BY:
        group = np.where(strata.too_small(group), free + crossed.levels[name].codes, group)
        free += len(crossed.levels[name].levels)
    group = np.where(strata.too_small(group), free, group)
    if strata.too_small(group).any():
        size = np.bincount(group, weights=strata.people)
        others = [place for place in np.flatnonzero(size).tolist() if place != free]
        smallest = min(others, key=lambda place: (size[place], place), default=free)
        group = np.where(group == free, smallest, group)
    return strata.merged(group)


def lags_of(crossed: Crossed) -> tuple[Lag, ...]:
    """Categories with a propensity below the mean, the weightiest first (partial indicators)."""
    strata = crossed.strata
    rates = strata.answers / strata.people
    found = []
    for column in (crossed.levels[name] for name in COVARIATES):
        partial = partial_indicator(rates, column.codes, strata.people.astype(np.float64))
        for code, value in zip(partial.codes.tolist(), partial.categories.tolist(), strict=True):
            rows = column.codes == code
            rate = float(strata.answers[rows].sum() / strata.people[rows].sum())
            if value < -ROUNDING:
                found.append(Lag(column.levels[code], value, rate))
    return tuple(sorted(found, key=lambda lag: (round(lag.partial, DECIMALS), lag.category)))


def _covariates(table: Table) -> dict[str, Coded]:
    touchpoint, outcome = table.attributes["touchpoint"], table.attributes["outcome"]
    pair, code = np.unique(
        touchpoint.codes * max(1, len(outcome.levels)) + outcome.codes, return_inverse=True
    )
    outcomes = [OUTCOMES.get(key, _plain(key)) for key in outcome.levels]
    names = tuple(
        f"{_plain(touchpoint.levels[place // len(outcomes)])}, {outcomes[place % len(outcomes)]}"
        for place in pair.tolist()
    )
    region, size = table.attributes["region"], table.attributes["size_class"]
    return {
        "touchpoint_outcome": Coded(code.astype(np.int64), names),
        "region": region.mapped({key: f"region {key or 'not known'}" for key in region.levels}),
        "outcome": outcome,
        "size_class": size.mapped({key: f"size {key or 'not known'}" for key in size.levels}),
    }


def _plain(key: str) -> str:
    return key.replace("_", " ")
