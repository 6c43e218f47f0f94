"""A channel partner's mirror: its own figures, and the network where the rules allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from core.web.filters import number
from customers.names.pairs import pair_key
from customers.names.queries import Names
from metrics.dashboards.blocks import MetricBlock, Side, metric_block, owners_text
from metrics.dashboards.breaks import by_period, ending
from metrics.dashboards.certainty import Pair, sides_of
from metrics.dashboards.charts.trends import Trend, draw_trend
from metrics.dashboards.datelines import Dateline, build_dateline, page_facts
from metrics.dashboards.heard import Ladder
from metrics.dashboards.matrices import FILLED, Line, Matrix, draw_matrix, judged
from metrics.dashboards.partner.coverage.pages import Coverage, build_coverage
from metrics.dashboards.partner.peers.pages import PeersPart, build_peers
from metrics.dashboards.partner.queries import TOUCHPOINT_WINDOW, WINDOW, PartnerData
from metrics.dashboards.partner.quiet import Quiet, fold_hidden, is_heard, why_quiet
from metrics.dashboards.points import trend_caption, trend_point, trend_target, with_course
from metrics.dashboards.queries import AUDIENCES, Reading
from metrics.dashboards.telling import Said, tell
from metrics.dashboards.trust import Trust, weigh_findings, without_network
from metrics.dashboards.week.changes import Moves
from metrics.dashboards.week.steps import tell_step
from metrics.dashboards.withheld import Withheld, withheld_lines
from metrics.dashboards.wording import (
    AUDIENCE_PLURALS,
    METRICS,
    WINDOW_NAMES,
    capital,
    listed,
    metric_title,
    week_label,
    window_text,
)
from metrics.models import Level, Metric
from metrics.notes.models import WeekNote
from metrics.notes.periods import notes_by_period


@dataclass(frozen=True)
class PartnerPage:
    title: str
    name: str
    programme: str
    lead: str
    welcome: str
    dateline: Dateline
    period: str
    blocks: tuple[MetricBlock, ...]
    quiet: tuple[Quiet, ...]
    peers: PeersPart
    matrix: Matrix | None
    lines: Matrix | None
    folded: tuple[Quiet, ...]
    moves: Moves | None
    trends: tuple[Trend, ...]
    notes: tuple[str, ...]
    coverage: tuple[Coverage, ...]
    trust: Trust
    withheld: tuple[Withheld, ...]
    facts: tuple[tuple[str, str], ...]
    pdf_url: str
    compare_url: str
    bench_address: str


def build_partner_page(data: PartnerData, path: str) -> PartnerPage:
    lead = data.choice.lead
    blocks, coverage = _blocks(data), _coverage(data)
    ladders = [one.ladder for one in coverage]
    touchpoints, folded = fold_hidden(_touchpoints(data))
    lines, folded_lines = fold_hidden(_product_lines(data))
    trends = _trends(data)
    return PartnerPage(
        title=f"{data.name}: your mirror",
        name=data.name,
        programme=data.programme,
        lead=lead_text(blocks, data.programme),
        welcome=welcome_text(data.programme),
        dateline=build_dateline(data.choice, data.zone, path),
        period=window_text(lead.week, WINDOW),
        blocks=blocks if is_heard(blocks) else (),
        quiet=() if is_heard(blocks) else why_quiet(blocks),
        peers=build_peers(data.peers, data.key, LABELS),
        matrix=_matrix(data, touchpoints, ("touchpoint", "touchpoints")),
        lines=_matrix(data, lines, ("product line", "product lines")),
        folded=(*folded, *folded_lines),
        moves=tell_step(data.step),
        trends=trends,
        # Under a chart they stand by themselves.
        notes=() if trends else tuple(_note_text(note, data.names) for note in data.notes),
        coverage=coverage,
        trust=_trust(data),
        withheld=withheld_lines(data.rows, data.names, (Level.PARTNER, data.key, "")),
        facts=page_facts(lead, own_base(ladders), data.name, WINDOW, data.zone),
        pdf_url=f"/partner.pdf?{urlencode({'week': lead.week, 'key': data.key})}",
        compare_url=f"/compare?week={lead.week}&{_written(data)}",
        bench_address=f"to={lead.week}&{_written(data)}",
    )


def _written(data: PartnerData) -> str:
    """As compare and the bench write a place."""
    return urlencode({"place": f"{Level.PARTNER}:{data.key}"}, safe=":/")


def welcome_text(programme: str) -> str:
    """The first visit in three sentences: what it is, how to read it, who sees it."""
    return (
        f"After each transaction {programme} asks your people how they were served, and your end "
        "users how you and the product served them; both answers stand side by side here. Every "
        "number comes with the interval it lies in, the number of answers (n) and a grade of how "
        f"far to trust it. You and {programme} see this page; other channel partners see nothing "
        "of it, and your figures reach them only among at least five others’, rounded."
    )


WHERE_TO_LOOK = "Part 3 says where, part 5 what your end users wrote."
LABELS: dict[str, str] = {AUDIENCES[0]: "Your own people", AUDIENCES[1]: "Your end users"}


def audience_name(audience: str, programme: str) -> str:
    return f"You, about {programme}" if audience == AUDIENCES[0] else LABELS[audience]


def _blocks(data: PartnerData) -> tuple[MetricBlock, ...]:
    """What is told apart from its target is so among all metrics of both customers."""
    asked = [(metric, audience) for metric in Metric for audience in AUDIENCES]
    pairs = [_against(data, metric, audience) for metric, audience in asked]
    sides = [
        Side(audience, reading, goal, name=LABELS[audience], side=side)
        for (_, audience), (reading, goal), side in zip(asked, pairs, sides_of(pairs), strict=True)
    ]
    blocks = []
    for at, metric in enumerate(Metric):
        both = sides[at * len(AUDIENCES) : (at + 1) * len(AUDIENCES)]
        gaps = [gap for gap in data.gaps if gap.metric == metric]
        owners = owners_text(data.targets, metric, Level.PARTNER, data.key)
        blocks.append(metric_block(metric, both, gaps, owners))
    return tuple(_told(block, data.said) for block in blocks if block)


def _against(data: PartnerData, metric: str, audience: str) -> Pair:
    own = (WINDOW, Level.PARTNER, data.key)
    reading = data.readings.get(data.choice.lead.id, audience, metric, *own)
    return reading, data.targets.value(audience, metric, Level.PARTNER, data.key)


def _told(block: MetricBlock, said: Sequence[Said]) -> MetricBlock:
    """With the reasons of its gaps in the partner's words; those of its readings are so read."""
    gaps = (
        replace(gap, figure=replace(gap.figure, reason=tell(gap.figure.reason, said)))
        for gap in block.gaps
    )
    return replace(block, gaps=tuple(gaps))


