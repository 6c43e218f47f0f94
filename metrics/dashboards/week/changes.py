"""What changed since the last edition of the same kind; called a change only if it is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from customers.names.queries import Names
from metrics.dashboards.figures import Figure, hidden_figure, name_of_estimate
from metrics.dashboards.queries import Reading
from metrics.dashboards.wording import (
    AUDIENCE_ADJECTIVES,
    METRICS,
    capital,
    change_interval_text,
    change_text,
    interval_text,
    n_text,
    q_text,
    sentence,
    size_text,
    unbroken,
    value_text,
)
from metrics.integrity.label.address import label_url
from metrics.models import Change, Estimate, Level, Verdict

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

    @property
    def has_compared(self) -> bool:
        return bool(self.real) or any(line.change for line in self.rest)


NOTHING_YET = "There is nothing yet to compare this week with"


def tell_moves(
    changes: Sequence[tuple[Change, Estimate | None]], names: Names, against: str
) -> Moves:
    return moves_of([change_line(*pair, names) for pair in changes], against, NOTHING_YET)


def moves_of(lines: Sequence[ChangeLine], against: str, nothing: str) -> Moves:
    """`against` is what they are compared with, `nothing` the title where nothing is compared."""
    real = tuple(line for line in lines if line.is_real)
    rest = tuple(line for line in lines if not line.is_real)
    compared = sum(bool(line.change) for line in lines)
    return Moves(_moves_title(len(real), compared, against) if compared else nothing, real, rest)


def _moves_title(real: int, compared: int, against: str) -> str:
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
    assert change.difference is not None
    where = change_subject(change, names).partition(", ")[2]
    return moved_text(change.audience, change.metric, change.difference, estimate, where)


def moved_text(
    audience: str,
    metric: str,
    difference: float,
    reached: Estimate | Reading | None,
    where: str = "",
) -> str:
    """End-user recommendation, Repair visit, fell by 6.1 points to 38 [34–42]."""
    place = f", {where}," if where else ""
    said = f"{capital(AUDIENCE_ADJECTIVES[audience])} {METRICS[metric].plain}{place}"
    verb = VERBS[Verdict.UP if difference > 0 else Verdict.DOWN]
    said += f" {verb} by {size_text(difference, metric)}"
    if reached is None or reached.value is None or reached.ci_low is None:
        return said
    assert reached.ci_high is not None
    interval = interval_text(reached.ci_low, reached.ci_high, metric)
    return unbroken(f"{said} to {value_text(reached.value, metric)} {interval}")


def _figure(estimate: Estimate | None) -> Figure:
    if estimate is None:
        return Figure(is_shown=False, reason="Not published.")
    edition = estimate.edition
    label = label_url(edition.week, edition.kind, edition.revision, name_of_estimate(estimate))
    if estimate.value is None or estimate.ci_low is None:
        return hidden_figure(sentence(estimate.reason or "not published"), label)
    assert estimate.ci_high is not None
    return Figure(
        is_shown=True,
        value=value_text(estimate.value, estimate.metric),
        interval=interval_text(estimate.ci_low, estimate.ci_high, estimate.metric),
        n=n_text(estimate.n),
        grade=estimate.grade,
        label_url=label,
    )
