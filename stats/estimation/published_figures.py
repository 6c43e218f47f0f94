"""Estimates with their published intervals, as the sentences a reader sees."""

from __future__ import annotations

from dataclasses import dataclass

from stats.estimation.domain_estimates import DomainEstimates
from stats.estimation.published import IntervalKind, published_intervals
from stats.intervals.interval import Interval
from stats.reasons import Undefined
from stats.scalars import check_choice


@dataclass(frozen=True)
class PublishedFigure:
    """One domain's figure as it is published; without an interval where `reason` says why.

    `value` in NPS points, a share of 0 to 1, or the units of the mean, None when nobody answered;
    `n` answers, `accounts` they come from, `n_eff` Kish's effective n of the weights.
    """

    kind: IntervalKind
    value: float | None
    interval: Interval | None
    n: int
    accounts: int
    n_eff: float | None
    reason: Undefined

    def __str__(self) -> str:
        if self.value is None or self.interval is None or self.n_eff is None:
            return f"{_NAMES[self.kind]} not published: {self.reason.sentence}, n {self.n}"
        value, low, high = (
            _FORMS[self.kind].format(x) for x in (self.value, self.interval.low, self.interval.high)
        )
        return (
            f"{_NAMES[self.kind]} {value}, {self.interval.level * 100:g} % interval {low} to "
            f"{high}, n {self.n}, effective n {self.n_eff:.0f}"
        )


_NAMES = {IntervalKind.NPS: "NPS", IntervalKind.PROPORTION: "share", IntervalKind.MEAN: "mean"}
_FORMS = {
    IntervalKind.NPS: "{:z.1f}",
    IntervalKind.PROPORTION: "{:z.1%}",
    IntervalKind.MEAN: "{:z.2f}",
}


def published_figures(
    kind: IntervalKind | str,
    estimates: DomainEstimates,
    scale: tuple[float, float] | None = None,
) -> tuple[PublishedFigure, ...]:
    """Every domain's estimate with its published interval, ready to print.

    Arguments, intervals and errors as in `published_intervals`; an NPS is 100 (p − d) of the
    weighted shares, whatever the unit of y. Source: methods A2a.

    >>> from stats import CellDesign, Measure, estimate_domains
    >>> scores = Measure.of_scores([10] * 30 + [8] * 12 + [3] * 8)
    >>> design = CellDesign.from_rows(base=[1.0] * 50, account=list(range(50)))
    >>> found = estimate_domains(design, scores, [0] * 50, 1, leverage_correction=False)
    >>> print(published_figures("nps", found)[0])
    NPS 44.0, 95 % interval 20.4 to 62.6, n 50, effective n 50
    """
    kind = check_choice("kind", kind, IntervalKind)
    intervals = published_intervals(kind, estimates, scale)
    return tuple(
        _figure(kind, estimates, domain, intervals[domain]) for domain in range(len(estimates))
    )


def _figure(
    kind: IntervalKind, estimates: DomainEstimates, domain: int, interval: Interval | Undefined
) -> PublishedFigure:
    found = estimates[domain]
    heard = found.n > 0
    return PublishedFigure(
        kind=kind,
        value=_value(kind, estimates, domain) if heard else None,
        interval=interval if isinstance(interval, Interval) else None,
        n=found.n,
        accounts=found.accounts,
        n_eff=found.n_eff_kish,
        reason=found.reason,
    )


def _value(kind: IntervalKind, estimates: DomainEstimates, domain: int) -> float:
    high, low = estimates.high_share, estimates.low_share
    if kind is IntervalKind.NPS and high is not None and low is not None:
        return 100.0 * float(high[domain] - low[domain])
    return float(estimates.estimate[domain])