def _touchpoints(data: PartnerData) -> list[Line]:
    """Touchpoints over 13 weeks."""
    lines = [
        _part(data, name, (Level.PARTNER, data.key, key))
        for key, name in data.names.touchpoints.items()
    ]
    return judged(lines)


def _product_lines(data: PartnerData) -> list[Line]:
    """Product lines over 13 weeks."""
    lines = [
        _part(data, name, (Level.PARTNER_LINE, pair_key(data.key, key), ""))
        for key, name in data.names.product_lines.items()
    ]
    return judged(lines)


def _part(data: PartnerData, name: str, cut: tuple[str, str, str]) -> Line:
    """A part of the partner's business: level, node and touchpoint."""
    lead = data.choice.lead.id
    return Line(
        name,
        "",
        {
            audience: data.readings.get(lead, audience, data.metric, TOUCHPOINT_WINDOW, *cut)
            for audience in AUDIENCES
        },
        {
            audience: data.targets.value(audience, data.metric, Level.PARTNER, data.key)
            for audience in AUDIENCES
        },
        TOUCHPOINT_WINDOW,
    )


def _matrix(data: PartnerData, lines: Sequence[Line], things: tuple[str, str]) -> Matrix | None:
    about = (
        f"{metric_title(data.metric)}, {window_text(data.choice.lead.week, TOUCHPOINT_WINDOW)}, "
        f"95 % intervals. {FILLED}"
    )
    return draw_matrix(
        lines,
        head=capital(things[0]),
        things=things,
        about=about,
        metric=data.metric,
    )


