"""What a letter says, before it is set as HTML or as plain text: both are set from this alone."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.dashboards.blocks import AudienceCell, MetricBlock
from metrics.dashboards.charts.dots import DotChart
from metrics.dashboards.figures import Figure
from metrics.dashboards.matrices import MatrixRow
from metrics.dashboards.wording import AUDIENCE_NAMES, WORD_JOINER
from metrics.letters.strips import Piece, strip_of


@dataclass(frozen=True)
class Line:
    """One figure with whose it is; `against` says how far it is from its target.

    `audience` draws the mark and is empty for what belongs to both customers or to none.
    """

    who: str
    audience: str
    figure: Figure
    against: str = ""
    is_sure: bool = False
    strip: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Group:
    """Figures of one metric, touchpoint or comparison."""

    name: str
    about: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Section:
    """`says` are paragraphs before the figures, `items` a list after them."""

    title: str
    about: str = ""
    says: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class WeeklyLetter:
    """`correction` is empty but in a letter that corrects an earlier one."""

    subject: str
    programme: str
    dateline: str
    title: str
    lead: str
    sections: tuple[Section, ...]
    page_url: str
    page_label: str
    pdf_url: str
    facts: tuple[tuple[str, str], ...]
    correction: str = ""


def block_group(block: MetricBlock) -> Group:
    """Both customers' figures of a metric, what stands beside them, and their gaps."""
    lines = [line for cell in block.cells for line in _cell_lines(cell, block.chart)]
    lines += [Line(f"Gap, {gap.label}", "", gap.figure) for gap in block.gaps]
    made = block.difference
    apart = f"{made.value} {made.interval} over {made.label}" if made else ""
    about = (block.unit, block.owners, apart)
    return Group(block.name, ". ".join(filter(None, about)), tuple(lines))


def _cell_lines(cell: AudienceCell, chart: DotChart | None) -> list[Line]:
    against = cell.against
    own = Line(
        cell.name, cell.audience, cell.figure,
        against.text if against else "", bool(against and against.is_sure),
        strip_of(chart, cell.audience),
    )  # fmt: skip
    longer = [
        Line(
            one.name, "", one.figure,
            one.against.text if one.against else "", bool(one.against and one.against.is_sure),
        )
        for one in cell.longer
    ]  # fmt: skip
    return [own, *longer, *(Line(one.label, "", one.figure, one.verdict) for one in cell.beside)]


def row_group(row: MatrixRow) -> Group:
    """Both customers' figures of a place or touchpoint."""
    lines = (
        Line(
            AUDIENCE_NAMES[cell.audience], cell.audience, cell.figure,
            strip=strip_of(cell.chart, cell.audience),
        )
        for cell in row.cells
    )  # fmt: skip
    return Group(row.name, "", tuple(lines))


def figure_text(figure: Figure) -> str:
    """38 [34–42], n 2,412, grade B; or the reason why there is none."""
    if not figure.is_shown:
        return mailable(figure.reason)
    note = f" ({figure.note})" if figure.note else ""
    return mailable(
        f"{figure.value} {figure.interval}, {figure.n}, grade\N{NO-BREAK SPACE}{figure.grade}{note}"
    )


def mailable(text: str) -> str:
    """Without the marks that only keep a browser from breaking a line."""
    return text.replace(WORD_JOINER, "")
