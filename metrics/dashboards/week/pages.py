"""The page of a week, for the network and for any place in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from core.web.filters import number
from metrics.dashboards.blocks import MetricBlock
from metrics.dashboards.charts.trends import Trend
from metrics.dashboards.compare.choices import Chosen
from metrics.dashboards.datelines import (
    Dateline,
    build_dateline,
    early_text,
    network_base,
    page_facts,
)
from metrics.dashboards.heard import Ladder, base_of, build_ladder, counted_text
from metrics.dashboards.matrices import Matrix
from metrics.dashboards.queries import AUDIENCES, Reading
from metrics.dashboards.trust import Trust, weigh_findings, with_rates
from metrics.dashboards.week.alarms import Alarms, tell_alarms
from metrics.dashboards.week.apart import whole_difference
from metrics.dashboards.week.captions import Captions, captions_of
from metrics.dashboards.week.changes import REAL, Moves, tell_moves
from metrics.dashboards.week.courses import bench_address, trends
from metrics.dashboards.week.leads import Lead, where_text, withheld_text, write_lead
from metrics.dashboards.week.mixes import tell_mixes
from metrics.dashboards.week.partners import (
    PartnersPart,
    partners_part,
)
from metrics.dashboards.week.parts import metric_blocks
from metrics.dashboards.week.places import Place, lead_window
from metrics.dashboards.week.quadrants import QuadrantPart, quadrant_part
from metrics.dashboards.week.queries import WeekData
from metrics.dashboards.week.spread import SpreadPart, spread_part
from metrics.dashboards.week.steps import tell_step
from metrics.dashboards.week.tables import TABLES, cut_url, matrices, partner_lines
from metrics.dashboards.week.why import DriverTable, driver_tables, untold_lines
from metrics.dashboards.withheld import Withheld, withheld_lines
from metrics.dashboards.wording import WINDOW_NAMES, listed, sentence, week_title, window_text
from metrics.models import Decision, Level

NO_DRIVERS = "Too few answers in 13 weeks to say what goes with recommendation."
DRIVERS_ELSEWHERE = (
    "What goes with recommendation is worked out for the whole network: a place alone has too few "
    "answers for it."
)


@dataclass(frozen=True)
class Crumb:
    label: str
    url: str


@dataclass(frozen=True)
class WeekPage:
    title: str
    place: str
    crumbs: tuple[Crumb, ...]
    dateline: Dateline
    lead: Lead
    period: str
    captions: Captions
    early: str
    early_moves: Moves | None
    blocks: tuple[MetricBlock, ...]
    moves: Moves | None
    alarms: Alarms | None
    mixes: tuple[str, ...]
    trends: tuple[Trend, ...]
    spread: SpreadPart | None
    bench_address: str
    matrices: tuple[Matrix, ...]
    quadrants: QuadrantPart | None
    partners: PartnersPart | None
    drivers: tuple[DriverTable, ...]
    no_drivers: str
    untold: tuple[str, ...]
    trust: Trust
    ladders: tuple[Ladder, ...]
    withheld: tuple[Withheld, ...]
    withheld_title: str
    facts: tuple[tuple[str, str], ...]
    edition_url: str
    pdf_url: str
    tables_about: str = TABLES


def build_week_page(data: WeekData, path: str) -> WeekPage:
    lead, early = data.choice.lead, data.choice.early
    place = data.place.title(data.names) or data.programme
    blocks = metric_blocks(data)
    moves = _moves(data, lead.id) if data.place.is_network else tell_step(data.step)
    partners = partner_lines(data)
    tables, partner_part = matrices(data), partners_part(data, partners)
    rows, drawn = _leading_rows(data), trends(data)
    withheld, hidden = withheld_lines(rows, data.names, data.place.key), _withheld_title(rows)
    period = window_text(lead.week, data.place.window)
    return WeekPage(
        title=f"{week_title(lead.week)} – {place}",
        place=place,
        crumbs=_crumbs(data),
        dateline=_dateline(data, path),
        lead=_lead(data, moves, blocks, where_text(tables, partner_part), hidden),
        early=_early_text(data),
        early_moves=_moves(data, early.id) if early and data.place.is_network else None,
        blocks=blocks,
        moves=moves,
        period=period,
        captions=captions_of(data, period, blocks, drawn),
        alarms=_alarms(data),
        mixes=_mixes(data) if data.place.is_network else (),
        trends=drawn,
        spread=spread_part(data),
        bench_address=bench_address(data),
        matrices=tables,
        quadrants=quadrant_part(data, partners),
        partners=partner_part,
        drivers=driver_tables(data),
        no_drivers=NO_DRIVERS if data.place.is_network else DRIVERS_ELSEWHERE,
        untold=untold_lines(data),
        trust=_trust(data),
        ladders=ladders(data),
        withheld=withheld,
        withheld_title=hidden,
        facts=page_facts(lead, _base(data), place, data.place.window, data.zone),
        edition_url=f"/editions/{lead.week}/{lead.kind}/{lead.revision}",
        pdf_url=_pdf_url(data.place, lead.week),
    )


def _base(data: WeekData) -> str:
    """Of the network also how many of the answers its figures are of, and why not all; of a place
    its own beside the network's."""
    said = network_base(data.choice.lead)
    if not data.place.is_network:
        own = "" if data.place.touchpoint_key else base_of(ladders(data))
        return f"Here: {own}. Whole network: {said}" if own else f"Whole network: {said}"
    counted = counted_text(data.ladder, AUDIENCES)
    return f"{said}. {counted}" if counted else said


