"""What checks look at: the frozen week with its configuration, what was set aside, the windows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from metrics.disclosure.rows import NOTHING_DISCLOSED, Disclosed
from metrics.figures import ChangeFigure
from metrics.integrity.analytics.breaks import Break
from metrics.integrity.constructs.window import WindowPatterns
from metrics.integrity.sampling.counts import PartnerCounts
from metrics.integrity.sheets import Sheets
from metrics.integrity.thresholds import Thresholds
from metrics.warehouse.columns import Bools, Coded, Ints, strings
from metrics.warehouse.configuration import Configuration
from metrics.warehouse.earlier import EarlierEdition
from metrics.warehouse.frozen import FrozenWeek, History, WeekCells
from metrics.warehouse.schema import SELF_SELECTED
from metrics.warehouse.series import GroupMean, Point
from metrics.weighing.estimate import CutEstimates
from metrics.weighing.windows import WeighedWindow, of_window


@dataclass(frozen=True)
class WeekEvidence:
    """Everything a check may know; nothing of it is read from the database.

    `status` (R,) of each response, used or why it is set aside; `frame_row` (R,) its row of the
    frame, −1 outside; `flags` (R,) the careless-answering flags that fell on it. `weeks` are the
    rollups of the window's weeks, this one last; `weighed` each audience × window with an answer;
    `cuts` its estimates before any gate; `disclosed` which of them may be shown, whatever the
    gates say; `groups` what the headline totals are made of; `breaks` where the series is not what
    it was; `changes` what is called of the headline totals.
    """

    frozen: FrozenWeek
    history: History
    status: Sequence[str]
    frame_row: Ints
    flags: Sequence[tuple[str, ...]] = ()
    weeks: Sequence[WeekCells] = ()
    weighed: Sequence[WeighedWindow] = ()
    cuts: Sequence[CutEstimates] = ()
    disclosed: Disclosed = NOTHING_DISCLOSED
    groups: Sequence[GroupMean] = ()
    breaks: Sequence[Break] = ()
    changes: Sequence[ChangeFigure] = ()

    @cached_property
    def sheets(self) -> Sheets:
        """What was asked where, this week."""
        return Sheets.of(self.frozen, self.status, self.frame_row)

    @cached_property
    def patterns(self) -> WindowPatterns:
        """How the items of constructs were answered over 13 weeks."""
        return WindowPatterns.of(self.weeks, self.frozen)

    def counts(self, window: int) -> PartnerCounts | None:
        """The gatekeeper's counts of a window; None where none of its weeks is at hand."""
        if window not in self._counts:
            weeks = of_window(self.weeks, self.frozen, window)
            self._counts[window] = PartnerCounts.of(weeks) if weeks else None
        return self._counts[window]

    @cached_property
    def _counts(self) -> dict[int, PartnerCounts | None]:
        return {}

    @cached_property
    def last(self) -> EarlierEdition | None:
        """The last edition of the same kind, with which this one is compared."""
        ref = self.history.last_same_kind
        return EarlierEdition(ref) if ref else None

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """The finals' network totals before this week, since the last break of each."""
        ref = self.history.last_final
        series = EarlierEdition(ref).series if ref else None
        return tuple(
            point
            for point in (series.points if series else ())
            if not any(found.ends(point.audience, point.metric) for found in self.breaks)
        )

    @cached_property
    def frame(self) -> pa.Table:
        return self.frozen.frame

    @property
    def configuration(self) -> Configuration:
        return self.frozen.configuration

    @cached_property
    def thresholds(self) -> Thresholds:
        return Thresholds.of_settings(self.configuration.thresholds)

    @cached_property
    def frame_audience(self) -> Coded:
        return strings(self.frame, "audience")

    @cached_property
    def response_audience(self) -> Coded:
        return strings(self.frozen.responses, "audience")

    @property
    def audiences(self) -> tuple[str, ...]:
        """Audiences that have a frame this week."""
        return self.frame_audience.levels

    def in_frame(self, audience: str) -> Bools:
        return _is(self.frame_audience, audience)

    def heard(self, audience: str) -> Bools:
        return _is(self.response_audience, audience)

    def share_set_aside(self, audience: str, reason: str) -> float | None:
        """Share of the audience's responses with this reason; None without a response.

        Answers through open links are in neither part: however many come, they hide nothing.
        """
        rows = np.flatnonzero(self.heard(audience)).tolist()
        judged = [self.status[row] for row in rows if self.status[row] != SELF_SELECTED]
        return float(np.mean([status == reason for status in judged])) if judged else None


def _is(column: Coded, level: str) -> Bools:
    if level not in column.levels:
        return np.zeros(len(column), dtype=np.bool_)
    found: Bools = column.codes == column.levels.index(level)
    return found
