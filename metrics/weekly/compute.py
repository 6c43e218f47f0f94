"""The pipeline after the freeze: check → weigh → estimate → compare. Pure: files in, figures out.

`close_week` and `verify` both run exactly this, so that whoever holds a frozen week gets the
published figures again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa

from metrics.figures import (
    ChangeFigure,
    EstimateFigure,
    Figures,
    Finding,
    LadderFigure,
    WeighingFigure,
)
from metrics.integrity.gates import Gates, Standing
from metrics.integrity.weights import WeighingEvidence, check_weighing, weighed_balance
from metrics.method import PAIR_WINDOW, WINDOWS
from metrics.models import Level
from metrics.warehouse import cells
from metrics.warehouse.columns import Floats
from metrics.warehouse.files import read_json, read_table, rounded
from metrics.warehouse.frozen import FrozenWeek, History, Reference, WeekCells
from metrics.weekly.change import (
    HEADLINE_WINDOW,
    headline_changes,
    headline_influences,
    influence_table,
    read_influences,
)
from metrics.weekly.check import Checked, check_week
from metrics.weekly.compare import FigureKey, by_key, cluster_counts, decide_figures
from metrics.weekly.duality import paired_gaps, weekly_gaps
from metrics.weekly.estimate import CutEstimates, estimate
from metrics.weekly.ladders import ladder_figures
from metrics.weekly.levels import group_levels
from metrics.weekly.summary import summarise
from metrics.weekly.weigh import Weighed
from metrics.weekly.windows import WeighedWindow, of_window, weigh_windows
from stats import AccountInfluence, kish

PUBLISHED = "published"


@dataclass(frozen=True)
class Computed:
    """A computed edition: its figures, the week's own cells, and what the next week needs."""

    figures: Figures
    cells: WeekCells
    cell_table: pa.Table
    influences: pa.Table
    checked: Checked


def compute(frozen: FrozenWeek, history: History) -> Computed:
    """Everything an edition publishes, from its frozen week and the weeks it stacks."""
    checked = check_week(frozen, history)
    own, cell_table = roll_up_week(frozen, checked)
    weeks = (*history.cells, own)
    weighed = tuple(weigh_windows(frozen, weeks))
    findings = checked.findings + tuple(_weighing_findings(weighed, frozen.reference))
    cuts = [cut for item in weighed for cut in _estimates(item, frozen.reference)]
    estimates = tuple(
        decide_figures(
            cuts, findings, is_flash=frozen.kind == "flash", last_final=_held_values(history)
        )
    )
    influences = _influences(weighed)
    keyed = by_key(estimates)
    pair_weeks = of_window(weeks, frozen, PAIR_WINDOW)
    figures = Figures(
        estimates=estimates,
        gaps=(
            *weekly_gaps(keyed, cluster_counts(cuts)),
            *paired_gaps(
                pair_weeks,
                frozen.reference,
                _pair_standing(findings),
                is_flash=frozen.kind == "flash",
            ),
        ),
        changes=_changes(history, keyed, influences),
        findings=_rounded(findings),
        ladder=tuple(_ladders(frozen, weeks)),
        weighings=tuple(
            WeighingFigure(item.weighed.stack.audience, item.window, item.weighed.report)
            for item in weighed
        ),
        summary=summarise(frozen, history, checked, weeks, weighed),
    )
    return Computed(figures, own, cell_table, influence_table(influences), checked)


def _influences(weighed: Sequence[WeighedWindow]) -> dict[tuple[str, str], AccountInfluence]:
    """What each account contributes to the headline figures, of the one-week windows."""
    return {
        pair: influence
        for item in weighed
        if item.window == HEADLINE_WINDOW
        for pair, influence in headline_influences(item.weighed).items()
    }


def _ladders(frozen: FrozenWeek, weeks: Sequence[WeekCells]) -> Iterator[LadderFigure]:
    for window in WINDOWS:
        yield from ladder_figures(of_window(weeks, frozen, window), window, frozen.reference)


def roll_up_week(frozen: FrozenWeek, checked: Checked) -> tuple[WeekCells, pa.Table]:
    """The week's integer rollups, and the cells without accounts."""
    frame, responses = frozen.frame, frozen.responses
    base = cells.base_weights(frame, responses, checked.frame_row)
    rows = cells.response_rows(frame, responses, checked.status, checked.frame_row, base)
    account_cells, cell_table, frame_cells = cells.roll_up(rows, frame)
    used = np.flatnonzero(checked.used)
    own = WeekCells(
        week=frozen.week,
        account_cells=account_cells,
        frame_cells=frame_cells,
        frame_days=cells.frame_days(frame),
        pairs=cells.pairs(frame, responses, used, checked.frame_row),
        ladder=cells.ladder(frame, checked.status, checked.frame_row),
    )
    return own, cell_table


def _estimates(item: WeighedWindow, reference: Reference) -> Iterator[CutEstimates]:
    yield from estimate(item.weighed, reference, item.window)


def _weighing_findings(weighed: Sequence[WeighedWindow], reference: Reference) -> Iterator[Finding]:
    for item in weighed:
        stack, design = item.weighed.stack, item.weighed.design
        # By base weights: unequal chances that the plan gave are no imbalance.
        mass = design.base * design.respondents
        mass = mass * (kish(design.base, design.respondents).n_eff / mass.sum())
        before = tuple(
            weighed_balance(margin.name, margin.codes, mass, margin.totals)
            for margin in item.weighed.margins
        )
        yield from check_weighing(
            WeighingEvidence(
                audience=stack.audience,
                window=item.window,
                n=stack.answers.total,
                report=item.weighed.report,
                before=before,
                after=tuple(_unused_balance(item.weighed, reference)),
            )
        )


def _unused_balance(weighed: Weighed, reference: Reference) -> Iterator[Any]:
    """Balance after weighting on product line, which no raking uses."""
    stack, design = weighed.stack, weighed.design
    answers, frame = stack.answers, stack.frame
    grouping = group_levels(
        "product_line", answers.counts("product_line"), frame.counts("product_line"), reference
    )
    if len(grouping.groups) < 2:
        return
    totals = grouping.counts(frame.counts("product_line"))
    codes = answers.attributes["product_line"].mapped(dict(grouping.group_of))
    mass: Floats = design.weights[design.cell] * design.count
    # Scaled to the number of answers, so that chance is judged by the effective sample.
    mass = mass * (float(weighed.report["effective_n"]) / mass.sum())
    population = np.array([float(totals[group]) for group in grouping.groups])
    yield weighed_balance("product_line", codes.recoded(grouping.groups), mass, population)


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


def _changes(
    history: History, figures: Mapping[FigureKey, EstimateFigure], now: Any
) -> tuple[ChangeFigure, ...]:
    last = history.last_same_kind
    if last is None:
        return headline_changes(figures, now, None, {})
    before = read_influences(read_table(last.folder, "influences"))
    return headline_changes(figures, now, before, _shown_headlines(last.folder))


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


def _pair_standing(findings: Sequence[Finding]) -> Callable[[Level, str], Standing]:
    """A paired gap stands on what both audiences' checks say over 13 weeks."""
    user = Gates.of(findings, "end_user", PAIR_WINDOW)
    partner = Gates.of(findings, "channel_partner", PAIR_WINDOW)
    return lambda level, node: user.at(level, node).joined(partner.at(level, node))


def _rounded(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(
        Finding(**{**vars(finding), "value": rounded(finding.value)}) for finding in findings
    )
