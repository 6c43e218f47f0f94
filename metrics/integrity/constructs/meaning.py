"""Do the items of a construct mean the same to two groups? Matched ratings and loadings (F4–F5).

Lite invariance, without a multi-group model: an item that one group rates otherwise than equally
minded people of the other speaks against comparing means, and unlike loadings against comparing
at all. Agreement of the two allows nothing that a model would have to allow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from metrics.integrity.constructs.window import ScaleAnswers
from metrics.integrity.judged import gravest_state
from metrics.integrity.thresholds import Thresholds
from metrics.models import State
from metrics.warehouse.columns import Bools
from stats import (
    Congruence,
    ConstructVerdict,
    DataPurpose,
    congruence,
    minimum_data,
    ordinal_dif,
    reliability,
    score_strata,
)

DIF, PHI = "same_meaning", "congruence"
# The chance of calling any item of a construct different that is not, over all items and groups.
SIGNIFICANCE = 0.05
# Complete answers that each group needs.
NEEDED = minimum_data(2, [0, 0], DataPurpose.COMPARISON).needed


@dataclass(frozen=True)
class Comparison:
    """One group against another: the item that differs most beyond chance, and the loadings.

    `effect` in deviations of the item, focal less reference; None where nothing could be matched.
    `item` is empty where no difference is beyond chance.
    """

    state: State
    effect: float | None
    item: str
    loadings: Congruence | None
    figures: Mapping[str, Any]

    @property
    def size(self) -> float | None:
        return None if self.effect is None else abs(self.effect)


def is_enough(answers: ScaleAnswers, *sizes: int) -> bool:
    data = minimum_data(len(answers.items), sizes, DataPurpose.COMPARISON)
    return data.verdict is ConstructVerdict.FINE


def compare_groups(
    answers: ScaleAnswers, focal: Bools, thresholds: Thresholds, tests: int
) -> Comparison:
    """`focal` marks the rows of one group; the rest is what it is compared with.

    `tests` is how many groups are compared: a difference counts when its p, times groups and
    items, stays below .05 (Bonferroni; product convention).
    """
    effects = _effects(answers, focal)
    beyond = {
        item: effect
        for item, (effect, p) in effects.items()
        if p * tests * len(answers.items) < SIGNIFICANCE
    }
    item = max(beyond, key=lambda name: (abs(beyond[name]), name), default="")
    effect = beyond[item] if item else 0.0 if effects else None
    loadings = _loadings(answers, focal)
    return Comparison(
        state=_state(thresholds, effect, loadings),
        effect=effect,
        item=item,
        loadings=loadings,
        figures={
            "n": int(answers.counts[focal].sum()),
            "n_others": int(answers.counts[~focal].sum()),
            "phi": loadings.phi if loadings else None,
            "unlike_loadings": ", ".join(gap.name for gap in loadings.gaps) if loadings else None,
            **{f"difference {name}": effect for name, (effect, _) in effects.items()},
            **{f"p {name}": p for name, (_, p) in effects.items()},
        },
    )


def _effects(answers: ScaleAnswers, focal: Bools) -> dict[str, tuple[float, float]]:
    """(effect, p) of each item that could be matched on the sum of the others."""
    found: dict[str, tuple[float, float]] = {}
    for number, item in enumerate(answers.items):
        rest = np.delete(answers.scores, number, axis=1).sum(axis=1)
        dif = ordinal_dif(answers.scores[:, number], focal, score_strata(rest), answers.counts)
        if dif.effect is not None and dif.p_value is not None:
            found[item] = (dif.effect, dif.p_value)
    return found


def _loadings(answers: ScaleAnswers, focal: Bools) -> Congruence | None:
    """None where a group has no loadings: two items only, or no common factor."""
    columns = [_of_group(answers, rows) for rows in (~focal, focal)]
    if columns[0] is None or columns[1] is None:
        return None
    return congruence(columns[0], columns[1], answers.items)


def _of_group(answers: ScaleAnswers, rows: Bools) -> Sequence[float] | None:
    factor = reliability(answers.weighted(rows)).factor
    return factor.loadings if factor else None


def _state(thresholds: Thresholds, effect: float | None, loadings: Congruence | None) -> State:
    states = [thresholds.judge(DIF, None if effect is None else abs(effect))]
    if loadings and loadings.phi is not None:
        states.append(thresholds.judge(PHI, loadings.phi))
        states.append(State.WARN if loadings.gaps else State.PASS)
    return gravest_state(states)
