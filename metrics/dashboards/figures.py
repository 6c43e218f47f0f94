"""A published estimate as a figure on a page: never without interval, n and grade, or a reason."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

from core.clock import Week
from core.web.filters import number
from metrics.dashboards.queries import Reading
from metrics.dashboards.wording import (
    change_interval_text,
    change_text,
    interval_text,
    n_text,
    sentence,
    value_text,
)
from metrics.integrity.gates import HELD_FROM, NOT_SHOWN
from metrics.integrity.label.address import GAP, PAIRED_GAP, FigureName, label_url
from metrics.models import Decision, Estimate, Gap, Level
from metrics.targets.models import Target
from metrics.targets.queries import key_of

NOBODY = "No answers."


@dataclass(frozen=True)
class Figure:
    """What the number macro draws; `label_url` is None only where nothing stands behind it."""

    is_shown: bool
    value: str = ""
    interval: str = ""
    n: str = ""
    grade: str = ""
    label_url: str | None = None
    reason: str = ""
    note: str = ""


@dataclass(frozen=True)
class AgainstTarget:
    """How far a figure is from its target, and whether that is more than its uncertainty."""

    text: str
    is_sure: bool
    is_below: bool = False


NO_TARGET = AgainstTarget("no target set", is_sure=False)


def has_value(reading: Reading | None) -> bool:
    return reading is not None and reading.value is not None


def is_held(reading: Reading | None) -> bool:
    return reading is not None and reading.decision == Decision.HOLD


def figure_of(reading: Reading | None, note: str = "") -> Figure:
    if reading is None:
        return Figure(is_shown=False, reason=NOBODY)
    if reading.value is None or reading.ci_low is None or reading.ci_high is None:
        return hidden_figure(reason_of(reading), estimate_label(reading))
    return Figure(
        is_shown=True,
        value=value_text(reading.value, reading.metric),
        interval=interval_text(reading.ci_low, reading.ci_high, reading.metric),
        n=n_text(reading.n),
        grade=reading.grade,
        label_url=estimate_label(reading),
        note=held_note(reading) or note,
    )


def hidden_figure(reason: str, label: str) -> Figure:
    """A figure that may not be shown has its label too: it says why."""
    said = f"Not shown: {reason.replace('Not shown: ', '')}"
    return Figure(is_shown=False, reason=said, grade=NOT_SHOWN, label_url=label)


def estimate_label(reading: Reading) -> str:
    return label_url(reading.week, reading.kind, reading.revision, name_of_estimate(reading))


def name_of_estimate(found: Reading | Estimate) -> FigureName:
    return FigureName(
        of=found.audience, metric=found.metric, window=found.window, level=found.level,
        node_key=found.node_key, touchpoint_key=found.touchpoint_key,
    )  # fmt: skip


def gap_label(gap: Gap) -> str:
    of = PAIRED_GAP if gap.is_paired else GAP
    name = FigureName(of, gap.metric, gap.window, gap.level, gap.node_key)
    return label_url(gap.edition.week, gap.edition.kind, gap.edition.revision, name)


def held_note(reading: Reading) -> str:
    """Short, where a figure stands; the whole reason is listed under what is not shown."""
    if not is_held(reading):
        return ""
    said, start, rest = (reading.reason or "").partition(HELD_FROM)
    week = rest.partition(",")[0] if start and not said else ""
    if not week:
        return "held: last known, of an earlier week"
    return f"held: unknown since {Week.parse(week).shifted(1)}, last known of {week}"


def reason_of(reading: Reading) -> str:
    return sentence(reading.reason or "the disclosure rules do not allow it")


def gap_figure(gap: Gap | None) -> Figure:
    """End user minus channel partner."""
    if gap is None:
        return Figure(is_shown=False, reason="Not shown: one of the two customers was not heard.")
    if gap.value is None or gap.ci_low is None or gap.ci_high is None:
        return hidden_figure(sentence(gap.reason or "too few"), gap_label(gap))
    pairs = "1 pair" if gap.n == 1 else f"{number(gap.n)} pairs"
    return Figure(
        is_shown=True,
        value=change_text(gap.value, gap.metric),
        interval=change_interval_text(gap.ci_low, gap.ci_high, gap.metric),
        n=pairs if gap.is_paired else n_text(gap.n),
        grade=gap.grade,
        label_url=gap_label(gap),
    )


def is_told_apart(reading: Reading, target: float | None) -> bool:
    """Whether the interval leaves the target out; without a target nothing is told apart."""
    if target is None or reading.ci_low is None or reading.ci_high is None:
        return False
    return not reading.ci_low <= target <= reading.ci_high


def against_target(
    reading: Reading | None, target: float | None, side: int | None = None
) -> AgainstTarget | None:
    """`side` is 0 where it is not told apart among all that is looked at; None: taken by itself."""
    if reading is None or reading.value is None or is_held(reading):
        return None
    if target is None:
        return NO_TARGET
    # The distance between the two figures as printed, so that a reader can check it.
    written, wanted = value_text(reading.value, reading.metric), value_text(target, reading.metric)
    sure = is_told_apart(reading, target) if side is None else side != 0
    if written == wanted:
        return AgainstTarget(f"at target {wanted}", is_sure=False)
    is_below = reading.value < target
    distance = _distance(written, wanted)
    where = "below" if is_below else "above"
    text = f"{distance} {where} target {wanted}" + ("" if sure else ", uncertain")
    if sure and wanted in _printed_ends(reading):
        text += ", which its interval just leaves out"
    return AgainstTarget(text, sure, is_below)


def _printed_ends(reading: Reading) -> tuple[str, ...]:
    ends = (reading.ci_low, reading.ci_high)
    return tuple(value_text(end, reading.metric) for end in ends if end is not None)


def _distance(written: str, wanted: str) -> str:
    places = len(written.partition(".")[2])
    values = [float(text.replace("−", "-").replace(",", "")) for text in (written, wanted)]
    return number(abs(values[0] - values[1]), places)


@dataclass(frozen=True)
class Targets:
    """Targets by audience, metric and place; a place without its own has the network's."""

    by_key: dict[tuple[str, str, str, str], Target]

    @classmethod
    def of(cls, rows: Iterable[Target]) -> Targets:
        return cls({(row.audience, row.metric, row.level, row.node_key): row for row in rows})

    def find(self, audience: str, metric: str, level: str, node_key: str) -> Target | None:
        own = self.by_key.get((audience, metric, level, node_key))
        return own or self.by_key.get((audience, metric, Level.NETWORK, ""))

    def value(
        self, audience: str, metric: str, level: str = "", node_key: str = ""
    ) -> float | None:
        found = self.find(audience, metric, level, node_key)
        return found.value if found else None


