"""Many families of tests: the headlines by themselves, the others families first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import BoolArray, FloatArray
from stats.comparison.multiplicity import benjamini_hochberg
from stats.errors import OutOfRange

FALSE_DISCOVERY_RATE = 0.10  # [P] methods H1: the words "up" and "down" need q < .10


@dataclass(frozen=True, eq=False)
class FamilyTest:
    """One family: its own p-value (None without tests), whether it was selected, its q-values.

    `q_values` are comparable with the rate of the whole procedure; `called` are the tests that
    may be worded as a change.
    """

    name: str
    family_p: float | None
    selected: bool
    q_values: FloatArray
    called: BoolArray

    def __str__(self) -> str:
        if self.family_p is None:
            return f"{self.name}: no tests"
        if not self.selected:
            return f"{self.name}: not selected, family p {self.family_p:.2g}"
        return f"{self.name}: {self.called.sum()} of {self.called.size} called"


@dataclass(frozen=True, eq=False)
class HierarchicalTest:
    """The headline family and the families below it, in the order handed in."""

    headline: FamilyTest
    families: tuple[FamilyTest, ...]
    rate: float

    def __str__(self) -> str:
        parts = "; ".join(str(family) for family in (self.headline, *self.families))
        return f"at a false discovery rate of {self.rate:.0%}: {parts}"


def simes(p_values: ArrayLike) -> float | None:
    """One p-value for "nothing in this family is different"; None for a family without tests.

    min over i of m·p_(i)/i, the smallest Benjamini–Hochberg q-value. Valid for independent and
    positively dependent tests. Source: Simes 1986; Sarkar 1998. Raises OutOfRange for a p-value
    outside 0…1.

    >>> round(simes([0.01, 0.02, 0.03, 0.2]), 12)
    0.04
    """
    q = benjamini_hochberg(p_values)
    return float(q.min()) if q.size else None


def hierarchical_test(
    headline: ArrayLike,
    families: Mapping[str, ArrayLike],
    rate: float = FALSE_DISCOVERY_RATE,
) -> HierarchicalTest:
    """Headline tests by themselves; below them families are selected first (methods H2a).

    Headline: Benjamini–Hochberg at `rate`. Of the m other families with tests, R are selected by
    Benjamini–Hochberg on their Simes p-values at `rate`, and each is tested by
    Benjamini–Hochberg at rate·R/m; reported is q·m/R, at most 1, and 1 in families not selected.
    A test is called where that is below `rate`, strictly. The expected false discovery
    proportion, averaged over the selected families, stays ≤ `rate`; when nothing is different,
    the chance of any call below the headline is ≤ `rate`.
    Source: Benjamini & Bogomolov 2014, J. R. Stat. Soc. B 76, section 3 (BH-q, BH-Rq/m).

    p-values per family. Raises OutOfRange for a p-value outside 0…1 or a rate outside it.

    >>> below = {"touchpoints": [0.001, 0.04], "regions": [0.6, 0.7]}
    >>> found = hierarchical_test([0.3, 0.01], below)
    >>> print(found)
    at a false discovery rate of 10%: headline: 1 of 2 called; touchpoints: 2 of 2 called; \
regions: not selected, family p 0.7
    """
    if not 0.0 < rate < 1.0:
        raise OutOfRange(f"A rate of {rate:g} is no probability; use 0.10 for 10 %.")
    own = {name: simes(values) for name, values in families.items()}
    tested = {name: p for name, p in own.items() if p is not None}
    chosen = benjamini_hochberg(list(tested.values())) < rate
    selected = {name for name, is_chosen in zip(tested, chosen, strict=True) if is_chosen}
    factor = len(tested) / max(len(selected), 1)
    return HierarchicalTest(
        _family("headline", headline, 1.0, rate, selected=True),
        tuple(
            _family(name, values, factor, rate, selected=name in selected)
            for name, values in families.items()
        ),
        rate,
    )


def _family(
    name: str, p_values: ArrayLike, factor: float, rate: float, *, selected: bool
) -> FamilyTest:
    q = benjamini_hochberg(p_values)
    family_p = float(q.min()) if q.size else None
    scaled = np.minimum(q * factor, 1.0) if selected else np.ones(q.size)
    return FamilyTest(name, family_p, selected and q.size > 0, scaled, scaled < rate)
