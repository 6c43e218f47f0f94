"""How the workshop speaks of questions, conditions and changes."""

from __future__ import annotations

from collections.abc import Mapping

from customers.models import Audience
from surveys.questionnaires.conditions import (
    AllOf,
    AnyOf,
    Condition,
    Fact,
    Not,
    Operator,
    Test,
)
from surveys.questionnaires.shapes import END, Direction, Flow
from surveys.questionnaires.types import QuestionMetric, QuestionType
from surveys.workshop.difference.comparing import Fortune
from surveys.workshop.difference.kinds import ChangeKind
from surveys.workshop.difference.trends import Fate

AUDIENCE_NAMES: Mapping[Audience, str] = {
    Audience.CHANNEL_PARTNER: "Channel partners",
    Audience.END_USER: "End users",
}
# The languages of the respondents' pages, each named in itself by `core.languages.name_of`.
PAGE_LANGUAGES = ("en", "de", "es", "fr", "pt", "ar", "hi", "zh")

# What a type looks like to the one who answers.
TYPE_EXAMPLES: Mapping[QuestionType, str] = {
    QuestionType.RECOMMENDATION: "0 · 1 · 2 … 10, from “Not at all likely” to “Extremely likely”",
    QuestionType.SATISFACTION5: "Very dissatisfied · Dissatisfied · Neither · Satisfied · Very…",
    QuestionType.SATISFACTION7: "the same in seven steps, for finer differences",
    QuestionType.EFFORT7: "Very difficult … Neither easy nor difficult … Very easy",
    QuestionType.JUSTER: "0 No chance (1 in 100) … 10 Certain (99 in 100)",
    QuestionType.CHOICE: "○ Price  ○ Advice  ○ Something else",
    QuestionType.MULTIPLE: "☐ Price  ☐ Advice  ☐ None of these",
    QuestionType.RANKING: "Price: 2nd · Advice: 1st · Delivery: 3rd",
    QuestionType.GRID: "Punctuality, Friendliness, Cleanliness, each rated on one scale",
    QuestionType.NUMBER: "How many machines do you run? 12",
    QuestionType.DATE: "When was it installed? 2026-11-03",
    QuestionType.SHORT_TEXT: "one line to write in",
    QuestionType.TEXT: "a box to write in",
    QuestionType.YES_NO: "○ Yes  ○ No",
    QuestionType.CONSENT: "☐ You may call me about my answers",
    QuestionType.STATEMENT: "a text between questions that asks nothing",
}
METRIC_WORDS: Mapping[QuestionMetric, str] = {
    QuestionMetric.NPS: "NPS",
    QuestionMetric.CSAT: "CSAT",
    QuestionMetric.EFFORT: "customer effort",
    QuestionMetric.INTENT: "repurchase intent",
}
DIRECTION_WORDS: Mapping[Direction, str] = {
    Direction.HIGH_IS_GOOD: "A high score is good",
    Direction.LOW_IS_GOOD: "A low score is good",
}
FLOW_WORDS: Mapping[Flow, str] = {
    Flow.ONE_PAGE: "As many questions on a page as fit (up to seven)",
    Flow.ONE_BY_ONE: "One question a page",
}
FACT_WORDS: Mapping[Fact, str] = {
    Fact.TOUCHPOINT: "the touchpoint",
    Fact.PARTNER: "the channel partner",
    Fact.PRODUCT_LINE: "the product line",
    Fact.REGION: "the region",
    Fact.IS_LATE: "it was late (yes or no)",
    Fact.HAS_COMPLAINT: "there was a complaint (yes or no)",
    Fact.IS_RETURNED: "it was returned (yes or no)",
}
OPERATOR_WORDS: Mapping[Operator, str] = {
    Operator.IS: "is",
    Operator.IS_NOT: "is not",
    Operator.ONE_OF: "is one of",
    Operator.NONE_OF: "is none of",
    Operator.AT_LEAST: "is at least",
    Operator.AT_MOST: "is at most",
    Operator.ANSWERED: "was answered",
    Operator.NOT_ANSWERED: "was not answered",
}
CHANGE_WORDS: Mapping[ChangeKind, str] = {
    ChangeKind.REPLACED: "another question",
    ChangeKind.TYPE: "another type",
    ChangeKind.WORDING: "other words",
    ChangeKind.SPELLING: "spelling",
    ChangeKind.PUNCTUATION: "punctuation or capitals",
    ChangeKind.HINT: "another hint",
    ChangeKind.OPTIONS: "other options",
    ChangeKind.OPTION_ORDER: "another order of options",
    ChangeKind.ROWS: "other rows",
    ChangeKind.SCALE: "another scale",
    ChangeKind.CONTEXT: "other questions before it",
    ChangeKind.EARLIER: "a question before it asked otherwise",
    ChangeKind.MOVED: "moved",
    ChangeKind.CONDITION: "another condition",
    ChangeKind.SKIPS: "another way on",
    ChangeKind.REACH: "another skip before it",
    ChangeKind.REQUIRED: "required or not",
    ChangeKind.NOT_APPLICABLE: "“not applicable” offered or not",
    ChangeKind.LIMITS: "other limits",
    ChangeKind.METRIC: "another metric",
    ChangeKind.DIRECTION: "another direction",
    ChangeKind.PURPOSE: "another construct or objective",
    ChangeKind.TRANSLATION: "another translation",
    ChangeKind.NEW_TRANSLATION: "new translation",
    ChangeKind.LOST_TRANSLATION: "translation removed",
    ChangeKind.FLOW: "another page layout",
}
FORTUNE_WORDS: Mapping[Fortune, str] = {
    Fortune.ADDED: "Added",
    Fortune.REMOVED: "Removed",
    Fortune.CHANGED: "Changed",
}
FATE_WORDS: Mapping[Fate, str] = {
    Fate.ENDS: "The series ends",
    Fate.BREAKS: "The series breaks",
    Fate.LOOK: "Please look",
    Fate.BEGINS: "A series begins",
    Fate.GOES_ON: "The series goes on",
}


def condition_in_words(condition: Condition) -> str:
    """As a half sentence: "satisfaction is at most 2 and it was late (yes or no) is yes"."""
    match condition:
        case AllOf(parts):
            return " and ".join(map(_in_brackets, parts))
        case AnyOf(parts):
            return " or ".join(map(_in_brackets, parts))
        case Not(part):
            return f"not {_in_brackets(part)}"
        case Test():
            return _test_in_words(condition)


def target_in_words(target: str) -> str:
    return "the end" if target == END else target


def _in_brackets(condition: Condition) -> str:
    words = condition_in_words(condition)
    return words if isinstance(condition, Test) else f"({words})"


def _test_in_words(test: Test) -> str:
    name = FACT_WORDS[Fact(test.name)] if test.is_fact else test.name
    return " ".join((name, OPERATOR_WORDS[test.operator], ", ".join(test.values))).strip()
