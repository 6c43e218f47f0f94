"""Figures as disclosure control sees them: how many answers, whether shown, whether a secret."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from metrics.figures import FigureKey
from metrics.models import Level

# Fewer answers than this are nobody's to know (methods H4).
MIN_N = 10
# Hiding a total costs more than any cell of the same size, the network more than anything, and what
# other windows tell anyway is hidden last.
PRICE_OF_TOTAL, PRICE_OF_NETWORK, PRICE_OF_ANCHORED = 10, 1000, 100
PROTECTS = "Not shown: with it another, hidden figure could be worked out."

# level, node, touchpoint: what a figure is about, within an audience, window and metric.
Place = tuple[str, str, str]
# audience, window, metric
TableKey = tuple[str, int, str]

ROOT: tuple[str, str] = (Level.NETWORK.value, "")


@dataclass(frozen=True)
class Row:
    """`is_secret`: it is hidden since nobody may know it, so that it must not be worked out.

    A figure hidden for another reason (no error can be given, only in the final) is no secret; it
    may be worked out, and `follows` where it can be. What is only counted, since it says which
    weeks are empty, is no figure.
    """

    n: int
    is_shown: bool
    is_secret: bool
    follows: bool = False
    is_figure: bool = True

    @property
    def is_known(self) -> bool:
        return self.is_shown or self.follows


def is_unknown(place: Place, row: Row, anchored: Collection[Place]) -> bool:
    """Whether nothing but sums could tell it: `anchored` figures follow from other windows.

    Of a secret that is anchored the other windows are hidden instead.
    """
    return not row.is_shown and (row.is_secret or place not in anchored)


Tables = Mapping[TableKey, Mapping[Place, Row]]
Figure = tuple[TableKey, Place]


@dataclass(frozen=True)
class Disclosed:
    """Every figure of an edition as disclosure control left it; `hidden` says why some are not."""

    tables: Tables = field(default_factory=dict)
    hidden: Mapping[FigureKey, str] = field(default_factory=dict)


NOTHING_DISCLOSED = Disclosed()
