"""What is held or may not be shown, and why, in words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from customers.names.pairs import pair_of
from customers.names.queries import Names
from metrics.dashboards.figures import reason_of
from metrics.dashboards.queries import Reading
from metrics.dashboards.wording import METRICS, capital, listed, sentence, window_text
from metrics.models import Decision, Level


@dataclass(frozen=True)
class Withheld:
    """Figures of one place that are held or may not be shown, of one period, for one reason."""

    what: str
    audience: str
    state: str
    grade: str
    reason: str
    period: str


# Level, node key and touchpoint key
Place = tuple[str, str, str]
MANY = 4
# "9 answers, fewer than 10." and "6 answers, fewer than 10." are one reason.
GENERAL_REASONS = (
    (re.compile(r"^[\d,]+ answers?, too few for a figure.*", re.DOTALL), "Too few answers."),
    (re.compile(r"^[\d,]+ answers?, fewer than ([\d,]+)\.?$"), r"Fewer than \1 answers."),
    (re.compile(r"^[\d,]+ answers? of [\d,]+ persons?, (.*)", re.DOTALL), r"\1"),
)


@lru_cache(maxsize=10_000)
def general_reason(reason: str) -> str:
    """The reason without the figures of the one case."""
    for pattern, text in GENERAL_REASONS:
        reason = pattern.sub(text, reason)
    return sentence(reason)


def withheld_lines(
    readings: Iterable[Reading], names: Names, own: Place = (Level.NETWORK, "", "")
) -> tuple[Withheld, ...]:
    """Held and suppressed figures, those with the same reason and customer together.

    `own` is the place and touchpoint whose page it is, which need no naming.
    """
    groups: dict[tuple[str, str, str, str, str], list[Reading]] = defaultdict(list)
    for reading in readings:
        if reading.decision in (Decision.HOLD, Decision.SUPPRESS):
            reason = general_reason(reason_of(reading))
            period = capital(window_text(reading.week, reading.window))
            key = (reading.audience, reading.decision, reading.grade, reason, period)
            groups[key].append(reading)
    return tuple(
        Withheld(
            what=_what(members, names, own),
            audience=audience,
            state="held" if decision == Decision.HOLD else "not shown",
            grade=grade,
            reason=reason,
            period=period,
        )
        for (audience, decision, grade, reason, period), members in groups.items()
    )


def _what(members: Sequence[Reading], names: Names, own: Place) -> str:
    places: dict[tuple[str, str, str], list[Reading]] = defaultdict(list)
    for reading in members:
        places[reading.level, reading.node_key, reading.touchpoint_key].append(reading)
    by_place = list(places.values())
    if len(places) > MANY:
        first = [reading_place(of[0], names, own) for of in by_place[: MANY - 1]]
        rest = len(places) - len(first)
        return f"{', '.join(first)} and {rest} more: {_metrics(members)}"
    return "; ".join(f"{reading_place(of[0], names, own)}: {_metrics(of)}" for of in by_place)


def _metrics(readings: Sequence[Reading]) -> str:
    metrics = dict.fromkeys(reading.metric for reading in readings)
    return listed([METRICS[metric].plain for metric in metrics])


def reading_place(reading: Reading, names: Names, own: Place) -> str:
    """Spain, Repair visit, or both: Spain, Repair visit; the page's own place is the total."""
    parts = []
    partner, line = pair_of(reading.node_key)
    if reading.level == Level.PARTNER_LINE and own[:2] == (Level.PARTNER, partner):
        parts.append(names.place(Level.PRODUCT_LINE, line))
    elif (reading.level, reading.node_key) != own[:2]:
        parts.append(names.place(reading.level, reading.node_key))
    if reading.touchpoint_key != own[2]:
        parts.append(names.touchpoints.get(reading.touchpoint_key, reading.touchpoint_key))
    return ", ".join(parts) or "Total"
