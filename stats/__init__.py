"""Measurement that survey statisticians can check: estimates, weights, errors, intervals.

Pure: numpy and scipy only, no clock, no randomness without a generator handed in. Arrays go in,
frozen dataclasses come out; whatever cannot be measured raises a typed `StatsError` or carries
its reason. A part is a folder; what it makes public is public here too, each name in one part
only. Formulas, sources and limits: docs/methods.md.
"""

from __future__ import annotations

from stats import (
    careless,
    comparison,
    constructs,
    disclosure,
    drivers,
    duality,
    errors,
    estimation,
    intervals,
    planning,
    response,
    scores,
    selection,
    weighting,
)
from stats.careless import *
from stats.comparison import *
from stats.constructs import *
from stats.disclosure import *
from stats.drivers import *
from stats.duality import *
from stats.errors import *
from stats.estimation import *
from stats.intervals import *
from stats.planning import *
from stats.reasons import Undefined
from stats.response import *
from stats.scores import *
from stats.selection import *
from stats.weighting import *

__all__ = ["Undefined"]
__all__ += careless.__all__
__all__ += comparison.__all__
__all__ += constructs.__all__
__all__ += disclosure.__all__
__all__ += drivers.__all__
__all__ += duality.__all__
__all__ += estimation.__all__
__all__ += intervals.__all__
__all__ += planning.__all__
__all__ += response.__all__
__all__ += scores.__all__
__all__ += selection.__all__
__all__ += weighting.__all__
__all__ += errors.__all__
