"""The page's first sentence, written from its figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from metrics.dashboards.blocks import MetricBlock
from metrics.dashboards.figures import gap_figure
from metrics.dashboards.week.alarms import Alarms
from metrics.dashboards.week.changes import ChangeLine, Moves
from metrics.dashboards.wording import (
    AUDIENCE_PLURALS,
    METRICS,
    capital,
    listed,
    sentence,
)
from metrics.models import Gap, Metric

NORMAL = NormalDist()


@dataclass(frozen=True)
class Lead:
    title: str
    text: str


def write_lead(
    gaps: Sequence[Gap],
    moves: Moves | None,
    blocks: Sequence[MetricBlock],
    period: str,
    place: str = "",
    alarms: Alarms | None = None,
) -> Lead:
    """Who is worse off, what changed for certain, and what is below its target for certain."""
    below, tested = below_target_text(blocks), sentence(moves.title) if moves else ""
    # Only some places have a gap in an edition; elsewhere the targets say how things stand.
    standing, rest = (who_is_worse_off(gaps), below) if gaps or not place else (below, "")
    said = [f"{place}: {standing[:1].lower()}{standing[1:]}" if place else standing]
    if moves:
        said.append(what_changed(moves, period, alarms))
    title = " ".join(sentence(text) for text in said)
    signalled = sentence(alarms.title) if alarms and alarms.lines and moves and moves.real else ""
    return Lead(title, " ".join(filter(None, [rest, tested, signalled])))


def who_is_worse_off(gaps: Sequence[Gap]) -> str:
    """From one gap, chosen before looking at any: a second chance would make it false oftener.

    Recommendation on the same transactions over 13 weeks, which says most; where that is not
    shown, recommendation of the week; where that is not either, the other metrics, each widened
    for their number.
    """
    shown = [gap for gap in gaps if gap_figure(gap).is_shown]
    if not shown:
        return "the two customers cannot be compared yet"
    chosen = _chosen(shown)
    sure = [gap for gap in chosen if side_of(gap, looks=len(chosen))]
    if not sure:
        return "end users and channel partners cannot be told apart"
    return _worse_off(sure)


def _chosen(shown: Sequence[Gap]) -> list[Gap]:
    """The gap that is looked at; without one in recommendation the others of the week."""
    for is_paired in (True, False):
        own = [gap for gap in shown if gap.metric == Metric.NPS and gap.is_paired is is_paired]
        if own:
            return own[:1]
    weekly = [gap for gap in shown if not gap.is_paired]
    return weekly or list(shown)


def side_of(gap: Gap, looks: int) -> int:
    """−1 where end users are lower for certain, 1 where channel partners are, else 0.

    With several looks the interval is widened as Bonferroni would.
    """
    assert gap.value is not None
    assert gap.ci_low is not None
    assert gap.ci_high is not None
    wider = NORMAL.inv_cdf(1 - 0.025 / looks) / NORMAL.inv_cdf(1 - 0.025)
    low = gap.value - wider * (gap.value - gap.ci_low)
    high = gap.value + wider * (gap.ci_high - gap.value)
    return -1 if high < 0 else 1 if low > 0 else 0


def _worse_off(gaps: Sequence[Gap]) -> str:
    """One clause for each side that is lower somewhere."""
    sides = {
        -1: ("end users", "channel partners"),
        1: ("channel partners", "end users"),
    }
    said = []
    for side, (worse, other) in sides.items():
        lower = [gap for gap in gaps if side_of(gap, looks=1) == side]
        if lower:
            said.append(f"{_period(lower[0])}{worse} are worse off than {other}{_in_what(lower)}")
    return "; ".join(said)


def _period(gap: Gap) -> str:
    return f"over {gap.window} weeks " if gap.is_paired else ""


def _in_what(gaps: Sequence[Gap]) -> str:
    if any(gap.metric == Metric.NPS for gap in gaps):
        return ""
    return f" in {listed([METRICS[gap.metric].plain for gap in gaps])}"


def what_changed(moves: Moves, period: str, alarms: Alarms | None = None) -> str:
    """By the change test, and by what control charts signal: both are changes."""
    if alarms and alarms.lines and not moves.real:
        return alarms.title
    if not moves.real:
        if not any(line.change for line in moves.rest):
            return "There is no earlier week to compare with"
        return f"Nothing changed for certain {period}"
    if len(moves.real) > 2:
        return f"{len(moves.real)} figures changed for certain {period}"
    said = [_short(line) for line in moves.real]
    return f"{capital(listed(said))} {period}"


def _short(line: ChangeLine) -> str:
    verb = "fell" if " fell " in line.sentence else "rose"
    return f"{AUDIENCE_PLURALS[line.audience]}’ {line.what.lower()} {verb}"


def below_target_text(blocks: Sequence[MetricBlock]) -> str:
    """Below target for certain: end users in satisfaction and ease. No target set: nothing."""
    below: dict[str, list[str]] = {}
    has_target = False
    for block in blocks:
        for cell in block.cells:
            if cell.against is None or cell.against.text == "no target set":
                continue
            has_target = True
            if cell.against.is_sure and cell.against.is_below:
                below.setdefault(cell.audience, []).append(block.plain_name)
    if not has_target:
        return "No target is set here."
    if not below:
        return "None of these totals is below its target for certain."
    said = [f"{AUDIENCE_PLURALS[key]} in {listed(names)}" for key, names in below.items()]
    return f"Below target for certain: {'; '.join(said)}."
