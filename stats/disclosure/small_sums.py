"""Search for a few answers whose sum follows from published sums, whatever is added or subtracted.

With P the projection on the span of the published indicators, S follows where P 1_S = 1_S. So
each answer j of S has Σ_{k∈S} P_jk = 1 with fewer than n terms: where even the n − 1 largest of
row j stay below 1, j is in no such S. What is left is searched branch by branch.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stats.arrays import BoolArray, FloatArray, IntArray
from stats.disclosure.covers import TooEntangled
from stats.disclosure.span import Span

# Branches looked at before a search is given up; it then says so rather than "none".
MAX_BRANCHES = 20_000
_ROUNDING = 1e-6
_LENGTH = 1e-9


def near_enough(span: Span, min_n: int) -> BoolArray:
    """The answers that can be among fewer than `min_n` whose sum the span holds, (places,).

    1 = (P 1_S)_j ≤ √(P_jj |S|): the leverage of each is at least 1/|S|.
    """
    if min_n < 2:
        return np.zeros(span.leverage.size, dtype=np.bool_)
    return np.array(span.leverage >= 1.0 / (min_n - 1) - _ROUNDING, dtype=np.bool_)


def small_sum(columns: FloatArray, members: BoolArray, min_n: int) -> IntArray | None:
    """Places of fewer than `min_n` answers whose sum follows; None where there are none.

    `columns` of the span (rank, places) and `members` (populations, places), who is in what, at
    the places near enough. Answers that are in the same populations can only be told together.
    Raises TooEntangled past MAX_BRANCHES.
    """
    alike, weights = _alike(members)
    first = np.unique(alike, return_index=True)[1]
    basis, kept = _confined(columns[:, first], weights, min_n - 1)
    found = _Search(basis.T @ basis, weights[kept], min_n - 1).first()
    return None if found is None else np.flatnonzero(np.isin(alike, kept[list(found)]))


def _alike(members: BoolArray) -> tuple[IntArray, FloatArray]:
    """Which of the groups of answers in the same populations each is of; the groups' sizes."""
    packed = np.packbits(members, axis=0)
    _, alike, sizes = np.unique(packed, axis=1, return_inverse=True, return_counts=True)
    return alike.ravel().astype(np.int64), sizes.astype(np.float64)


def _confined(columns: FloatArray, weights: FloatArray, most: int) -> tuple[FloatArray, IntArray]:
    """A basis of what the span holds of nothing but the groups that can be in S, and those.

    One group fewer makes the space smaller, which can rule out the next: until none goes.
    """
    kept = np.flatnonzero(weights <= most)
    basis = columns[:, kept]
    while kept.size:
        root = np.sqrt(weights[kept])
        _, length, right = np.linalg.svd(basis * root, full_matrices=False)
        # A vector of the span that keeps its length lies in those groups altogether.
        basis = right[length > 1.0 - _LENGTH] / root
        reach = _reach(basis.T @ basis, weights[kept], most)
        likely = reach >= 1.0 - _ROUNDING
        if likely.all():
            break
        kept, basis = kept[likely], basis[:, likely]
    return basis, kept


def _reach(rows: FloatArray, weights: FloatArray, most: float) -> FloatArray:
    """Largest sum of each row over at most so many answers."""
    order = np.argsort(-rows, axis=1)
    sizes = weights[order]
    room = np.clip(most - (np.cumsum(sizes, axis=1) - sizes), 0.0, sizes)
    gains = np.maximum(np.take_along_axis(rows, order, axis=1), 0.0)
    return np.asarray((room * gains).sum(axis=1))


@dataclass
class _Search:
    """Groups by position: their `projection`, their sizes, and how many answers S may have."""

    projection: FloatArray
    weights: FloatArray
    most: int
    branches: int = 0

    def first(self) -> tuple[int, ...] | None:
        """The first S; its lowest group is tried one after the other."""
        later = np.ones(self.weights.size, dtype=np.bool_)
        for seed in range(self.weights.size):
            later[seed] = False
            found = self._beyond((seed,), later.copy())
            if found is not None:
                return found
        return None

    def _beyond(self, chosen: tuple[int, ...], allowed: BoolArray) -> tuple[int, ...] | None:
        self.branches += 1
        if self.branches > MAX_BRANCHES:
            raise TooEntangled("more combinations of published populations than can be looked at")
        at = list(chosen)
        short = 1.0 - self.projection[np.ix_(at, at)] @ self.weights[at]
        if short.max() < _ROUNDING:
            return chosen
        room = self.most - float(self.weights[at].sum())
        allowed &= self.weights <= room
        rows = np.where(allowed, self.projection[at], 0.0)
        if (_reach(rows, self.weights, room) < short - _ROUNDING).any():
            return None
        return self._next(chosen, allowed, rows[int(np.argmax(short))])

    def _next(
        self, chosen: tuple[int, ...], allowed: BoolArray, row: FloatArray
    ) -> tuple[int, ...] | None:
        """One of the groups that bring the row nearer to 1 belongs to S."""
        for group in np.argsort(-row, kind="stable")[: int((row > _ROUNDING).sum())]:
            allowed[group] = False
            found = self._beyond((*chosen, int(group)), allowed.copy())
            if found is not None:
                return found
        return None
