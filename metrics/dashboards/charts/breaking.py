"""Where a series starts anew: no line leads over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class BreakMark:
    """Between two periods; `text` says what changed."""

    x: float
    text: str


def mark_breaks(breaks: Sequence[Sequence[str]], xs: Sequence[float]) -> tuple[BreakMark, ...]:
    """`breaks` are what each period starts anew with; the first one follows nothing."""
    return tuple(
        BreakMark(round((xs[i - 1] + xs[i]) / 20, 2), " ".join(texts))
        for i, texts in enumerate(breaks)
        if texts and i
    )
