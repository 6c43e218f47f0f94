"""Do two groups answer the items with the same loadings?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import check_floats, check_not_empty
from stats.constructs.untestable import UntestableConstruct
from stats.constructs.verdict import ConstructVerdict, is_above, is_below
from stats.names import check_names

# [K] Lorenzo-Seva & ten Berge 2006, from judgements of practitioners.
PHI_EQUAL = 0.95
PHI_FAIR = 0.85
# [P] methods F5: about a quarter of a usual loading.
GAP = 0.20


class Likeness(StrEnum):
    """How alike two columns of loadings are."""

    EQUAL = "equal"
    FAIR = "fair"
    DIFFERENT = "different"


@dataclass(frozen=True)
class ItemGap:
    """An item whose loadings differ, second minus first."""

    name: str
    gap: float


@dataclass(frozen=True)
class Congruence:
    """Tucker's φ −1 to 1 with the items that differ by more than .20; None with a reason."""

    phi: float | None
    likeness: Likeness | None
    gaps: tuple[ItemGap, ...]
    reason: UntestableConstruct

    @property
    def verdict(self) -> ConstructVerdict:
        """Equal without gaps fine; equal with gaps or fair warn; different fail."""
        if self.likeness is None:
            return ConstructVerdict.NOT_TESTABLE
        if self.likeness is Likeness.DIFFERENT:
            return ConstructVerdict.FAIL
        return (
            ConstructVerdict.FINE
            if self.likeness is Likeness.EQUAL and not self.gaps
            else ConstructVerdict.WARN
        )

    def __str__(self) -> str:
        if self.phi is None:
            return f"no congruence: {self.reason.sentence}"
        listed = ", ".join(f"{item.name} {item.gap:+.2f}" for item in self.gaps)
        gaps = f"; loadings differ: {listed}" if listed else ""
        return f"phi {self.phi:.4f} ({self.likeness}, {self.verdict.words}){gaps}"


def congruence(
    first: ArrayLike, second: ArrayLike, names: Sequence[str] | None = None
) -> Congruence:
    """Tucker's φ = Σab/√(Σa² Σb²) of two groups' loadings, and the single items behind it.

    ≥ .95 equal, .85 to .95 fair, below different; φ hides one failing item among good ones, so
    |gap| > .20 is listed as well. A check for want of a multi-group model: it sees loadings only,
    never the intercepts that comparing means needs.
    Source: Tucker 1951; Lorenzo-Seva & ten Berge 2006.

    `first`, `second` (k,) loadings of the same items. A group whose loadings are all zero, and a
    single item, whose φ is ±1 whatever it loads, are reasons. Raises OutOfRange for lists that do
    not align, EmptyInput without items.

    >>> print(congruence([0.8, 0.7, 0.6], [0.7, 0.75, 0.3]))
    phi 0.9695 (equal, warn); loadings differ: item 3 -0.30
    """
    a = check_floats("first", first)
    b = check_floats("second", second, a.size)
    check_not_empty("first", a)
    labels = check_names("item", names, a.size)
    gaps = tuple(
        ItemGap(name, float(gap))
        for name, gap in zip(labels, b - a, strict=True)
        if is_above(abs(float(gap)), GAP)
    )
    if a.size == 1:
        return Congruence(None, None, gaps, UntestableConstruct.SINGLE_ITEM)
    lengths = float(np.linalg.norm(a)) * float(np.linalg.norm(b))
    if lengths == 0.0:
        return Congruence(None, None, gaps, UntestableConstruct.NO_LOADING)
    phi = float(np.clip((a @ b) / lengths, -1.0, 1.0))
    return Congruence(phi, _likeness(phi), gaps, UntestableConstruct.NOTHING)


def _likeness(phi: float) -> Likeness:
    if is_below(phi, PHI_FAIR):
        return Likeness.DIFFERENT
    return Likeness.FAIR if is_below(phi, PHI_EQUAL) else Likeness.EQUAL
