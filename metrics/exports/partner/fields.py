"""Which columns the tables of a channel partner's page have: its own rows, as the page shows them.

Of the others it has what the page has: a comparison every fourth week, rounded, counts as bands, or
the reason why not. Nothing here reads a row of anybody else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from customers.names.pairs import pair_of
from metrics.comparison.models import PeerBenchmark
from metrics.dashboards.breaks import SeriesBreak, by_period, ending
from metrics.dashboards.figures import estimate_label, gap_label, is_held
from metrics.dashboards.heard import REASONS, STEPS
from metrics.dashboards.partner.benchmark import (
    LABEL,
    band,
    benchmark,
    refusal,
    rounded_for_peers,
)
from metrics.dashboards.partner.pages import PartnerPage
from metrics.dashboards.partner.peers.queries import Peers
from metrics.dashboards.partner.queries import WINDOW, PartnerData
from metrics.dashboards.queries import Reading
from metrics.dashboards.trust import FindingLine
from metrics.exports import columns as c
from metrics.exports.columns import decimal, whole
from metrics.exports.table import Column, ColumnKind, Value
from metrics.models import Decision, Level

Rows = Iterator[tuple[Value, ...]]
OWN = (c.VALUE, c.LOW, c.HIGH, c.N, c.GRADE, c.DECISION, c.REASON)
KEY = (c.AUDIENCE, c.METRIC, c.WINDOW)


@dataclass(frozen=True)
class PartnerRead:
    """A partner's page and what it was drawn from; `base_url` leads its addresses."""

    data: PartnerData
    page: PartnerPage
    base_url: str

    def label(self, path: str) -> str:
        return self.base_url + path


TARGET = Column("target", "Target", ColumnKind.DECIMAL, about="Or that of the network.")
PRODUCT_LINE = Column("product_line", "Product line")
FIGURES = (*KEY, c.TOUCHPOINT, PRODUCT_LINE, *OWN, TARGET, c.LABEL_URL)


def figure_rows(read: PartnerRead) -> Rows:
    """The totals of four weeks, then touchpoints and product lines over thirteen."""
    names = read.data.names
    for row in read.data.rows:
        touchpoint = names.touchpoints.get(row.touchpoint_key, row.touchpoint_key)
        line = pair_of(row.node_key)[1] if row.level == Level.PARTNER_LINE else ""
        part = (touchpoint, names.place(Level.PRODUCT_LINE, line) if line else "")
        target = read.data.targets.value(row.audience, row.metric, Level.PARTNER, read.data.key)
        yield (*_key(row), *part, *_own(row), target, read.label(estimate_label(row)))


OTHERS = (
    decimal("others_low", "Middle half of the other partners, from", "Rounded."),
    decimal("others_middle", "Middle of the other partners", "Rounded."),
    decimal("others_high", "Middle half of the other partners, to", "Rounded."),
    Column("others_partners", "How many other partners, as a band"),
    Column("others_answers", "How many answers of theirs, as a band"),
    whole("quarter_from", "Quarters of all that are not excluded, from", "1 is the highest."),
    whole("quarter_to", "Quarters of all that are not excluded, to"),
    whole("likely_from", "Most likely quarters, from"),
    whole("likely_to", "Most likely quarters, to"),
)
BESIDE = (
    decimal("network_value", LABEL, "Everyone together; the NPS in steps of five."),
    decimal("network_low", f"{LABEL}: interval from"),
    decimal("network_high", f"{LABEL}: interval to"),
    Column("network_n", f"{LABEL}: answers, as a band"),
    Column("network_grade", f"{LABEL}: grade"),
)
WHY_NOT = Column("not_compared", "Why it is not compared")
PEERS = (c.WEEK, *KEY, *OWN, *OTHERS, *BESIDE, WHY_NOT, c.LABEL_URL)


def peer_rows(read: PartnerRead) -> Rows:
    """The newest comparison with the others, with the own figures of the same weeks."""
    peers = read.data.peers
    for row in peers.rows.values() if peers else ():
        assert peers is not None
        rule = peers.summary.get("peer_rules", {}).get(row.audience)
        why_not = row.reason or refusal(rule, read.data.key, peers.line.week)
        own = peers.readings.get(
            peers.line.id, row.audience, row.metric, WINDOW, Level.PARTNER, row.node_key
        )
        yield (
            peers.line.week, row.audience, row.metric, row.window,
            *(_own(own) if own else NOTHING[:7]),
            *(NOTHING if why_not else _compared(row, peers, own, rule)), why_not or None,
            read.label(estimate_label(own)) if own else None,
        )  # fmt: skip


NOTHING: tuple[Value, ...] = (None,) * len((*OTHERS, *BESIDE))
QUARTILES = ("low", "middle", "high", "partner_band", "answer_band")
QUARTERS = ("quarter_from", "quarter_to", "likely_from", "likely_to")


