"""Questionnaires: read from files, kept as immutable versions, shown as sheets."""

from __future__ import annotations

from core.languages import closest_language
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.files import READY_FOLDER
from surveys.questionnaires.queries import available_languages, load_sheet
from surveys.questionnaires.shapes import QuestionShape, read_structure
from surveys.questionnaires.sheet import Option, Question, Sheet
from surveys.questionnaires.types import QuestionMetric, QuestionType

__all__ = [
    "READY_FOLDER",
    "Option",
    "Question",
    "QuestionMetric",
    "QuestionShape",
    "QuestionType",
    "QuestionnaireContent",
    "Sheet",
    "available_languages",
    "closest_language",
    "load_sheet",
    "read_structure",
]
