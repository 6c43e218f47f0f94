"""What a label states beside its figures: population, weights, method, limits, who decided what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.web.filters import number, percent
from metrics.dashboards.evidence import exact
from metrics.dashboards.wording import AUDIENCE_PLURALS, listed, window_text
from metrics.integrity.label.address import GAP, PAIRED_GAP
from metrics.integrity.label.decided import LimitChange, RowOverruling
from metrics.integrity.label.document import DecisionsPart, FigurePart, Label, Side
from metrics.integrity.label.queries import Reader
from metrics.integrity.measures import check_title


@dataclass(frozen=True)
class Fact:
    name: str
    text: str


def weights_of(side: Side, label: Label) -> tuple[Fact, ...]:
    if label.figure.of == PAIRED_GAP:
        return (Fact("Weights", "None: pairs stand for themselves."),)
    if side.weights is None:
        return (Fact("Weights", "Not known."),)
    return tuple(_weights(side.weights, label.figure))


def _weights(report: Mapping[str, Any], figure: FigurePart) -> Iterator[Fact]:
    """Of the whole window, then what of it is this figure's own."""
    if "largest_weight_to_mean" in report:
        largest = number(report["largest_weight_to_mean"], 2)
        yield Fact("Largest weight", f"{largest} × the mean")
    if "design_effect" in report:
        yield Fact("Design effect", f"{number(report['design_effect'], 2)} over the whole window")
    if figure.n_eff is not None and figure.n is not None:
        yield Fact("Effective sample", f"{number(figure.n_eff)} of {number(figure.n)} answers here")
    if "margins" in report:
        yield Fact("Raked to", _margins(report))
    merged = merge_counts(report)
    if merged:
        named = [f"{count} of {name.replace('_', ' ')}" for name, count in merged.items()]
        yield Fact("Merged, being too small", listed(named))
    if "not_represented_share" in report:
        share = percent(report["not_represented_share"], 1)
        yield Fact("Not represented", f"{share} of the transactions: others stand for them")


def _margins(report: Mapping[str, Any]) -> str:
    named = [
        f"{name.replace('_', ' ')} ({levels} groups)" for name, levels in report["margins"].items()
    ]
    dropped = [name.replace("_", " ") for name in report.get("dropped_margins", ())]
    said = listed(named) or "nothing: too few answers"
    return f"{said}; implied by the others: {listed(dropped)}" if dropped else said


def merge_counts(report: Mapping[str, Any]) -> dict[str, int]:
    """How many groups of each margin were too small and joined another."""
    merges = report.get("merges")
    found = merges.items() if isinstance(merges, Mapping) else ()
    return {name: len(groups) for name, groups in found if groups}


def facts_of(label: Label) -> tuple[Fact, ...]:
    return tuple(fact for fact in _facts(label) if fact.text)


def _facts(label: Label) -> Iterator[Fact]:
    figure, edition = label.figure, label.edition
    yield Fact("Population", _population(figure))
    yield Fact("Gap", _gap(figure))
    yield Fact("Interval", _interval(figure.interval_method))
    yield Fact("Method", f"Version {edition.method_version}, software {edition.code_version}")
    if label.reader == Reader.HOUSE:
        yield Fact("Limits of checks", _limits(edition.threshold_version, label.decisions))
        yield Fact("Decided by people", _decided(label))
    edition_text = f"{edition.week} {edition.kind}, revision {edition.revision}"
    reason = f", made because: {edition.reason}" if edition.reason else ""
    backfilled = ", backfilled from history" if edition.is_backfilled else ""
    yield Fact(
        "Edition", f"{edition_text}, cut-off {_instant(edition.cut_off_at)}{backfilled}{reason}"
    )
    yield Fact("Inputs", edition.inputs_hash)


def _interval(method: str | None) -> str:
    return f"95 %, {method.replace('_', ' ')}" if method else ""


def _instant(text: str) -> str:
    """2026-11-15 23:00 UTC, of an instant as it is stored."""
    return f"{text[:16].replace('T', ' ')} UTC"


def _population(figure: FigurePart) -> str:
    if figure.population is None or figure.of not in AUDIENCE_PLURALS:
        return ""
    return (
        f"{number(figure.population)} transactions with {AUDIENCE_PLURALS[figure.of]}, "
        f"{window_text(figure.last_week, figure.window)}"
    )


def _gap(figure: FigurePart) -> str:
    if figure.of == GAP:
        return "Difference of the two figures below, each over all its transactions."
    if figure.of == PAIRED_GAP:
        return "Mean difference on the transactions where both answered."
    return ""


def _limits(version: str, decisions: DecisionsPart) -> str:
    if not decisions.is_known:
        return "What was changed of the method’s limits is not kept with this edition."
    if not decisions.limits:
        return f"The method’s own (version {version})."
    changed = "; ".join(_limit(one) for one in decisions.limits)
    return f"Version {version}. Changed: {changed}."


def _limit(one: LimitChange) -> str:
    return (
        f"{check_title(one.check_key)} warns at {exact(one.warn)}, fails at "
        f"{exact(one.fail)}, from {one.applies_from}, by {one.changed_by} ({one.reason})"
    )


def _decided(label: Label) -> str:
    """Published over a check, and answers used or set aside by hand."""
    signed = dict.fromkeys(
        f"{check_title(check.check_key)}: {check.overridden}"
        for side in label.sides
        for check in side.checks
        if check.overridden
    )
    said = [*signed, *(_answers(one) for one in label.decisions.answers)]
    if said:
        return "; ".join(said)
    return "Nothing." if label.decisions.is_known else "Not kept with this edition."


def _answers(one: RowOverruling) -> str:
    what = "used in spite of the checks" if one.is_used else "set aside by hand"
    answers = "1 answer" if one.count == 1 else f"{number(one.count)} answers"
    return f"{answers} of the week {what}, by {one.decided_by} on {one.decided_on} ({one.reason})"
