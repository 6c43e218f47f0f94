"""Which changes break a published series, and which only call for a look.

A series is one metric of one audience at one touchpoint. It goes on for as long as the same
question is put to the same people in the same way; the table says what counts as that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.shapes import QuestionShape, feeding_questions
from surveys.questionnaires.types import QuestionMetric
from surveys.workshop.difference.kinds import ChangeKind, kinds_of_change


class Fate(StrEnum):
    """What becomes of a series, the worst first."""

    ENDS = "ends"
    BREAKS = "breaks"
    LOOK = "look"
    BEGINS = "begins"
    GOES_ON = "goes_on"


@dataclass(frozen=True)
class Rule:
    """What one kind of change does to the series of a question, and why."""

    fate: Fate
    because: str


RULES: Mapping[ChangeKind, Rule] = {
    ChangeKind.REPLACED: Rule(Fate.BREAKS, "another question feeds it now"),
    ChangeKind.TYPE: Rule(Fate.BREAKS, "it is answered on another scale"),
    ChangeKind.WORDING: Rule(Fate.BREAKS, "its words or the words of its scale are others"),
    ChangeKind.OPTIONS: Rule(Fate.BREAKS, "other options can be chosen"),
    ChangeKind.OPTION_ORDER: Rule(Fate.BREAKS, "its options stand in another order"),
    ChangeKind.ROWS: Rule(Fate.BREAKS, "other things are rated"),
    ChangeKind.SCALE: Rule(Fate.BREAKS, "it is answered on another scale"),
    ChangeKind.CONTEXT: Rule(
        Fate.BREAKS, "other questions come before it, and they colour its answers"
    ),
    ChangeKind.CONDITION: Rule(Fate.BREAKS, "it is asked of other people"),
    ChangeKind.METRIC: Rule(Fate.BREAKS, "its answers count for another metric"),
    ChangeKind.DIRECTION: Rule(Fate.BREAKS, "the other end of its scale is the good one"),
    ChangeKind.SPELLING: Rule(
        Fate.LOOK, "a spelling seems to be corrected; make sure that it still means the same"
    ),
    ChangeKind.EARLIER: Rule(
        Fate.LOOK,
        "a question before it is asked otherwise; that may colour its answers, or change who "
        "reaches it",
    ),
    ChangeKind.REACH: Rule(Fate.LOOK, "a skip before it changed; other people may reach it"),
    ChangeKind.REQUIRED: Rule(Fate.LOOK, "leaving it out became possible, or impossible"),
    ChangeKind.NOT_APPLICABLE: Rule(
        Fate.LOOK, "whoever cannot judge has another way out than before"
    ),
    ChangeKind.LIMITS: Rule(Fate.LOOK, "other answers are allowed"),
    ChangeKind.TRANSLATION: Rule(
        Fate.LOOK, "a translation changed; answers in that language may shift"
    ),
    ChangeKind.LOST_TRANSLATION: Rule(
        Fate.LOOK, "a translation is gone; those who read it now read English"
    ),
    ChangeKind.FLOW: Rule(Fate.LOOK, "its page shows more or fewer questions than before"),
    ChangeKind.PUNCTUATION: Rule(Fate.GOES_ON, "the words are the same"),
    ChangeKind.HINT: Rule(Fate.GOES_ON, "only the hint beside it changed"),
    ChangeKind.MOVED: Rule(Fate.GOES_ON, "the same questions come before it"),
    ChangeKind.SKIPS: Rule(Fate.GOES_ON, "what follows it does not touch its answers"),
    ChangeKind.PURPOSE: Rule(Fate.GOES_ON, "what it is asked for is not seen by those who answer"),
    ChangeKind.NEW_TRANSLATION: Rule(Fate.GOES_ON, "a language was added"),
}
STARTS = Rule(Fate.BEGINS, "nothing measured it here before")
STOPS = Rule(Fate.ENDS, "nothing measures it here any more")
ORDER = tuple(Fate)


@dataclass(frozen=True)
class Trend:
    """One series: the question that feeds it, and by which rules it goes on or does not."""

    metric: QuestionMetric
    question: str
    rules: tuple[Rule, ...]

    @property
    def fate(self) -> Fate:
        return min((rule.fate for rule in self.rules), key=ORDER.index, default=Fate.GOES_ON)


def trends(before: QuestionnaireContent, after: QuestionnaireContent) -> tuple[Trend, ...]:
    """What a new content does to every series the old or the new one feeds, the worst first."""
    found = list(_trends(before, after))
    return tuple(sorted(found, key=lambda trend: ORDER.index(trend.fate)))


def _trends(before: QuestionnaireContent, after: QuestionnaireContent) -> Iterator[Trend]:
    old, new = feeding_questions(before.questions), feeding_questions(after.questions)
    for metric in QuestionMetric:
        was, now = old.get(metric), new.get(metric)
        if was and now:
            yield Trend(metric, now.key, tuple(_rules(before, after, was, now)))
        elif now:
            yield Trend(metric, now.key, (STARTS,))
        elif was:
            yield Trend(metric, was.key, (STOPS,))


def _rules(
    before: QuestionnaireContent,
    after: QuestionnaireContent,
    was: QuestionShape,
    now: QuestionShape,
) -> Iterator[Rule]:
    kinds = kinds_of_change(before, after, was, now)
    if was.key != now.key:
        kinds |= {ChangeKind.REPLACED}
    for kind, rule in RULES.items():
        if kind in kinds:
            yield rule
