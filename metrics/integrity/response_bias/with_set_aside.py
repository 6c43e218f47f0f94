"""Every figure as it would be had the answers been used that the checks set aside.

Disclosure: who knows the value with and without a few answers knows those answers (methods H4). So
a value is given only in cuts where every place, and what is in no place, had none of them or ten
and more; and never for single partners.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from metrics.figures import FigureKey
from metrics.integrity.evidence import WeekEvidence
from metrics.method import MIN_LEVEL_N, WINDOWS
from metrics.models import Level, Metric
from metrics.warehouse.frozen import Reference, WeekCells
from metrics.warehouse.schema import JUDGED_REASONS, USED
from metrics.warehouse.stack import Stack, stack_weeks
from metrics.weighing.measures import METRICS
from metrics.weighing.places import CUTS, Cut, Places
from metrics.weighing.points import point_estimates
from metrics.weighing.weigh import weigh
from metrics.weighing.windows import of_window

JUDGED = tuple(reason.value for reason in JUDGED_REASONS)


def values_with_set_aside(evidence: WeekEvidence) -> Mapping[FigureKey, float]:
    """By figure; nothing where no answer was set aside for how it was given."""
    return {
        key: value
        for window in WINDOWS
        for audience in ("channel_partner", "end_user")
        for key, value in _window(evidence, audience, window)
    }


def _window(
    evidence: WeekEvidence, audience: str, window: int
) -> Iterator[tuple[FigureKey, float]]:
    weeks = of_window(evidence.weeks, evidence.frozen, window)
    if not any(_has_set_aside(week, audience) for week in weeks):
        return
    reference = evidence.frozen.reference
    telling = _telling_on_few(stack_weeks(weeks, audience, JUDGED), reference)
    weighed = weigh(stack_weeks(weeks, audience, (USED, *JUDGED)), reference)
    for points in point_estimates(weighed, reference):
        if points.cut.level is Level.PARTNER or (points.cut, points.metric) in telling:
            continue
        for (node, touchpoint), value in zip(points.keys, points.value.tolist(), strict=True):
            if value == value:  # NaN: nobody answered there
                level = points.cut.level.value
                yield (audience, window, level, node, touchpoint, points.metric.value), value


def _telling_on_few(aside: Stack, reference: Reference) -> set[tuple[Cut, Metric]]:
    """Cuts in which one to nine answers to a question were set aside somewhere, or nowhere."""
    places = Places.of_frame(aside.answers, reference)
    found = set()
    for cut in CUTS:
        domain, keys = places.domains(cut)
        elsewhere = len(keys) + (places.touchpoint.codes if cut.by_touchpoint else 0)
        place = np.where(domain >= 0, domain, elsewhere)
        for spec in METRICS.values():
            counts = np.bincount(place, weights=aside.histograms[spec.question].sum(axis=1))
            if ((counts > 0) & (counts < MIN_LEVEL_N)).any():
                found.add((cut, spec.metric))
    return found


def _has_set_aside(week: WeekCells, audience: str) -> bool:
    cells = week.account_cells
    there = pc.and_(
        pc.equal(cells.column("audience"), audience),
        pc.is_in(cells.column("status"), pa.array(JUDGED)),
    )
    return bool(pc.any(there).as_py())
