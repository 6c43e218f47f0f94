"""What a page says in words, written from its figures; a change is called one only if it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from customers.names.queries import Names
from metrics.dashboards.blocks import MetricBlock
from metrics.dashboards.figures import Figure, gap_figure
from metrics.dashboards.wording import (
    AUDIENCE_ADJECTIVES,
    AUDIENCE_PLURALS,
    METRICS,
    capital,
    change_interval_text,
    change_text,
    interval_text,
    listed,
    n_text,
    q_text,
    sentence,
    size_text,
    unbroken,
    value_text,
)
from metrics.models import Change, Estimate, Gap, Level, Metric, Verdict

NORMAL = NormalDist()
REAL = (Verdict.UP, Verdict.DOWN)
VERBS = {Verdict.UP: "rose", Verdict.DOWN: "fell"}


@dataclass(frozen=True)
class ChangeLine:
    """One comparison with the last edition of the same kind."""

    audience: str
    what: str
    is_real: bool
    verdict: str
    sentence: str
    change: str
    interval: str
    q: str
    figure: Figure


@dataclass(frozen=True)
class Moves:
    """Every comparison, the real ones first, and what they come to."""

    title: str
    real: tuple[ChangeLine, ...]
    rest: tuple[ChangeLine, ...]


def tell_moves(
    changes: Sequence[tuple[Change, Estimate | None]], names: Names, against: str
) -> Moves:
    lines = [change_line(change, estimate, names) for change, estimate in changes]
    real = tuple(line for line in lines if line.is_real)
    rest = tuple(line for line in lines if not line.is_real)
    compared = sum(change.verdict != Verdict.NO_COMPARISON for change, _ in changes)
    return Moves(_moves_title(len(real), compared, against), real, rest)


def _moves_title(real: int, compared: int, against: str) -> str:
    if not compared:
        return "There is nothing yet to compare this week with"
    if not real:
        return f"No detectable change from {against} in {_comparisons(compared)}"
    changed = "One change is real" if real == 1 else f"{real} changes are real"
    rest = compared - real
    return changed if not rest else f"{changed}; in {_comparisons(rest)} no change can be detected"


def _comparisons(count: int) -> str:
    return "one comparison" if count == 1 else f"{count} comparisons"


def change_line(change: Change, estimate: Estimate | None, names: Names) -> ChangeLine:
    is_real = change.verdict in REAL
    return ChangeLine(
        audience=change.audience,
        what=change_subject(change, names),
        is_real=is_real,
        verdict=_verdict_text(change),
        sentence=_sentence(change, estimate, names) if is_real else "",
        change=""
        if change.difference is None
        else change_text(change.difference, change.metric),
        interval=_interval(change),
        q="" if change.q is None else q_text(change.q),
        figure=_figure(estimate),
    )  # fmt: skip


def change_subject(change: Change, names: Names) -> str:
    """Recommendation; Recommendation, Repair visit; Recommendation, Spain."""
    parts = [METRICS[change.metric].name]
    if change.level != Level.NETWORK:
        parts.append(names.place(change.level, change.node_key))
    if change.touchpoint_key:
        parts.append(names.touchpoints.get(change.touchpoint_key, change.touchpoint_key))
    return ", ".join(parts)


def _verdict_text(change: Change) -> str:
    if change.verdict == Verdict.NO_COMPARISON:
        return sentence(change.reason or "nothing to compare with")
    return "Real" if change.verdict in REAL else "No detectable change"


def _interval(change: Change) -> str:
    if change.ci_low is None or change.ci_high is None:
        return ""
    return change_interval_text(change.ci_low, change.ci_high, change.metric)


def _sentence(change: Change, estimate: Estimate | None, names: Names) -> str:
    """End-user recommendation (NPS), Repair visit, fell by 6.1 points to 38 [34–42]."""
    subject = change_subject(change, names).partition(", ")
    metric = METRICS[change.metric].plain
    place = f", {subject[2]}," if subject[2] else ""
    said = f"{capital(AUDIENCE_ADJECTIVES[change.audience])} {metric}{place}"
    assert change.difference is not None
    said += f" {VERBS[Verdict(change.verdict)]} by {size_text(change.difference, change.metric)}"
    if estimate is None or estimate.value is None or estimate.ci_low is None:
        return said
    assert estimate.ci_high is not None
    reached = value_text(estimate.value, change.metric)
    interval = interval_text(estimate.ci_low, estimate.ci_high, change.metric)
    return unbroken(f"{said} to {reached} {interval}")


def _figure(estimate: Estimate | None) -> Figure:
    if estimate is None or estimate.value is None or estimate.ci_low is None:
        reason = estimate.reason if estimate else None
        return Figure(is_shown=False, reason=sentence(reason or "not published"))
    assert estimate.ci_high is not None
    return Figure(
        is_shown=True,
        value=value_text(estimate.value, estimate.metric),
        interval=interval_text(estimate.ci_low, estimate.ci_high, estimate.metric),
        n=n_text(estimate.n),
        grade=estimate.grade,
        label_url="#trust",
    )


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
) -> Lead:
    """Who is worse off, what changed for certain, and what is below its target for certain."""
    below, tested = below_target_text(blocks), sentence(moves.title) if moves else ""
    # Only some places have a gap in an edition; elsewhere the targets say how things stand.
    standing, rest = (who_is_worse_off(gaps), below) if gaps or not place else (below, "")
    said = [f"{place}: {standing[:1].lower()}{standing[1:]}" if place else standing]
    if moves:
        said.append(what_changed(moves, period))
    title = " ".join(sentence(text) for text in said)
    return Lead(title, " ".join(filter(None, [rest, tested])))


def who_is_worse_off(gaps: Sequence[Gap]) -> str:
    """From the gap in recommendation, which is looked at first; else from the other metrics'
    after allowing for their number; else from the pairs of 13 weeks."""
    shown = [gap for gap in gaps if gap_figure(gap).is_shown]
    weekly = [gap for gap in shown if not gap.is_paired]
    first = [gap for gap in weekly if gap.metric == Metric.NPS and side_of(gap, looks=1)]
    others = [gap for gap in weekly if gap.metric != Metric.NPS]
    sure = first or [gap for gap in others if side_of(gap, looks=len(others))]
    paired = [gap for gap in shown if gap.is_paired and gap.metric == Metric.NPS]
    sure = sure or [gap for gap in paired if side_of(gap, looks=1)]
    if not shown:
        return "the two customers cannot be compared yet"
    if not sure:
        return "end users and channel partners cannot be told apart"
    return _worse_off(sure)


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


def what_changed(moves: Moves, period: str) -> str:
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
        return "Nothing is below its target for certain."
    said = [f"{AUDIENCE_PLURALS[key]} in {listed(names)}" for key, names in below.items()]
    return f"Below target for certain: {'; '.join(said)}."
