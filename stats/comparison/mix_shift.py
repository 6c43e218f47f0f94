"""How much of a change is the groups' own, and how much their changed shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import BoolArray, FloatArray, check_finite_weights, check_floats
from stats.errors import BadWeights, OutOfRange

ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class MixShift:
    """delta = within + mix exactly; `within_by_group` and `mix_by_group` (g,) add up to them.

    `total0`, `total1` the two weeks' totals. `simpson`: every group heard in both weeks moved
    against the total.
    """

    total0: float
    total1: float
    within: float
    mix: float
    within_by_group: FloatArray
    mix_by_group: FloatArray
    in_both: BoolArray
    simpson: bool

    @property
    def delta(self) -> float:
        """Change of the total."""
        return self.total1 - self.total0

    def __str__(self) -> str:
        if self.simpson:
            groups = "rose" if self.delta < 0.0 else "fell"
            note = f"; every group heard in both weeks {groups} (Simpson's paradox)"
        else:
            note = ""
        return (
            f"total {self.total0:.1f} to {self.total1:.1f} ({self.delta:+.1f}): "
            f"within groups {self.within:+.1f}, mix {self.mix:+.1f}{note}"
        )


def mix_shift(
    weights0: ArrayLike,
    scores0: Sequence[float | None],
    weights1: ArrayLike,
    scores1: Sequence[float | None],
) -> MixShift:
    """Exact decomposition of a change into groups' own changes and the shift of shares.

    Δ = Σ w̄_g Δs_g + Σ Δw_g (s̄_g − T̄): w a group's weight over the sum of the week's weights,
    bars the means of both weeks, T the total Σ w s. A group new or gone has no score in one week:
    its change is taken as 0, all of its effect is mix. Source: Kitagawa 1955; methods H7.

    Weights (g,) ≥ 0, scores (g,), None exactly where the weight is 0 and nobody is meant. Raises
    BadWeights for negative weights or a week without any, OutOfRange for a score without weight
    or a weight without score (merge such a group first), or lengths that differ.

    >>> print(mix_shift([0.8, 0.2], [60, 20], [0.5, 0.5], [62, 24]))
    total 52.0 to 43.0 (-9.0): within groups +2.7, mix -11.7; every group heard in both weeks \
rose (Simpson's paradox)
    """
    w0, heard0, s0 = _week("0", weights0, scores0)
    w1, heard1, s1 = _week("1", weights1, scores1)
    if w0.size != w1.size:
        raise OutOfRange(f"{w0.size} groups in week 0 and {w1.size} in week 1; align them.")
    s0, s1 = np.where(heard0, s0, s1), np.where(heard1, s1, s0)
    total0, total1 = float(w0 @ s0), float(w1 @ s1)
    within = (w0 + w1) / 2.0 * (s1 - s0)
    mix = (w1 - w0) * ((s0 + s1) / 2.0 - (total0 + total1) / 2.0)
    both = heard0 & heard1
    moved = (s1 - s0)[both]
    return MixShift(
        total0=total0,
        total1=total1,
        within=float(within.sum()),
        mix=float(mix.sum()),
        within_by_group=within,
        mix_by_group=mix,
        in_both=both,
        simpson=_reversed(moved, total1 - total0, float(np.abs([s0, s1]).max())),
    )


def _reversed(moved: FloatArray, delta: float, scale: float) -> bool:
    if moved.size == 0 or abs(delta) <= ROUNDING * scale:
        return False
    return bool((moved * np.sign(delta) < 0.0).all())


def _week(
    name: str, weights: ArrayLike, scores: Sequence[float | None]
) -> tuple[FloatArray, BoolArray, FloatArray]:
    """Shares, who is heard, and scores with 0 for nobody."""
    if not isinstance(scores, Sequence | np.ndarray):
        raise OutOfRange(f"scores{name} is no list; hand in one score, or None, for each group.")
    heard = np.array([score is not None for score in scores], dtype=np.bool_)
    values = check_floats(f"scores{name}", [0.0 if s is None else s for s in scores])
    w = check_finite_weights(f"weights{name}", weights, heard.size)
    if w.size == 0 or w.min() < 0.0 or w.sum() <= 0.0:
        raise BadWeights(f"Week {name} needs weights from 0 upwards that do not sum to nothing.")
    if (heard != (w > 0.0)).any():
        at = int((heard != (w > 0.0)).argmax())
        said = f"score {values[at]:g} without weight" if heard[at] else "weight without a score"
        raise OutOfRange(
            f"Group {at} of week {name} has a {said}; "
            "merge groups nobody speaks for, and hand in None with weight 0."
        )
    return w / w.sum(), heard, values
