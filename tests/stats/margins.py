from __future__ import annotations

import numpy as np

from stats import (
    Margin,
)


def named_margin(name: str, codes: list[int], totals: list[float]) -> Margin:
    levels = tuple(f"{name}{level}" for level in range(len(totals)))
    return Margin(name, np.array(codes), levels, np.array(totals))
