"""Every total as it would be without the partners whose pattern is under review.

For readers inside the house only: with a total, the total without a partner, and the weights, the
partner's own figure could be worked out roughly. Values are therefore rounded to whole points or
per cent, and none stands where fewer than five partners remain, or fewer than ten answers are left
or left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from metrics.figures import FigureKey, Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.sampling.flagged import END_USER, Flagged, cells_of
from metrics.integrity.sampling.selection import KEY
from metrics.models import Level, Metric
from metrics.warehouse.columns import Bools, Coded, Floats, Ints
from metrics.warehouse.frozen import Reference
from metrics.warehouse.stack import Stack, Table
from metrics.weighing.estimate import MIN_N
from metrics.weighing.measures import METRICS
from metrics.weighing.places import CUTS, Cut, DomainKey, Places
from metrics.weighing.weigh import Weighed, weigh
from metrics.weighing.windows import WeighedWindow
from stats import Measure

MIN_PARTNERS_LEFT = 5
# Whole NPS points and per cent; a tenth of the seven-point scale is about as coarse.
DECIMALS: Mapping[Metric, int] = {
    Metric.NPS: 0,
    Metric.CSAT: 2,
    Metric.EFFORT: 1,
    Metric.INTENT: 2,
}


def values_without_flagged(
    evidence: WeekEvidence, findings: Sequence[Finding]
) -> Mapping[FigureKey, float]:
    """By figure; nothing where no partner is withheld."""
    screened = [found for found in findings if found.check_key == KEY and found.node_key]
    withheld = Flagged.of(screened, evidence.configuration).withheld
    if not withheld:
        return {}
    reference = evidence.frozen.reference
    return {
        key: value
        for item in evidence.weighed
        if item.weighed.stack.audience == END_USER
        for key, value in _of_window(item, withheld, reference)
    }


def _of_window(
    item: WeighedWindow, withheld: frozenset[str], reference: Reference
) -> Iterator[tuple[FigureKey, float]]:
    left = stack_without(item.weighed.stack, withheld)
    if not len(left.answers) or not left.frame.total:
        return
    again = weigh(left, reference)
    before, after = Places.of_cells(item.weighed, reference), Places.of_cells(again, reference)
    is_left_out = cells_of(item.weighed, withheld)[item.weighed.design.cell]
    for cut in CUTS:
        if cut.level is Level.PARTNER:
            continue
        was, now = _Domains.of(item.weighed, before, cut), _Domains.of(again, after, cut)
        for spec in METRICS.values():
            old = spec.measure(item.weighed.stack.histograms)
            lost = was.sums(old.answered * is_left_out)
            for (node, touchpoint), value in now.means(spec.measure(again.stack.histograms)):
                if lost.get((node, touchpoint), 0.0) >= MIN_N:
                    key = (cut.level.value, node, touchpoint, spec.metric.value)
                    found = round(spec.unit * value, DECIMALS[spec.metric]) + 0.0
                    yield (END_USER, item.window, *key), found


def stack_without(stack: Stack, partners: frozenset[str]) -> Stack:
    """The window as if these partners had had no business of their own in it."""
    answers, frame = (_is_kept(table, partners) for table in (stack.answers, stack.frame))
    return replace(
        stack,
        answers=_taken(stack.answers, answers),
        base=stack.base[answers],
        account=stack.account[answers],
        histograms={key: counts[answers] for key, counts in stack.histograms.items()},
        frame=_taken(stack.frame, frame),
    )


def _is_kept(table: Table, partners: frozenset[str]) -> Bools:
    partner = table.attributes["partner"]
    is_named = np.array([level in partners for level in partner.levels] or [False], dtype=np.bool_)
    return np.asarray(table.is_joint | ~is_named[partner.codes])


def _taken(table: Table, rows: Bools) -> Table:
    attributes = {name: _in_use(column.where(rows)) for name, column in table.attributes.items()}
    return Table(attributes, table.is_joint[rows], table.count[rows])


def _in_use(column: Coded) -> Coded:
    """Only the levels that occur: a level that nothing has is no level to weigh to."""
    used, codes = np.unique(column.codes, return_inverse=True)
    return Coded(codes.astype(np.int64), tuple(column.levels[code] for code in used.tolist()))


@dataclass(frozen=True)
class _Domains:
    """The domains of one cut: each answer row's, and how many partners are heard in each."""

    keys: Sequence[DomainKey]
    row: Ints
    weights: Floats
    partners: Ints

    @classmethod
    def of(cls, weighed: Weighed, places: Places, cut: Cut) -> _Domains:
        domain, keys = places.domains(cut)
        design = weighed.design
        partners = _partners_by_domain(weighed, domain, len(keys))
        return cls(keys, domain[design.cell], design.weights[design.cell], partners)

    def sums(self, values: Floats) -> dict[DomainKey, float]:
        return dict(zip(self.keys, self._sums(values).tolist(), strict=True))

    def means(self, measure: Measure) -> Iterator[tuple[DomainKey, float]]:
        """Weighted means where enough partners and answers are left."""
        answered = self._sums(measure.answered)
        mass, total = (
            self._sums(self.weights * part) for part in (measure.answered, measure.total)
        )
        is_enough = (answered >= MIN_N) & (self.partners >= MIN_PARTNERS_LEFT)
        for k in np.flatnonzero(is_enough).tolist():
            yield self.keys[k], float(total[k] / mass[k])

    def _sums(self, values: Floats) -> Floats:
        inside = self.row >= 0
        found = np.bincount(self.row[inside], weights=values[inside], minlength=len(self.keys))
        return found.astype(np.float64)


def _partners_by_domain(weighed: Weighed, domain: Ints, size: int) -> Ints:
    """Partners with answers of their own in each domain."""
    partner = weighed.cell_attribute("partner")
    is_named = np.array([level != "" for level in partner.levels] or [False], dtype=np.bool_)
    is_joint = weighed.stack.answers.is_joint[weighed.cell_row]
    own = is_named[partner.codes] & ~is_joint & (domain >= 0)
    pairs = np.unique(np.column_stack([domain[own], partner.codes[own]]), axis=0)
    return np.bincount(pairs[:, 0], minlength=size)