def _compared(
    row: PeerBenchmark, peers: Peers, own: Reading | None, rule: Mapping[str, Any] | None
) -> tuple[Value, ...]:
    """The others' quartiles; a position and the network only beside a figure that is shown."""
    others = tuple(getattr(row, name) for name in QUARTILES)
    if own is None or own.value is None or is_held(own):
        return (*others, *NOTHING[len(others) :])
    position = tuple(getattr(row, name) for name in QUARTERS)
    return (*others, *position, *_network(peers, own, rule))


def _network(peers: Peers, own: Reading, rule: Mapping[str, Any] | None) -> tuple[Value, ...]:
    """As the page has it: one decision, and one rounding."""
    network = peers.readings.get(peers.line.id, own.audience, own.metric, WINDOW)
    shown = benchmark(own, network, rule, own.node_key, peers.line.week).figure
    if network is None or not shown.is_shown:
        return NOTHING[: len(BESIDE)]
    rounded = rounded_for_peers(network.metric, network.value, network.ci_low, network.ci_high)
    return (rounded.value, rounded.low, rounded.high, band(network.n), network.grade)


GAPS = (
    Column("is_paired", "Paired", ColumnKind.BOOLEAN),
    c.METRIC, c.WINDOW, decimal("value", "Gap", "Your end users minus you."), c.LOW, c.HIGH,
    whole("n", "Answers, or pairs where paired"), c.GRADE, c.DECISION, c.REASON, c.LABEL_URL,
)  # fmt: skip


def gap_rows(read: PartnerRead) -> Rows:
    told = {
        gap.figure.label_url: gap.figure.reason for block in read.page.blocks for gap in block.gaps
    }
    for gap in read.data.gaps:
        address = gap_label(gap)
        if address not in told:
            continue  # the page has no figure to set the gap beside
        yield (
            gap.is_paired, gap.metric, gap.window, *_figure(gap), gap.grade, gap.decision,
            told[address] or None, read.label(address),
        )  # fmt: skip


TREND = (
    c.WEEK, *KEY, *OWN[:-1],
    Column("new_series", "Starts a new series",
           about="Why; figures from here on must not be compared with those before."),
    c.LABEL_URL,
)  # fmt: skip


def trend_rows(read: PartnerRead) -> Rows:
    """Week by week; a break in a week without a figure stands with the next figure."""
    data, weeks = read.data, [week for week, _ in read.data.trend]
    audiences = {row.audience: None for row in data.rows}
    breaks = {of: by_period(_ended(data, of), weeks) for of in audiences}
    broken: dict[str, list[str]] = defaultdict(list)
    for at, (week, line) in enumerate(data.trend):
        for audience in audiences:
            broken[audience] += breaks[audience].get(at, ())
            cut = (audience, data.metric, WINDOW, Level.PARTNER, data.key)
            row = data.readings.get(line.id, *cut) if line else None
            if row is not None:
                why = " ".join(broken.pop(audience))
                yield (week, *_key(row), *_point(row), why or None, read.label(estimate_label(row)))


def _ended(data: PartnerData, audience: str) -> Sequence[SeriesBreak]:
    return ending(data.breaks, audience, data.metric, (Level.PARTNER, data.key, ""))


def _point(row: Reading) -> tuple[Value, ...]:
    """A held or hidden estimate leaves a gap, as on the page."""
    shown = (None,) * 4 if is_held(row) else _figure(row)
    return (*shown, row.grade, row.decision)


LADDER = (
    c.AUDIENCE, c.WINDOW,
    Column("step", "Step", ColumnKind.CATEGORY, categories=dict(STEPS)),
    Column("reason", "Why no further", ColumnKind.CATEGORY, categories=dict(REASONS)),
    whole("count", "Count"),
)  # fmt: skip


def ladder_rows(read: PartnerRead) -> Rows:
    drawn = {(one.ladder.audience, one.ladder.window) for one in read.page.coverage}
    for row in read.data.ladder:
        if (row.audience, row.window) in drawn:
            yield (row.audience, row.window, row.step, row.reason, row.count)


FINDINGS = (
    Column("check_key", "Key of the check"),
    Column("family", "Family"),
    Column("state", "Outcome"),
    Column("about", "About"),
    Column("what", "What was found"),
    Column("overridden", "Published all the same"),
)


def finding_rows(read: PartnerRead) -> Rows:
    trust = read.page.trust
    lines: list[FindingLine] = [*trust.lines, *(line for f in trust.folded for line in f.lines)]
    for line in lines:
        yield (
            line.check_key, line.family, line.state_text, line.about, line.what, line.overridden,
        )  # fmt: skip


def _key(row: Reading) -> tuple[Value, ...]:
    return (row.audience, row.metric, row.window)


def _own(row: Reading) -> tuple[Value, ...]:
    return (*_figure(row), row.grade, row.decision, row.reason)


def _figure(row: Any) -> tuple[Value, ...]:
    if row.decision == Decision.SUPPRESS:
        return (None, None, None, None)
    return (row.value, row.ci_low, row.ci_high, row.n)
