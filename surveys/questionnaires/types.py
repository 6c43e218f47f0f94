"""The question types: what each is answered with, and which settings and texts it takes.

The one table of what a type *is*. How it is asked on the answering page stands in
`feedback.question_types`, one entry a type as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

NOT_APPLICABLE = "not_applicable"  # stored as its own value, never as a blank
CONSENTED = "given"
YES_OR_NO = ("yes", "no")
DEFAULT_TEXT_LENGTH = 2000
DEFAULT_SHORT_LENGTH = 120


class QuestionType(StrEnum):
    RECOMMENDATION = "recommendation"
    SATISFACTION5 = "satisfaction5"
    SATISFACTION7 = "satisfaction7"
    EFFORT7 = "effort7"
    JUSTER = "juster"
    CHOICE = "choice"
    MULTIPLE = "multiple"
    RANKING = "ranking"
    GRID = "grid"
    NUMBER = "number"
    DATE = "date"
    SHORT_TEXT = "short_text"
    TEXT = "text"
    YES_NO = "yes_no"
    CONSENT = "consent"
    STATEMENT = "statement"


class QuestionMetric(StrEnum):
    """The metric a question's score feeds."""

    NPS = "nps"
    CSAT = "csat"
    EFFORT = "effort"
    INTENT = "intent"


class AnswerKind(StrEnum):
    """What an answer is made of, as it is stored."""

    SCORE = "score"
    CHOICE = "choice"
    CHOICES = "choices"
    RANKS = "ranks"
    GRID = "grid"
    NUMBER = "number"
    DAY = "day"
    TEXT = "text"
    NOTHING = "nothing"


class Setting(StrEnum):
    """What can be set of a question beside its key, type and texts."""

    REQUIRED = "required"
    METRIC = "metric"
    NOT_APPLICABLE = "not_applicable"
    OPTIONS = "options"
    EXCLUSIVE = "exclusive"
    FEWEST = "fewest"
    MOST = "most"
    ROWS = "rows"
    SCALE = "scale"
    LOWEST = "lowest"
    HIGHEST = "highest"
    DECIMALS = "decimals"
    MAX_LENGTH = "max_length"


@dataclass(frozen=True)
class TypeFacts:
    """One type: `scores` that can be given, the texts its values carry, and its settings.

    `has_ends` scales name their two ends; `has_labels` scales label every score. `options` stand
    fast where the type brings its own.
    """

    words: str
    holds: AnswerKind
    settings: frozenset[Setting]
    scores: range | None = None
    has_ends: bool = False
    has_labels: bool = False
    options: tuple[str, ...] = ()
    metric: QuestionMetric | None = None


ASKED = frozenset({Setting.REQUIRED, Setting.NOT_APPLICABLE})
SCALED = ASKED | {Setting.METRIC}
LISTED = ASKED | {Setting.OPTIONS}
WRITTEN = ASKED | {Setting.MAX_LENGTH}

FACTS: Mapping[QuestionType, TypeFacts] = {
    QuestionType.RECOMMENDATION: TypeFacts(
        "recommendation, 0 to 10",
        AnswerKind.SCORE,
        SCALED,
        range(11),
        has_ends=True,
        metric=QuestionMetric.NPS,
    ),
    QuestionType.SATISFACTION5: TypeFacts(
        "satisfaction, five labelled steps",
        AnswerKind.SCORE,
        SCALED,
        range(1, 6),
        has_labels=True,
        metric=QuestionMetric.CSAT,
    ),
    QuestionType.SATISFACTION7: TypeFacts(
        "satisfaction, seven labelled steps",
        AnswerKind.SCORE,
        ASKED,
        range(1, 8),
        has_labels=True,
    ),
    QuestionType.EFFORT7: TypeFacts(
        "effort, seven labelled steps",
        AnswerKind.SCORE,
        SCALED,
        range(1, 8),
        has_labels=True,
        metric=QuestionMetric.EFFORT,
    ),
    QuestionType.JUSTER: TypeFacts(
        "likelihood, 0 to 10 (Juster)",
        AnswerKind.SCORE,
        SCALED,
        range(11),
        has_ends=True,
        has_labels=True,
        metric=QuestionMetric.INTENT,
    ),
    QuestionType.CHOICE: TypeFacts("one choice", AnswerKind.CHOICE, LISTED),
    QuestionType.MULTIPLE: TypeFacts(
        "several choices",
        AnswerKind.CHOICES,
        LISTED | {Setting.EXCLUSIVE, Setting.FEWEST, Setting.MOST},
    ),
    QuestionType.RANKING: TypeFacts("ranking", AnswerKind.RANKS, LISTED | {Setting.MOST}),
    QuestionType.GRID: TypeFacts(
        "several ratings on one scale", AnswerKind.GRID, ASKED | {Setting.ROWS, Setting.SCALE}
    ),
    QuestionType.NUMBER: TypeFacts(
        "number",
        AnswerKind.NUMBER,
        ASKED | {Setting.LOWEST, Setting.HIGHEST, Setting.DECIMALS},
    ),
    QuestionType.DATE: TypeFacts("date", AnswerKind.DAY, ASKED | {Setting.LOWEST, Setting.HIGHEST}),
    QuestionType.SHORT_TEXT: TypeFacts("short text", AnswerKind.TEXT, WRITTEN),
    QuestionType.TEXT: TypeFacts("open text", AnswerKind.TEXT, WRITTEN),
    QuestionType.YES_NO: TypeFacts("yes or no", AnswerKind.CHOICE, ASKED, options=YES_OR_NO),
    QuestionType.CONSENT: TypeFacts(
        "consent", AnswerKind.CHOICE, frozenset({Setting.REQUIRED}), options=(CONSENTED,)
    ),
    QuestionType.STATEMENT: TypeFacts("statement", AnswerKind.NOTHING, frozenset()),
}

GRID_SCALES = (
    QuestionType.SATISFACTION5,
    QuestionType.SATISFACTION7,
    QuestionType.EFFORT7,
)
DEFAULT_LENGTHS: Mapping[QuestionType, int] = {
    QuestionType.TEXT: DEFAULT_TEXT_LENGTH,
    QuestionType.SHORT_TEXT: DEFAULT_SHORT_LENGTH,
}
