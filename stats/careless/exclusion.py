"""Who is set aside, by the rule of families, and the ladder that leads there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stats.arrays import BoolArray, IntArray, any_array
from stats.careless.flags import CARELESS_FLAGS, FlagFamily, FlagName, FlagSeverity
from stats.errors import EmptyInput, OutOfRange

# methods D: one family can be honest (all nines), two are not.
FAMILIES = 2


@dataclass(frozen=True)
class LadderStep:
    """One rung: how many of those still in are set aside for this reason."""

    reason: str
    count: int


@dataclass(frozen=True, eq=False)
class CarelessExclusion:
    """Who of n respondents is set aside and why.

    `excluded` (n,); `soft_families` (n,) how many families flagged softly; `step` (n,) the rung
    of the `ladder` that decided, the last rung being those used; `counts` how many respondents
    each flag fell on, whether or not it decided.
    """

    excluded: BoolArray
    soft_families: IntArray
    step: IntArray
    ladder: tuple[LadderStep, ...]
    counts: Mapping[FlagName, int]

    def __str__(self) -> str:
        rungs = [f"{step.count} {step.reason}" for step in self.ladder if step.count]
        return f"{self.excluded.size} respondents: " + ", ".join(rungs)


def exclude(flags: Mapping[FlagName, ArrayLike]) -> CarelessExclusion:
    """Set aside on any hard flag, or on soft flags from two families or more (methods D).

    Rungs in this order, each taking from those still in: every hard flag; a failed instructed
    item together with any soft flag; soft flags of at least two families; used. Flags of severity
    INFO are counted and decide nothing.
    Source: Meade & Craig 2012 and Curran 2016 for several indices; the rule is a product
    convention.

    `flags` marks (n,) by name, such as `CarelessIndex.flagged`; what was not checked is left
    out. Raises EmptyInput without flags or respondents, OutOfRange for a name that is no
    flag, or marks that are not true or false or do not align.

    >>> print(exclude({
    ...     FlagName.HONEYPOT: [True, False, False, False, False],
    ...     FlagName.PAGE_SPEED: [True, True, False, True, False],
    ...     FlagName.RELATIVE_SPEED: [False, True, False, False, False],
    ...     FlagName.LONGSTRING: [False, False, True, True, False],
    ... }))
    5 respondents: 1 honeypot, 1 soft flags of 2 or more families, 3 used
    """
    marks = _marks(flags)
    soft = _soft_families(marks)
    rungs = [(name.replace("_", " "), marks[name]) for name in _named(marks, FlagSeverity.HARD)]
    rungs += [
        (f"{name.replace('_', ' ')} with a soft flag", marks[name] & (soft > 0))
        for name in _named(marks, FlagSeverity.HARD_WITH_SOFT)
    ]
    rungs.append((f"soft flags of {FAMILIES} or more families", soft >= FAMILIES))
    rungs.append(("used", np.ones(soft.size, np.bool_)))
    step = np.argmax(np.stack([mark for _, mark in rungs]), axis=0).astype(np.int64)
    taken = np.bincount(step, minlength=len(rungs))
    return CarelessExclusion(
        excluded=step < len(rungs) - 1,
        soft_families=soft,
        step=step,
        ladder=tuple(
            LadderStep(reason, int(n)) for (reason, _), n in zip(rungs, taken, strict=True)
        ),
        counts={name: int(mark.sum()) for name, mark in marks.items()},
    )


def _named(marks: Mapping[FlagName, BoolArray], severity: FlagSeverity) -> list[FlagName]:
    return [
        name for name in FlagName if name in marks and CARELESS_FLAGS[name].severity is severity
    ]


def _soft_families(marks: Mapping[FlagName, BoolArray]) -> IntArray:
    size = next(iter(marks.values())).size
    found: dict[FlagFamily, BoolArray] = {}
    for name in _named(marks, FlagSeverity.SOFT):
        family = CARELESS_FLAGS[name].family
        found[family] = found.get(family, np.zeros(size, np.bool_)) | marks[name]
    families: IntArray = np.sum([np.zeros(size, np.int64), *found.values()], axis=0, dtype=np.int64)
    return families


def _marks(flags: Mapping[FlagName, ArrayLike]) -> dict[FlagName, BoolArray]:
    if not flags:
        raise EmptyInput("No flag was checked; hand in at least one.")
    unknown = [str(name) for name in flags if name not in CARELESS_FLAGS]
    if unknown:
        raise OutOfRange(f"There is no flag {unknown[0]}; the flags are {', '.join(FlagName)}.")
    marks = {FlagName(name): any_array(name, mark) for name, mark in flags.items()}
    size = next(iter(marks.values())).size
    if size == 0:
        raise EmptyInput("There is no respondent to set aside.")
    for name, mark in marks.items():
        if mark.dtype.kind != "b" or mark.shape != (size,):
            raise OutOfRange(
                f"The flag {name} has shape {mark.shape} and type {mark.dtype}; mark each of the "
                f"{size} respondents true or false."
            )
    return marks
