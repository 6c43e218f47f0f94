"""What to draw: precision, sample size, allocation, base weights."""

from __future__ import annotations

from stats.planning.precision import SampleSize, margin_of_error, sample_size

__all__ = ["SampleSize", "margin_of_error", "sample_size"]
