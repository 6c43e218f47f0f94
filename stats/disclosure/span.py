"""All that follows from published sums by adding and subtracting: a linear space."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from stats.arrays import BoolArray, FloatArray, IntArray

# Squared distance, in answers, below which a population is a combination of published ones.
_FOLLOWS_BELOW = 1e-6
_NOTHING = 1e-13


@dataclass(frozen=True)
class Span:
    """Orthonormal `vectors` over the answers' places, later places 0, and who they came from.

    `independent` are the positions of the populations that were no combination of earlier ones;
    `leverage` is Σ v², for each answer the diagonal of the projection on the span.
    """

    vectors: tuple[FloatArray, ...] = field(default=(), repr=False)
    independent: tuple[int, ...] = ()
    leverage: FloatArray = field(default_factory=lambda: np.zeros(0), repr=False)

    def rest(self, marked: BoolArray) -> FloatArray:
        """What of a population's indicator the span does not hold, (places,)."""
        left = marked.astype(np.float64)
        # The second round removes the rounding errors of the first.
        for vector in self.vectors * 2:
            head = left[: vector.size]
            # Without threads: the sums are short, and always of the same order.
            along = float(np.einsum("i,i", vector, head))
            if abs(along) > _NOTHING:
                head -= along * vector
        return left

    def holds(self, marked: BoolArray) -> bool:
        """Whether a sum over the population follows: min_λ ‖1_S − Σ λ_i 1_Bi‖² = 0."""
        left = self.rest(marked)
        return bool(left @ left < _FOLLOWS_BELOW)

    def including(self, marked: BoolArray, position: int) -> Span:
        """With the population at that position of the register."""
        left = self.rest(marked)
        leverage = np.zeros(left.size)
        leverage[: self.leverage.size] = self.leverage
        length = float(np.sqrt(left @ left))
        if length**2 < _FOLLOWS_BELOW:
            return Span(self.vectors, self.independent, leverage)
        vector = left / length
        return Span(
            (*self.vectors, vector), (*self.independent, position), leverage + vector * vector
        )

    def columns(self, places: IntArray) -> FloatArray:
        """The vectors at those places, ascending, (rank, places)."""
        whole = np.zeros((len(self.vectors), places.size))
        for row, vector in zip(whole, self.vectors, strict=True):
            inside = int(np.searchsorted(places, vector.size))
            row[:inside] = vector[places[:inside]]
        return whole
