"""Everything about margins that would make calibration silently wrong, refused by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stats.arrays import FloatArray
from stats.errors import (
    AliasedMargin,
    EmptyInput,
    EmptyLevel,
    NotConverged,
    OutOfRange,
    UnequalTotals,
    ZeroTarget,
)
from stats.weighting.factor import factorise
from stats.weighting.margins import Indicators, Margin, implied_names
from stats.wording import counted

_EQUAL_TOTALS = 1e-9


@dataclass(frozen=True, eq=False)
class CheckedMargins:
    """Margins that passed every check, stacked: `totals` (p,), `population` their common sum."""

    margins: tuple[Margin, ...]
    indicators: Indicators
    totals: FloatArray
    population: float
    dropped: tuple[str, ...]

    def relative_error(self, reached: FloatArray) -> float:
        """Largest |reached − total| / total over the levels that have population."""
        present = self.totals > 0.0
        error = np.abs(reached[present] - self.totals[present]) / self.totals[present]
        return float(error.max()) if np.isfinite(error).all() else float("inf")

    def name_of(self, column: int) -> tuple[str, str]:
        """Margin and level of one column of X."""
        for margin, first in zip(self.margins, self.indicators.offsets[:-1], strict=True):
            if column < first + margin.size:
                return margin.name, margin.levels[column - first]
        raise OutOfRange(f"Column {column} lies beyond the {self.indicators.width} levels.")


def culprit(checked: CheckedMargins, reached: FloatArray) -> tuple[str, str, float]:
    """Margin, level and relative size of the worst miss, a shortfall before an excess.

    A level that stays short is one whose weights would have to grow furthest: the one to merge.
    """
    present = checked.totals > 0.0
    gap = np.zeros(present.size)
    gap[present] = 1.0 - np.nan_to_num(reached[present]) / checked.totals[present]
    column = int(gap.argmax()) if gap.max() > 1e-9 else int(np.abs(gap).argmax())
    return (*checked.name_of(column), float(abs(gap[column])))


def check_margins(
    margins: Sequence[Margin], units: FloatArray, *, drop_aliased: bool
) -> CheckedMargins:
    """The margins ready for calibration, or the typed reason why they are not."""
    if not margins:
        raise EmptyInput("There is no margin to calibrate to; hand in at least one.")
    for margin in margins:
        _check_levels(margin, units)
    population = _common_total(margins)
    x = Indicators.of(margins)
    dropped = _aliased(margins, x, units, drop_aliased=drop_aliased)
    kept = tuple(m for m in margins if m.name not in dropped)
    checked = CheckedMargins(
        kept,
        Indicators.of(kept) if dropped else x,
        np.concatenate([m.totals for m in kept]),
        population,
        dropped,
    )
    _check_consistent(checked, units)
    return checked


def _check_levels(margin: Margin, units: FloatArray) -> None:
    margin.check_cells(units.size)
    found = np.bincount(margin.codes, weights=units, minlength=margin.size)
    for level, count, total in zip(margin.levels, found, margin.totals, strict=True):
        place = {"margin": margin.name, "level": level}
        if count == 0 and total > 0:
            raise EmptyLevel(
                f"Margin '{margin.name}', level '{level}': a population of {total:.12g} and no "
                "respondent; merge this level with another, or report it as not represented.",
                **place,
                size=float(total),
            )
        if count > 0 and total == 0:
            raise ZeroTarget(
                f"Margin '{margin.name}', level '{level}': "
                f"{counted(count, 'respondent')} and no population; "
                "correct the frame, or merge this level with another.",
                **place,
                size=float(count),
            )


def _common_total(margins: Sequence[Margin]) -> float:
    first = margins[0]
    population = float(first.totals.sum())
    if population <= 0.0:
        raise EmptyInput(f"Margin '{first.name}' has no population; hand in the frame's totals.")
    for margin in margins[1:]:
        total = float(margin.totals.sum())
        if abs(total - population) > _EQUAL_TOTALS * population:
            raise UnequalTotals(
                f"Margin '{margin.name}' sums to {total:.12g}, margin '{first.name}' to "
                f"{population:.12g}; count all margins on the same frame.",
                margin=margin.name,
                size=total - population,
            )
    return population


def _aliased(
    margins: Sequence[Margin], x: Indicators, units: FloatArray, *, drop_aliased: bool
) -> tuple[str, ...]:
    names = [m.name for m in margins]
    if len(set(names)) != len(names):
        raise OutOfRange(f"Margin names repeat in {', '.join(names)}; name each margin once.")
    implied = implied_names(x, names, (units > 0.0).astype(np.float64))
    if implied and not drop_aliased:
        raise AliasedMargin(
            f"Margin '{implied[0]}' is implied by the other margins among the respondents; leave "
            "it out, or pass drop_aliased=True to have it dropped and named.",
            margin=implied[0],
        )
    return implied


def _check_consistent(checked: CheckedMargins, units: FloatArray) -> None:
    """Totals of redundant columns must be the same combination of the others as the columns."""
    gram = checked.indicators.gram(units)
    factor = factorise(gram)
    redundant = np.setdiff1d(np.arange(gram.shape[0]), factor.kept)
    if redundant.size == 0:
        return
    expected = factor.solve(gram[:, redundant]).T @ checked.totals
    gap = np.abs(checked.totals[redundant] - expected)
    if gap.max() > _EQUAL_TOTALS * checked.population:
        margin, level = checked.name_of(int(redundant[gap.argmax()]))
        raise NotConverged(
            f"Margin '{margin}', level '{level}' contradicts the other margins by {gap.max():g}: "
            "among the respondents it is a combination of their levels; merge it or correct it.",
            margin=margin,
            level=level,
            size=float(gap.max()),
        )
