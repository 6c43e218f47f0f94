"""The page's first sentence, written from its figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from metrics.dashboards.blocks import AudienceCell, MetricBlock
from metrics.dashboards.figures import NO_TARGET, gap_figure
from metrics.dashboards.matrices import Matrix, few
from metrics.dashboards.week.alarms import Alarms
from metrics.dashboards.week.changes import ChangeLine, Moves
from metrics.dashboards.week.partners import PartnersPart
from metrics.dashboards.week.queries import WeekData
from metrics.dashboards.week.tables import LONGEST
from metrics.dashboards.wording import (
    AUDIENCE_PLURALS,
    METRICS,
    WINDOW_NAMES,
    capital,
    listed,
    sentence,
)
from metrics.integrity.sampling.selection import KEY as SELECTION
from metrics.models import Gap, Level, Metric, State
from stats import PublishedDifference

NORMAL = NormalDist()
UNSURE = 0.05
SIDES = {
    -1: ("end users", "channel partners"),
    1: ("channel partners", "end users"),
}
NOT_APART = "cannot be told apart"


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
    whole: PublishedDifference | None = None,
) -> Lead:
    """Who is worse off, what changed for certain, and what is below its target for certain."""
    below = below_target_text(blocks)
    tested = sentence(moves.title) if moves and moves.has_compared else ""
    # Only some places have a gap in an edition; elsewhere the targets say how things stand.
    has_gap = bool(gaps) or not place
    standing, rest = (who_is_worse_off(gaps, whole), below) if has_gap else (below, "")
    said = [f"{place}: {standing[:1].lower()}{standing[1:]}" if place else standing]
    if moves:
        said.append(what_changed(moves, period, alarms))
    title = " ".join(sentence(text) for text in said)
    signalled = sentence(alarms.title) if alarms and alarms.lines and moves and moves.real else ""
    others = other_metrics_text(gaps) if has_gap else ""
    return Lead(title, " ".join(filter(None, [others, rest, tested, signalled])))


def who_is_worse_off(gaps: Sequence[Gap], whole: PublishedDifference | None = None) -> str:
    """From one gap, chosen before looking at any: a second chance would make it false oftener.

    Recommendation on the same transactions over 13 weeks, which says most; where that is not
    shown, recommendation of the week; where that is not either, the other metrics. Beside it the
    `whole`: recommendation over all transactions of 13 weeks. All are widened for their number.
    """
    shown = [gap for gap in gaps if gap_figure(gap).is_shown]
    if not shown:
        return "the two customers cannot be compared yet"
    chosen = _chosen(shown)
    looks = len(chosen) + (whole is not None)
    sure = [gap for gap in chosen if side_of(gap, looks=looks)]
    if sure:
        return _worse_off(sure)
    if whole and whole.p_value < UNSURE / looks:
        worse, other = SIDES[-1 if whole.difference < 0 else 1]
        where = "on the same transactions" if chosen[0].is_paired else "in the week alone"
        return f"over 13 weeks {worse} recommend less than {other}; {where} they {NOT_APART}"
    in_nps = f" in {METRICS[Metric.NPS].plain}" if chosen[0].metric == Metric.NPS else ""
    return f"end users and channel partners {NOT_APART}{in_nps}"


def other_metrics_text(gaps: Sequence[Gap]) -> str:
    """What the week's gaps in the other metrics say for certain, all of them considered."""
    shown = [gap for gap in gaps if gap_figure(gap).is_shown]
    others = [gap for gap in shown if not gap.is_paired and gap.metric != Metric.NPS]
    if not others or others == _chosen(shown):
        return ""
    sure = [gap for gap in others if side_of(gap, looks=len(others))]
    return f"In other metrics, all considered: {_worse_off(sure)}." if sure else ""


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
    said = []
    for side, (worse, other) in SIDES.items():
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
        if not moves.has_compared:
            return moves.title
        return f"Nothing changed for certain {period}"
    if len(moves.real) > 2:
        return f"{len(moves.real)} figures changed for certain {period}"
    said = [_short(line) for line in moves.real]
    return f"{capital(listed(said))} {period}"


def _short(line: ChangeLine) -> str:
    verb = "fell" if " fell " in line.sentence else "rose"
    return f"{AUDIENCE_PLURALS[line.audience]}’ {line.what.lower()} {verb}"


def below_target_text(blocks: Sequence[MetricBlock]) -> str:
    """Below target for certain: end users in satisfaction; over 13 weeks in ease. No target: so."""
    cells = [cell for block in blocks for cell in block.cells]
    found = [cell.against for cell in cells]
    found += [longer.against for cell in cells for longer in cell.longer]
    if not any(against and against != NO_TARGET for against in found):
        return "No target is set here."
    said = [_below_text(*one) for one in below_targets(blocks)]
    if not said:
        return "None of these totals is below its target for certain."
    return f"Below target for certain: {'; '.join(said)}."


# Over more weeks than the page's own (None), who, and in what.
Below = tuple[int | None, str, list[str]]


def below_targets(blocks: Sequence[MetricBlock]) -> list[Below]:
    """Each figure once, in the shortest window in which it is below its target for certain."""
    found: dict[tuple[int | None, str], list[str]] = {}
    for block in blocks:
        for cell in block.cells:
            window = _below_over(cell)
            if window != NOWHERE:
                found.setdefault((window, cell.audience), []).append(block.plain_name)
    order = sorted(found, key=lambda key: key[0] or 0)
    return [(window, audience, found[window, audience]) for window, audience in order]


NOWHERE = -1


def _below_over(cell: AudienceCell) -> int | None:
    """The window; None: the page's own; NOWHERE."""
    if cell.against and cell.against.is_sure and cell.against.is_below:
        return None
    over = [one for one in cell.longer if one.against and one.against.is_sure]
    return next((one.window for one in over if one.against and one.against.is_below), NOWHERE)


def _below_text(window: int | None, audience: str, names: Sequence[str]) -> str:
    over = "" if window is None else f"over {WINDOW_NAMES[window]} "
    return f"{over}{AUDIENCE_PLURALS[audience]} in {listed(names)}"


def where_text(tables: Sequence[Matrix], partners: PartnersPart | None) -> str:
    """Where end users are below target for certain: Spain; over 13 weeks Mobile site."""
    named = [table.below for table in tables] + [partners.below if partners else ()]
    said = [few(names) for names in named if names]
    longer = [few(table.long_below) for table in tables if table.long_below]
    if longer:
        said.append(f"over {WINDOW_NAMES[LONGEST]} {'; '.join(longer)}")
    return f"Where, for certain: {'; '.join(said)}" if said else ""


def withheld_text(data: WeekData) -> str:
    """The partners without whose answers a total is, until somebody has decided."""
    keys = [
        row.node_key
        for row in data.findings.told
        if (row.check_key, row.state, row.level) == (SELECTION, State.FAIL, Level.PARTNER)
        and not row.overridden
    ]
    names = [data.names.place(Level.PARTNER, key) for key in dict.fromkeys(keys)]
    return f"Withheld until its pattern is reviewed: {few(names)}" if names else ""
