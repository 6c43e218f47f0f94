"""What the battery knows of one partner in one period."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from stats.arrays import LARGEST_COUNT, FloatArray, check_counts, check_floats
from stats.errors import OutOfRange
from stats.scalars import check_number, check_whole
from stats.selection.complaints import InviteTable
from stats.selection.concentration import DeviceConcentration
from stats.selection.direct_sample import DirectDifference
from stats.selection.top_scores import POINTS


def _nothing() -> FloatArray:
    return np.zeros(0)


def _no_scores() -> FloatArray:
    return np.zeros(POINTS)


@dataclass(frozen=True, eq=False)
class PartnerEvidence:
    """One partner's counts; what was not recorded stays empty and is not tested.

    `complaints` one invite table per stratum, judged against `complaint_odds` (below 1 where
    honest partners, too, reach fewer customers after a complaint), `scores` (11,) answers of each
    score, `fast` of `timed` answers within a minute of sending, `places` (N,) of the answers on the
    expected clock (`expected_places`), `devices`, and the parallel `direct` sample. Raises
    OutOfRange for counts that contradict each other.
    """

    name: str
    transactions: int
    invited: int
    complaints: tuple[InviteTable, ...] = ()
    complaint_odds: float = 1.0
    scores: FloatArray = field(default_factory=_no_scores)
    fast: int = 0
    timed: int = 0
    places: FloatArray = field(default_factory=_nothing)
    devices: DeviceConcentration | None = None
    direct: DirectDifference | None = None

    def __post_init__(self) -> None:
        for name in ("transactions", "invited", "fast", "timed"):
            value = check_whole(f"{name} of {self.name}", getattr(self, name), low=-LARGEST_COUNT)
            object.__setattr__(self, name, value)
        if not 0 <= self.invited <= self.transactions:
            raise OutOfRange(
                f"{self.name}: {self.invited} of {self.transactions} invited; "
                "count each transaction once."
            )
        if not check_number(f"complaint_odds of {self.name}", self.complaint_odds) > 0.0:
            raise OutOfRange(f"{self.name}: complaint odds {self.complaint_odds:g} ≤ 0 or endless.")
        if not 0 <= self.fast <= self.timed:
            raise OutOfRange(f"{self.name}: {self.fast} fast of {self.timed} timed answers.")
        scores = check_counts(f"scores of {self.name}", self.scores, POINTS)
        places = check_floats(f"places of {self.name}", self.places)
        if places.size and not (places.min() >= 0.0 and places.max() <= 1.0):
            raise OutOfRange(f"places of {self.name} leave the period, which is 0 to 1.")
        # Lists are welcome; a frozen dataclass stores the checked arrays only in this way.
        object.__setattr__(self, "scores", scores)
        object.__setattr__(self, "places", places)

    @property
    def answers(self) -> int:
        """Answers with a score."""
        return int(np.sum(self.scores))
