"""Questionnaires: read from files, kept as immutable versions, shown as sheets."""

from __future__ import annotations

from surveys.questionnaires.content import (
    Option,
    Question,
    QuestionMetric,
    QuestionShape,
    QuestionType,
    Sheet,
    read_structure,
)
from surveys.questionnaires.files import READY_FOLDER
from surveys.questionnaires.queries import available_languages, closest_language, load_sheet

__all__ = [
    "READY_FOLDER",
    "Option",
    "Question",
    "QuestionMetric",
    "QuestionShape",
    "QuestionType",
    "Sheet",
    "available_languages",
    "closest_language",
    "load_sheet",
    "read_structure",
]
