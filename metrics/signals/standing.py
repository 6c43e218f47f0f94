"""Which signals stand in a published final: five readings of its figures, each by its own rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from customers.models import Audience
from metrics.comparison.models import ChartPoint
from metrics.dashboards.certainty import sides_of
from metrics.dashboards.figures import Readings, Targets, has_value, is_told_apart
from metrics.dashboards.queries import AUDIENCES, Reading
from metrics.dashboards.week.places import PARTNER_WINDOW, lead_window
from metrics.models import Change, Decision, FindingRow, Level, Metric, Verdict
from metrics.signals.models import Side, Signal, SignalKind

OFTEN_BELOW = (Level.REGION, Level.PARTNER)
SHOWN = (Decision.PUBLISH, Decision.CAVEAT)
SIDES = {Verdict.UP: Side.ABOVE, Verdict.DOWN: Side.BELOW}


@dataclass(frozen=True)
class About:
    """What a signal is about: while it stands, there is one of each."""

    kind: SignalKind
    side: Side
    audience: str
    level: str = Level.NETWORK
    node_key: str = ""
    touchpoint_key: str = ""
    metric: str = ""

    @classmethod
    def of(cls, signal: Signal) -> About:
        return cls(
            SignalKind(signal.kind), Side(signal.side), signal.audience, signal.level,
            signal.node_key, signal.touchpoint_key, signal.metric,
        )  # fmt: skip


@dataclass(frozen=True)
class EditionFacts:
    """What of an edition can open a signal; `reviews` are the partners withheld for review.

    `readings` hold the figures that have a target of their own, and those of every place and
    touchpoint by `metric`, what the edition's pages lead with.
    """

    edition_id: int
    metric: Metric
    charts: Sequence[ChartPoint]
    changes: Sequence[Change]
    reviews: Sequence[FindingRow]
    readings: Readings
    targets: Targets


def standing(facts: EditionFacts) -> tuple[About, ...]:
    """Everything that stands, each once, in a fixed order."""
    found = (about for rule in RULES for about in rule(facts) if about.audience in AUDIENCES)
    return tuple(dict.fromkeys(found))


def charted(facts: EditionFacts) -> Iterator[About]:
    """A point or the drift of a series is outside its control limits."""
    for point in facts.charts:
        if point.side:
            yield About(
                SignalKind.CHART, Side(point.side), point.audience, point.level, point.node_key,
                point.touchpoint_key, point.metric,
            )  # fmt: skip


def changed(facts: EditionFacts) -> Iterator[About]:
    """A headline figure rose or fell for certain."""
    for change in facts.changes:
        side = SIDES.get(Verdict(change.verdict))
        if side is not None:
            yield About(
                SignalKind.CHANGE, side, change.audience, change.level, change.node_key,
                change.touchpoint_key, change.metric,
            )  # fmt: skip


def under_review(facts: EditionFacts) -> Iterator[About]:
    """A partner's figures are withheld for an unusual pattern, and nobody has decided yet."""
    for finding in facts.reviews:
        if not finding.overridden:
            yield About(
                SignalKind.REVIEW, Side.BELOW, finding.audience, finding.level, finding.node_key
            )


def below_target(facts: EditionFacts) -> Iterator[About]:
    """A figure is below the target that holds for it, for certain among its like.

    What has a target of its own in its metric; countries, product lines, segments and touchpoints
    in the leading one. Of regions and partners only those with a target of their own: where the
    whole network is below its target, most of them are, and none of that is news.
    """
    for reading in certainly_below(facts):
        if reading.level in OFTEN_BELOW and _own_key(reading) not in facts.targets.by_key:
            continue
        yield About(
            SignalKind.TARGET, Side.BELOW, reading.audience, reading.level, reading.node_key,
            reading.touchpoint_key, reading.metric,
        )  # fmt: skip


def certainly_below(facts: EditionFacts) -> Iterator[Reading]:
    """By families of figures that are looked at together: the tables of the week's page."""
    families: dict[tuple[str, bool, str], list[Reading]] = {}
    for reading in facts.readings.by_key.values():
        is_headline = reading.level == Level.NETWORK and not reading.touchpoint_key
        family = (
            reading.level,
            reading.touchpoint_key != "",
            "" if is_headline else reading.metric,
        )
        families.setdefault(family, []).append(reading)
    for (*_, of), found in families.items():
        readings = _in_shortest_windows(found) if of else found
        pairs = [(one, _goal(facts, one)) for one in readings]
        for one, side in zip(readings, sides_of(pairs), strict=True):
            if side < 0 and one.window == lead_window(one.level, one.touchpoint_key):
                yield one


def _in_shortest_windows(readings: Sequence[Reading]) -> list[Reading]:
    """Of each place the shortest window in which it is shown, as tables have it."""
    best: dict[tuple[str, str, str], Reading] = {}
    for one in sorted(readings, key=lambda reading: reading.window):
        place = (one.audience, one.node_key, one.touchpoint_key)
        if place not in best or not has_value(best[place]):
            best[place] = one
    return list(best.values())


def is_certainly_below(reading: Reading | None, goal: float | None) -> bool:
    if not is_shown(reading) or goal is None:
        return False
    assert reading is not None
    assert reading.value is not None
    return reading.value < goal and is_told_apart(reading, goal)


def reaches(reading: Reading | None, goal: float | None) -> bool:
    if reading is None or reading.value is None or goal is None:
        return False
    return reading.value >= goal


def is_shown(reading: Reading | None) -> bool:
    """Whether it is a figure of this edition: a held one is an earlier week's."""
    return reading is not None and reading.decision in SHOWN and reading.value is not None


def hidden_risks(facts: EditionFacts) -> Iterator[About]:
    """The channel partner reaches its target, its end users are below theirs for certain (A8).

    As the quadrants of the week's page have it.
    """
    for reading in certainly_below(facts):
        if (reading.level, reading.audience) != (Level.PARTNER, Audience.END_USER):
            continue
        own = partner_beside(facts.readings, reading)
        if is_shown(own) and reaches(own, _goal(facts, own)):
            yield About(
                SignalKind.HIDDEN_RISK, Side.BELOW, Audience.END_USER.value,
                Level.PARTNER, reading.node_key, "", facts.metric,
            )  # fmt: skip


def partner_beside(readings: Readings, reading: Reading) -> Reading | None:
    """The same place's figure as the channel partner sees it."""
    return readings.get(
        reading.edition_id, Audience.CHANNEL_PARTNER, reading.metric, PARTNER_WINDOW,
        reading.level, reading.node_key,
    )  # fmt: skip


def _goal(facts: EditionFacts, reading: Reading | None) -> float | None:
    """The target that holds for a figure; of another metric than the leading one only its own."""
    if reading is None:
        return None
    if reading.metric != facts.metric and _own_key(reading) not in facts.targets.by_key:
        return None
    return facts.targets.value(reading.audience, reading.metric, reading.level, reading.node_key)


def _own_key(reading: Reading) -> tuple[str, str, str, str]:
    return reading.audience, reading.metric, reading.level, reading.node_key


RULES: tuple[Callable[[EditionFacts], Iterator[About]], ...] = (
    under_review, hidden_risks, below_target, charted, changed,
)  # fmt: skip
