"""Where noted weeks stand over a chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class NoteMark:
    """Where a noted week stands; `text` is what was noted."""

    x: float
    sign: str
    text: str


def mark_notes(notes: Mapping[int, Sequence[str]], xs: Sequence[float]) -> tuple[NoteMark, ...]:
    """Signed a, b, c … as in the list below the chart."""
    return tuple(
        NoteMark(xs[place] / 10, sign_of(number), "; ".join(texts))
        for number, (place, texts) in enumerate(sorted(notes.items()))
    )


def sign_of(number: int) -> str:
    """0 is a, 25 is z, 26 is aa.

    >>> sign_of(27)
    'ab'
    """
    rest, last = divmod(number, len(LETTERS))
    return (sign_of(rest - 1) if rest else "") + LETTERS[last]