def _dateline(data: WeekData, path: str) -> Dateline:
    """With the way to a week that this one can be laid beside."""
    line = build_dateline(data.choice, data.zone, path)
    older = data.step.earlier.week if data.step else data.choice.older
    if not older:
        return line
    chosen = Chosen(data.place, data.place.window)
    return replace(line, compare_url=chosen.url(data.choice.lead.week, older))


def _mixes(data: WeekData) -> tuple[str, ...]:
    real = {(one.audience, one.metric) for one, _ in data.changes if one.verdict in REAL}
    return tell_mixes(data.findings.told, data.names, real)


def _alarms(data: WeekData) -> Alarms | None:
    """Of the whole network; a place shows its own limits in its trend."""
    return tell_alarms(data.signalling, data.watched, data.names, data.choice.lead.week)


def _pdf_url(place: Place, week: str) -> str:
    """The same page on paper."""
    cut = {"touchpoint": place.touchpoint_key}
    if place.level != Level.NETWORK:
        cut |= {"level": place.level, "key": place.node_key}
    return f"/week.pdf?{urlencode({'week': week} | {k: v for k, v in cut.items() if v})}"


def _lead(
    data: WeekData,
    moves: Moves | None,
    blocks: tuple[MetricBlock, ...],
    where: str,
    hidden: str,
) -> Lead:
    about = "" if data.place.is_network else data.place.title(data.names)
    lead = write_lead(
        data.gaps, moves, blocks, _period(data), about, _alarms(data), whole_difference(data)
    )
    more = filter(None, (where, withheld_text(data), hidden))
    said = [lead.text, *map(sentence, more)]
    return replace(lead, text=" ".join(filter(None, said)))


def _early_text(data: WeekData) -> str:
    if data.choice.early:
        return f"{early_text(data.choice.early)}. Dashed and hollow below."
    if not data.choice.lead.is_final:
        return f"{early_text(data.choice.lead)}; the final is not out yet. All of it is hollow."
    return ""


def _period(data: WeekData) -> str:
    return "this week" if data.place.window == 1 else f"in {WINDOW_NAMES[data.place.window]}"


def _moves(data: WeekData, edition_id: int) -> Moves | None:
    """What the edition itself says of its headline family, the network's totals."""
    rows = [pair for pair in data.changes if pair[0].edition_id == edition_id]
    early = data.choice.early
    kind = early.kind if early and early.id == edition_id else data.choice.lead.kind
    return tell_moves(rows, data.names, f"the last {kind}") if rows else None


def _crumbs(data: WeekData) -> tuple[Crumb, ...]:
    """The way back up."""
    if data.place.is_network:
        return ()
    week = data.choice.lead.week
    crumbs = [Crumb(data.programme, f"/?week={week}")]
    known = data.names.places.get((data.place.level, data.place.node_key))
    if known and known.parent and known.parent[0] == Level.COUNTRY:
        level, key = known.parent
        crumbs.append(Crumb(data.names.place(level, key), cut_url(Place(level, key), week)))
    whole = replace(data.place, touchpoint_key="")
    if data.place.touchpoint_key and not whole.is_network:
        crumbs.append(Crumb(whole.title(data.names), cut_url(whole, week)))
    return tuple(crumbs)


def ladders(data: WeekData) -> tuple[Ladder, ...]:
    """One for each customer, over the page's window or else one week."""
    found = []
    for audience in AUDIENCES:
        ladder = build_ladder(data.ladder, audience, data.place.window)
        ladder = ladder or build_ladder(data.ladder, audience, 1)
        if ladder:
            found.append(ladder)
    return tuple(found)


def _trust(data: WeekData) -> Trust:
    place = data.place
    found = weigh_findings(
        data.findings.told,
        data.names,
        place.level,
        place.node_key,
        place.windows,
        data.findings.quiet,
    )
    return with_rates(found, data.summary, "" if place.is_network else " of the whole network")


def _leading_rows(data: WeekData) -> list[Reading]:
    """The page's figures, its own over all windows, without those that only stand in for one."""
    return [
        row
        for row in data.rows
        if row.window == lead_window(row.level, row.touchpoint_key)
        or (row.level, row.node_key, row.touchpoint_key) == data.place.key
    ]


def _withheld_title(rows: Sequence[Reading]) -> str:
    held = sum(row.decision == Decision.HOLD for row in rows)
    hidden = sum(row.decision == Decision.SUPPRESS for row in rows)
    said = [f"{number(hidden)} may not be shown"] if hidden else []
    said += [f"{number(held)} {'is' if held == 1 else 'are'} held"] if held else []
    if not said:
        return "Nothing on this page is held or hidden"
    return f"Of {number(len(rows))} figures here {listed(said)}"
