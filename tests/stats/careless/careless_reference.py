"""Reading what base R computed of careless answers (tests/reference/careless.R)."""

from __future__ import annotations

import numpy as np

from stats.arrays import BoolArray, FloatArray
from stats.careless import CarelessIndex, NotJudged
from tests.stats.reference import column


def matrix(name: str, prefix: str, size: int) -> FloatArray:
    """Columns prefix1…prefixSize of one table, (n, size)."""
    return np.stack([column(name, f"{prefix}{i + 1}") for i in range(size)], axis=1)


def answers() -> FloatArray:
    """90 respondents, 12 items of four scales, 0 where left out."""
    return matrix("careless_answers.csv", "item", 12)


def answered() -> BoolArray:
    """Which of them were answered."""
    return np.asarray(answers() > 0.0)


def seconds() -> FloatArray:
    """Their times on five pages."""
    return matrix("careless_answers.csv", "page", 5)


def index_of(found: CarelessIndex | NotJudged) -> CarelessIndex:
    """The index where there is one."""
    assert isinstance(found, CarelessIndex)
    return found
