"""The pipeline after the freeze: check → weigh → estimate → compare. Pure: files in, figures out.

`close_week` and `verify` both run exactly this: who holds a frozen week gets its figures again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pyarrow as pa

from metrics.comparison.benchmarks import has_benchmarks, peer_benchmarks
from metrics.comparison.charts import chart_points, week_points
from metrics.comparison.distributions import distributions
from metrics.comparison.drivers import drivers
from metrics.comparison.figures import ChartFigure, DriverFigure, PeerBenchmarkFigure
from metrics.comparison.standings import standings
from metrics.figures import (
    ChangeFigure,
    EstimateFigure,
    FigureKey,
    Figures,
    Finding,
    GapFigure,
    LadderFigure,
    WeighingFigure,
)
from metrics.integrity.analytics.breaks import find_breaks
from metrics.integrity.checks import run_checks
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.gates import Gates, about_pairs
from metrics.method import PAIR_WINDOW, WINDOWS
from metrics.models import EditionKind, Level
from metrics.warehouse.earlier import EarlierEdition
from metrics.warehouse.files import read_json, read_table, rounded
from metrics.warehouse.frozen import FrozenWeek, History, Reference, WeekCells
from metrics.warehouse.series import GroupMean, Series
from metrics.weekly.beside import beside_values
from metrics.weekly.change import (
    HEADLINE_WINDOW,
    NOT_SHOWN_NOW,
    Headlines,
    headline_changes,
    headline_levels,
    influence_table,
    of_shown,
    read_influences,
)
from metrics.weekly.check import Checked, check_rows, judged_table
from metrics.weekly.compare import (
    BesideValues,
    by_key,
    cluster_counts,
    decide_figures,
)
from metrics.weekly.duality import StandingAt, paired_gaps, weekly_gaps
from metrics.weekly.ladders import ladder_figures
from metrics.weekly.protection import disclose, shown_table
from metrics.weekly.rollup import roll_up_week
from metrics.weekly.series import build_series, group_means
from metrics.weekly.summary import summarise
from metrics.weekly.told import findings_told
from metrics.weighing.estimate import count_partner_lines, estimate
from metrics.weighing.windows import WeighedWindow, of_window, weigh_windows

PUBLISHED = "published"


@dataclass(frozen=True)
class Computed:
    """A computed edition: its figures, the week's own cells, and what the next week needs."""

    figures: Figures
    cells: WeekCells
    cell_table: pa.Table
    influences: pa.Table
    judged: pa.Table
    series: Series
    shown: pa.Table
    checked: Checked


def compute(frozen: FrozenWeek, history: History) -> Computed:
    """Everything an edition publishes, from its frozen week and the weeks it stacks."""
    checked = check_rows(frozen, history)
    own, cell_table = roll_up_week(frozen, checked)
    evidence = _evidence(frozen, history, checked, own)
    headlines = _headlines(evidence.weighed)
    evidence = replace(evidence, changes=_changes(evidence, headlines))
    figures = _figures(evidence)
    return Computed(
        figures=figures,
        cells=own,
        cell_table=cell_table,
        influences=influence_table(headlines),
        judged=judged_table(frozen, checked),
        series=build_series(evidence, figures.estimates),
        shown=shown_table(evidence.disclosed.tables, by_key(figures.estimates)),
        checked=checked,
    )


def _evidence(
    frozen: FrozenWeek, history: History, checked: Checked, own: WeekCells
) -> WeekEvidence:
    """Weigh and estimate, so that the checks can look at weights and estimates as well."""
    weeks = (*history.cells, own)
    weighed = tuple(weigh_windows(frozen, weeks))
    cuts = tuple(
        cut for item in weighed for cut in estimate(item.weighed, frozen.reference, item.window)
    )
    counted = tuple(
        cut
        for item in weighed
        if item.window == min(WINDOWS)
        for cut in count_partner_lines(item.weighed, frozen.reference, item.window)
    )
    last = history.last_same_kind
    return WeekEvidence(
        frozen,
        history,
        checked.status,
        checked.frame_row,
        checked.flags,
        weeks,
        weighed,
        cuts,
        disclosed=disclose(cuts, counted, frozen, history),
        groups=tuple(_groups(weighed, frozen.reference)),
        breaks=find_breaks(frozen, EarlierEdition(last) if last else None),
    )


def _figures(evidence: WeekEvidence) -> Figures:
    frozen = evidence.frozen
    found = _rounded(run_checks(evidence))
    beside = beside_values(evidence, found)
    estimates = tuple(_decided(evidence, found, beside))
    before = evidence.last.shown_keys if evidence.last else ()
    findings = tuple(findings_told(found, by_key(estimates), before))
    if any(told.state is not was.state for told, was in zip(findings, found, strict=True)):
        estimates = tuple(_decided(evidence, findings, beside))
    keyed = by_key(estimates)
    weeks = of_window(evidence.weeks, frozen, PAIR_WINDOW)
    driven = tuple(drivers(evidence.weighed, weeks, estimates))
    return Figures(
        estimates=estimates,
        gaps=tuple(_gaps(evidence, findings, keyed)),
        changes=of_shown(evidence.changes, keyed),
        findings=findings,
        ladder=tuple(_ladders(frozen, evidence.weeks)),
        weighings=tuple(
            WeighingFigure(item.weighed.stack.audience, item.window, item.weighed.report)
            for item in evidence.weighed
        ),
        charts=tuple(_charts(evidence, estimates)),
        standings=tuple(standings(estimates)),
        drivers=tuple(one for one in driven if isinstance(one, DriverFigure)),
        benchmarks=tuple(_benchmarks(evidence.frozen, estimates)),
        distributions=tuple(distributions(evidence.weighed, frozen.reference, estimates)),
        summary=summarise(evidence, driven),
    )


