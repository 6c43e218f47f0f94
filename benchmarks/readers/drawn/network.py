"""The network that is drawn for, and what the demo was measured to be."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

Rows = list[dict[str, Any]]
One = TypeVar("One")
# Room for an edition's own shift of every figure, in standard errors.
ROOM = 0.4
Z = 1.96
DIGITS = 6
UNBOUNDED = (-math.inf, math.inf)


@cache
def frozen() -> dict[str, Any]:
    """What the demo's newest final was made of."""
    text = (Path(__file__).parents[1] / "demo.json").read_text()
    found: dict[str, Any] = json.loads(text)
    return found


@dataclass(frozen=True)
class Network:
    """The keys of all places by level, and the metrics asked by customer and touchpoint."""

    places: Mapping[str, Sequence[str]]
    asked: Mapping[str, Mapping[str, Sequence[str]]]


def any_of(some: Sequence[One], rng: np.random.Generator) -> One:
    """One of them, each as likely."""
    return some[int(rng.integers(len(some)))]


def interval(
    middle: float | None, se: float | None, within: tuple[float, float] = UNBOUNDED
) -> dict[str, float | None]:
    """A figure with its interval, as columns; all None where there is none."""
    names = ("value", "se", "ci_low", "ci_high")
    if middle is None or se is None:
        return dict.fromkeys(names)
    low = max(middle - Z * se, within[0] + ROOM * se)
    high = min(middle + Z * se, within[1] - ROOM * se)
    return dict(zip(names, (round(one, DIGITS) for one in (middle, se, low, high)), strict=True))
