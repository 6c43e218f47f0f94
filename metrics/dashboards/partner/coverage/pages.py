"""How much of a partner's business was heard, and what it can do to be heard more."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from core.web.filters import number, percent
from metrics.dashboards.heard import FRAME_STEPS, Ladder, build_ladder
from metrics.dashboards.queries import AUDIENCES, Reading
from metrics.dashboards.wording import METRICS, WINDOW_NAMES, shown
from metrics.models import LadderStep
from metrics.weighing.estimate import MIN_N

LADDER_WINDOWS = (13, 4, 1)
FIGURE_WINDOW = 4
# An interval that would be this much narrower is worth a word, in points of its scale.
WORTH_SAYING = 1.0


@dataclass(frozen=True)
class Coverage:
    """A ladder and, below it, what to do; `title` heads the advice."""

    ladder: Ladder
    advice: tuple[str, ...]


@dataclass(frozen=True)
class Steps:
    """What was left at each step of one ladder, and what was lost for each reason."""

    window: int
    left: dict[str, int] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[LadderStep], audience: str, window: int) -> Steps:
        steps = cls(window)
        for row in rows:
            if (row.audience, row.window) == (audience, window):
                into, name = (steps.lost, row.reason) if row.reason else (steps.left, row.step)
                into[name] = into.get(name, 0) + row.count
        return steps

    @property
    def is_framed(self) -> bool:
        """Whether it is known who was asked."""
        return bool(self.left.keys() & FRAME_STEPS)

    def share(self, step: str, of: str) -> float | None:
        """None where nobody got as far as `of`."""
        whole = self.left.get(of, 0)
        return self.left.get(step, 0) / whole if whole else None


def build_coverage(
    rows: Sequence[LadderStep], readings: Mapping[str, Reading | None], programme: str
) -> tuple[Coverage, ...]:
    """End users first: they are those whom the partner can help to be heard.

    `readings` are the leading metric's figures of four weeks by audience.
    """
    found = []
    for audience in reversed(AUDIENCES):
        drawn = (build_ladder(rows, audience, window) for window in LADDER_WINDOWS)
        ladder = next((ladder for ladder in drawn if ladder), None)
        if ladder:
            steps = Steps.of(rows, audience, ladder.window)
            lately = Steps.of(rows, audience, FIGURE_WINDOW)
            told = _advice(audience, steps, lately, readings.get(audience), programme)
            found.append(Coverage(ladder, tuple(told)))
    return tuple(found)


def _advice(
    audience: str, steps: Steps, lately: Steps, reading: Reading | None, programme: str
) -> Iterator[str]:
    if not steps.left.get("transactions"):
        return
    if not steps.is_framed:
        yield (
            "Who was asked is not recorded for these weeks, so that nothing can be said about who "
            "was lost on the way."
        )
        return
    say = _TO_SAY[audience]
    yield from _without_contact(say, steps, reading)
    yield from _undelivered(steps)
    yield from _asked_lately(say, steps)
    yield from _unanswered(say, steps, programme)
    yield from _needed(say, steps, lately)


@dataclass(frozen=True)
class ToSay:
    """How the advice speaks of one customer."""

    whose: str
    record: str
    more_persons: str
    tell: str


_TO_SAY: dict[str, ToSay] = {
    AUDIENCES[1]: ToSay(
        "end users",
        "Send their e-mail addresses with the next transactions",
        "Several persons of one customer can be asked about different transactions: send the "
        "address of whoever was there",
        "Tell every end user, not only the content ones, that {programme} will ask and that you "
        "read the answers",
    ),
    AUDIENCES[0]: ToSay(
        "your own people",
        "Name who dealt with a transaction",
        "Name more of your people as contacts, each for the transactions that they dealt with",
        "Tell your people that {programme} asks them and that you read the answers",
    ),
}


def _without_contact(say: ToSay, steps: Steps, reading: Reading | None) -> Iterator[str]:
    missing, whole = steps.lost.get("no_contact", 0), steps.left["transactions"]
    if not missing:
        return
    text = (
        f"{number(missing)} of {number(whole)} transactions have no contact of {say.whose}: nobody "
        f"could be asked. {say.record}"
    )
    rate = steps.share("used", "contact_present")
    more = round(missing * rate) if rate else 0
    if more < 1:
        yield f"{text}."
        return
    answers = "1 more answer" if more == 1 else f"{number(more)} more answers"
    period = WINDOW_NAMES[steps.window]
    narrower = _narrower(reading, more * FIGURE_WINDOW / steps.window)
    yield f"{text}: at today’s rate that alone would bring about {answers} in {period}{narrower}."


def _narrower(reading: Reading | None, more: float) -> str:
    """What so many more answers in the figure's weeks would do to its interval."""
    if reading is None or reading.ci_low is None or reading.ci_high is None or not reading.n:
        return ""
    half = shown(reading.ci_high - reading.ci_low, reading.metric) / 2.0
    less = half * math.sqrt(reading.n / (reading.n + more))
    if half - less < WORTH_SAYING:
        return ""
    places, name = METRICS[reading.metric].places, METRICS[reading.metric].plain
    return (
        f", and the interval of {name} would shrink from ±{number(half, places)} to about "
        f"±{number(less, places)}"
    )


def _undelivered(steps: Steps) -> Iterator[str]:
    lost = steps.lost.get("unknown_undelivered", 0)
    if lost:
        invitations = "1 invitation" if lost == 1 else f"{number(lost)} invitations"
        yield f"{invitations} could not be delivered. Check the addresses you sent."


def _asked_lately(say: ToSay, steps: Steps) -> Iterator[str]:
    lost, known = steps.lost.get("asked_too_recently", 0), steps.left.get("contact_present", 0)
    if known and lost / known > 0.25:
        yield (
            f"For {number(lost)} of {number(known)} transactions the person had been asked only "
            f"lately and was left in peace. {say.more_persons}."
        )


def _unanswered(say: ToSay, steps: Steps, programme: str) -> Iterator[str]:
    rate, asked = steps.share("answered", "drawn"), steps.left.get("drawn", 0)
    if rate is not None and rate < 1.0:
        yield (
            f"{percent(rate)} of the {number(asked)} asked have answered. "
            f"{say.tell.format(programme=programme)}."
        )


def _needed(say: ToSay, steps: Steps, lately: Steps) -> Iterator[str]:
    """What a figure of four weeks takes, where there are too few answers for one."""
    used, asked = lately.left.get("used", 0), lately.left.get("drawn", 0)
    if used >= MIN_N:
        return
    have = f"A figure of four weeks takes {MIN_N} answers; there were {number(used)}."
    rate = steps.share("used", "drawn")
    if not rate:
        yield f"{have} The first answers will show how many have to be asked."
        return
    yield (
        f"{have} At the present rate of answers ({percent(rate)}) that takes about "
        f"{number(math.ceil(MIN_N / rate))} of {say.whose} asked in four weeks; "
        f"{number(asked)} were."
    )