def _trends(data: PartnerData) -> tuple[Trend, ...]:
    drawn = (_trend(data, audience) for audience in reversed(AUDIENCES))
    return tuple(trend for trend in drawn if trend)


def _trend(data: PartnerData, audience: str) -> Trend | None:
    metric = data.metric
    cut = (audience, metric, WINDOW, Level.PARTNER, data.key)
    points = [
        trend_point(week_label(week), data.readings.get(line.id, *cut) if line else None)
        for week, line in data.trend
    ]
    goals = [then.value(audience, metric, Level.PARTNER, data.key) for then in data.goals]
    ended = ending(data.breaks, audience, metric, (Level.PARTNER, data.key, ""))
    points = with_course(points, metric, goals, by_period(ended, [week for week, _ in data.trend]))
    words = METRICS[metric]
    return draw_trend(
        points, audience, words.low, words.high, trend_target(goals, metric),
        trend_caption(points, audience, metric, WINDOW), notes=_noted(data),
    )  # fmt: skip


def _noted(data: PartnerData) -> dict[int, list[str]]:
    by_place = notes_by_period(data.notes, [week for week, _ in data.trend], WINDOW)
    return {place: [_note_text(note, data.names) for note in found]
            for place, found in by_place.items()}  # fmt: skip


def _note_text(note: WeekNote, names: Names) -> str:
    """2026-W45, Repair visit: strike. Never who noted it."""
    touchpoint = names.touchpoints.get(note.touchpoint_key, "")
    return f"{', '.join(filter(None, (note.week, touchpoint)))}: {note.text}"


def _coverage(data: PartnerData) -> tuple[Coverage, ...]:
    lead, own = data.choice.lead.id, (WINDOW, Level.PARTNER, data.key)
    readings: dict[str, Reading | None] = {
        audience: data.readings.get(lead, audience, data.metric, *own) for audience in AUDIENCES
    }
    return build_coverage(data.ladder, readings, data.programme)


def own_base(ladders: Sequence[Ladder]) -> str:
    """The partner's own business only: the network's volume is not a partner's to see."""
    said = [
        f"{number(ladder.transaction_count)} of your transactions, "
        f"{number(ladder.used_count)} answers of {AUDIENCE_PLURALS[ladder.audience]} "
        f"({WINDOW_NAMES[ladder.window]})"
        for ladder in ladders
    ]
    return "; ".join(said) or "Not known for this edition"


def _trust(data: PartnerData) -> Trust:
    """Findings about the partner itself; the network's response rates are not its to see."""
    windows = (WINDOW, TOUCHPOINT_WINDOW)
    found = weigh_findings(data.findings, data.names, Level.PARTNER, data.key, windows)
    return without_network(found)


def lead_text(blocks: Sequence[MetricBlock], programme: str) -> str:
    """What can be said for certain about both customers' figures against their targets."""
    said = [_standing(blocks, audience, programme) for audience in reversed(AUDIENCES)]
    cells = [cell for block in blocks for cell in block.cells if cell.against]
    if any(cell.against.is_sure and cell.against.is_below for cell in cells if cell.against):
        said.append(WHERE_TO_LOOK)
    return " ".join(said)


def _standing(blocks: Sequence[MetricBlock], audience: str, programme: str) -> str:
    who = audience_name(audience, programme)
    cells = [(block, cell) for block in blocks for cell in block.cells if cell.audience == audience]
    if not any(cell.figure.is_shown for _, cell in cells):
        return f"{who}: nothing can be shown yet; part 1 says why."
    sure = [(block.plain_name, cell.against) for block, cell in cells if cell.against]
    below = [name for name, against in sure if against.is_sure and against.is_below]
    above = [name for name, against in sure if against.is_sure and not against.is_below]
    said = []
    if below:
        said.append(f"below target in {listed(below)}")
    if above:
        said.append(f"above target in {listed(above)}")
    return f"{who}: {'; '.join(said) or 'nothing is above or below its target for certain'}."
