"""R² divided among the drivers: the result that every way of dividing gives."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from stats.arrays import FloatArray


class ImportanceMethod(StrEnum):
    """How R² was divided."""

    LMG = "LMG"
    LMG_SAMPLED = "LMG, sampled orders"
    JOHNSON = "Johnson"


@dataclass(frozen=True, eq=False)
class Importance:
    """Shares (k,) ≥ 0 that sum to R²; `sampling_se` (k,) only where orders were sampled."""

    names: tuple[str, ...]
    shares: FloatArray
    r2: float
    method: ImportanceMethod
    sampling_se: FloatArray | None = None

    def __str__(self) -> str:
        parts = (f"{n} {s:.3f}" for n, s in zip(self.names, self.shares, strict=True))
        return f"R² {self.r2:.3f} by {self.method}: {', '.join(parts)}"