@dataclass(frozen=True)
class TargetHistory:
    """Every target there ever was, by the week from which it held."""

    rows: tuple[Target, ...]

    def at(self, week: str) -> Targets:
        """The targets in force in a week; none that was ended."""
        return self._after(self._set_until(week))

    def over(self, weeks: Iterable[str]) -> tuple[Targets, ...]:
        """Of each week; weeks between two changes of a target share theirs."""
        counts = [self._set_until(week) for week in weeks]
        found = {count: self._after(count) for count in set(counts)}
        return tuple(found[count] for count in counts)

    def _set_until(self, week: str) -> int:
        """How many of the rows had been set by then."""
        return bisect_right(self.rows, week, key=attrgetter("applies_from"))

    def _after(self, count: int) -> Targets:
        latest = {key_of(row): row for row in self.rows[:count]}
        return Targets.of(row for row in latest.values() if not row.is_ended)


@dataclass(frozen=True)
class Readings:
    """Readings by their key."""

    by_key: dict[tuple[int, str, int, str, str, str, str], Reading]

    @classmethod
    def of(cls, rows: Iterable[Reading]) -> Readings:
        return cls(
            {
                (
                    row.edition_id, row.audience, row.window, row.level, row.node_key,
                    row.touchpoint_key, row.metric,
                ): row
                for row in rows
            }
        )  # fmt: skip

    def get(
        self,
        edition_id: int,
        audience: str,
        metric: str,
        window: int,
        level: str = Level.NETWORK,
        node_key: str = "",
        touchpoint_key: str = "",
    ) -> Reading | None:
        return self.by_key.get(
            (edition_id, audience, window, level, node_key, touchpoint_key, metric)
        )
