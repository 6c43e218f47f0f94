"""Which figures are hidden: each by itself, and further ones that would tell a hidden one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pyarrow as pa

from metrics.disclosure.earlier import earlier_shown
from metrics.disclosure.protect import protect
from metrics.disclosure.rows import PROTECTS, Disclosed, Figure, Place, Row, TableKey, Tables
from metrics.figures import EstimateFigure, FigureKey
from metrics.method import FLASH_MIN_N
from metrics.models import Decision, EditionKind
from metrics.warehouse.earlier import SHOWN_FIGURES
from metrics.warehouse.frozen import FrozenWeek, History
from metrics.weekly.disclosure import Secrecy, reasons_not_to_show, secrecy
from metrics.weighing.estimate import CutEstimates


def disclose(
    cuts: Sequence[CutEstimates],
    counted: Iterable[CutEstimates],
    frozen: FrozenWeek,
    history: History,
) -> Disclosed:
    """Which figures may be shown, whatever the checks say, and why the others may not.

    `counted` are answers of which there is no figure, but whose weeks others may be told by.
    """
    reasons: dict[FigureKey, str] = {}
    flash_min_n = FLASH_MIN_N if frozen.kind == EditionKind.FLASH else 0
    for cut in cuts:
        hidden = reasons_not_to_show(cut, flash_min_n=flash_min_n)
        reasons |= {key: reason for key, reason in zip(_keys(cut), hidden, strict=True) if reason}
    tables = _tables(cuts, flash_min_n=flash_min_n)
    _add_counts(tables, counted)
    protected = protect(tables, frozen.reference, earlier_shown(frozen.week, history))
    further = {
        _key((table, place)): PROTECTS
        for table, rows in tables.items()
        for place, row in rows.items()
        if row.is_shown and not protected[table][place].is_shown
    }
    return Disclosed(protected, reasons | further)


def _tables(cuts: Iterable[CutEstimates], *, flash_min_n: int) -> dict[TableKey, dict[Place, Row]]:
    tables: dict[TableKey, dict[Place, Row]] = {}
    for cut in cuts:
        table = tables.setdefault((cut.audience, cut.window, cut.metric.value), {})
        known = secrecy(cut, flash_min_n=flash_min_n)
        for key, n, state in zip(_keys(cut), cut.n.tolist(), known, strict=True):
            table[key[2], key[3], key[4]] = Row(n, state is Secrecy.KNOWN, state is Secrecy.SECRET)
    return tables


def _add_counts(tables: dict[TableKey, dict[Place, Row]], counted: Iterable[CutEstimates]) -> None:
    for cut in counted:
        table = tables.setdefault((cut.audience, cut.window, cut.metric.value), {})
        for key, n in zip(_keys(cut), cut.n.tolist(), strict=True):
            table[key[2], key[3], key[4]] = Row(n, is_shown=False, is_secret=False, is_figure=False)


def shown_table(tables: Tables, figures: Mapping[FigureKey, EstimateFigure]) -> pa.Table:
    """What later editions need to know of this one: a held figure shows nothing of its week."""
    columns: dict[str, list[object]] = {name: [] for name in SHOWN_FIGURES.names}
    for table, rows in sorted(tables.items()):
        for place, row in sorted(rows.items()):
            key = _key((table, place))
            is_held = row.is_figure and figures[key].decision is Decision.HOLD
            is_known = row.is_known and not is_held
            for name, value in zip(columns, (*key, row.n, is_known, row.is_secret), strict=True):
                columns[name].append(value)
    return pa.table(columns, schema=SHOWN_FIGURES)


def _keys(cut: CutEstimates) -> list[FigureKey]:
    return [
        (cut.audience, cut.window, cut.cut.level.value, node, touchpoint, cut.metric.value)
        for node, touchpoint in zip(cut.node, cut.touchpoint, strict=True)
    ]


def _key(figure: Figure) -> FigureKey:
    (audience, window, metric), (level, node, touchpoint) = figure
    return (audience, window, level, node, touchpoint, metric)
