"""Which signals stand in a published final: five readings of its figures, each by its own rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from customers.models import Audience
from metrics.comparison.models import ChartPoint
from metrics.dashboards.figures import Readings, Targets, is_told_apart
from metrics.dashboards.queries import AUDIENCES, Reading
from metrics.dashboards.week.places import PARTNER_WINDOW, lead_window
from metrics.models import Change, Decision, FindingRow, Level, Metric, Verdict
from metrics.signals.models import Side, Signal, SignalKind
from stats import Interval, IntervalMethod, Quadrant, quadrants

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

    `readings` hold the figures that have a target of their own, and the partners' by `metric`,
    what the edition's pages lead with.
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
    """A figure with a target of its own is below it for certain."""
    for (audience, metric, level, node_key), target in facts.targets.by_key.items():
        reading = facts.readings.get(
            facts.edition_id, audience, metric, lead_window(level), level, node_key
        )
        if is_certainly_below(reading, target.value):
            yield About(SignalKind.TARGET, Side.BELOW, audience, level, node_key, "", metric)


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
    """The channel partner reaches its target, its end users are below theirs for certain (A8)."""
    users, partners = _pairs(facts)
    if not users:
        return
    found = quadrants(
        [from_goal for from_goal, _, _ in users.values()],
        list(partners.values()),
        cut_user=0.0,
        cut_partner=0.0,
        user_intervals=[
            Interval(low, high, IntervalMethod.NONE) for _, low, high in users.values()
        ],
    )
    for node_key, quadrant, uncertain in zip(users, found.quadrant, found.uncertain, strict=True):
        if quadrant is Quadrant.HIDDEN_RISK and not uncertain:
            yield About(
                SignalKind.HIDDEN_RISK, Side.BELOW, Audience.END_USER.value,
                Level.PARTNER, node_key, "", facts.metric,
            )  # fmt: skip


def _pairs(facts: EditionFacts) -> tuple[dict[str, tuple[float, float, float]], dict[str, float]]:
    """By partner the distances from the target: end users' with limits, and its own."""
    users: dict[str, tuple[float, float, float]] = {}
    partners: dict[str, float] = {}
    for reading in facts.readings.by_key.values():
        if (reading.level, reading.audience) != (Level.PARTNER, Audience.END_USER):
            continue
        own = partner_beside(facts.readings, reading)
        goal, own_goal = (_goal(facts, one) for one in (reading, own))
        if not (is_shown(reading) and is_shown(own)) or goal is None or own_goal is None:
            continue
        assert own is not None
        assert own.value is not None
        assert reading.value is not None
        assert reading.ci_low is not None
        assert reading.ci_high is not None
        users[reading.node_key] = (
            reading.value - goal, reading.ci_low - goal, reading.ci_high - goal,
        )  # fmt: skip
        partners[reading.node_key] = own.value - own_goal
    return users, partners


def partner_beside(readings: Readings, reading: Reading) -> Reading | None:
    """The same place's figure as the channel partner sees it."""
    return readings.get(
        reading.edition_id, Audience.CHANNEL_PARTNER, reading.metric, PARTNER_WINDOW,
        reading.level, reading.node_key,
    )  # fmt: skip


def _goal(facts: EditionFacts, reading: Reading | None) -> float | None:
    if reading is None or reading.metric != facts.metric:
        return None
    return facts.targets.value(reading.audience, reading.metric, reading.level, reading.node_key)


RULES: tuple[Callable[[EditionFacts], Iterator[About]], ...] = (
    under_review, hidden_risks, below_target, charted, changed,
)  # fmt: skip
