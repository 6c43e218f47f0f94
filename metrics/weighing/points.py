"""Point estimates alone of a weighed window: to stand beside figures that have their errors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from metrics.models import Metric
from metrics.warehouse.columns import Floats, Ints
from metrics.warehouse.frozen import Reference
from metrics.weighing.measures import METRICS
from metrics.weighing.places import CUTS, Cut, DomainKey, Places
from metrics.weighing.weigh import Weighed


@dataclass(frozen=True)
class CutPoints:
    """A metric's weighted means of one cut in published units (K,), NaN where nobody answered."""

    cut: Cut
    metric: Metric
    keys: tuple[DomainKey, ...]
    value: Floats


def point_estimates(weighed: Weighed, reference: Reference) -> Iterator[CutPoints]:
    """Every cut and metric, by the weights and in the domains of the published estimates."""
    answers = Places.of_cells(weighed, reference)
    measures = {
        spec: spec.measure(weighed.stack.histograms)
        for spec in METRICS.values()
        if weighed.stack.histograms[spec.question].any()
    }
    weight = weighed.design.weights[weighed.design.cell]
    for cut in CUTS:
        domain, keys = answers.domains(cut)
        row_domain = domain[weighed.design.cell]
        for spec, measure in measures.items():
            mass = _sums(row_domain, weight * measure.answered, len(keys))
            total = _sums(row_domain, weight * measure.total, len(keys))
            value = np.divide(total, mass, out=np.full(len(keys), np.nan), where=mass > 0)
            yield CutPoints(cut, spec.metric, tuple(keys), value * spec.unit)


def _sums(domain: Ints, values: Floats, size: int) -> Floats:
    inside = domain >= 0
    sums = np.bincount(domain[inside], weights=values[inside], minlength=size)
    return sums.astype(np.float64)
