"""The result as a table that leaves the house: every column, in the stored units."""

from __future__ import annotations

from collections.abc import Iterator

from metrics.bench.pages import chosen_text, note_lines
from metrics.bench.queries import BenchData
from metrics.bench.series import Period, Series, build_series
from metrics.dashboards.figures import estimate_label, is_held, reason_of
from metrics.dashboards.wording import AUDIENCE_NAMES, METRICS, listed
from metrics.exports.notes import READING
from metrics.exports.table import Column, ColumnKind, ExportTable, Value
from metrics.models import Decision, Metric

WITHOUT_SET_ASIDE = "empty where that changes nothing, or would tell what few answered"
UNIT = "NPS −100 to 100; satisfaction and intent 0 to 1; ease 1 to 7"
DECISIONS = {
    Decision.PUBLISH: "published",
    Decision.CAVEAT: "published with a caveat",
    Decision.HOLD: "held",
    Decision.SUPPRESS: "not shown",
}


def _number(name: str, label: str, about: str = "") -> Column:
    return Column(name, label, ColumnKind.DECIMAL, UNIT, about)


COLUMNS = (
    Column("week", "Week", about="the last week of the period"),
    Column("edition", "Edition", about="kind and revision; a flash is early"),
    Column("audience", "Customer", ColumnKind.CATEGORY, categories=AUDIENCE_NAMES),
    Column("metric", "Metric", ColumnKind.CATEGORY,
           categories={metric.value: METRICS[metric].name for metric in Metric}),
    Column("level", "Level"),
    Column("node", "Place", about="its key; empty for the network"),
    Column("touchpoint", "Touchpoint", about="its key; empty for all together"),
    Column("about", "Place and touchpoint", about="by name"),
    Column("window", "Weeks in the figure", ColumnKind.INTEGER),
    _number("value", "Value", "adjusted, as published; empty where it is held"),
    _number("ci_low", "Lower end", "of the 95 % interval"),
    _number("ci_high", "Upper end", "of the 95 % interval"),
    Column("n", "Answers", ColumnKind.INTEGER),
    Column("n_eff", "Effective n", ColumnKind.DECIMAL),
    Column("grade", "Grade", about="A to F, how far to trust it"),
    _number("raw", "Raw", "unweighted"),
    _number("base_value", "Base weights", "weighted by the sampling plan alone"),
    _number("with_set_aside", "With what was set aside", WITHOUT_SET_ASIDE),
    _number("target", "Target", "in force in the last week"),
    Column("new_series", "Starts a new series",
           about="why; figures from here on must not be compared with those before"),
    Column("weakest", "Weakest link"),
    Column("decision", "Decision", ColumnKind.CATEGORY,
           categories={key.value: words for key, words in DECISIONS.items()}),
    Column("reason", "Reason", about="why a figure is held or not shown"),
    Column("label_url", "Address of the integrity label"),
)  # fmt: skip


def build_table(data: BenchData, base_url: str = "") -> ExportTable:
    """Series by series, oldest first; notes as the page has them. What is hidden has no n.

    `base_url` leads the addresses of labels.
    """
    series = build_series(data)
    noted = [(f"Noted about {line.week}", f"{line.text} ({line.about}; {line.who})")
             for line in note_lines(data, series)]  # fmt: skip
    return ExportTable(
        name="bench",
        title=chosen_text(data),
        columns=COLUMNS,
        rows=tuple(row for one in series for row in _rows(one, base_url)),
        notes=(
            ("Programme", data.opened.programme),
            ("Chosen", data.query.address),
            ("Method", _methods(data)),
            *noted,
            *READING,
        ),
    )


def _methods(data: BenchData) -> str:
    """Every version that made one of the editions; each edition is named in its rows."""
    made = ((line.method_version, line.code_version) for line in data.lines.values())
    return listed([f"version {method}, software {code}" for method, code in sorted(set(made))])


def _rows(series: Series, base_url: str) -> Iterator[tuple[Value, ...]]:
    broken: list[str] = []
    for at, (period, goal) in enumerate(zip(series.periods, series.goals, strict=True)):
        broken += series.breaks.get(at, ())
        if period.line is not None and period.reading is not None:
            row = _row(series, period, goal, " ".join(broken))
            yield (*row, base_url + estimate_label(period.reading))
            broken = []


def _row(series: Series, period: Period, goal: float | None, broken: str) -> tuple[Value, ...]:
    cut, line, row = series.cut, period.line, period.reading
    assert line is not None
    assert row is not None
    is_shown = row.value is not None
    # A held figure is an earlier week's: it stands in that week's row, and would be read twice.
    value, low, high = (None,) * 3 if is_held(row) else (row.value, row.ci_low, row.ci_high)
    return (
        row.week, f"{line.kind} {line.revision}", cut.audience, cut.metric, cut.place.level,
        cut.place.key, cut.touchpoint_key, series.about, cut.window, value, low, high,
        row.n if is_shown else None, row.n_eff if is_shown else None, row.grade, row.raw,
        row.base_value, row.with_set_aside, goal, broken or None, row.weakest, row.decision,
        reason_of(row) if row.decision in (Decision.HOLD, Decision.SUPPRESS) else None,
    )  # fmt: skip
