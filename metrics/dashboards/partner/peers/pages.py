"""A partner among the others: its own figure over their middle half, and where it likely stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.clock import Week
from core.web.filters import number
from metrics.comparison.benchmarks import EVERY, STEPS
from metrics.comparison.models import PeerBenchmark
from metrics.comparison.standings import WINDOW
from metrics.dashboards.blocks import Beside, metric_axis, point_of
from metrics.dashboards.charts.axes import Point
from metrics.dashboards.charts.dots import mark_of
from metrics.dashboards.charts.mirrors import MARK_Y, Mirror, draw_mirror
from metrics.dashboards.figures import Figure, figure_of, is_held
from metrics.dashboards.partner.benchmark import benchmark, refusal
from metrics.dashboards.partner.peers.queries import Peers
from metrics.dashboards.partner.peers.wording import position_text
from metrics.dashboards.queries import AUDIENCES, Reading
from metrics.dashboards.week.why import EVENT_SUBJECTS
from metrics.dashboards.wording import (
    AUDIENCE_PLURALS,
    METRICS,
    capital,
    shown,
    unbroken,
    value_text,
    week_title,
    window_text,
)
from metrics.models import Level, Metric


@dataclass(frozen=True)
class MirrorBlock:
    """One metric of one customer: `title` says where I stand, `says` where the others do."""

    title: str
    audience: str
    name: str
    figure: Figure
    beside: Beside
    mirror: Mirror
    says: str


@dataclass(frozen=True)
class OthersLine:
    """The others where the own figure is not shown: there is nothing to compare with them."""

    audience: str
    name: str
    says: str


@dataclass(frozen=True)
class PeersPart:
    """`reasons` say what is not compared, and why; each once.

    `common` says what goes with a lower recommendation among all, without a number.
    """

    about: str
    blocks: tuple[MirrorBlock, ...]
    others: tuple[OthersLine, ...]
    reasons: tuple[str, ...]
    common: tuple[str, ...] = ()


NOT_YET = (
    "The others are compared every fourth week only, so that nobody can be worked out from one "
    "week to the next; no such week has been published yet."
)
NONE_KEPT = "The final of {week} keeps no comparison; the next one comes with {next}."


def build_peers(peers: Peers | None, key: str, names: Mapping[str, str]) -> PeersPart:
    """`names` are what the page calls the two customers."""
    if peers is None:
        return PeersPart("", (), (), (NOT_YET,))
    week = peers.line.week
    if not peers.rows:
        text = NONE_KEPT.format(week=week_title(week).lower(), next=next_week(week))
        return PeersPart("", (), (), (text,))
    rows = [peers.rows.get((audience, metric)) for metric in Metric for audience in AUDIENCES]
    known = [(row, _why_not(row, peers, key)) for row in rows if row]
    told = [row for row, reason in known if not reason]
    blocks = [_block(row, peers, names) for row in told if _has_position(_own(row, peers))]
    others = [_line(row) for row in told if not _has_position(_own(row, peers))]
    refused = [
        (f"{names[row.audience]}, {METRICS[row.metric].plain}", why) for row, why in known if why
    ]
    reasons = _grouped(refused, bool(told))
    return PeersPart(_about(week), tuple(blocks), tuple(others), reasons, _common(peers, key))


def _common(peers: Peers, key: str) -> tuple[str, ...]:
    """Where the network may stand beside the partner's figures, and for those customers alone."""
    rules = peers.summary.get("peer_rules", {})
    return tuple(
        f"Among all channel partners together {AUDIENCE_PLURALS[audience]} recommend less, for "
        f"certain, {' and '.join(EVENT_SUBJECTS[name] for name in peers.events[audience])}."
        for audience in AUDIENCES
        if peers.events.get(audience) and not refusal(rules.get(audience), key, peers.line.week)
    )


def next_week(week: str) -> str:
    return week_title(str(Week.parse(week).shifted(EVERY))).lower()


def _about(week: str) -> str:
    return (
        f"{window_text(week, WINDOW).capitalize()}. The comparison is made every fourth week; the "
        f"next comes with the final of {next_week(week)}. Field: the middle half of the other "
        "channel partners’ figures, parted at their middle, all rounded; nobody among them can be "
        "told. Most likely: at least 4 chances in 5. Excluded: at 95 %."
    )


def _why_not(row: PeerBenchmark, peers: Peers, key: str) -> str:
    rule = peers.summary.get("peer_rules", {}).get(row.audience)
    return row.reason or refusal(rule, key, peers.line.week)


def _own(row: PeerBenchmark, peers: Peers) -> Reading | None:
    where = (WINDOW, Level.PARTNER, row.node_key)
    return peers.readings.get(peers.line.id, row.audience, row.metric, *where)


def _line(row: PeerBenchmark) -> OthersLine:
    name = f"{capital(AUDIENCE_PLURALS[row.audience])}, {METRICS[row.metric].plain}"
    return OthersLine(row.audience, name, _says(row))


def _grouped(reasons: list[tuple[str, str]], some_are_shown: bool) -> tuple[str, ...]:
    """Each reason once; with what it is about where other comparisons are shown."""
    by_reason: dict[str, list[str]] = {}
    for what, reason in reasons:
        by_reason.setdefault(reason, []).append(what)
    return tuple(
        f"Not compared ({'; '.join(about)}): {reason}" if some_are_shown else reason
        for reason, about in by_reason.items()
    )


def _block(row: PeerBenchmark, peers: Peers, names: Mapping[str, str]) -> MirrorBlock:
    own = _own(row, peers)
    network = peers.readings.get(peers.line.id, row.audience, row.metric, WINDOW)
    rule = peers.summary.get("peer_rules", {}).get(row.audience)
    return MirrorBlock(
        title=f"{METRICS[row.metric].name}: {position_text(row)}",
        audience=row.audience,
        name=names[row.audience],
        figure=figure_of(own),
        beside=benchmark(own, network, rule, row.node_key, peers.line.week),
        mirror=_mirror(row, own),
        says=_says(row),
    )


def _has_position(own: Reading | None) -> bool:
    return own is not None and own.value is not None and not is_held(own)


def _quartiles(row: PeerBenchmark) -> tuple[float, float, float]:
    assert row.low is not None
    assert row.middle is not None
    assert row.high is not None
    return row.low, row.middle, row.high


def _says(row: PeerBenchmark) -> str:
    low, middle, high = (value_text(end, row.metric) for end in _quartiles(row))
    words = METRICS[row.metric]
    step = number(shown(STEPS[Metric(row.metric)], row.metric), words.places)
    return unbroken(
        f"Middle half of {row.partner_band} other partners: {low} to {high}, their middle "
        f"{middle}; {words.short}, rounded to {step}, from {row.answer_band} answers."
    )


def _mirror(row: PeerBenchmark, own: Reading | None) -> Mirror:
    """Without the target: the part before says on which side of it the figure is for certain."""
    quartiles = _quartiles(row)
    low, middle, high = (shown(end, row.metric) for end in quartiles)
    point = point_of(own)
    axis = metric_axis(row.metric, [Point(middle, low, high), *([point] if point else [])], [])
    mark = None
    if point:
        mark = mark_of(point, row.audience, axis, MARK_Y, is_held=is_held(own))
    text = f"{METRICS[row.metric].name}: {_spoken(own)}; {_says(row)}"
    return draw_mirror(mark, (low, middle, high), axis, text)


def _spoken(own: Reading | None) -> str:
    figure = figure_of(own)
    if not figure.is_shown:
        return "yours is not shown"
    return f"yours {figure.value}, interval {figure.interval.strip('[]')}"
