"""One questionnaire with every type of question there is, in every form it can have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from customers.models import Audience
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.queries import build_sheet
from surveys.questionnaires.shapes import QuestionShape
from surveys.questionnaires.sheet import Question
from surveys.questionnaires.types import QuestionMetric, QuestionType

# One question a type, all required; `OPTIONAL` asks the same with a way out.
REQUIRED: tuple[QuestionShape, ...] = (
    QuestionShape("recommend", QuestionType.RECOMMENDATION, True, QuestionMetric.NPS),
    QuestionShape("satisfaction", QuestionType.SATISFACTION5, True, QuestionMetric.CSAT),
    QuestionShape("care", QuestionType.SATISFACTION7, True),
    QuestionShape("effort", QuestionType.EFFORT7, True),
    QuestionShape("again", QuestionType.JUSTER, True),
    QuestionShape("reason", QuestionType.CHOICE, True, options=("price", "skill")),
    QuestionShape(
        "used",
        QuestionType.MULTIPLE,
        True,
        options=("app", "desk", "phone", "none"),
        exclusive=("none",),
        fewest=1,
        most=2,
    ),
    QuestionShape(
        "first", QuestionType.RANKING, True, options=("speed", "price", "advice"), most=2
    ),
    QuestionShape(
        "quality",
        QuestionType.GRID,
        True,
        rows=("speed", "advice"),
        scale=QuestionType.SATISFACTION5,
    ),
    QuestionShape("years", QuestionType.NUMBER, True, lowest="0", highest="99.5", decimals=1),
    QuestionShape("since", QuestionType.DATE, True, lowest="2020-01-01", highest="2026-12-31"),
    QuestionShape("town", QuestionType.SHORT_TEXT, True, max_length=20),
    QuestionShape("comment", QuestionType.TEXT, True, max_length=40),
    QuestionShape("running", QuestionType.YES_NO, True),
    QuestionShape("agreed", QuestionType.CONSENT, True),
    QuestionShape("hello", QuestionType.STATEMENT),
)
OPTIONAL: tuple[QuestionShape, ...] = tuple(
    replace(
        shape,
        is_required=False,
        offers_not_applicable=shape.type is not QuestionType.CONSENT,
    )
    for shape in REQUIRED
    if shape.type is not QuestionType.STATEMENT
)
BY_KEY: Mapping[str, QuestionShape] = {shape.key: shape for shape in REQUIRED}
OPTIONAL_BY_KEY: Mapping[str, QuestionShape] = {shape.key: shape for shape in OPTIONAL}

# What a browser sends for a sheet with every question answered.
FILLED: Mapping[str, Sequence[str]] = {
    "recommend": ["9"],
    "satisfaction": ["4"],
    "care": ["6"],
    "effort": ["5"],
    "again": ["10"],
    "reason": ["skill"],
    "used": ["app", "phone"],
    "first.speed": ["2"],
    "first.price": [""],
    "first.advice": ["1"],
    "quality.speed": ["3"],
    "quality.advice": ["5"],
    "years": ["3,5"],
    "since": ["2024-02-29"],
    "town": ["Łódź"],
    "comment": ["Kind.\r\nSlow."],
    "running": ["no"],
    "agreed": ["given"],
}
WORDS: Mapping[str, str] = {
    "title": "How was your repair visit?",
    "intro": "Please think of the visit of 11 November.",
    "recommend.text": "How likely are you to recommend us to a colleague?",
    "recommend.low": "Not at all likely",
    "recommend.high": "Extremely likely",
    "satisfaction.text": "How satisfied or dissatisfied are you with the visit?",
    "care.text": "How satisfied or dissatisfied are you with the care of the technician?",
    "effort.text": "How easy or difficult was it to get your machine running?",
    "again.text": "How likely are you to buy from us again?",
    "again.low": "No chance",
    "again.high": "Certain",
    "reason.text": "What mattered most to you?",
    "reason.option.price": "The price",
    "reason.option.skill": "The skill of the technician",
    "used.text": "Which of these did you use?",
    "used.option.app": "The app",
    "used.option.desk": "The service desk",
    "used.option.phone": "The telephone",
    "used.option.none": "None of these",
    "first.text": "Which two would you improve first?",
    "first.option.speed": "Speed of the answer",
    "first.option.price": "Price of the visit",
    "first.option.advice": "Advice on maintenance",
    "quality.text": "How satisfied or dissatisfied are you with each of these?",
    "quality.row.speed": "The speed of the repair",
    "quality.row.advice": "The advice you were given",
    "years.text": "For how many years has the machine been running?",
    "since.text": "When was it installed?",
    "town.text": "In which town does it stand?",
    "comment.text": "What should we have done differently?",
    "running.text": "Was the machine running when the technician left?",
    "running.option.yes": "Yes",
    "running.option.no": "No",
    "agreed.text": "You may call me about my answers.",
    "hello.text": "The last questions are about the machine.",
}
FIVE = ("Very dissatisfied", "Dissatisfied", "Neither", "Satisfied", "Very satisfied")
SEVEN = ("Very low", "Low", "Rather low", "Neither", "Rather high", "High", "Very high")
LABELS: Mapping[str, Sequence[str]] = {
    "satisfaction": FIVE,
    "quality": FIVE,
    "care": SEVEN,
    "effort": SEVEN,
}


def gallery(shapes: Sequence[QuestionShape] = REQUIRED) -> QuestionnaireContent:
    labels = {
        f"{key}.option.{score}": text
        for key, texts in LABELS.items()
        for score, text in enumerate(texts, start=1)
    }
    chances = {f"again.option.{score}": f"{score} in 10" for score in range(11)}
    texts = {"en": {**WORDS, **labels, **chances}}
    return QuestionnaireContent("end_user.delivery", Audience.END_USER, tuple(shapes), texts)


def question(shape: QuestionShape) -> Question:
    """The shape with its English texts."""
    return build_sheet(gallery((shape,)), "en").questions[0]
