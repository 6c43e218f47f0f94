"""A position among the others, in quarters and in words; never a rank."""

from __future__ import annotations

from metrics.comparison.models import PeerBenchmark

# Quarters 1 (the highest) to 4, from and to.
QUARTERS = {
    (1, 1): "the highest quarter",
    (2, 2): "the second quarter from above",
    (3, 3): "the second quarter from below",
    (4, 4): "the lowest quarter",
    (1, 2): "the upper half",
    (2, 3): "the middle half",
    (3, 4): "the lower half",
    (1, 3): "the upper three quarters",
    (2, 4): "the lower three quarters",
}
EXCLUDED = {
    (1, 1): "everything below the highest quarter",
    (2, 2): "every other quarter",
    (3, 3): "every other quarter",
    (4, 4): "everything above the lowest quarter",
    (1, 2): "the lower half",
    (2, 3): "the highest and the lowest quarter",
    (3, 4): "the upper half",
    (1, 3): "the lowest quarter",
    (2, 4): "the highest quarter",
}


def position_text(row: PeerBenchmark) -> str:
    """Where the partner most likely stands among all, and what can be excluded."""
    if row.quarter_from is None or row.quarter_to is None:
        return "too few partners have a figure to say where you stand"
    likely = QUARTERS.get((row.likely_from or 0, row.likely_to or 0))
    excluded = EXCLUDED.get((row.quarter_from, row.quarter_to))
    if likely and excluded:
        return f"you are most likely in {likely}; {excluded} can be excluded"
    if likely:
        return f"you are most likely in {likely}; nothing can be excluded"
    if excluded:
        return f"no more can be said than that {excluded} can be excluded"
    return "your position cannot be told, the intervals overlap too much"