def _charts(evidence: WeekEvidence, estimates: Sequence[EstimateFigure]) -> Iterator[ChartFigure]:
    """Finals only: a flash is no point of a series of finals."""
    if evidence.frozen.kind == EditionKind.FINAL:
        week = str(evidence.frozen.week)
        yield from chart_points(evidence.points, week_points(week, estimates))


def _benchmarks(
    frozen: FrozenWeek, estimates: Sequence[EstimateFigure]
) -> Iterator[PeerBenchmarkFigure]:
    """Finals of every fourth week only: others read neither flashes nor overlapping periods."""
    if frozen.kind == EditionKind.FINAL and has_benchmarks(frozen.week):
        yield from peer_benchmarks(estimates, frozen.reference.place_of_partner)


def _decided(
    evidence: WeekEvidence, findings: Sequence[Finding], beside: BesideValues
) -> Iterator[EstimateFigure]:
    return decide_figures(
        evidence.cuts,
        findings,
        hidden=evidence.disclosed.hidden,
        last_final=_held_values(evidence.history),
        thresholds=evidence.thresholds,
        beside=beside,
    )


def _gaps(
    evidence: WeekEvidence,
    findings: Sequence[Finding],
    estimates: Mapping[FigureKey, EstimateFigure],
) -> Iterator[GapFigure]:
    frozen = evidence.frozen
    yield from weekly_gaps(estimates, cluster_counts(evidence.cuts))
    yield from paired_gaps(
        of_window(evidence.weeks, frozen, PAIR_WINDOW),
        frozen.reference,
        _pair_standing(findings),
        is_flash=frozen.kind == "flash",
    )


def _headlines(weighed: Sequence[WeighedWindow]) -> Headlines:
    """The headline figures with what each account contributes, of the one-week windows."""
    return {
        pair: level
        for item in weighed
        if item.window == HEADLINE_WINDOW
        for pair, level in headline_levels(item.weighed).items()
    }


def _ladders(frozen: FrozenWeek, weeks: Sequence[WeekCells]) -> Iterator[LadderFigure]:
    for window in WINDOWS:
        yield from ladder_figures(of_window(weeks, frozen, window), window, frozen.reference)


def _held_values(history: History) -> Any:
    """The last final's figures by key, read only if something is held."""

    @cache
    def published() -> dict[FigureKey, Mapping[str, Any]]:
        if history.last_final is None:
            return {}
        week = str(history.last_final.week)
        rows = read_json(history.last_final.folder, PUBLISHED)["estimates"]
        return {
            (
                row["audience"], row["window"], row["level"], row["node_key"],
                row["touchpoint_key"], row["metric"],
            ): {**row, "week": week}
            for row in rows
        }  # fmt: skip

    return lambda key: published().get(key)


def _changes(evidence: WeekEvidence, now: Headlines) -> tuple[ChangeFigure, ...]:
    """What is called of the headline figures, as far as disclosure and the series allow."""
    last = evidence.history.last_same_kind
    if last is None:
        return headline_changes(now, None, lambda _: "")
    before = read_influences(read_table(last.folder, "influences"))
    shown_before = _shown_headlines(last.folder)

    def why_not(key: FigureKey) -> str:
        if key in evidence.disclosed.hidden:
            return NOT_SHOWN_NOW
        if not shown_before.get(key, False):
            return "The earlier edition's figure was not shown."
        ended = [found for found in evidence.breaks if found.ends(key[0], key[5])]
        return f"Not compared: {ended[0].what}" if ended else ""

    return headline_changes(now, before, why_not)


def _groups(weighed: Sequence[WeighedWindow], reference: Reference) -> Iterator[GroupMean]:
    """The groups of the headline totals, for what a change is made of."""
    for item in weighed:
        if item.window == HEADLINE_WINDOW:
            yield from group_means(item.weighed, reference)


def _shown_headlines(folder: Any) -> dict[FigureKey, bool]:
    """Which network totals the earlier edition showed; a small file of their own."""
    return {
        (row[0], row[1], row[2], row[3], row[4], row[5]): row[6]
        for row in read_json(folder, "headlines")
    }


def headline_rows(figures: Figures) -> list[list[Any]]:
    """What the next edition asks of this one: was the network's total shown?"""
    return [
        [*key, figure.decision in ("publish", "caveat")]
        for key, figure in by_key(figures.estimates).items()
        if key[2] == Level.NETWORK and not key[4]
    ]


def _pair_standing(findings: Sequence[Finding]) -> StandingAt:
    """A paired gap stands on what both audiences' checks say over 13 weeks."""
    found = tuple(about_pairs(findings))
    user = Gates.of(found, "end_user", PAIR_WINDOW)
    partner = Gates.of(found, "channel_partner", PAIR_WINDOW)
    return lambda level, node, metric: user.at(level, node, "", metric).joined(
        partner.at(level, node, "", metric)
    )


def _rounded(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(replace(finding, value=rounded(finding.value)) for finding in findings)
